"""From a lot to every patient, session and point: in one query, of one clinic, as the log stands now."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.cli.main import main
from enthesis.clinic import known, lots
from enthesis.clinic import recall as recalling
from enthesis.clinic.access import Operator
from enthesis.clinic.door import NotAllowed, NotRecorded, record, record_all, start_course
from enthesis.clinic.erase import erase
from enthesis.clinic.models import Look, LotUse
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.recall import NoLot, recall
from enthesis.clinic.recall_table import COLUMNS, as_csv, as_json
from enthesis.clinic.sql import Statement
from enthesis.pathway import events as e
from enthesis.pathway.events import Event
from enthesis.pathway.injection import How
from enthesis.pathway.protocol.model import Condition
from tests.clinic.making import OPERATOR, House, day, evaluated, injected, start, started
from tests.clinic.sequences import an_event

LOT = "DX-2026-11"
STOPS = (
    *(condition.value.replace("_", "-") for condition in Condition),
    *("not-planned", "too-close", "course-paused", "before-the-course", "expired-vial"),
)


def part(lot: str = LOT, syringe: str = "", expires: date | None = None) -> e.Part:
    return e.Part(name="dextrose 50%", ml=Decimal(6), lot=lot, syringe=syringe, expires=expires)


def site(name: str, syringe: str = "") -> e.Site:
    return e.Site(structure=name, side="left", ml=Decimal(2), syringe=syringe)


def session(number: int, *parts: e.Part, sites: tuple[e.Site, ...] = ()) -> e.InjectionsGiven:
    """An injection as it was given, passed with a reason where something speaks against it."""
    passed = dict.fromkeys(STOPS, "As it was.")
    return injected(
        number, solution=parts or (part(),), sites=sites or (site("iliolumbar-ligament"),), overrides=passed
    )


def everything() -> list[Any]:
    return sorted(LotUse.objects.values_list(*lots.LOT_COLUMNS), key=repr)


# -- what it finds ---------------------------------------------------------------------------


def test_every_patient_session_and_point(north: House) -> None:
    other = new_person(Profile("Bo Vega", contact="555 0101"), clinic=north.clinic, by=OPERATOR)
    first = start(north, *evaluated(), session(5, part(), part("LI-7")), session(40, part("dx 2026 11"))).number
    second = start_course([started(), session(9, sites=(site("one"), site("two")))], person=other, by=OPERATOR).number
    start(north, *evaluated(), session(6, part("DX-2026-12")))
    found = recall("dx202611", by=north["clinician"])
    assert [(use.course, use.given.happened_on, use.profile and use.profile.name) for use in found.uses] == [
        (first, day(5), "Åse Lindqvist-Vega"),
        (second, day(9), "Bo Vega"),
        (first, day(40), "Åse Lindqvist-Vega"),
    ]
    assert (found.patients, found.points) == (2, 4)
    assert [point.site.structure for point in found.uses[1].reach.points] == ["one", "two"]
    assert [(near.lot, near.sessions) for near in found.near] == [("DX-2026-12", 1)]


def test_only_the_points_of_its_syringe(north: House) -> None:
    sites = (site("knee", "A"), site("hip", "B"), site("ankle", "A"))
    start(north, *evaluated(), session(5, part(syringe="A"), part("LI-7", "B"), sites=sites))
    (use,) = recall(LOT, by=north["clinician"]).uses
    assert ([point.site.structure for point in use.reach.points], use.reach.how) == (["knee", "ankle"], How.SYRINGE)
    (use,) = recall("LI-7", by=north["clinician"]).uses
    assert [point.site.structure for point in use.reach.points] == ["hip"]


def test_a_lot_in_two_parts_of_a_session_is_one_session(north: House) -> None:
    start(north, *evaluated(), session(5, part(syringe="A"), part(syringe="B"), sites=(site("x", "A"), site("y", "B"))))
    (use,) = recall(LOT, by=north["clinician"]).uses
    assert (len(use.parts), len(use.reach.points)) == (2, 2)


def test_what_was_expired_on_the_day_is_told(north: House) -> None:
    start(north, *evaluated(), session(5, part(expires=day(5))), session(40, part(expires=day(39))))
    found = recall(LOT, by=north["clinician"])
    assert [len(use.expired) for use in found.uses] == [0, 1]
    assert found.expired == 1


def test_from_a_day_on_and_what_has_no_day_is_never_left_out(north: House) -> None:
    number = start(north, *evaluated(), session(5), session(40)).number
    record(replace(session(0), happened_on=None), course=number, by=OPERATOR)
    days = [use.given.happened_on for use in recall(LOT, by=north["clinician"], since=day(40)).uses]
    assert sorted(str(each) for each in days) == ["2026-04-11", "None"]
    assert len(recall(LOT, by=north["clinician"], since=day(41)).uses) == 1


def test_as_the_log_stands_now(north: House) -> None:
    """A correction takes its mistake's place, also in the recall; what never happened is not in it."""
    mistake, other = session(5), session(40)
    number = start(north, *evaluated(), mistake, other).number
    corrected = replace(session(5, part("DX-2026-99")), replaces=mistake.id)
    record(corrected, course=number, by=OPERATOR)
    assert [use.given.id for use in recall(LOT, by=OPERATOR).uses] == [other.id]
    assert [use.given.id for use in recall("DX-2026-99", by=OPERATOR).uses] == [corrected.id]
    again = replace(session(6), replaces=corrected.id)
    record(again, course=number, by=OPERATOR)
    assert [use.given.id for use in recall(LOT, by=OPERATOR).uses] == [again.id, other.id]
    assert recall("DX-2026-99", by=OPERATOR).uses == ()
    record(e.Withdrawn(id="w", happened_on=day(41), replaces=other.id), course=number, by=OPERATOR)
    assert [use.given.id for use in recall(LOT, by=OPERATOR).uses] == [again.id]
    assert rebuild(check=True).differences == ()


