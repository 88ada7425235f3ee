"""The time points: one expression, held against the words of the dictionary in plain Python, and worked by hand."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from enthesis.outcomes.registry import open_registry
from enthesis.pathway.dictionary import Point, shipped
from tests.outcomes.registry.plain_points import plain_points
from tests.support.made_registry import made_registry, made_tables, write_tables

TODAY = date(2026, 11, 1)
FIRST = date(2026, 1, 5)


def sorted_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: [str(row[name]) for name in shipped().tables["points"].key])


def assert_same(found: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    assert len(found) == len(wanted)
    for one, other in zip(sorted_rows(found), sorted_rows(wanted), strict=True):
        assert one == {name: pytest.approx(v) if isinstance(v, float) else v for name, v in other.items()}


def test_the_expression_says_what_the_dictionary_says(tmp_path: Path) -> None:
    tables = made_tables(courses=120, span=500, seed=7)
    scores = tables["scores"].to_pylist()
    for place, row in enumerate(scores):  # some answer by side, some for one scale only
        row["side"] = ("left", "right", None)[place % 3] if row["course"] % 5 == 0 else None
        row["subscale"] = "pain" if row["instrument"] == "nrs_pain" and place % 4 == 0 else None
    diary = tables["diary"].to_pylist()
    for place, row in enumerate(diary):
        row["side"] = "left" if row["course"] % 7 == 0 and place % 2 else None
    tables["scores"], tables["diary"] = pa.Table.from_pylist(scores), pa.Table.from_pylist(diary)
    write_tables(tmp_path, tables, TODAY)
    with open_registry(tmp_path) as registry:
        found = registry.table("points").to_pyarrow().to_pylist()
        given = [registry.table(name).to_pyarrow().to_pylist() for name in ("courses", "scores", "diary")]
        wanted = plain_points(*given, TODAY, registry.windows.usual)
    assert len(found) > 200
    assert_same(found, wanted)


def test_a_clinic_may_have_windows_of_its_own(tmp_path: Path) -> None:
    """Clinic 2 counts what comes within a week of each point; its courses alone have other rows than before."""
    tables = made_tables(courses=90, clinics=3, span=500, seed=3)
    narrow = tuple(Point(each.weeks, each.day - 7, each.day + 7) for each in shipped().points)
    for name, own in (("usual", {}), ("own", {2: narrow, 3: shipped().points})):
        write_tables(tmp_path / name, tables, TODAY, derive=True, own=own)
    with open_registry(tmp_path / "own") as registry, open_registry(tmp_path / "usual") as usual:
        assert registry.windows.of(2) == narrow
        assert registry.windows.clinics == (2,)  # what is as the default has it is none of its own
        kept, again = registry.table("points").to_pyarrow().to_pylist(), registry.derived_points().to_pyarrow()
        given = [registry.table(name).to_pyarrow().to_pylist() for name in ("courses", "scores", "diary")]
        before = usual.table("points").to_pyarrow().to_pylist()
    theirs = [[row for row in rows if row["clinic"] == 2] for rows in given]
    wanted = plain_points(*theirs, TODAY, narrow)
    assert_same([row for row in kept if row["clinic"] == 2], wanted)
    assert_same(kept, again.to_pylist())
    assert_same([row for row in kept if row["clinic"] != 2], [row for row in before if row["clinic"] != 2])
    assert len(wanted) > len([row for row in before if row["clinic"] == 2])  # narrower windows are over sooner


def test_what_the_build_kept_is_what_is_worked_out(tmp_path: Path) -> None:
    made_registry(tmp_path, courses=60, span=420, derive=True)
    with open_registry(tmp_path) as registry:
        kept, again = registry.table("points").to_pyarrow(), registry.derived_points().to_pyarrow()
    assert_same(kept.to_pylist(), again.to_pylist())


def one_course(**fields: Any) -> dict[str, Any]:
    course = {"clinic": 1, "course": 1, "person": 1, "started": FIRST - timedelta(days=20), "first_injected": FIRST}
    return {**course, "has_gate": False, "injections": 1, "treated": 1, "stop_advised": False, **fields}


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows that need not all have the same columns."""
    return pa.table({name: [row.get(name) for row in rows] for name in dict.fromkeys(n for row in rows for n in row)})


