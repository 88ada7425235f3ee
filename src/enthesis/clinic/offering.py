"""Which free time could be offered for one visit of a course, while all its other visits stay where they are.

Nothing is remembered of how a time became free: whatever is free at the moment is held against what somebody waits for.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from enthesis.clinic.booking import events_of, problem_of, visit_minutes
from enthesis.clinic.opening import Seen
from enthesis.clinic.resources import spans_as_json, spans_from_json
from enthesis.pathway.checks import check as objections
from enthesis.pathway.checks import standing_objections
from enthesis.pathway.progress import progress
from enthesis.scheduling.check import Breach, check
from enthesis.scheduling.from_course import ToBook, to_book
from enthesis.scheduling.keeping import around
from enthesis.scheduling.problem import Hours, Patient, Penalties, Placed, Problem, Wanted
from enthesis.scheduling.series import Solver
from enthesis.scheduling.values import WEEKDAYS

NOTICE_HOURS = 24  # unless somebody says otherwise
# As everywhere, but that it costs nothing to move what waits to be moved. Of two that are as good, the earlier day.
POINTS = Penalties(move=0, move_day=0, move_confirmed=0, later=1)
FROZEN = "session-on-hold"  # a reported symptom is open: no session is put forward

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Wishes:
    """When somebody who waits can come. These are rules, not preferences: nothing else is offered."""

    weekdays: frozenset[int] = frozenset()  # 0 is Monday; empty: any
    times: Hours = ()  # empty: any
    clinician: str = ""  # only with this person; "": whoever may
    notice_hours: int = NOTICE_HOURS  # which the patient still has when the offer ends


def wishes_as_json(wishes: Wishes) -> str:
    return json.dumps(
        {
            "weekdays": [WEEKDAYS[day] for day in sorted(wishes.weekdays)],
            "times": spans_as_json(wishes.times),
            "clinician": wishes.clinician,
            "notice_hours": wishes.notice_hours,
        }
    )


def wishes_from_json(text: str) -> Wishes:
    said = json.loads(text)
    return Wishes(
        frozenset(WEEKDAYS.index(day) for day in said.get("weekdays", ())),
        spans_from_json(said.get("times", ())),
        said.get("clinician", ""),
        said.get("notice_hours", NOTICE_HOURS),
    )


def visits_of(seen: Seen) -> list[ToBook]:
    """Every visit that a course still has to have. One that is booked keeps its minutes, whoever decided them."""
    if seen.protocol is None or seen.is_erased:
        return []
    bookings = seen.course.bookings.values()
    most = max([0, *(sum(b.activity == name for b in bookings) for name in {b.activity for b in bookings})])
    visits, _ = to_book(
        seen.protocol,
        seen.course,
        seen.agenda,
        visit_minutes(seen.clinic)[0],
        sessions=progress(seen.protocol, seen.course).sessions_done + most,  # where no number is agreed: what is booked
        remote=frozenset(booking.activity for booking in bookings if booking.telehealth),
    )
    return visits


def visit_of(visits: Sequence[ToBook], visit: str, item: str) -> ToBook | None:
    """The booked visit of this id; without one, the visit of the course that is called `item`."""
    if visit:
        return next((each for each in visits if each.booking and each.booking.visit == visit), None)
    return next((each for each in visits if each.wanted.id == item), None)


def dated(seen: Seen, visits: Sequence[ToBook], visit: ToBook) -> ToBook | None:
    """A visit with days instead of gaps: from its own window, and from the days of the visits before and after it.

    None where it is counted from a visit that has no time yet.
    """
    booked = {v.wanted.id: _day(seen, v.booking.starts) for v in visits if v.booking and v.wanted.id != visit.wanted.id}
    found = next(each for each in around(visits, booked) if each.wanted.id == visit.wanted.id)
    return None if found.wanted.after else found


def best_time(
    seen: Seen,
    visit: ToBook,
    wishes: Wishes,
    *,
    now: datetime,
    lasts: timedelta,
    until: date | None = None,
    without: Collection[Span] = (),
) -> Placed | None:
    """The best time that could be offered now for a `dated` visit, if it is better than the one that it has.

    It is earlier than what is booked: over before that begins. It overlaps none of `without`, and the patient still
    has the notice wished for when the offer ends.
    """
    earliest = now + lasts + timedelta(hours=wishes.notice_hours)
    busy, ends = tuple(without), [visit.wanted.closes, until]
    if visit.booking is not None:
        booked = visit.booking.starts
        ends.append(_day(seen, booked))
        busy = (*busy, (booked, booked + timedelta(days=2)))
    last = min((day for day in ends if day), default=None)
    if last is not None and last < _day(seen, earliest):
        return None
    patient = Patient(busy=busy, weekdays=wishes.weekdays, times=wishes.times, only=True)
    problem = problem_of(seen, [_led(visit, wishes)], patient, earliest, POINTS, until=last)
    best = Solver(_same_leader(problem, visit)).best()
    return best.visits[0] if best else None


def breaches(seen: Seen, visit: ToBook, placed: Placed, now: datetime) -> list[Breach]:
    """What speaks against a time that was offered: it may be taken, or the course may have gone another way."""
    problem = problem_of(seen, [visit], Patient(), now, POINTS, until=max(placed.day, _day(seen, now)))
    return check(problem, [placed])


def is_refused(seen: Seen, visit: ToBook, placed: Placed, today: date) -> bool:
    """Whether the record would not take this time for the visit, or a reported symptom stands before it."""
    assert seen.protocol is not None
    born = seen.profile.born if seen.profile else None
    for event in events_of(seen, [visit], [placed], key="asked", on=today, confirmed=True, by_patient=True):
        found = objections(seen.protocol, seen.course, event, today=today, born=born, log=seen.log, zone=seen.zone)
        if standing_objections(found, event) or any(finding.code == FROZEN for finding in found):
            return True
    return False


def would_be_missed(seen: Seen, visit: ToBook) -> bool:
    """Whether a window passes unused if nothing is found: no time is booked, or one outside of the window."""
    if visit.booking is None:
        return visit.wanted.closes is not None
    day, wanted = _day(seen, visit.booking.starts), visit.wanted
    return bool((wanted.opens and day < wanted.opens) or (wanted.closes and day > wanted.closes))


def is_past(visit: ToBook, now: datetime, today: date | None = None) -> bool:
    """Whether nothing can be found for a visit any more: it has begun, or its window is over."""
    if visit.booking is not None:
        return visit.booking.starts <= now
    closes = visit.wanted.closes
    return closes is not None and closes < (today or now.date())


def _led(visit: ToBook, wishes: Wishes) -> ToBook:
    """The visit led by nobody but the person wished for."""
    if not wishes.clinician or not visit.wanted.needs:
        return visit
    first, *others = visit.wanted.needs
    wanted: Wanted = replace(visit.wanted, needs=(replace(first, among=frozenset({wishes.clinician})), *others))
    return replace(visit, wanted=wanted)


def _same_leader(problem: Problem, visit: ToBook) -> Problem:
    """Who leads the visit as it is booked is preferred, by as many points as a wish is worth."""
    if visit.booking is None or not visit.wanted.needs:
        return problem
    need = visit.wanted.needs[0]
    names = [r.id for r in problem.resources if r.id in visit.booking.resources and need.takes(r)]
    return replace(problem, patient=replace(problem.patient, clinician=names[0])) if names else problem


def _day(seen: Seen, instant: datetime) -> date:
    return instant.astimezone(seen.zone).date()