def test_a_lot_that_is_no_lot(north: House) -> None:
    with pytest.raises(NoLot):
        recall(" - ", by=north["clinician"])
    assert recall("DX' OR '1'='1", by=north["clinician"]).uses == ()


# -- who sees what ---------------------------------------------------------------------------


def test_another_clinic_s_records_are_never_shown(north: House, south: House) -> None:
    start(north, *evaluated(), session(5))
    start(south, *evaluated(), session(5, part("DX-2026-12")))
    found = recall(LOT, by=south["clinician"])
    assert (found.uses, [near.lot for near in found.near]) == ((), ["DX-2026-12"])
    assert recall("DX-2026-12", by=north["clinician"]).uses == ()
    with pytest.raises(NotAllowed):
        recall(LOT, by=south["clinician"], clinic=north.clinic.pk)


def test_a_lead_sees_numbers_and_no_names(north: House) -> None:
    start(north, *evaluated(), session(5))
    found = recall(LOT, by=north["lead"])
    assert [(use.person, use.profile) for use in found.uses] == [(north.person.number, None)]
    assert "Lindqvist" not in json.dumps(as_json(found)) + as_csv([found])


@pytest.mark.parametrize("role", ["patient", "therapist", "front-desk"])
def test_not_for_other_roles(north: House, role: str) -> None:
    start(north, *evaluated(), session(5))
    with pytest.raises(NotAllowed):
        recall(LOT, by=north[role])
    refused = Look.objects.filter(allowed=False).latest("pk")
    assert (refused.who, refused.what) == (north[role].handle, "recall")


def test_the_search_and_every_record_that_it_shows_are_written_down(north: House) -> None:
    number = start(north, *evaluated(), session(5), session(40)).number
    recall(LOT, by=north["clinician"])
    looks = Look.objects.filter(what="recall", who=north["clinician"].handle).order_by("pk")
    assert [(look.clinic, look.course, look.person) for look in looks] == [
        (north.clinic.pk, None, None),
        (north.clinic.pk, int(number[2:]), north.person.pk),
    ]
    assert not any(LOT in f"{look.what}{look.why}" for look in looks)


def test_an_erased_person_is_still_counted_and_not_named(north: House) -> None:
    start(north, *evaluated(), session(5))
    erase(north.person.number, by=Operator())
    (use,) = recall(LOT, by=north["clinician"]).uses
    assert (use.person, use.profile, use.is_erased) == (north.person.number, None, True)
    assert rebuild(check=True).differences == ()


def test_no_personal_words_are_in_it(north: House) -> None:
    start(north, *evaluated(), replace(session(5), note="Afraid of needles", reaction="Fainted"))
    found = recall(LOT, by=north["clinician"])
    assert "Afraid" not in repr(found)
    assert "Fainted" not in repr(found)


