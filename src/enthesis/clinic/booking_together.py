"""A patient with several courses: one series for all of them, found together and recorded together or not at all.

Each course keeps its own windows. That two visits of the patient do not come on one day, and whatever else holds
between any two visits, holds across the courses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from enthesis.clinic.access import By
from enthesis.clinic.booking import events_of, problem_of_all, visit_minutes
from enthesis.clinic.door import Recorded, record_courses
from enthesis.clinic.opening import Seen
from enthesis.scheduling.choices import Choice, choices
from enthesis.scheduling.from_course import ToBook, Unplaced, to_book
from enthesis.scheduling.problem import Patient, Placed, Problem
from enthesis.scheduling.series import Solver
from enthesis.scheduling.why import WhyNot, why_not


@dataclass(frozen=True, slots=True)
class Together:
    """What could be booked for several courses of one patient. An item is the course's number, "/", and the visit."""

    courses: tuple[tuple[Seen, tuple[ToBook, ...]], ...]
    problem: Problem | None  # None: there is nothing to book
    choices: tuple[Choice, ...]
    why: WhyNot | None
    unplaced: Mapping[str, tuple[Unplaced, ...]]  # by the course's number


def propose_together(
    courses: Sequence[Seen],
    wishes: Patient,
    *,
    now: datetime,
    sessions: int | None = None,
    remote: frozenset[str] = frozenset(),
    days_between: int = 0,
) -> Together:
    """The best complete series for all that several courses still have to book. They are one patient's.

    Raises `ValueError` for courses of different people.
    """
    if len({seen.person for seen in courses}) > 1:
        raise ValueError("Courses that are booked together are one patient's.")
    asked, unplaced = [], {}
    for seen in courses:
        if seen.protocol is None:
            continue
        visits, open_ones = to_book(
            seen.protocol,
            seen.course,
            seen.agenda,
            visit_minutes(seen.clinic)[0],
            sessions=sessions,
            remote=remote,
            days_between=days_between,
        )
        asked.append((seen, tuple(_of(seen, visit) for visit in visits)))
        unplaced[seen.number] = tuple(open_ones)
    if not any(visits for _, visits in asked):
        return Together(tuple(asked), None, (), None, unplaced)
    problem = problem_of_all(asked, wishes, now)
    found = tuple(choices(Solver(problem)))
    return Together(tuple(asked), problem, found, None if found else why_not(problem), unplaced)


def book_together(
    asked: Together, series: Sequence[Placed], *, by: By, key: str, on: date | None = None, confirmed: bool = False
) -> list[Recorded]:
    """Record a series of several courses whole. Empty: nothing changes. Raises as `record_courses` does."""
    several = [
        (seen, events_of(seen, visits, series, key=f"{key}-{place}", on=on, confirmed=confirmed))
        for place, (seen, visits) in enumerate(asked.courses, 1)
    ]
    changed = [(seen, events) for seen, events in several if events]
    return record_courses(changed, by=by) if changed else []


def _of(seen: Seen, visit: ToBook) -> ToBook:
    """The visit under a name that no other course has."""
    wanted = visit.wanted
    after = tuple(replace(gap, after=f"{seen.number}/{gap.after}") for gap in wanted.after)
    return replace(visit, wanted=replace(wanted, id=f"{seen.number}/{wanted.id}", after=after))
