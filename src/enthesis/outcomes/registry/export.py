"""A registry without anybody in it: what leaves the clinic for research.

The data dictionary says what becomes of each column: kept, coded, shifted, made coarser, dropped. Codes and shifts come
from a key that stays in the clinic, and so does the day on which each person's rows end (cutting.py). Small cells are
told more coarsely or left out (cells.py). No registry holds anybody's own words to begin with.
"""

import hmac
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enthesis.outcomes.registry.cells import HOUSE_K, Suppressed, suppress
from enthesis.outcomes.registry.codebook import as_csv, as_markdown
from enthesis.outcomes.registry.cutting import END, cut
from enthesis.outcomes.registry.opening import Registry
from enthesis.pathway.dictionary import COARSE, CODE, DROP, SHIFT, Column, Table, shipped

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

PARQUET, CSV = FORMATS = ("parquet", "csv")
# not limits: how an export is made
MOST_SHIFT = 364  # days, to either side: a year, so that no season stays
MOST_CUT = 364  # days before the build on which a person's rows end at the earliest
DIGITS = 16  # hexadecimal, of a code: 64 bits
OLDEST = 90  # years: from here on everybody is one group
DECADE = 10


class NotExported(Exception):
    """Nothing was written. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Exported:
    """What left."""

    folder: Path
    rows: Mapping[str, int]  # by table
    cells: Suppressed

    def as_json(self) -> dict[str, Any]:
        return {"folder": str(self.folder), "rows": dict(self.rows), "cells": self.cells.as_json()}


def export(
    registry: Registry,
    folder: Path,
    key: bytes,
    *,
    project: str = "",
    k: int = HOUSE_K,
    formats: Iterable[str] = FORMATS,
) -> Exported:
    """Write a de-identified copy of a registry with its codebook into a new folder. Raises `NotExported`.

    `key` is the clinic's secret; another `project` has other codes and shifts, so that two exports cannot be joined.
    """
    if k < 2:
        raise NotExported(f"A smallest cell of {k} protects nobody.", "Give 2 or more; 10 is Enthesis's own default.")
    if folder.exists() and any(folder.iterdir()):
        raise NotExported(f"{folder}: there is something in it already.", "Name a new folder.")
    own = hmac.digest(key, f"enthesis registry export\n{project}".encode(), "sha256")
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        rows, cells = _write(registry, draft, own, k, tuple(formats))
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Exported(folder, rows, cells)


def code_of(key: bytes, kind: str, value: object) -> str:
    """The pseudonym of a number or an account: the same for the same key, and of no use without it."""
    return hmac.digest(key, f"code\n{kind}\n{value}".encode(), "sha256").hex()[:DIGITS]


def shift_of(key: bytes, person: int) -> int:
    """By how many days all days of a person are moved: 1 to 364, forwards or backwards, never 0."""
    found = int.from_bytes(hmac.digest(key, f"shift\n{person}".encode(), "sha256")[:8], "big") % (2 * MOST_SHIFT)
    return found - MOST_SHIFT if found < MOST_SHIFT else found - MOST_SHIFT + 1


def end_of(key: bytes, person: int, built_on: date) -> date:
    """The last day of a person that is told: 1 to 364 days before the build, whoever it is."""
    found = int.from_bytes(hmac.digest(key, f"end\n{person}".encode(), "sha256")[:8], "big") % MOST_CUT
    return built_on - timedelta(days=found + 1)


def _write(
    registry: Registry, folder: Path, key: bytes, k: int, formats: tuple[str, ...]
) -> tuple[dict[str, int], Suppressed]:
    import ibis  # see opening.py

    tables = shipped().tables
    told_of = cut(registry, _ends(registry, key))
    courses = told_of["courses"]
    coarse = courses.mutate(birth_year=_decade(courses.birth_year, registry.built_on.year - OLDEST))
    leaving, cells = suppress(coarse, k)
    whose = leaving.select("course", "person").distinct().to_pyarrow()
    codes = ibis.memtable(_codes(whose, key))
    rows = {}
    for name, table in tables.items():
        found = leaving if name == "courses" else told_of[name]
        mine = found.inner_join(codes, "course")
        told = mine.select(**_treated(registry, table, mine, key))
        told = told.order_by([each for each in table.key if each in told.columns]).cache()
        for each in formats:
            _write_file(told, folder / f"{name}.{each}", each)
        rows[name] = int(told.count().execute())
    (folder / "codebook.csv").write_text(as_csv(), encoding="utf-8")
    own = {code_of(key, "clinic", clinic): points for clinic, points in registry.windows.own}
    (folder / "codebook.md").write_text(as_markdown(own=own), encoding="utf-8")
    report = {"dictionary": registry.dictionary, "made_up": registry.made_up, "rows": rows, "cells": cells.as_json()}
    (folder / "report.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return rows, cells


def _ends(registry: Registry, key: bytes) -> "pa.Table":
    """For each person the day on which their rows end."""
    import pyarrow as pa

    persons = registry.table("courses").select("person").distinct().to_pyarrow().column(0).to_pylist()
    ends = [end_of(key, each, registry.built_on) for each in persons]
    return pa.table({"person": pa.array(persons, pa.int64()), END: pa.array(ends, pa.date32())})


def _codes(whose: "pa.Table", key: bytes) -> "pa.Table":
    """For each course its code, its person's code and the days by which that person's days are moved."""
    import pyarrow as pa

    courses, persons = whose.column("course").to_pylist(), whose.column("person").to_pylist()
    return pa.table(
        {
            "course": pa.array(courses, pa.int64()),
            "_course": pa.array([code_of(key, "course", each) for each in courses], pa.string()),
            "_person": pa.array([code_of(key, "person", each) for each in persons], pa.string()),
            "_shift": pa.array([shift_of(key, each) for each in persons], pa.int64()),
        }
    )


def _treated(registry: Registry, table: Table, mine: "ibis.Table", key: bytes) -> dict[str, Any]:
    """Each column as it leaves."""
    found = {}
    for column in table.columns.values():
        if column.export == DROP:
            continue
        if column.export == CODE:
            found[column.name] = _coded(registry, table, column, mine, key)
        elif column.export == SHIFT:
            found[column.name] = (mine[column.name] + mine["_shift"].as_interval("D")).cast("date")
        else:  # kept; what is made coarser was so before the cells were counted
            assert column.export != COARSE or (table.name, column.name) == ("courses", "birth_year")
            found[column.name] = mine[column.name]
    return found


def _coded(registry: Registry, table: Table, column: Column, mine: "ibis.Table", key: bytes) -> Any:
    import ibis

    if f"_{column.name}" in mine.columns:
        return mine[f"_{column.name}"]
    every = registry.table(table.name)[column.name]  # a clinic, an account: few
    values = [each for each in every.as_table().distinct().to_pyarrow().column(0).to_pylist() if each is not None]
    if not values:
        return ibis.null("string")
    return ibis.cases(*((mine[column.name] == each, code_of(key, column.name, each)) for each in sorted(values)))


def _decade(year: Any, oldest: int) -> Any:
    """The first year of a decade of birth; one group, named by its last year, for everybody who is 90 or older."""
    import ibis

    return ibis.ifelse(year <= oldest, ibis.literal(oldest, type="int64"), (year // DECADE * DECADE).cast("int64"))


def _write_file(told: "ibis.Table", path: Path, form: str) -> None:
    if form == PARQUET:
        told.to_parquet(path)
    elif form == CSV:
        told.to_csv(path)
    else:
        raise NotExported(f'"{form}" is no form of an export.', f"There is: {', '.join(FORMATS)}.")
