"""Reads `knowledge/evidence`: every figure with the address where it was read, every trial in the list of sources."""

import csv
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources.abc import Traversable

from enthesis.knowledge import edition, laid_over, path
from enthesis.knowledge.layers import ABOUT, version_of
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain
from enthesis.pathway.trials.model import Comparator, Condition, Horizon, Outcome, Row, Table

FOLDER = "evidence"
CONDITIONS, TRIALS, SOURCES, ADDED, CONFIRMED = (
    "conditions.yaml",
    "trials.csv",
    "trial_sources.csv",
    "added.csv",
    "confirmed.csv",
)
SEEN = ("seen", "derived")
CONTRAST = "contrast with CI"
ROW_TYPES = ("arm", "contrast", "info")
CONFIRMED_COLUMNS = ("trial_id", "by", "on", "because")
Stamp = tuple[tuple[str, int, int], ...]  # of each file: its name, when it was written, how long it is
_LOG = logging.getLogger(__name__)
_GROWING = tuple(f"{FOLDER}/{name}" for name in (ADDED, CONFIRMED))
_NUMBERS = ("timepoint_weeks", "mean", "sd", "se", "ci_low", "ci_high", "responders_r", "responders_n")


class _Held:
    """The table that was read last, with the state of the clinic's own files then."""

    now: tuple[Stamp, Table] | None = None


def shipped() -> Table:
    """The table of the knowledge that is in use. Raises `NotReadable`.

    What a clinic adds while a programme runs is read anew. Where its file is not in order then, the table stays as it
    was, and the log says why.
    """
    stamp = stamp_now()
    held = _Held.now
    if held is not None and held[0] == stamp:
        return held[1]
    try:
        table = read_table(path(""))
    except (NotReadable, OSError) as problem:
        if held is None:
            raise
        _LOG.warning("the evidence table stays as it was: %s", problem)
        table = held[1]
    _Held.now = (stamp, table)
    return table


def stamp_now() -> Stamp:
    """The state of the files to which a clinic adds: another one means that the table is to be read anew."""
    own = laid_over()
    found = []
    for name in _GROWING if own else ():
        for each in (name, name.removesuffix(".csv") + ABOUT):
            try:
                state = own.folder.joinpath(each).stat() if own else None
            except OSError:
                continue
            if state:
                found.append((each, state.st_mtime_ns, state.st_size))
    return tuple(found)


def with_own(table: Table, rows: Sequence[Row], name: str) -> Table:
    """The table with a clinic's own trials, which count from then on; `name` is that of their version.

    A trial that the table has by now is not taken twice: the table's stands.
    """
    new = [row for row in rows if row["trial_id"] not in table.trials]
    trials = added_sources(new, table.trials)
    joined = ", " if " with " in table.version else " with "
    return replace(
        table,
        version=f"{table.version}{joined}{name}",
        rows=(*table.rows, *new),
        trials={**table.trials, **trials},
        own=table.own | trials.keys(),
    )


def read_table(root: Traversable) -> Table:
    """The table of a knowledge folder. Raises `NotReadable` for the first thing that is not in order."""
    folder = root.joinpath(FOLDER)
    block = read_plain(folder.joinpath(CONDITIONS).read_text(encoding="utf-8"), CONDITIONS)
    version, status, review_by = block.text("version"), block.text("status"), block.text("review_by")
    trials = {row["trial_id"]: row for row in _rows(folder, SOURCES)}
    rows = _rows(folder, TRIALS)
    check_rows(rows, trials, TRIALS)
    own: dict[str, Row] = {}
    if folder.joinpath(ADDED).is_file():
        added = _rows(folder, ADDED)
        own = added_sources(added, trials)
        trials = {**trials, **own}
        check_rows(added, trials, ADDED)
        rows = [*rows, *added]
    return Table(
        version=edition(version, FOLDER, now=_own_versions()),
        status=status,
        review_by=review_by,
        everywhere=block.text("everywhere"),
        conditions=tuple(_conditions(block.blocks("conditions"), rows)),
        comparators=tuple(
            Comparator(one.text("id"), one.text("name"), one.texts("of")) for one in block.blocks("comparators")
        ),
        horizons=tuple(_horizons(block.blocks("horizons"))),
        outcomes=tuple(
            Outcome(one.text("id"), one.text("name"), one.texts("domains")) for one in block.blocks("outcomes")
        ),
        words={one.text("id"): one.text("says") for one in block.blocks("words", ())},
        rows=tuple(rows),
        trials=trials,
        reviews=tuple(_rows(folder, "pooled.csv")),
        harms=tuple(_rows(folder, "harms.csv")),
        claims=tuple(_rows(folder, "claims.csv")),
        checks=tuple(_rows(folder, "checks.csv")),
        remembered=tuple(_rows(folder, "remembered.csv")),
        confirmed=_confirmed(folder, trials),
        own=frozenset(own),
    )


