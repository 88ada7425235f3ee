"""The data dictionary of the registry: its tables, their columns, what becomes of each in an export, the time points.

`knowledge/registry/dictionary.yaml` says it; whoever builds, counts or exports reads it here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from enthesis import knowledge
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

FILE = "registry/dictionary.yaml"
WHOLE, NUMBER, TEXT, DAY, YES_NO = TYPES = ("whole", "number", "text", "day", "yes-no")
KEEP, CODE, SHIFT, COARSE, DROP = TREATMENTS = ("keep", "code", "shift", "coarse", "drop")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: str  # whole | number | text | day | yes-no
    says: str
    empty: str  # what an empty cell means; "": a cell is never empty
    export: str  # keep | code | shift | coarse | drop
    coarse: str = ""  # how it is made coarser

    @property
    def may_be_empty(self) -> bool:
        return bool(self.empty)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a row is what `says` says it is, and `key` tells two rows apart."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    is_derived: bool = False  # from the other tables, by one expression


@dataclass(frozen=True, slots=True)
class Point:
    """One time point: so many weeks after the first injection, and the days that an answer to it may come on."""

    weeks: int
    first: int  # days after the first injection
    last: int

    @property
    def day(self) -> int:
        """The day of the point itself, in days after the first injection."""
        return self.weeks * 7


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All of it, in the order of the file."""

    version: str
    status: str  # draft | reviewed | retired
    tables: Mapping[str, Table]
    points: tuple[Point, ...]
    windows: str  # who decides how wide the windows of the points are
    sources: tuple[str, ...]  # of the windows

    @property
    def base(self) -> tuple[Table, ...]:
        """The tables that are written from the log."""
        return tuple(table for table in self.tables.values() if not table.is_derived)


@cache
def shipped() -> Dictionary:
    """The dictionary as it ships. Raises `NotReadable`."""
    return read_dictionary(knowledge.path(FILE).read_text(encoding="utf-8"), FILE.rpartition("/")[2])


def read_dictionary(text: str, name: str) -> Dictionary:
    """The dictionary in a file laid out like the shipped one. Raises `NotReadable`."""
    block = read_plain(text, name)
    block.day("review_by")
    tables = block.block("tables")
    windows = block.block("windows")
    windows.yes_no("stated")
    found = Dictionary(
        version=block.text("version"),
        status=block.one_of("status", ("draft", "reviewed", "retired")),
        tables={each: _table(each, tables.block(each)) for each in tables},
        points=tuple(_point(each) for each in block.blocks("points")),
        windows=windows.text("says"),
        sources=windows.texts("sources"),
    )
    windows.close()
    block.close()
    if wrong := misplaced(found.points):
        raise NotReadable(
            f"{name}, {wrong.weeks} weeks: its window begins after the one before and holds its day ({wrong.day})."
        )
    return found


def misplaced(points: Sequence[Point]) -> Point | None:
    """The first time point whose window does not hold its own day, or does not begin after the one before."""
    last = -1
    for point in points:
        if not last < point.first <= point.day <= point.last:
            return point
        last = point.last
    return None


def _table(name: str, block: Block) -> Table:
    columns = block.block("columns")
    found = Table(
        name=name,
        says=" ".join(block.text("says").split()),
        key=block.texts("key"),
        columns={each: _column(each, columns.block(each)) for each in columns},
        is_derived=block.yes_no("derived", "no"),
    )
    parted = block.text("partition", "")
    block.close()
    for each in (*found.key, *([parted] if parted else [])):
        if each not in found.columns:
            raise NotReadable(f'{block.where}: "{each}" is no column of it.')
    return found


def _column(name: str, block: Block) -> Column:
    found = Column(
        name=name,
        type=block.one_of("type", TYPES),
        says=block.text("says"),
        empty=block.text("empty", ""),
        export=block.one_of("export", TREATMENTS),
        coarse=block.text("coarse", ""),
    )
    block.close()
    if found.export == SHIFT and found.type != DAY:
        raise block.wrong("export", "something else than shift: only a day can be shifted")
    if found.type == DAY and found.export in (KEEP, CODE):
        raise block.wrong("export", "shift or drop: no day leaves as it is")
    if bool(found.coarse) != (found.export == COARSE):
        raise block.wrong("coarse", "given where, and only where, the export is coarse")
    return found


def _point(block: Block) -> Point:
    found = Point(weeks=block.whole("weeks"), first=block.whole("from"), last=block.whole("to"))
    block.close()
    return found
