"""A time outside the window that the protocol gives a visit: recorded only with a clinician's name and reason.

The windows are those of `pathway.visits`, the same from which the solver proposes. Events that are recorded together
are held against the course as all of them leave it, so that a whole series can be moved at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.checks.case import Case
from enthesis.pathway.course import Booking, Course, Status, fold
from enthesis.pathway.events import Event
from enthesis.pathway.finding import STOP, WARN, Finding
from enthesis.pathway.progress import sessions_done
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.visits import Expected, Outside, outside, visits_to_come

OUTSIDE_WINDOW = "outside-window"


@dataclass(frozen=True, slots=True)
class Calling:
    """How an event comes to be recorded."""

    zone: tzinfo  # the clinic's
    coming: Sequence[Event] = ()  # what is recorded after it, in the same call
    history: bool = False  # what happened long ago is told, not asked: nothing is held up


def check_window(case: Case, event: e.VisitBooked | e.VisitMoved, calling: Calling) -> Iterator[Finding]:
    """The visit outside of its window, or another one that this time puts outside of its own."""
    before = case.course
    if before.status is not Status.ACTIVE or _keeps_its_day(before, event, calling.zone):
        return
    after = _after(case, event, calling.coming)
    if event.visit not in after.bookings:
        return
    there = {each.visit for each in standing_outside(case.protocol, before, calling.zone)}
    found = standing_outside(case.protocol, after, calling.zone)
    own = [each for each in found if each.visit == event.visit]
    others = [each for each in found if each.visit != event.visit and each.visit not in there | _coming(calling)]
    for each in dict.fromkeys(own + others):
        yield Finding(
            code=OUTSIDE_WINDOW,
            level=WARN if calling.history else STOP,
            says=each.says,
            remedy="Choose another day, or let a clinician say why this one is right.",
            field="starts",
            sources=_sources(case.protocol, each),
        )


def standing_outside(protocol: Protocol, course: Course, zone: tzinfo) -> list[Outside]:
    """The booked visits of a course that stand outside of their windows; none while it is paused or closed."""
    return outside(booked_to_come(protocol, course, zone), zone) if course.bookings else []


def booked_to_come(protocol: Protocol, course: Course, zone: tzinfo) -> list[Expected]:
    """The visits to come, as many sessions as are agreed or booked, whichever is more."""
    if course.status is not Status.ACTIVE:
        return []
    by_activity = [booking.activity for booking in course.bookings.values()]
    most = max((by_activity.count(name) for name in by_activity), default=0)
    sessions = sessions_done(protocol, course) + most
    return visits_to_come(protocol, course, agenda(protocol, course, zone), sessions=sessions, all_booked=True)[0]


def _keeps_its_day(course: Course, event: e.VisitBooked | e.VisitMoved, zone: tzinfo) -> bool:
    booking = course.bookings.get(event.visit)
    return booking is not None and not event.replaces and _day(booking.starts, zone) == _day(event.starts, zone)


def _after(case: Case, event: Event, coming: Sequence[Event]) -> Course:
    """The course with the event, and with the visits as the rest of the call leaves them."""
    more = [each for each in coming if isinstance(each, _ABOUT_VISITS)]
    day = event.happened_on
    told_late = day is not None and any(each.happened_on is not None and each.happened_on > day for each in case.log)
    if event.replaces or told_late or any(each.replaces for each in more):
        return fold((*case.log, event, *more))
    bookings = dict(case.course.bookings)
    for each in (event, *more):
        _apply(bookings, each)
    return replace(case.course, bookings=bookings)


_ABOUT_VISITS = (e.VisitBooked, e.VisitMoved, e.VisitCancelled, e.VisitMissed)


def _apply(bookings: dict[str, Booking], event: Event) -> None:
    """Only what a window is held against: whose visit it is, and when."""
    match event:
        case e.VisitBooked():
            bookings[event.visit] = Booking(event.visit, event.activity, event.starts, event.minutes)
        case e.VisitMoved() if event.visit in bookings:
            bookings[event.visit] = replace(bookings[event.visit], starts=event.starts)
        case e.VisitCancelled() | e.VisitMissed():
            bookings.pop(event.visit, None)


def _coming(calling: Calling) -> set[str]:
    """Visits that get a time later in the call, and are held against it then."""
    return {each.visit for each in calling.coming if isinstance(each, e.VisitBooked | e.VisitMoved)}


def _sources(protocol: Protocol, each: Outside) -> tuple[str, ...]:
    """Where the windows of a visit come from."""
    activity = protocol.activity(each.activity)
    steps = [getattr(activity.timing, name, None) for name in ("step", "then")] if activity else []
    values = [value for step in steps if step is not None for _, value in step.values()]
    return tuple(dict.fromkeys(value.source for value in values if value.is_stated and value.source)) or ("HOUSE",)


def _day(instant: datetime, zone: tzinfo) -> date:
    return instant.astimezone(zone).date()