# -- derived, and quick ---------------------------------------------------------------------------


LOTS = ("DX-1", "dx 1", "DX-2", "", "--")


@st.composite
def a_session(draw: st.DrawFn, log: list[Event]) -> Event:
    event = draw(an_event(log))
    if not isinstance(event, e.InjectionsGiven):
        return event
    parts = draw(st.lists(st.sampled_from(LOTS), max_size=3))
    return replace(event, activity="treatment", solution=tuple(part(lot) for lot in parts))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_rebuilt_equals_live(north: House, data: st.DataObject) -> None:
    log: list[Event] = [started()]
    number = start_course(log, person=north.person, by=OPERATOR).number
    for _ in range(data.draw(st.integers(5, 20))):
        event = data.draw(a_session(log))
        if isinstance(event, e.InjectionsGiven) or data.draw(st.booleans()):
            event = replace(event, overrides=dict.fromkeys(STOPS, "as it was"))
        if data.draw(st.booleans()):
            known.forget()
        try:
            log += record(event, course=number, by=OPERATOR).events
        except NotRecorded:
            continue
    live = everything()
    assert rebuild(check=True).differences == ()
    LotUse.objects.all().delete()
    assert bool(rebuild().differences) or not live
    assert everything() == live


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM clinic_lotuse", "is missing"),
        ("UPDATE clinic_lotuse SET lot = 'another'", "instead of"),
        ("UPDATE clinic_lotuse SET event = 'nobody'", "is of no injection that counts"),
    ],
)
def test_what_differs_is_named_and_put_right(north: House, statement: str, says: str) -> None:
    number = start(north, *evaluated(), session(5)).number
    live = everything()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    differences = rebuild(check=True).differences
    assert any(says in difference.says for difference in differences)
    assert {difference.where for difference in differences} == {number}
    rebuild()
    assert everything() == live


