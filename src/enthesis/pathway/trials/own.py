"""What a clinic adds to the evidence: trials with their source, and flags that a person has looked at.

Both are files in the clinic's own folder of knowledge files, `evidence/added.csv` and `evidence/confirmed.csv`, each
with a page beside it that carries its version. Every addition counts the version up by one; nothing is taken out here.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from enthesis.knowledge import shipped_path
from enthesis.knowledge.layers import ABOUT, version_of
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.trials.model import Row, Table
from enthesis.pathway.trials.reading import (
    ADDED,
    CONFIRMED,
    CONFIRMED_COLUMNS,
    FOLDER,
    added_sources,
    check_rows,
    read_rows,
    read_table,
)


def add_rows(folder: Path, text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Add trials to a clinic's folder; the new version, and the trials. Raises `NotReadable`, and changes nothing then.

    The text is a table with the columns of `trials.csv` and one more, `citation`.
    """
    table = read_table(shipped_path())
    columns = columns_of(table)
    new = check_columns(text, name)
    before = _there(folder, ADDED)
    check_new(new, before, table, name)
    rows = [*before, *new]
    version = _keep(folder, ADDED, columns, rows, "Trials that the clinic has added, with their sources")
    return version, tuple(dict.fromkeys(row["trial_id"] for row in new))


def check_columns(text: str, name: str) -> list[Row]:
    """The lines of a table of trials to add. Raises `NotReadable` where it has other columns, or no line."""
    columns = columns_of(read_table(shipped_path()))
    new = read_rows(text, name)
    if not new or tuple(new[0]) != columns:
        raise NotReadable(f"{name}, line 1: the columns must be {','.join(columns)}, with a line below.")
    return new


def check_new(new: Sequence[Row], before: Sequence[Row], table: Table, name: str) -> None:
    """Whether rows may be added to those that were added before. Raises `NotReadable` for the first that may not.

    Each has the columns of `trials.csv` and one more, `citation`.
    """
    for row in new:
        if row["trial_id"] in {old["trial_id"] for old in before}:
            raise NotReadable(f'{name}: "{row["trial_id"]}" has been added before. Give a correction another name.')
    check_rows(new, {**table.trials, **added_sources(new, table.trials)}, name)
    regions = {region for one in table.conditions for region in one.regions}
    for line, row in enumerate(new, start=2):
        if row["region"] not in regions:
            raise NotReadable(
                f'{name}, line {line}: "{row["region"]}" is no region. One of: {", ".join(sorted(regions))}.'
            )


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns of a table of trials to add."""
    return (*(name for name in table.rows[0] if name != "citation"), "citation")


def confirm(folder: Path, trial: str, *, by: str, because: str, on: date) -> tuple[str, tuple[str, ...]]:
    """Keep that a person has looked at a trial's flag and lets it pool; the new version, and the trial."""
    table = read_table(shipped_path())
    known = {*table.trials, *(row["trial_id"] for row in _there(folder, ADDED))}
    if trial not in known:
        raise NotReadable(f'"{trial}" is no trial of the table. `enthesis evidence show` names them.')
    if not any(row["flag"] for row in (*table.rows, *_there(folder, ADDED)) if row["trial_id"] == trial):
        raise NotReadable(f"{trial} has no flag: there is nothing to confirm.")
    if not by.strip() or not because.strip():
        raise NotReadable("A confirmation needs a name and a reason.")
    rows = [row for row in _there(folder, CONFIRMED) if row["trial_id"] != trial]
    rows.append(dict(zip(CONFIRMED_COLUMNS, (trial, by.strip(), on.isoformat(), because.strip()), strict=True)))
    return _keep(folder, CONFIRMED, CONFIRMED_COLUMNS, rows, "Flags that a person has looked at"), (trial,)


def _there(folder: Path, name: str) -> list[Row]:
    file = folder / FOLDER / name
    return read_rows(file.read_text(encoding="utf-8-sig"), name) if file.is_file() else []


def _keep(folder: Path, name: str, columns: tuple[str, ...], rows: list[Row], title: str) -> str:
    """Write a table and the page beside it, with the next version."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    before = version_of(folder, f"{FOLDER}/{name}")
    version = str(int(before) + 1) if before.isdigit() else "1"
    told = io.StringIO()
    table = csv.DictWriter(told, columns, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    page = [
        f"id: evidence-own-{name.removesuffix('.csv')}",
        f"title: {title}",
        f'version: "{version}"',
        "status: draft",
    ]
    page += ["review_by: 2027-11-30", "columns:", *(f"  {one}: {{means: as in trials.csv}}" for one in columns)]
    _write(place / name, told.getvalue())
    _write(place / f"{name.removesuffix('.csv')}{ABOUT}", "\n".join(page) + "\n")
    return version


def _write(file: Path, text: str) -> None:
    """Whole or not at all: a server that runs reads it as soon as it is there."""
    draft = file.with_name(f".{file.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