def _own_versions() -> dict[str, str]:
    """The versions of the files to which a clinic adds, as they are now."""
    own = laid_over()
    names = [each for name in _GROWING for each in (name, name.removesuffix(".csv") + ABOUT)]
    there = [name for name in names if own and own.folder.joinpath(name).is_file()]
    return {name: version_of(own.folder, name) for name in there if own}


def check_rows(rows: Sequence[Row], trials: Mapping[str, Row], name: str) -> None:
    """Whether each line has a source, an address and figures that are numbers. Raises `NotReadable`."""
    for line, row in enumerate(rows, start=2):
        where = f"{name}, line {line}"
        if row["trial_id"] not in trials:
            raise NotReadable(f'{where}: "{row["trial_id"]}" is no trial of {SOURCES}. Add its citation there.')
        if row["value_status"] not in SEEN:
            raise NotReadable(f'{where}: value_status is "{row["value_status"]}". What was not seen stays out.')
        if not row["address"]:
            raise NotReadable(f"{where}: no address where it was read. A figure without a source stays out.")
        if row["row_type"] not in ROW_TYPES:
            raise NotReadable(f'{where}: row_type is "{row["row_type"]}". Write one of: {", ".join(ROW_TYPES)}.')
        for column in _NUMBERS:
            if row[column] and not _is_number(row[column]):
                raise NotReadable(f'{where}: {column} is "{row[column]}", which is no number. Correct it.')
        if row["ma_ready"] == CONTRAST and not all(row[column] for column in ("mean", "ci_low", "ci_high")):
            raise NotReadable(f"{where}: a difference needs mean, ci_low and ci_high.")


def added_sources(added: Sequence[Row], trials: Mapping[str, Row]) -> dict[str, Row]:
    """The trials that a clinic has added, each with its citation. Raises `NotReadable`."""
    found: dict[str, Row] = {}
    for line, row in enumerate(added, start=2):
        trial = row["trial_id"]
        if trial in trials:
            raise NotReadable(f'{ADDED}, line {line}: "{trial}" is a trial of the shipped table. Choose another name.')
        if not row.get("citation"):
            raise NotReadable(f"{ADDED}, line {line}: no citation. Write who published it, and where.")
        source = {"trial_id": trial, "citation": row["citation"], "address": row["address"], "year": row["year"]}
        found[trial] = {**dict.fromkeys(("first_author", "doi", "pmid", "access_level", "notes"), ""), **source}
    return found


def read_rows(text: str, name: str) -> list[Row]:
    """The lines of a table, each with all its cells. Raises `NotReadable`."""
    reader = csv.DictReader(text.splitlines())
    found: list[Row] = []
    for line, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            raise NotReadable(f"{name}, line {line}: too few or too many cells. Check the commas.")
        found.append(dict(row))
    return found


def _rows(folder: Traversable, name: str) -> list[Row]:
    return read_rows(folder.joinpath(name).read_text(encoding="utf-8-sig"), name)


def _confirmed(folder: Traversable, trials: Mapping[str, Row]) -> dict[str, Row]:
    if not folder.joinpath(CONFIRMED).is_file():
        return {}
    found: dict[str, Row] = {}
    for line, row in enumerate(_rows(folder, CONFIRMED), start=2):
        if tuple(row) != CONFIRMED_COLUMNS or not all(row.values()):
            raise NotReadable(f"{CONFIRMED}, line {line}: needs {', '.join(CONFIRMED_COLUMNS)}, none of them empty.")
        if row["trial_id"] not in trials:
            raise NotReadable(f'{CONFIRMED}, line {line}: "{row["trial_id"]}" is no trial of the table.')
        found[row["trial_id"]] = row
    return found


def _conditions(blocks: Sequence[Block], rows: Sequence[Row]) -> Iterator[Condition]:
    known = {row["region"] for row in rows}
    for one in blocks:
        regions = one.texts("regions")
        for region in regions:
            if region not in known:
                raise NotReadable(f'{one.where}: "{region}" is the region of no line of {TRIALS}.')
        yield Condition(
            one.text("id"),
            one.text("name"),
            one.texts("body", ()),
            regions,
            one.texts("reviews"),
            one.texts("says"),
            one.text("unknown"),
            one.text("harms"),
            one.texts("sources"),
        )
        one.close()


def _horizons(blocks: Sequence[Block]) -> Iterator[Horizon]:
    for one in blocks:
        yield Horizon(one.text("id"), one.text("name"), one.number("from"), one.number("to"), one.number("at"))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.strip().lower().lstrip("+-")[:1].isdigit() or text.startswith((".", "-.", "+."))