def test_an_event_that_is_no_injection_writes_no_lots(north: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = start(north, *evaluated(), session(5)).number
    monkeypatch.setattr(lots, "put", lambda *_: pytest.fail("lots were written"))
    monkeypatch.setattr(lots, "lot_rows", lambda *_: pytest.fail("lots were looked at"))
    events = [
        e.DiaryEntered(id="d", happened_on=day(6), pain=Decimal(3)),
        e.CoursePaused(id="p", happened_on=day(7), reason="travel"),
        e.CourseResumed(id="r", happened_on=day(8)),
    ]
    record_all(events, course=number, by=OPERATOR)


def fill(number: str, clinic: int, count: int) -> None:
    """As many injections with other lots, written in bulk inside the database: it is the query that is looked at."""
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
    course = int(number[2:])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clinic_storedevent (course_id, seq, event_id, kind, happened_on, recorded_at, recorded_by,"
            f" payload, previous, digest, mark) {numbers} SELECT {course}, n + 1000, 'none-' || n, 'InjectionsGiven',"
            " '2026-03-02', '2026-03-02 09:00:00', '', '', '', '', '' FROM numbers"
        )
        cursor.execute(
            f"INSERT INTO clinic_lotuse ({', '.join(lots.LOT_COLUMNS)}) {numbers} SELECT {clinic}, {course},"
            " 'none-' || n, 0, 'lot' || (n % 400), 'LOT', 'dextrose 50%', '', '2026-03-02', '2027-03-02' FROM numbers"
        )
        for table in ("clinic_storedevent", "clinic_lotuse"):
            cursor.execute(f"ANALYZE {table}")


def test_among_a_hundred_thousand_injections_it_is_one_query_along_an_index(
    north: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = start(north, *evaluated(), session(5)).number
    fill(number, north.clinic.pk, 100_000)
    asked: list[tuple[Statement, list[object]]] = []
    run = Statement.run

    def watched(self: Statement, values: list[object]) -> object:
        asked.append((self, values))
        return run(self, values)

    monkeypatch.setattr(Statement, "run", watched)
    monkeypatch.setattr(recalling, "_near", lambda *_: ())
    assert len(recall(LOT, by=OPERATOR, clinic=north.clinic.pk).uses) == 1
    monkeypatch.undo()
    reads = [(statement, values) for statement, values in asked if "SELECT" in statement.plain]
    assert len(reads) == 1
    for statement, values in (*reads, (recalling._LOTS, [north.clinic.pk, north.clinic.pk])):
        plan = explained(statement, values)
        assert "lot_use_by_lot" in plan, plan
        assert not re.search(r"(SCAN|Seq Scan on) (used|event|clinic_lotuse|clinic_storedevent)\b", plan), plan
    assert len(recalling._LOTS.run([north.clinic.pk, north.clinic.pk])) == 401


def explained(statement: Statement, values: list[object]) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("EXPLAIN " + statement.plain, values)
        else:
            cursor.execute("EXPLAIN QUERY PLAN " + statement.plain, values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


# -- from the command line ---------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(list(words))
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_the_command(north: House, capsys: pytest.CaptureFixture[str]) -> None:
    sites = (site("iliolumbar-ligament", "A"), site("the sore spot", "B"))
    number = start(north, *evaluated(), session(5, part(syringe="A", expires=day(1)), sites=sites)).number
    start(north, *evaluated(), session(6, part("DX-2O26-11")))
    status, text = said(capsys, "recall", "dx 2026 11")
    assert status == 0
    assert text.splitlines() == [
        f"{number}  {north.person.number} Åse Lindqvist-Vega ase@example.org  7 March 2026  "
        "6 mL dextrose 50%, lot DX-2026-11, syringe A",
        "    EXPIRED on that day: last day 3 March 2026.",
        "    The points that got syringe A. Iliolumbar ligament (left) 2 mL.",
        "Lot dx 2026 11 in Northside: 1 patient, 1 session, 1 point. Nothing was changed.",
        "Not counted, but written nearly so: DX-2O26-11 (1 session).",
    ]


def test_nobody_got_it(north: House, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said(capsys, "recall", "NONE-1")
    assert (status, text) == (1, "Lot NONE-1 in Northside: 0 patients, 0 sessions, 0 points. Nothing was changed.\n")


def test_as_json_and_as_csv(north: House, capsys: pytest.CaptureFixture[str]) -> None:
    sites = (site("iliolumbar-ligament"), site("=1+1"))
    number = start(north, *evaluated(), session(5, part(expires=day(1)), sites=sites)).number
    status, text = said(capsys, "recall", LOT, "--json", "--clinic", "northside")
    (found,) = json.loads(text)
    assert status == 0
    assert (found["patients"], found["sessions"], found["points"], found["sessions_after_expiry"]) == (1, 1, 2, 1)
    (use,) = found["uses"]
    assert (use["course"], use["how"], use["parts"][0]["expired"]) == (number, "session", True)
    assert use["points"][0]["name"] == "Iliolumbar ligament"
    status, text = said(capsys, "recall", LOT, "--csv")
    head, *rows = csv.reader(io.StringIO(text))
    assert tuple(head) == COLUMNS
    assert [row[COLUMNS.index("structure")] for row in rows] == ["Iliolumbar ligament", "'=1+1"]
    assert {row[COLUMNS.index("contact")] for row in rows} == {"ase@example.org"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("recall", "--", "--"), "A lot number has at least one letter or digit."),
        (("recall", "X", "--since", "March"), "Write it as 2026-03-02."),
        (("recall", "X", "--clinic", "Westside"), "There is: Northside."),
    ],
)
def test_bad_input_gets_a_sentence(
    north: House, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    status, text = said(capsys, *words)
    assert status == 2
    assert says in text


# -- what was recorded before ---------------------------------------------------------------------------


def test_the_upgrade_fills_in_what_was_recorded_before(north: House) -> None:
    """The migration reads the log as it stands and comes to the rows that the door writes."""
    from importlib import import_module

    from django.apps import apps

    fill = import_module("enthesis.clinic.migrations.0003_lot_use").fill
    mistake, gone = session(5, part(), part("LI-7", "A", day(3))), session(40)
    number = start(north, *evaluated(), mistake, gone, session(50, part("X"), part(""))).number
    record(replace(session(6), replaces=mistake.id), course=number, by=OPERATOR)
    record(replace(session(7, part("DX-3")), replaces=mistake.id), course=number, by=OPERATOR)
    record(e.Withdrawn(id="w", happened_on=day(41), replaces=gone.id), course=number, by=OPERATOR)
    live = everything()
    assert len(live) == 2
    LotUse.objects.all().delete()
    fill(apps, connection.schema_editor())
    assert everything() == live
