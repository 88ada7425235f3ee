"""The dictionary's tables as Arrow schemas: what a file of the registry looks like inside."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from enthesis.outcomes.registry.opening import GENERATION, MONTHS, POINTS
from enthesis.outcomes.registry.weeks import COLUMNS, SUMS, WEEKS
from enthesis.pathway.dictionary import DAY, NUMBER, TEXT, WHOLE, YES_NO, shipped

if TYPE_CHECKING:
    import pyarrow as pa

REPLACED = dict.fromkeys(("course", GENERATION, "clinic", "month"), "int64")  # of the file that names replaced rows


@cache
def schema(table: str) -> "pa.Schema":
    """The columns of a table as they are kept: those of the dictionary but what is counted when it is opened."""
    import pyarrow as pa  # here: a server that starts has no use for it

    if table == WEEKS:
        return _weeks()
    types = {WHOLE: pa.int64(), NUMBER: pa.float64(), TEXT: pa.string(), DAY: pa.date32(), YES_NO: pa.bool_()}
    columns = [
        pa.field(column.name, types[column.type], nullable=column.may_be_empty)
        for column in shipped().tables[table].columns.values()
        if column.name != MONTHS
    ]
    if table == POINTS:  # whether a window is over is asked on the day of reading
        columns.append(pa.field("first_injected", pa.date32()))
    return pa.schema([*columns, pa.field(GENERATION, pa.int64(), nullable=False)])


def _weeks() -> "pa.Schema":
    import pyarrow as pa

    others = {"side": pa.string(), "pain": pa.float64()}
    always = ("clinic", "course", *SUMS)
    columns = [pa.field(name, others.get(name, pa.int64()), nullable=name not in always) for name in COLUMNS]
    return pa.schema([*columns, pa.field(GENERATION, pa.int64(), nullable=False)])


def to_arrow(table: str, rows: Sequence[tuple[object, ...]]) -> "pa.Table":
    """Rows of a base table, each with the cells of its columns in order."""
    import pyarrow as pa

    fields = [field for field in schema(table) if field.name != GENERATION]
    cells = zip(*rows, strict=True) if rows else ([] for _ in fields)
    return pa.table(
        [pa.array(values, field.type) for values, field in zip(cells, fields, strict=True)],
        names=[field.name for field in fields],
    )
