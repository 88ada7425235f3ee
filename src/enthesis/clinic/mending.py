"""Mending a booked series: a session was late, early, missed or called off, or somebody does not work on a day.

What follows is planned again with the fewest and smallest moves. Visits that nobody has confirmed are moved at once; a
confirmed one is not moved without asking: its new time is held while the patient decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from enthesis.clinic import holding
from enthesis.clinic.access import By, check_may_record
from enthesis.clinic.booking import events_of
from enthesis.clinic.door import Refused, Stale, record_all
from enthesis.clinic.holding import MOVE, Held
from enthesis.clinic.move_hours import MoveHours, move_hours
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.replanning import (
    WISHES,
    Closed,
    Task,
    Wrong,
    as_placed,
    breaches_against,
    pairings,
    problem_with,
    sentences,
    task_of,
)
from enthesis.pathway.course import Status
from enthesis.pathway.events import Event
from enthesis.pathway.freezing import frozen
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.in_place import in_place
from enthesis.scheduling.keeping import around
from enthesis.scheduling.problem import Patient, Placed, Problem
from enthesis.scheduling.series import Series, Solver, TooManySplits
from enthesis.scheduling.why import WhyNot, why_not

TRIES = 3  # somebody else may take a time meanwhile
_TAKEN = "time-taken"
_HALF = "What nobody had confirmed is moved already; ask for the plan again for the rest."


@dataclass(frozen=True, slots=True)
class Line:
    """One visit of the plan, old and new beside each other."""

    name: str  # "treatment-2"
    title: str
    number: int
    visit: str  # its id; "" where it is to be booked anew
    confirmed: bool
    old: datetime | None  # None: it has no time
    old_resources: tuple[str, ...]
    new: datetime
    resources: tuple[str, ...]
    why: tuple[str, ...] = ()  # why it gets another time
    is_asked: bool = False  # the patient is asked; else it is moved at once
    is_frozen: bool = False

    @property
    def moves(self) -> bool:
        return (self.old, self.old_resources) != (self.new, self.resources)

    @property
    def is_new(self) -> bool:
        return not self.visit


@dataclass(frozen=True, slots=True)
class Mend:
    """What would be done about a course."""

    course: str
    lines: tuple[Line, ...]  # in the order of their new times
    wrong: tuple[Wrong, ...]  # what is wrong with the times that are booked
    why: WhyNot | None  # None: there is a plan, or nothing to plan
    says: str  # in one sentence, where there is no plan
    hours: MoveHours  # how long a new time is held, and which notice a patient has
    visits: tuple[ToBook, ...] = ()
    series: tuple[Placed, ...] = ()
    cost: int = 0

    @property
    def moves(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.moves)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do."""
        return not self.moves and not self.says


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done. `held`: what the patient is asked."""

    plan: Mend
    moved: tuple[Event, ...] = ()
    held: Held | None = None
    again: bool = False  # it was done before: nothing was recorded twice
    says: str = ""  # what could not be done, and the way on


def breaches(seen: Seen, *, now: datetime | None = None) -> tuple[Wrong, ...]:
    """What is wrong with the booked times of a course, as things stand."""
    task = task_of(seen, now or datetime.now(UTC))
    return task.wrong if task else ()


def plan(seen: Seen, *, now: datetime | None = None, wishes: Patient = WISHES, closed: Closed | None = None) -> Mend:
    """What mending would do: nothing is recorded. `closed`: as if somebody did not work on a day."""
    at = now or datetime.now(UTC)
    task = task_of(seen, at, wishes, closed)
    if task is None:
        says = "The course is paused: its visits are frozen until it is resumed." if _is_paused(seen) else ""
        return nothing(seen, (), says)
    if task.is_idle:
        return nothing(seen, task.wrong, "", task)
    visits, problem, series, why = solved(task)
    if series is None:
        says = why.says if why else "The rules between the visits tie each other up: no plan was proved best."
        return replace(nothing(seen, task.wrong, says, task), why=why)
    return told(seen, task, visits, problem, series)


def solved(task: Task) -> tuple[Sequence[ToBook], Problem, Series | None, WhyNot | None]:
    """The visits that are free to move, their problem, and the best series of all ways to make up for what was lost."""
    best: tuple[Sequence[ToBook], Problem, Series] | None = None
    like: Solver | None = None
    for kept in dict.fromkeys((task.kept, task.fixed)):  # what was put somewhere by hand moves only if it must
        for visits in pairings(task):
            free, problem = problem_with(task, visits, kept)
            like, series = _best(problem, like)
            if series is not None and (best is None or series.cost < best[2].cost):
                best = (free, problem, series)
        if best is not None:
            return *best, None
        like = None
    free, problem = problem_with(task, task.visits, task.fixed)
    try:
        return free, problem, None, why_not(problem)
    except TooManySplits:
        return free, problem, None, None


def told(
    seen: Seen, task: Task, visits: Sequence[ToBook], problem: Problem, series: Series, *, as_it_is: bool = False
) -> Mend:
    """A series in words: what moves, why, and what the patient is asked. `as_it_is`: no other series will do."""
    series, asked = _parted(task, visits, problem, series, as_it_is)
    frozen_now = frozen(seen.protocol, seen.course) if seen.protocol else frozenset()
    new = {each.item: each for each in series.visits}
    old = {each.item: each for each in as_placed(visits, problem)}
    lines, anew = [], task.anew(visits)
    for visit in visits:
        name, booking = visit.wanted.id, visit.booking
        if booking is None and name not in anew:
            continue  # never booked: it only has to have room
        placed = new[name]
        stays = booking is not None and _stays(visit, placed)
        why: tuple[str, ...] = ()
        if booking is None:
            why = (f"It was {anew[name]}.",)
        elif not stays:
            why = _why(task, problem, visit, new, old)
        lines.append(
            Line(
                name=name,
                title=visit.title,
                number=visit.number,
                visit=booking.visit if booking else "",
                confirmed=bool(booking and booking.confirmed),
                old=booking.starts if booking else None,
                old_resources=booking.resources if booking else (),
                new=booking.starts if booking and stays else placed.starts,
                resources=booking.resources if booking and stays else placed.resources,
                why=why,
                is_asked=name in asked,
                is_frozen=bool(booking and booking.visit in frozen_now),
            )
        )
    return Mend(
        course=seen.number,
        lines=tuple(sorted([*lines, *_kept_lines(task, visits, frozen_now)], key=lambda line: line.new)),
        wrong=task.wrong,
        why=None,
        says="",
        hours=move_hours(seen.clinic),
        visits=tuple(visits),
        series=series.visits,
        cost=series.cost,
    )


def mend(seen: Seen, *, by: By, key: str, now: datetime | None = None) -> Mended:
    """Mend a course. Sent twice with one key, it is done once.

    Raises as `record_all` does, but tries again where the course has grown or somebody was quicker.
    """
    for left in range(TRIES, 0, -1):
        at = now or datetime.now(UTC)
        try:
            return carry_out(seen, plan(seen, now=at), by=by, key=key, now=at)
        except (Refused, Stale) as problem:
            if left == 1 or (isinstance(problem, Refused) and set(problem.codes) != {_TAKEN}):
                raise
        seen = open_course(seen.number, by=by)
    raise AssertionError  # the last try returns or raises


def carry_out(seen: Seen, planned: Mend, *, by: By, key: str, now: datetime) -> Mended:
    """Record a plan: what nobody confirmed is moved at once, then the rest is held. Raises as `record_all` does."""
    course = key_of(seen.number) or 0
    before = tuple(event for event in seen.log if event.id.startswith((f"{key}-", f"{_asking(key)}-")))
    there = holding.held(course)
    if before or (there is not None and there.key == _asking(key)):
        kept = there if there is not None and there.key == _asking(key) else None
        return Mended(planned, before, kept, again=True)
    at_once, asked = events_for(seen, planned, key=key, now=now)
    for event in asked:  # who may not move a visit may not ask for it either
        check_may_record(by, seen.roles, event, None, seen.protocol)
    recorded = record_all(at_once, course=seen, by=by) if at_once else None
    moved = recorded.events if recorded else ()
    if recorded and recorded.again:
        return Mended(planned, moved, there, again=True)
    if not asked:
        return Mended(planned, moved)
    if there is not None and there.kind == MOVE and there.lasts(now) and not moved and _same(there.events, asked):
        return Mended(planned, moved, there, again=True)  # the patient is asked that already
    seen = open_course(seen.number, by=by) if moved else seen
    try:
        held = holding.hold(seen, asked, key=_asking(key), by=by, now=now, kind=MOVE, lasts=planned.hours.held)
    except Refused as problem:
        if not moved:
            raise
        return Mended(
            planned, moved, says=f"{problem} Ask for the plan again: what was not confirmed is moved already."
        )
    return Mended(planned, moved, held)


def events_for(seen: Seen, planned: Mend, *, key: str, now: datetime) -> tuple[list[Event], list[Event]]:
    """What a plan records at once, and what it asks the patient."""
    today = now.astimezone(seen.zone).date()
    names = {line.name for line in planned.moves}
    asked = {line.name for line in planned.moves if line.is_asked}
    series = [each for each in planned.series if each.item in names]
    first = [each for each in series if each.item not in asked]
    second = [each for each in series if each.item in asked]
    visits = planned.visits
    at_once = events_of(seen, visits, first, key=key, on=today)
    question = events_of(seen, visits, second, key=_asking(key), on=today, confirmed=True, by_patient=True)
    return at_once, question


# -- who is asked ---------------------------------------------------------------------------------------------------


def _parted(
    task: Task, visits: Sequence[ToBook], problem: Problem, series: Series, as_it_is: bool
) -> tuple[Series, frozenset[str]]:
    """The series, and which of its moves the patient is asked about.

    What is moved at once stands with the confirmed visits where they are, and where they would be. If no plan with as
    few confirmed moves is like that, what would not stand is asked about together with the confirmed ones.
    """
    anew = task.anew(visits)
    live = [visit for visit in visits if visit.booking or visit.wanted.id in anew]
    confirmed, others = _moved(live, series)
    at_once = _at_once(live, problem, series, others) if confirmed else others
    if at_once == others:
        return series, confirmed
    both = None if as_it_is else _best(_both_ways(visits, problem, confirmed), None)[1]
    if both is not None:
        asked, free = _moved(live, both)
        if asked <= confirmed and _at_once(live, problem, both, free) == free:
            return both, asked
    return series, confirmed | (others - at_once)


def _both_ways(visits: Sequence[ToBook], problem: Problem, confirmed: frozenset[str]) -> Problem:
    """The problem in which every other visit also fits to the confirmed ones where they stand now."""
    zone = problem.grid.zone
    days = {
        visit.wanted.id: visit.booking.starts.astimezone(zone).date()
        for visit in visits
        if visit.booking and visit.wanted.id in confirmed
    }
    narrow = {visit.wanted.id: visit.wanted for visit in around(visits, days)}
    wanted = tuple(
        replace(each, opens=narrow[each.id].opens, closes=narrow[each.id].closes) if each.id in narrow else each
        for each in problem.wanted
    )
    return replace(problem, wanted=wanted)


def _at_once(visits: Sequence[ToBook], problem: Problem, series: Series, others: frozenset[str]) -> frozenset[str]:
    """Those of some visits whose new times stand while all that is confirmed stays where it is."""
    old = {each.item: each for each in as_placed(visits, problem)}
    new = {each.item: each for each in series.visits}
    before = breaches_against(problem, list(old.values()))
    at_once = set(others)
    while at_once:
        mixed = {**old, **{name: new[name] for name in at_once}}
        found = breaches_against(problem, list(mixed.values()))
        # A visit that moves stands right by itself; what stood wrong before and stays is for the patient's answer.
        wrong = {item for _, item in found - before} | {item for _, item in found if item in at_once}
        if not wrong:
            break
        at_once -= wrong & at_once or at_once
    return frozenset(at_once)


def _moved(visits: Sequence[ToBook], series: Series) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the visits that get another time: the confirmed ones, and the others."""
    new = {each.item: each for each in series.visits}
    moved = [visit for visit in visits if not _stays(visit, new[visit.wanted.id])]
    confirmed = frozenset(visit.wanted.id for visit in moved if visit.booking and visit.booking.confirmed)
    return confirmed, frozenset(visit.wanted.id for visit in moved) - confirmed


