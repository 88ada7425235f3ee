"""Adjusting one visit of a series by hand: its other times, days on which those behind it move along, any time judged.

Nothing here writes. A series is given as what each visit has (`Placed`), by the id of what is wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from enthesis.pathway.window import Window
from enthesis.scheduling.check import Breach, check
from enthesis.scheduling.problem import Placed, Problem, Wanted
from enthesis.scheduling.series import Solver, Spot
from enthesis.scheduling.slots import NEVER

Given = Mapping[str, Placed]  # a series, by the id of what is wanted
WINDOW_CODES = frozenset({"before-window", "after-window", "too-soon", "too-late"})
_FREE_TO_MOVE = {"move": 0, "move_day": 0, "move_confirmed": 0}


@dataclass(frozen=True, slots=True)
class Free:
    """A time that one visit can have."""

    starts: datetime
    leader: str  # of the resources that it takes; "" where it needs nobody
    points: int


@dataclass(frozen=True, slots=True)
class FreeDay:
    """The times that one visit can have on a day, in order."""

    day: date
    times: tuple[Free, ...]

    @property
    def points(self) -> int:
        """Of the best one."""
        return min(time.points for time in self.times)


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether one visit can have a time, the others as they are."""

    placed: Placed
    breaches: tuple[Breach, ...]  # of this visit; none: it can
    window: Window

    @property
    def only_window(self) -> bool:
        """Whether nothing but windows speaks against it: a clinician may move it with a reason."""
        return bool(self.breaches) and all(breach.code in WINDOW_CODES for breach in self.breaches)


def windows(problem: Problem, series: Given) -> dict[str, Window]:
    """The window of each visit in days of the calendar, those before it being as they are."""
    found = {}
    for one in problem.wanted:
        opens, closes = [one.opens] if one.opens else [], [one.closes] if one.closes else []
        ideal = one.ideal
        for place, gap in enumerate(one.after):
            anchor = series.get(gap.after)
            if anchor is None:
                continue
            if gap.opens:
                opens.append(anchor.day + timedelta(days=gap.opens))
            if gap.closes is not None:
                closes.append(anchor.day + timedelta(days=gap.closes))
            if not place and gap.ideal is not None:
                ideal = anchor.day + timedelta(days=gap.ideal)
        found[one.id] = Window(max(opens, default=None), ideal, min(closes, default=None))
    return found


def possible(problem: Problem, series: Given, item: str) -> list[FreeDay]:
    """Every time that one visit of a series can have, the others as they are, by day. What it has itself counts."""
    part = part_of(problem, series, item)
    solver = Solver(part)
    place = next(number for number, one in enumerate(part.wanted) if one.id == item)
    slots, grid = solver.slots[place], solver.times.grid
    spots = {number: solver.booked(number) for number in range(len(part.wanted)) if number != place}
    found = []
    for day in range(grid.days):
        if solver.day_points[place][day] >= NEVER or not _may_be_on(part, series, item, grid.on(day)):
            continue
        best: dict[int, tuple[int, int]] = {}  # step -> points, leader
        for leader, points in enumerate(slots.points[:, day, :]):
            free = (points < NEVER).nonzero()[0]
            if not free.size:
                continue
            tied = int(solver.day_points[place][day]) + _tied(solver, place, spots, Spot(day, 0, leader))
            for step in free:
                told = (int(points[step]) + tied, leader)
                best[int(step)] = min(best.get(int(step), told), told)
        times = [
            Free(grid.instant(day, step + solver.times.low), solver.leader_name(place, leader), points)
            for step, (points, leader) in sorted(best.items())
        ]
        if times:
            found.append(FreeDay(grid.on(day), tuple(times)))
    return found


def days_along(problem: Problem, series: Given, item: str) -> list[date]:
    """The days that one visit can have if those that are counted from it move along, and all others stay."""
    solver = Solver(_loosened(problem, series, item))
    place = next(number for number, one in enumerate(solver.problem.wanted) if one.id == item)
    return [solver.times.grid.on(int(day)) for day in solver.reachable(place)]


def along(problem: Problem, series: Given, item: str, day: date) -> dict[str, Placed] | None:
    """The series with one visit on a day and the smallest moves of those that are counted from it. None: there is none.

    All other visits stay where they are.
    """
    loose = _loosened(problem, series, item)
    wanted = tuple(on_day(one, day) if one.id == item else one for one in loose.wanted)
    found = Solver(replace(loose, wanted=wanted, penalties=problem.penalties)).best()
    return {visit.item: visit for visit in found.visits} if found else None


