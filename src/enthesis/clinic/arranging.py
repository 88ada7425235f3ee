"""Arranging a series by hand: what is asked, what is offered from a start day, what else one visit can have, repairs.

Nothing here writes. A series is given as what each visit has (`Placed`), by the id of what is wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from enthesis.clinic.booking import events_of, problem_of, visit_minutes
from enthesis.clinic.holding import Held
from enthesis.clinic.opening import Seen
from enthesis.pathway.events import Event, VisitBooked, VisitMoved
from enthesis.pathway.window import Window
from enthesis.scheduling.check import Breach, check
from enthesis.scheduling.choices import Choice, choices
from enthesis.scheduling.counts import Starts, starts
from enthesis.scheduling.from_course import ToBook, Unplaced, to_book
from enthesis.scheduling.problem import Patient, Penalties, Placed, Problem, Wanted
from enthesis.scheduling.series import Series, Solver, Spot
from enthesis.scheduling.slots import NEVER
from enthesis.scheduling.why import WhyNot, why_not

Given = Mapping[str, Placed]  # a series, by the id of what is wanted
WINDOW_CODES = frozenset({"before-window", "after-window", "too-soon", "too-late"})
_FREE_TO_MOVE = {"move": 0, "move_day": 0, "move_confirmed": 0}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a course still has to have, in the clinic's calendars."""

    visits: tuple[ToBook, ...]
    problem: Problem | None  # None: nothing can be asked for
    unplaced: tuple[Unplaced, ...]
    undecided: tuple[str, ...]  # kinds of visit whose length nobody stated or decided


@dataclass(frozen=True, slots=True)
class Offered:
    """Complete series, the best one first; or why there is none."""

    choices: tuple[Choice, ...]
    starts: Starts | None  # None: none at all
    why: WhyNot | None


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


def ask(
    seen: Seen,
    wishes: Patient,
    *,
    now: datetime,
    sessions: int | None = None,
    remote: frozenset[str] = frozenset(),
    wider: Mapping[str, int] | None = None,
    apart: int = 0,
) -> Asked:
    """What is wanted, as `booking.propose` asks it.

    `wider`: days by which windows close later, or, below 0, open earlier, by the id of what is wanted. `apart`: days
    between a session and the one before it, where nobody states them.
    """
    if seen.protocol is None:
        return Asked((), None, (), ())
    minutes, undecided = visit_minutes(seen.clinic)
    visits, unplaced = to_book(seen.protocol, seen.course, seen.agenda, minutes, sessions=sessions, remote=remote)
    if not visits:
        return Asked((), None, tuple(unplaced), ())
    visits = [
        replace(visit, wanted=_apart(_widened(visit.wanted, (wider or {}).get(visit.wanted.id, 0)), apart))
        for visit in visits
    ]
    problem = problem_of(seen, visits, wishes, now, Penalties())
    kinds = {seen.protocol.activity(visit.activity) for visit in visits}
    open_kinds = {activity.kind.value for activity in kinds if activity and activity.minutes.whole() is None}
    return Asked(tuple(visits), problem, tuple(unplaced), tuple(sorted(open_kinds & undecided)))


def offer(problem: Problem, start: date | None = None) -> Offered:
    """The best series and others that differ, from a start day where one is chosen; and all start days."""
    solver = Solver(problem)
    if start is None:
        found = tuple(choices(solver))
        return Offered(found, starts(solver) if found else None, None if found else why_not(problem))
    first = problem.wanted[solver.tree.roots[0]]
    there = starts(solver)
    narrow = replace(problem, wanted=tuple(_on(one, start) if one is first else one for one in problem.wanted))
    found = tuple(choices(Solver(narrow, like=solver)))
    return Offered(found, there, None if found else why_not(narrow))


def repair(problem: Problem, series: Given) -> Series | None:
    """The nearest complete series to one that was chosen: the fewest and smallest moves. None where there is none."""
    wanted = tuple(replace(one, booked=series[one.id]) if one.id in series else one for one in problem.wanted)
    return Solver(replace(problem, wanted=wanted)).best()


def lost(problem: Problem, series: Given, *, windows_too: bool = True) -> tuple[str, ...]:
    """The visits of a chosen series that cannot have their times any more, by the id of what is wanted."""
    stays = {one.id for one in problem.wanted if one.booked is not None and one.booked == series.get(one.id)}
    found = check(_of(problem, series), list(series.values()))
    told = [breach for breach in found if breach.item not in stays and (windows_too or breach.code not in WINDOW_CODES)]
    return tuple(dict.fromkeys(breach.item for breach in told))


