"""A de-identified export: nobody's number, no real day, no small cell, and no way back without the key."""

import hmac
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from enthesis.outcomes.registry import Registry, open_registry
from enthesis.outcomes.registry.cells import QUASI
from enthesis.outcomes.registry.export import MOST_SHIFT, Exported, NotExported, code_of, end_of, export, shift_of
from enthesis.pathway.dictionary import CODE, DROP, SHIFT, shipped
from tests.support.made_registry import made_registry

KEY = bytes(range(32))


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    folder = made_registry(tmp_path_factory.mktemp("registry"), courses=300, days=20, clinics=1, span=700)
    with open_registry(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def done(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return export(registry, tmp_path_factory.mktemp("export") / "to", KEY)


def read(done: Exported, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(done.folder / f"{table}.parquet").to_pylist()
    return rows


def test_each_column_leaves_as_the_dictionary_says(registry: Registry, done: Exported) -> None:
    for name, table in shipped().tables.items():
        rows, before = read(done, name), registry.table(name).to_pyarrow().to_pylist()
        assert len(rows) == done.rows[name]
        assert set(rows[0]) == {each.name for each in table.columns.values() if each.export != DROP}
        for column in table.columns.values():
            if column.export == CODE:
                real = {str(row[column.name]) for row in before}
                assert not real & {row[column.name] for row in rows}
                assert all(row[column.name] is None or len(row[column.name]) == 16 for row in rows)
        assert pa_csv.read_csv(done.folder / f"{name}.csv").num_rows == len(rows)


def test_days_move_by_one_constant_of_each_person(registry: Registry, done: Exported) -> None:
    real = {row["course"]: row for row in registry.table("courses").to_pyarrow().to_pylist()}
    own = hmac.digest(KEY, b"enthesis registry export\n", "sha256")
    by_code = {code_of(own, "course", course): row for course, row in real.items()}
    moved = defaultdict(set)
    days = [each.name for each in shipped().tables["courses"].columns.values() if each.export == SHIFT]
    days.remove("last_injected")  # the last of those that are told
    for row in read(done, "courses"):
        before = by_code[row["course"]]
        for day in days:
            if row[day] is None:
                assert before[day] is None or before[day] > end_of(own, before["person"], registry.built_on)
            else:
                moved[before["person"]].add((row[day] - before[day]).days)
    assert all(len(shifts) == 1 and 0 < abs(*shifts) <= MOST_SHIFT for shifts in moved.values())
    assert len({shift for shifts in moved.values() for shift in shifts}) > len(moved) / 2


def test_no_table_has_a_day_that_was(registry: Registry, done: Exported) -> None:
    """In the same place of the same row; that some day of the calendar comes up again cannot be helped."""
    for name in ("diary", "visits", "sessions"):
        (day,) = [each.name for each in shipped().tables[name].columns.values() if each.export == SHIFT][:1]
        real = Counter(row[day] for row in registry.table(name).to_pyarrow().to_pylist())
        told = Counter(row[day] for row in read(done, name))
        assert (max(told) - min(told)).days > (
            max(real) - min(real)
        ).days + MOST_SHIFT  # two years more, one less at the end
        assert sum((real & told).values()) < sum(real.values()) / 2


def test_no_cell_is_small(registry: Registry, done: Exported) -> None:
    cells = Counter(tuple(row[name] for name in QUASI) for row in read(done, "courses"))
    assert min(cells.values()) >= 10
    assert done.cells.smallest == min(cells.values())
    assert done.cells.leave == sum(cells.values()) == begun(registry) - done.cells.left_out
    assert done.cells.steps[0].courses > 0


def begun(registry: Registry) -> int:
    """How many courses had begun on the last day that is told of their patients."""
    own = hmac.digest(KEY, b"enthesis registry export\n", "sha256")
    rows = registry.table("courses").to_pyarrow().to_pylist()
    return sum(row["started"] <= end_of(own, row["person"], registry.built_on) for row in rows)


def guessed(last: dict[Any, date], registry: Registry, shifts: dict[Any, int]) -> float:
    """The share of courses whose shift somebody finds to within a week who takes their last row for a recent one."""
    near = [abs((day - registry.built_on).days - shifts[course]) <= 7 for course, day in last.items()]
    return sum(near) / len(near)


def test_the_day_of_an_export_does_not_undo_the_shift(registry: Registry, done: Exported) -> None:
    """Put beside the day of the build, last rows would give the shift of whoever is treated now."""
    own = hmac.digest(KEY, b"enthesis registry export\n", "sha256")
    active = {
        code_of(own, "course", row["course"]): row
        for row in registry.table("courses").to_pyarrow().to_pylist()
        if row["status"] == "active"
    }
    shifts = {code: shift_of(own, row["person"]) for code, row in active.items()}
    last: dict[Any, date] = {}
    for name in ("diary", "visits"):
        for row in read(done, name):
            if row["course"] in active:
                last[row["course"]] = max(last.get(row["course"], date.min), row["day"])
    whole: dict[Any, date] = {}  # as it would be if rows went on to the build
    for row in (row for name in ("diary", "visits") for row in registry.table(name).to_pyarrow().to_pylist()):
        code = code_of(own, "course", row["course"])
        if code in active:
            whole[code] = max(whole.get(code, date.min), row["day"] + timedelta(days=shifts[code]))
    assert len(last) > 40
    assert guessed(whole, registry, shifts) > 0.2
    assert guessed(last, registry, shifts) < 0.05


def test_a_course_is_told_as_it_stood(registry: Registry, done: Exported) -> None:
    """Nothing that came after a person's last day: no row, no count of sessions, no closing."""
    own = hmac.digest(KEY, b"enthesis registry export\n", "sha256")
    real = {code_of(own, "course", row["course"]): row for row in registry.table("courses").to_pyarrow().to_pylist()}
    given = Counter(row["course"] for row in read(done, "sessions"))
    reopened = 0
    for row in read(done, "courses"):
        before = real[row["course"]]
        end = end_of(own, before["person"], registry.built_on) + timedelta(days=shift_of(own, before["person"]))
        days = [value for value in row.values() if isinstance(value, date)]
        assert max(days) <= end
        assert row["injections"] == given[row["course"]]
        assert (row["status"] == "closed") == (row["closed"] is not None) == (row["closed_because"] is not None)
        assert (row["gate"] is None) == (row["gate_on"] is None)
        reopened += before["status"] != row["status"]
    assert reopened > 5
    ends = {code: end_of(own, row["person"], registry.built_on) for code, row in real.items()}
    shifts = {code: shift_of(own, row["person"]) for code, row in real.items()}
    for name, day in (("sessions", "given"), ("scores", "taken"), ("diary", "day"), ("visits", "day")):
        rows = read(done, name)
        assert rows
        assert all(row[day] <= ends[row["course"]] + timedelta(days=shifts[row["course"]]) for row in rows)
    sessions = {(row["course"], row["session"]) for row in read(done, "sessions")}
    assert {(row["course"], row["session"]) for row in read(done, "sites")} <= sessions
    for row in read(done, "adverse_events"):
        assert row["day"] is None or row["day"] <= ends[row["course"]] + timedelta(days=shifts[row["course"]])
    for row in read(done, "points"):
        last = next(each.last for each in shipped().points if each.weeks == row["weeks"])
        assert (ends[row["course"]] - real[row["course"]]["first_injected"]).days > last


def test_where_everybody_is_rare_nothing_leaves(registry: Registry, tmp_path: Path) -> None:
    done = export(registry, tmp_path / "to", KEY, k=1000)
    assert (done.cells.leave, set(done.rows.values())) == (0, {0})
    assert read(done, "courses") == []


def test_who_is_left_out_is_in_no_table(done: Exported) -> None:
    courses = {row["course"] for row in read(done, "courses")}
    for name in shipped().tables:
        assert {row["course"] for row in read(done, name)} <= courses


def test_another_project_has_other_codes_and_fewer_alike_tell_more(
    registry: Registry, done: Exported, tmp_path: Path
) -> None:
    other = export(registry, tmp_path / "to", KEY, project="other", k=2, formats=("parquet",))
    assert not {row["person"] for row in read(done, "courses")} & {row["person"] for row in read(other, "courses")}
    years = {row["birth_year"] for row in read(other, "courses")} - {None}
    assert len(years) > 2
    assert all(year % 10 == 0 or year == registry.built_on.year - 90 for year in years)


def test_another_key_has_other_codes() -> None:
    assert code_of(KEY, "person", 1) == code_of(KEY, "person", 1)
    assert len({code_of(key, kind, 1) for key in (KEY, bytes(32)) for kind in ("person", "course")}) == 4


def test_a_shift_is_never_none_and_never_more_than_a_year() -> None:
    shifts = [shift_of(KEY, person) for person in range(3000)]
    assert 0 not in shifts
    assert (min(shifts), max(shifts)) == (-MOST_SHIFT, MOST_SHIFT)


def test_nothing_is_written_over(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotExported, match="something in it"):
        export(registry, tmp_path, KEY)
    with pytest.raises(NotExported, match="protects nobody"):
        export(registry, tmp_path / "new", KEY, k=1)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_codebook_goes_with_it(done: Exported) -> None:
    assert "taken_in_order" in (done.folder / "codebook.md").read_text()
    assert (done.folder / "report.json").exists()
    assert date(2026, 11, 1).isoformat() not in (done.folder / "report.json").read_text()
