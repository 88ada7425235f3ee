"""Arranging a series: what is asked, what is offered from a start day, what was lost of it, and the nearest repair.

Nothing here writes. A series is given as what each visit has (`Placed`), by the id of what is wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from enthesis.clinic.adjusting import WINDOW_CODES, Given, on_day, part_of
from enthesis.clinic.booking import events_of, problem_of, visit_minutes
from enthesis.clinic.holding import Held
from enthesis.clinic.opening import Seen
from enthesis.pathway.events import Event, VisitBooked, VisitMoved
from enthesis.scheduling.check import check
from enthesis.scheduling.choices import Choice, choices
from enthesis.scheduling.counts import Starts, starts
from enthesis.scheduling.from_course import ToBook, Unplaced, to_book
from enthesis.scheduling.problem import Patient, Placed, Problem, Wanted
from enthesis.scheduling.series import Series, Solver
from enthesis.scheduling.why import WhyNot, why_not


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


def ask(
    seen: Seen,
    wishes: Patient,
    *,
    now: datetime,
    sessions: int | None = None,
    remote: frozenset[str] = frozenset(),
    wider: Mapping[str, int] | None = None,
    days_between: int = 0,
) -> Asked:
    """What is wanted, as `booking.propose` asks it.

    `wider`: days by which windows close later, or, below 0, open earlier, by the id of what is wanted.
    """
    if seen.protocol is None:
        return Asked((), None, (), ())
    minutes, undecided = visit_minutes(seen.clinic)
    visits, unplaced = to_book(
        seen.protocol, seen.course, seen.agenda, minutes, sessions=sessions, remote=remote, days_between=days_between
    )
    if not visits:
        return Asked((), None, tuple(unplaced), ())
    visits = [replace(visit, wanted=_widened(visit.wanted, (wider or {}).get(visit.wanted.id, 0))) for visit in visits]
    problem = problem_of(seen, visits, wishes, now)
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
    narrow = replace(problem, wanted=tuple(on_day(one, start) if one is first else one for one in problem.wanted))
    found = tuple(choices(Solver(narrow, like=solver)))
    return Offered(found, there, None if found else why_not(narrow))


def repair(problem: Problem, series: Given) -> Series | None:
    """The nearest complete series to one that was chosen: the fewest and smallest moves. None where there is none."""
    wanted = tuple(replace(one, booked=series[one.id]) if one.id in series else one for one in problem.wanted)
    return Solver(replace(problem, wanted=wanted)).best()


def lost(problem: Problem, series: Given, *, windows_too: bool = True) -> tuple[str, ...]:
    """The visits of a chosen series that cannot have their times any more, by the id of what is wanted."""
    stays = {one.id for one in problem.wanted if one.booked is not None and one.booked == series.get(one.id)}
    found = check(part_of(problem, series), list(series.values()))
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


def _is_of(event: Event, visit: ToBook) -> bool:
    if isinstance(event, VisitBooked):
        return visit.booking is None and event.activity == visit.activity
    return isinstance(event, VisitMoved) and visit.booking is not None and event.visit == visit.booking.visit