def points_of(folder: Path, scores: list[dict[str, Any]], diary: list[dict[str, Any]], today: date) -> Any:
    scores = [{"clinic": 1, "course": 1, "instrument": "nrs_pain", **row} for row in scores]
    scores = [{**row, "taken_in_order": place} for place, row in enumerate(scores, start=1)]
    diary = [{"clinic": 1, "course": 1, "asked": True, "answered": True, "late": False, **row} for row in diary]
    tables = {name: pa.table({}) for name in ("sessions", "sites", "visits", "adverse_events")}
    tables |= {"courses": table_of([one_course()]), "scores": table_of(scores), "diary": table_of(diary)}
    write_tables(folder, tables, today)
    with open_registry(folder) as registry:
        return {(row["measure"], row["weeks"]): row for row in registry.table("points").to_pyarrow().to_pylist()}


def on(days: int) -> date:
    return FIRST + timedelta(days=days)


def test_worked_by_hand(tmp_path: Path) -> None:
    """Baseline: the mean of 7 and 8 in the week before. At 6 weeks (day 42): 3 and 4. At 13 (day 91): the nearest."""
    diary = [
        *({"day": on(-2), "pain": 7.0, "nsaid": False, "in_hold": False}, {"day": on(-7), "pain": 8.0}),
        *({"day": on(-8), "pain": 1.0}, {"day": on(0), "pain": 2.0}),  # before that week; the day itself
        *({"day": on(36), "pain": 3.0}, {"day": on(42), "pain": 4.0}, {"day": on(43), "pain": 9.0}),
    ]
    scores = [
        {"taken": on(-1), "value": 10.0},  # the diary's week goes before a single answer
        {"taken": on(-1), "value": 50.0, "instrument": "odi"},
        {"taken": on(88), "session": 1, "value": 6.0},
        {"taken": on(94), "session": 1, "value": 1.0},  # as near, and later
        {"taken": on(100), "session": 1, "value": 20.0, "instrument": "odi"},
        {"taken": on(90), "session": 1, "value": 60.0, "instrument": "peg"},  # never taken before: not owed
    ]
    found = points_of(tmp_path, scores, diary, on(300))
    six, thirteen, half = (found["nrs_pain", weeks] for weeks in (6, 13, 26))
    assert (six["baseline"], six["value"], six["improvement"]) == (7.5, 3.5, 4.0)
    assert six["percent"] == pytest.approx(53.3333333333)
    assert (thirteen["value"], thirteen["improvement"]) == (6.0, 1.5)
    assert (half["baseline"], half["value"], half["improvement"], half["percent"]) == (7.5, None, None, None)
    assert found["odi", 13]["improvement"] == 30.0
    assert ("nrs_pain", 52) not in found  # its window is not over
    assert ("peg", 13) not in found


def test_a_window_counts_from_the_day_after_its_last(tmp_path: Path) -> None:
    last = shipped().points[0].last
    assert points_of(tmp_path / "a", [], [], on(last)) == {}
    assert set(points_of(tmp_path / "b", [], [], on(last + 1))) == {("nrs_pain", 6)}


def test_of_a_baseline_of_nothing_there_is_no_share(tmp_path: Path) -> None:
    scores = [{"taken": on(-1), "value": 0.0}, {"taken": on(42), "session": 1, "value": 2.0}]
    row = points_of(tmp_path, scores, [], on(100))["nrs_pain", 6]
    assert (row["improvement"], row["percent"]) == (-2.0, None)


def test_an_answer_of_the_day_of_the_injection_may_be_the_baseline(tmp_path: Path) -> None:
    scores = [{"taken": on(0), "value": 8.0}, {"taken": on(0), "session": 1, "value": 2.0}]
    assert points_of(tmp_path, scores, [], on(100))["nrs_pain", 6]["baseline"] == 8.0
