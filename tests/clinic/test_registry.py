"""Building the registry from the record: what leaves it, what a later build folds again, what a broken one leaves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from enthesis.clinic.decisions import set_hold
from enthesis.clinic.door import new_id, record
from enthesis.clinic.erase import erase
from enthesis.clinic.outcome_rules import set_windows
from enthesis.clinic.people import Profile, change_profile, new_person
from enthesis.clinic.registry import build as building
from enthesis.clinic.registry import reading
from enthesis.clinic.registry.build import Built, build
from enthesis.clinic.registry.rows import Source, rows_of
from enthesis.clinic.registry.shapes import ROWS
from enthesis.outcomes.registry import NoRegistry, open_registry
from enthesis.outcomes.registry.opening import MONTHS
from enthesis.outcomes.registry.weeks import weeks as weeks_by
from enthesis.pathway import events as e
from enthesis.pathway.dictionary import Point, shipped
from enthesis.pathway.protocol.library import latest
from tests.clinic.making import OPERATOR, House, day, diary, evaluated, injected, one_of_each, start, started

TODAY = date(2026, 11, 2)
WORDS = "Xylophone"


def course(there: House, *, is_injected: bool = True) -> Any:
    """A course under way, of a patient of its own."""
    person = new_person(Profile("Ada Example", date(1961, 4, 2)), clinic=there.clinic, by=OPERATOR)
    given = [injected(10)] if is_injected else []
    scored = e.ScoresTaken(id=new_id(), happened_on=day(9), instrument="nrs_pain", value=Decimal(7))
    return start(replace(there, person=person), *evaluated(), scored, *given, diary(12), diary(49, pain=2))


def tables(folder: Path) -> Mapping[str, list[dict[str, Any]]]:
    """Everything that a registry says, in an order that does not depend on how it was built."""
    with open_registry(folder) as registry:
        return {
            name: sorted(registry.table(name).to_pyarrow().to_pylist(), key=lambda row: [str(v) for v in row.values()])
            for name in shipped().tables
        }


def weeks(folder: Path) -> list[dict[str, Any]]:
    """The weeks of the diary that a registry keeps, which are those that its tables come to."""
    with open_registry(folder) as registry:
        kept, made = (
            sorted(each.to_pyarrow().to_pylist(), key=lambda row: [str(v) for v in row.values()])
            for each in (registry.weeks(), weeks_by(registry.table))
        )
    assert kept == made
    return kept


def built(folder: Path, **fields: Any) -> Built:
    return build(folder, **{"today": TODAY, **fields})


def courses_of(folder: Path) -> dict[int, dict[str, Any]]:
    return {row["course"]: row for row in tables(folder)["courses"]}


def test_rows_have_the_columns_of_the_dictionary() -> None:
    known = shipped()
    assert list(ROWS) == [table.name for table in known.base]
    for name, row in ROWS.items():
        assert [*row._fields] == [each for each in known.tables[name].columns if each != MONTHS]  # type: ignore[attr-defined]


def test_nobodys_own_words_leave() -> None:
    """Words in every personal field, and in every place where somebody may type what is expected to be a known word."""
    log: list[Any] = [started(problem=WORDS, region=WORDS, side=WORDS)]
    for event in one_of_each()[1:]:
        said = dict.fromkeys(event.personal, WORDS)
        log.append(replace(event, **said, id=new_id(), recorded_by=WORDS, recorded_at=datetime(2026, 4, 1, tzinfo=UTC)))
    site = e.Site(structure=WORDS, side=WORDS, approach=WORDS)
    given = injected(3, sites=(site,), solution=(e.Part(name=WORDS, ml=Decimal(1), lot=WORDS),), guidance=WORDS)
    log += [given, diary(4, words=WORDS, took=(WORDS,), side=WORDS, target=WORDS)]
    log.append(e.CourseClosed(id=new_id(), happened_on=day(5), reason=WORDS, note=WORDS))
    log.append(
        e.EvaluationAnswered(id=new_id(), answers={"sex": WORDS, "condition": [WORDS], "more": WORDS}, words=WORDS)
    )
    made = rows_of(source(log))
    cells = [cell for rows in made.tables.values() for row in rows for cell in row if isinstance(cell, str)]
    assert len(cells) > 15
    assert made.tables["courses"][0].goal == 2  # the figure does, without what the patient wants to do again
    assert not [cell for cell in cells if WORDS.casefold() in cell.casefold()]


def source(log: list[Any], today: date = TODAY) -> Source:
    protocol = latest()["nutura-back"]
    return Source(1, 1, 1, 1970, tuple(log), protocol, (), ZoneInfo("Europe/Berlin"), today)


def test_what_is_sealed_is_never_opened(north: House, monkeypatch: pytest.MonkeyPatch) -> None:
    key = start(north, *evaluated(), diary(2, words="Nobody may read this.")).number

    def opened(*_: object) -> None:
        raise AssertionError("a key was asked for")

    monkeypatch.setattr("enthesis.clinic.keys.Key.open", opened)
    (log,) = reading.logs([int(key.removeprefix("C-"))]).values()
    assert [event.words for event in log.events if isinstance(event, e.DiaryEntered)] == ["erased"]


def test_a_later_build_folds_what_has_grown_and_equals_one_from_nothing(
    north: House, south: House, tmp_path: Path
) -> None:
    first, second, other = course(north), course(north, is_injected=False), course(south)
    one, whole = tmp_path / "one", tmp_path / "whole"
    assert built(one).written == 3
    assert built(one).written == 0
    record(diary(60, pain=1), course=first.number, by=OPERATOR)
    record(injected(70), course=second.number, by=OPERATOR)
    again = built(one)
    assert (again.written, again.courses) == (2, 3)
    course(south)
    record(e.CourseClosed(id=new_id(), happened_on=day(80), reason="lost"), course=other.number, by=OPERATOR)
    mistaken = diary(61, pain=9)
    record(mistaken, course=first.number, by=OPERATOR)
    record(replace(diary(61, pain=3), replaces=mistaken.id), course=first.number, by=OPERATOR)
    assert built(one).written == 3
    built(whole)
    assert tables(one) == tables(whole)
    assert len(tables(one)["points"]) > 4
    assert weeks(one) == weeks(whole) != []


def test_a_day_that_passes_is_a_day_that_was_asked_for(north: House, tmp_path: Path) -> None:
    start(north, *evaluated(), injected(10))  # the protocol asks for a diary after it
    built(tmp_path / "one", today=day(15))
    assert [row["day"] for row in tables(tmp_path / "one")["diary"]] == [day(11), day(12), day(13), day(14)]
    assert built(tmp_path / "one", today=day(16)).written == 1
    built(tmp_path / "whole", today=day(16))
    assert tables(tmp_path / "one") == tables(tmp_path / "whole")
    assert {row["answered"] for row in tables(tmp_path / "one")["diary"]} == {False}


def test_a_visit_is_a_row_when_its_day_is_over(north: House, tmp_path: Path) -> None:
    at = datetime.combine(day(20), datetime.min.time(), UTC) + timedelta(hours=9)
    booked = e.VisitBooked(id=new_id(), happened_on=day(1), visit="v1", activity="intake", starts=at, minutes=30)
    start(north, booked)
    built(tmp_path, today=day(20))
    assert tables(tmp_path)["visits"] == []
    built(tmp_path, today=day(21))
    assert [(row["day"], row["outcome"]) for row in tables(tmp_path)["visits"]] == [(day(20), "unknown")]


def test_who_was_erased_keeps_the_row_without_what_was_sealed(north: House, tmp_path: Path) -> None:
    course(north)
    built(tmp_path)
    (before,) = courses_of(tmp_path).values()
    erase(f"P-{before['person']:04d}", by=OPERATOR)
    assert built(tmp_path).written == 1
    (after,) = courses_of(tmp_path).values()
    assert (before["birth_year"], after["birth_year"]) == (1961, None)
    assert {**before, "birth_year": None} == after


def test_a_birthday_that_was_put_right(north: House, tmp_path: Path) -> None:
    start(north, *evaluated())
    course(north)
    built(tmp_path)
    change_profile(north.person, Profile("Åse Lindqvist-Vega", date(1985, 1, 1)), by=OPERATOR)
    assert built(tmp_path).written == 1
    assert {row["birth_year"] for row in courses_of(tmp_path).values()} == {1961, 1985}


def test_what_a_clinic_decides_for_all_is_in_all_rows(north: House, south: House, tmp_path: Path) -> None:
    course(north)
    course(south)
    built(tmp_path)
    assert not any(row["in_hold"] for row in tables(tmp_path)["diary"])
    set_hold("anti_inflammatory", 7, 14, clinic=north.clinic, by=OPERATOR, why="ours")
    assert built(tmp_path).written == 1
    assert {row["day"] for row in tables(tmp_path)["diary"] if row["in_hold"]} == {day(each) for each in range(11, 25)}


def test_a_build_that_breaks_off_leaves_the_old_registry(
    north: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course(north)
    built(tmp_path)
    before = tables(tmp_path)
    course(north)

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for step in ("derive", "_manifest"):  # files are written by then, and no manifest names them
        with monkeypatch.context() as patch:
            patch.setattr(building, step, broken)
            with pytest.raises(KeyboardInterrupt):
                built(tmp_path)
        assert tables(tmp_path) == before
    assert built(tmp_path).written == 1
    assert len(courses_of(tmp_path)) == 2


def test_many_builds_leave_few_files(north: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enthesis.outcomes.registry.compacting.MOST_FILES", 2)
    one, compacted = course(north), 0
    course(north)
    for number in range(4):
        record(diary(60 + number), course=one.number, by=OPERATOR)
        compacted += built(tmp_path / "one").compacted
    assert compacted
    assert len(list((tmp_path / "one" / "courses").rglob("*.parquet"))) <= 4
    built(tmp_path / "whole")
    assert tables(tmp_path / "one") == tables(tmp_path / "whole")


def test_an_earlier_day_builds_anew(north: House, tmp_path: Path) -> None:
    course(north)
    built(tmp_path)
    assert built(tmp_path, today=TODAY - timedelta(days=1)).written == 1


def test_two_builds_at_once(north: House, tmp_path: Path) -> None:
    from enthesis.outcomes.registry.store import writing

    with writing(tmp_path), pytest.raises(NoRegistry, match="building it now"):
        built(tmp_path)


def test_a_window_that_a_clinic_decides_is_counted_by(north: House, tmp_path: Path) -> None:
    """An answer 50 days after the injection is near enough to six weeks, until the clinic says otherwise."""
    asked = [
        e.ScoresTaken(id=new_id(), happened_on=day(on), instrument="odi", value=Decimal(value))
        for on, value in ((9, 40), (60, 12))
    ]
    start(north, *evaluated(), asked[0], injected(10), asked[1])

    def counted() -> list[float | None]:
        return [row["value"] for row in tables(tmp_path)["points"] if (row["measure"], row["weeks"]) == ("odi", 6)]

    built(tmp_path)
    assert counted() == [12]
    assert set_windows({6: (40, 44)}, clinic=north.clinic, by=OPERATOR, why="As in our study plan") == [6]
    again = built(tmp_path)
    assert again.written == again.courses == 1
    assert counted() == [None]
    with open_registry(tmp_path) as registry:
        assert registry.windows.of(north.clinic.pk)[0] == Point(6, 40, 44)
    assert built(tmp_path).written == 0