def _stays(visit: ToBook, placed: Placed) -> bool:
    booking = visit.booking
    return booking is not None and (booking.starts, booking.resources) == (placed.starts, placed.resources)


# -- in words -------------------------------------------------------------------------------------------------------


def _why(
    task: Task, problem: Problem, visit: ToBook, new: dict[str, Placed], old: dict[str, Placed]
) -> tuple[str, ...]:
    """Why a visit gets another time: what is wrong with the one that it has, or would be, once the others moved."""
    assert visit.booking is not None
    own = tuple(each.says for each in task.wrong if each.visit == visit.booking.visit)
    if own:
        return own
    name = visit.wanted.id
    mixed = [*(each for item, each in new.items() if item != name), old[name]]
    return tuple(sentences(problem, mixed, name)) or ("It makes room for the visits around it.",)


def _kept_lines(task: Task, visits: Sequence[ToBook], frozen_now: frozenset[str]) -> list[Line]:
    """Booked visits that are not moved at all: those that are over, and those that somebody put there by hand."""
    free = {visit.booking.visit for visit in visits if visit.booking}
    return [_kept(visit, frozen_now) for visit in task.visits if visit.booking and visit.booking.visit not in free]


def _kept(visit: ToBook, frozen_now: frozenset[str]) -> Line:
    booking = visit.booking
    assert booking is not None
    return Line(
        name=visit.wanted.id,
        title=visit.title,
        number=visit.number,
        visit=booking.visit,
        confirmed=booking.confirmed,
        old=booking.starts,
        old_resources=booking.resources,
        new=booking.starts,
        resources=booking.resources,
        is_frozen=booking.visit in frozen_now,
    )