def now_of(asked: Asked) -> dict[str, Placed]:
    """What is booked of what is wanted."""
    wanted = asked.problem.wanted if asked.problem else ()
    return {one.id: one.booked for one in wanted if one.booked is not None}


def held_of(asked: Asked, held: Held) -> dict[str, Placed] | None:
    """A held series, with what stays booked; None where the course is not what it was, or others made the hold."""
    found = now_of(asked)
    for event in held.events:
        number = event.id.removeprefix(f"{held.key}-")
        if not number.isdecimal() or not 1 <= int(number) <= len(asked.visits):
            return None
        visit = asked.visits[int(number) - 1]
        if not _is_of(event, visit):
            return None
        assert isinstance(event, VisitBooked | VisitMoved)
        ends = event.starts + timedelta(minutes=visit.wanted.minutes)
        assert asked.problem is not None
        day = event.starts.astimezone(asked.problem.grid.zone).date()
        resources = event.resources or (visit.booking.resources if visit.booking else ())
        found[visit.wanted.id] = Placed(visit.wanted.id, day, event.starts, ends, resources)
    return found


def named(asked: Asked, name: str) -> ToBook | None:
    """A wanted visit by its id, or by that of the visit that is booked for it."""
    return next(
        (v for v in asked.visits if name == v.wanted.id or (v.booking is not None and v.booking.visit == name)), None
    )


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
    part = _of(problem, series, item)
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
    wanted = tuple(_on(one, day) if one.id == item else one for one in loose.wanted)
    found = Solver(replace(loose, wanted=wanted, penalties=problem.penalties)).best()
    return {visit.item: visit for visit in found.visits} if found else None


def judge(problem: Problem, series: Given, item: str, starts: datetime, leader: str = "") -> Judged:
    """Whether a visit can have a time, with the resources that it has, with those of `leader`, or with others."""
    part = _of(problem, series, item)
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


def changes(
    seen: Seen, asked: Asked, series: Given, *, key: str, on: date, confirmed: bool, by_patient: bool = False
) -> list[Event]:
    """What would be recorded for a series."""
    return events_of(
        seen, asked.visits, list(series.values()), key=key, on=on, confirmed=confirmed, by_patient=by_patient
    )


# -- small things -------------------------------------------------------------------------------------------------


def _widened(wanted: Wanted, days: int) -> Wanted:
    """The window, or the days from the visit before, wider by some days at one end."""
    if not days:
        return wanted
    if wanted.after:
        gap = wanted.after[0]
        closes = gap.closes if gap.closes is None or days < 0 else gap.closes + days
        gap = replace(gap, opens=max(0, gap.opens + min(0, days)), closes=closes)
        return replace(wanted, after=(gap, *wanted.after[1:]))
    if days < 0:
        return replace(wanted, opens=wanted.opens + timedelta(days=days) if wanted.opens else None)
    return replace(wanted, closes=wanted.closes + timedelta(days=days) if wanted.closes else None)


def is_unstated(wanted: Wanted) -> bool:
    """Whether it follows another visit, and neither days of the calendar nor days from that one say when it may be."""
    own = wanted.opens or wanted.ideal or wanted.closes
    return (
        bool(wanted.after)
        and not own
        and all(not gap.opens and gap.ideal is None and gap.closes is None for gap in wanted.after)
    )


def _apart(wanted: Wanted, days: int) -> Wanted:
    if not days or not is_unstated(wanted):
        return wanted
    return replace(wanted, after=(replace(wanted.after[0], opens=days, ideal=days), *wanted.after[1:]))


def _on(wanted: Wanted, day: date) -> Wanted:
    return replace(wanted, opens=day, closes=day)


def _of(problem: Problem, series: Given, item: str = "") -> Problem:
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
    part = _of(problem, series, item)
    free = {item}
    for _ in part.wanted:
        free |= {one.id for one in part.wanted if any(gap.after in free for gap in one.after)}
    return replace(part, wanted=tuple(one if one.id in free else _on(one, series[one.id].day) for one in part.wanted))


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


def _is_of(event: Event, visit: ToBook) -> bool:
    if isinstance(event, VisitBooked):
        return visit.booking is None and event.activity == visit.activity
    return isinstance(event, VisitMoved) and visit.booking is not None and event.visit == visit.booking.visit
