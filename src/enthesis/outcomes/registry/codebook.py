"""The data dictionary in words: the page of the documentation, and the codebook of an export."""

import csv
import io
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from enthesis.outcomes.registry.windows import Points
from enthesis.pathway.dictionary import COARSE, CODE, DROP, KEEP, SHIFT, Column, Dictionary, Table, shipped

_LEAVES = {
    KEEP: "as it is",
    CODE: "a code made with a key of the clinic",
    SHIFT: "moved by so many days, the same for all days of one person",
    DROP: "not at all",
}


def as_markdown(known: Dictionary | None = None, own: Mapping[str, Points] = MappingProxyType({})) -> str:
    """All tables with their columns, as a page. `own` are the windows of clinics that decided on others, by clinic."""
    return "\n".join(_lines(known or shipped(), own))


def _lines(known: Dictionary, own: Mapping[str, Points]) -> Iterator[str]:
    yield "# Data dictionary of the registry"
    yield ""
    yield f"Version {known.version}, {known.status}. Printed from `knowledge/registry/dictionary.yaml`."
    yield ""
    yield "Types: `whole` and `number` are figures, `day` a day of the clinic's calendar, `yes-no` a truth value."
    yield 'A cell is never empty where the column "empty means" has nothing.'
    for table in known.tables.values():
        yield from _table(table)
    yield ""
    yield "## Time points"
    yield ""
    yield from _windows(known.points)
    yield f"{known.windows} Source: {', '.join(known.sources)}."
    yield ""
    for clinic, points in own.items():
        yield f"Clinic {clinic} decided:"
        yield ""
        yield from _windows(points)


def _windows(points: Points) -> Iterator[str]:
    yield "| weeks after the first injection | answers count from day | to day |"
    yield "| ---: | ---: | ---: |"
    for point in points:
        yield f"| {point.weeks} | {point.first} | {point.last} |"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    yield f"{table.says} One row for each {', '.join(table.key)}."
    yield ""
    yield "| column | type | what it is | empty means | leaves the clinic |"
    yield "| --- | --- | --- | --- | --- |"
    for column in table.columns.values():
        cells = (f"`{column.name}`", column.type, column.says, column.empty, leaves(column))
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def as_csv(known: Dictionary | None = None) -> str:
    """A line for each column, for a program."""
    text = io.StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(("table", "column", "type", "says", "empty", "leaves"))
    for table in (known or shipped()).tables.values():
        for column in table.columns.values():
            written.writerow((table.name, column.name, column.type, column.says, column.empty, leaves(column)))
    return text.getvalue()


def leaves(column: Column) -> str:
    """What becomes of a column in a de-identified export, in words."""
    return f"made coarser: {column.coarse}" if column.export == COARSE else _LEAVES[column.export]