def nothing(seen: Seen, wrong: tuple[Wrong, ...], says: str, task: Task | None = None) -> Mend:
    """A plan that moves nothing; `says` why there is no other."""
    frozen_now = frozen(seen.protocol, seen.course) if seen.protocol else frozenset()
    lines = [_kept(visit, frozen_now) for visit in task.visits if visit.booking] if task else []
    lines.sort(key=lambda line: line.new)
    return Mend(seen.number, tuple(lines), wrong, None, says, move_hours(seen.clinic))


def _is_paused(seen: Seen) -> bool:
    return seen.course.status is Status.PAUSED and bool(seen.course.bookings)


def _best(problem: Problem, like: Solver | None) -> tuple[Solver | None, Series | None]:
    if any(each.opens and each.closes and each.closes < each.opens for each in problem.wanted):
        return like, None
    if not problem.wanted:
        return like, Series((), 0)
    try:
        solver = Solver(problem, like=like)
        found = solver.best()
    except TooManySplits:
        return like, None
    return solver, in_place(problem, found) if found else None


def _same(held: Sequence[Event], asked: Sequence[Event]) -> bool:
    """Whether the same visits get the same times."""
    times = [{(getattr(e, "visit", ""), getattr(e, "starts", None)) for e in events} for events in (held, asked)]
    return times[0] == times[1]


def _asking(key: str) -> str:
    return f"{key}.ask"
