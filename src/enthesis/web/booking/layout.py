"""Where everything of a day stands in a calendar: columns of blocks, in rows of five minutes on the clinic's clock.

A block's place is that of the clock on the wall: on the day of a clock change nothing is shifted, and the hour that
comes twice is drawn once, with both its visits side by side. What a block says are the true times.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from enthesis.clinic.taken import STEP_MINUTES
from enthesis.clinic.timetable import Busy, Line, Timetable, Visit
from enthesis.scheduling.problem import MINUTES_A_DAY, Hours

ROWS_AN_HOUR = 60 // STEP_MINUTES
EARLIEST, LATEST = 8 * 60, 17 * 60  # minutes of a day that are shown at least
NO_RESOURCE = ""
FREE, CLOSED = "free", "closed"


@dataclass(frozen=True, slots=True)
class Block:
    """Something with a beginning and an end, in minutes of the day."""

    kind: str  # visit | closed | free | outside | held | buffer
    starts: int
    ends: int
    says: str = ""
    visit: Visit | None = None
    busy: Busy | None = None
    lane: int = 1  # of those that stand side by side
    lanes: int = 1
    row: int = 1  # on the page, counted from 1
    rows: int = 1

    @property
    def time(self) -> str:
        """08:00 to 08:45."""
        return f"{on_clock(self.starts)} to {on_clock(self.ends)}"

    @property
    def is_short(self) -> bool:
        """Whether there is room for one line only."""
        return self.rows < 7


@dataclass(frozen=True, slots=True)
class Column:
    """One resource on one day."""

    name: str  # of the resource; "" for visits that name none
    title: str
    under: str
    day: date
    blocks: tuple[Block, ...]
    visits: int
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns side by side, and the hours beside them."""

    columns: tuple[Column, ...]
    hours: tuple[tuple[int, str], ...]  # row, "08:00"
    rows: int


def by_resource(table: Timetable, lines: Sequence[Line], *, with_others: bool) -> Grid:
    """One day, a column for each resource; one more for visits that name no resource, where `with_others`."""
    day = table.first
    columns = [column(table, line, day, line.name, _under(line)) for line in lines]
    if with_others and (others := without_resource(table, day)):
        columns.append(Column(NO_RESOURCE, "No resource named", "", day, tuple(_side_by_side(others)), len(others)))
    return grid(columns)


def by_day(table: Timetable, line: Line) -> Grid:
    """A column for each day of one resource."""
    return grid([column(table, line, day, f"{day:%A}", "") for day in table.days])


def column(table: Timetable, line: Line, day: date, title: str, under: str) -> Column:
    """What one resource has on a day."""
    visits = [
        _block(visit, table.zone)
        for visit in table.visits
        if line.name in visit.resources and table.day_of(visit.starts) == day
    ]
    busy = [
        Block(busy.kind, *_span(busy.starts, busy.ends, day, table.zone), busy=busy)
        for busy in table.busy
        if busy.resource == line.name and table.day_of(busy.starts) <= day <= table.day_of(busy.ends)
    ]
    busy = [block for block in busy if block.starts < block.ends]
    open_ = merged(line.hours[day])
    why = line.why.get(day, "")
    closed = [Block(CLOSED, start, end, why) for start, end in _gaps(open_)]
    taken = [(b.starts, b.ends) for b in [*visits, *busy]]
    free = [Block(FREE, start, end) for start, end in _free(open_, taken)]
    blocks = [*closed, *free, *busy, *_side_by_side(visits)]
    return Column(line.name, title, under, day, tuple(blocks), len(visits), not open_)


def without_resource(table: Timetable, day: date) -> list[Block]:
    """The visits of a day whose names are none of the clinic's resources."""
    known = {line.name for line in table.lines}
    return [
        _block(visit, table.zone)
        for visit in table.visits
        if table.day_of(visit.starts) == day and not known.intersection(visit.resources)
    ]