def judge(problem: Problem, series: Given, item: str, starts: datetime, leader: str = "") -> Judged:
    """Whether a visit can have a time, with the resources that it has, with those of `leader`, or with others."""
    part = part_of(problem, series, item)
    solver = Solver(part)
    place = next(number for number, one in enumerate(part.wanted) if one.id == item)
    one, slots, grid = part.wanted[place], solver.slots[place], solver.times.grid
    had = series[item].resources if item in series else ()
    ends = starts + timedelta(minutes=one.minutes)
    placed = Placed(item, starts.astimezone(grid.zone).date(), starts, ends, had)
    day, step = grid.place(starts)
    step -= solver.times.low
    if 0 <= day < grid.days and 0 <= step < solver.times.width:
        rows = [row for row in range(len(slots.leaders)) if slots.points[row, day, step] < NEVER]
        wishes = [solver.leader_name(place, row) for row in rows]
        order = sorted(zip(wishes, rows, strict=True), key=lambda one: (one[0] != leader, one[0] not in had))
        for _, row in order:
            picks = list(slots.picks(slots.leaders[row], day, step, set()))
            if picks:
                resources = max(picks, key=lambda picked: len(set(picked) & set(had)))
                placed = replace(placed, resources=resources)
                break
    trial = {**series, item: placed}
    breaches = [breach for breach in check(part, list(trial.values())) if _is_about(breach, item, part)]
    return Judged(placed, tuple(breaches), windows(part, trial)[item])


# -- small things -------------------------------------------------------------------------------------------------


def on_day(wanted: Wanted, day: date) -> Wanted:
    return replace(wanted, opens=day, closes=day)


def part_of(problem: Problem, series: Given, item: str = "") -> Problem:
    """The problem with only the visits of a series, and `item`; each is where the series has it, and free to move."""
    names = {*series, item}
    shortest = problem.shortest_visit or min(one.minutes for one in problem.wanted)
    wanted = tuple(
        replace(
            one, after=tuple(gap for gap in one.after if gap.after in names), booked=series.get(one.id), confirmed=False
        )
        for one in problem.wanted
        if one.id in names
    )
    penalties = replace(problem.penalties, **_FREE_TO_MOVE)
    return replace(problem, wanted=wanted, penalties=penalties, shortest_visit=shortest)


def _loosened(problem: Problem, series: Given, item: str) -> Problem:
    """The visits of a series, all but one and those that are counted from it kept on their days."""
    part = part_of(problem, series, item)
    free = {item}
    for _ in part.wanted:
        free |= {one.id for one in part.wanted if any(gap.after in free for gap in one.after)}
    return replace(
        part, wanted=tuple(one if one.id in free else on_day(one, series[one.id].day) for one in part.wanted)
    )


def _may_be_on(part: Problem, series: Given, item: str, day: date) -> bool:
    """Whether a visit on a day keeps the days to all others."""
    for one in part.wanted:
        for gap in one.after:
            if item not in (one.id, gap.after):
                continue
            other = series.get(gap.after if one.id == item else one.id)
            if other is None:
                continue
            off = (day - other.day).days if one.id == item else (other.day - day).days
            if off < gap.opens or (gap.closes is not None and off > gap.closes):
                return False
    return not any(
        abs((day - other.day).days) < part.one_visit_per_days and frozenset((item, name)) not in part.same_day
        for name, other in series.items()
        if name != item
    )


def _tied(solver: Solver, place: int, spots: Mapping[int, Spot | None], spot: Spot) -> int:
    """The points between a visit and the one that it is counted from, and those that are counted from it."""
    tree, points = solver.tree, 0
    above = spots.get(tree.parent[place])
    if above is not None:
        points += solver.tie(place, above, spot)
    for child in tree.children[place]:
        below = spots.get(child)
        if below is not None:
            points += solver.tie(child, spot, below)
    return points


def _is_about(breach: Breach, item: str, part: Problem) -> bool:
    """Whether a breach is of a visit, or of one that is counted from it."""
    counted = {one.id for one in part.wanted if any(gap.after == item for gap in one.after)}
    return breach.item == item or breach.item in counted or breach.code in ("too-near", "taken-twice")