def grid(columns: Sequence[Column]) -> Grid:
    """Columns with their rows: from the first hour in which anything is open or booked to the last one."""
    there = [b for each in columns for b in each.blocks if b.kind != CLOSED]
    first = min([EARLIEST, *(b.starts for b in there)]) // 60 * 60
    last = -(-max([LATEST, *(b.ends for b in there)]) // 60) * 60
    rows = (last - first) // STEP_MINUTES
    placed = tuple(replace(each, blocks=tuple(_placed(each.blocks, first, last))) for each in columns)
    hours = tuple(
        ((hour * 60 - first) // STEP_MINUTES + 1, f"{hour:02d}:00") for hour in range(first // 60, last // 60)
    )
    return Grid(placed, hours, rows)


def merged(hours: Hours) -> list[tuple[int, int]]:
    """Hours of a day in minutes, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(hours):
        begin, finish = _minutes(start), _minutes(end) or MINUTES_A_DAY
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], finish))
        else:
            found.append((begin, finish))
    return found


def on_clock(minutes: int) -> str:
    """480 as 08:00."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _placed(blocks: Iterable[Block], first: int, last: int) -> Iterator[Block]:
    """The blocks within the hours that are shown, in order of time; what is closed is cut to them."""
    for block in sorted(blocks, key=lambda b: (b.starts, b.kind != CLOSED, b.ends)):
        starts, ends = max(block.starts, first), min(block.ends, last)
        row, end = (starts - first) // STEP_MINUTES, -(-(ends - first) // STEP_MINUTES)
        if end <= row:
            continue
        kept = replace(block, starts=starts, ends=ends) if block.kind == CLOSED else block
        yield replace(kept, row=row + 1, rows=end - row)


def _block(visit: Visit, zone: ZoneInfo) -> Block:
    day = visit.starts.astimezone(zone).date()
    return Block("visit", *_span(visit.starts, visit.ends, day, zone), visit=visit)


def _span(starts: datetime, ends: datetime, day: date, zone: ZoneInfo) -> tuple[int, int]:
    """On the clock of a day; what begins before it or ends after it is cut. Never shorter than it lasts."""
    begin, end = starts.astimezone(zone), ends.astimezone(zone)
    first = 0 if begin.date() < day else _minutes(begin.time())
    if end.date() > day:
        return first, MINUTES_A_DAY
    last = _minutes(end.time())
    if begin.date() == day and last <= first:  # the clock was put back meanwhile
        last = min(MINUTES_A_DAY, first + int((ends - starts).total_seconds() // 60))
    return first, last


def _side_by_side(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks that overlap share the width of their column."""
    together: list[Block] = []
    until = 0
    for block in sorted(blocks, key=lambda b: (b.starts, b.ends)):
        if together and block.starts >= until:
            yield from _in_lanes(together)
            together, until = [], 0
        together.append(block)
        until = max(until, block.ends)
    yield from _in_lanes(together)


def _in_lanes(blocks: Sequence[Block]) -> Iterator[Block]:
    ends: list[int] = []
    lanes = []
    for block in blocks:
        lane = next((n for n, end in enumerate(ends) if end <= block.starts), len(ends))
        ends[lane : lane + 1] = [block.ends]
        lanes.append(lane)
    for block, lane in zip(blocks, lanes, strict=True):
        yield replace(block, lane=lane + 1, lanes=len(ends))


def _gaps(open_: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The closed times of a day."""
    before = 0
    for start, end in open_:
        if before < start:
            yield before, start
        before = end
    if before < MINUTES_A_DAY:
        yield before, MINUTES_A_DAY


def _free(open_: Sequence[tuple[int, int]], taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    taken = sorted(taken)
    for start, end in open_:
        before = start
        for begin, finish in taken:
            if begin >= end or finish <= before:
                continue
            if before < begin:
                yield before, begin
            before = max(before, finish)
        if before < end:
            yield before, end


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _under(line: Line) -> str:
    return ", ".join([*line.skills, *([line.site] if line.site else [])])
