"""One walk through a course's log: where it ends, and what can be seen only on the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import Booking, Course, Draft, apply, standing
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.window import NO_WINDOW, Window

ATTENDED, MISSED, CANCELLED, UNKNOWN = OUTCOMES = ("attended", "missed", "cancelled", "unknown")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that was booked, with the time that it had last, and what became of it."""

    booking: Booking
    outcome: str  # attended | missed | cancelled | unknown


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk through a log shows."""

    course: Course
    windows: tuple[Window, ...]  # of each injection of the course, as its agenda gave it just before
    visits: tuple[Visit, ...]  # every one that was ever booked, by the time that it had last
    paused: frozenset[date]  # days on which nothing was due
    paused_since: date | None  # it is paused now, from the day after this one on


def walk(protocol: Protocol | None, log: Sequence[Event], zone: tzinfo) -> Walked:
    """Fold a log. `protocol` is the one that the course follows at the end, `zone` the clinic's."""
    draft, windows = Draft(), dict[str, Window]()
    visits: dict[str, Visit] = {}
    paused: set[date] = set()
    since: date | None = None
    for place, event in enumerate(standing(log)):
        if isinstance(event, e.InjectionsGiven):
            windows[event.id] = _window(protocol, draft.course(), event.activity, zone)
        before = dict(draft.bookings) if isinstance(event, _ENDS_VISITS) else {}
        apply(draft, event, place)
        for visit, booking in before.items():
            if visit not in draft.bookings:
                visits[visit] = Visit(booking, _OUTCOMES.get(type(event), ATTENDED))
        if isinstance(event, e.CoursePaused):
            since = since or event.happened_on
        elif isinstance(event, e.CourseResumed) and since is not None:
            paused.update(_days(since, event.happened_on))
            since = None
    course = draft.course()
    open_ones = {visit: Visit(booking, UNKNOWN) for visit, booking in course.bookings.items()}
    return Walked(
        course,
        tuple(windows.get(each.id, NO_WINDOW) for each in course.injections),
        tuple(sorted((visits | open_ones).values(), key=lambda each: (each.booking.starts, each.booking.visit))),
        frozenset(paused),
        since,
    )


_OUTCOMES: dict[type, str] = {e.VisitMissed: MISSED, e.VisitCancelled: CANCELLED}
_ENDS_VISITS = (e.VisitAttended, e.InjectionsGiven, e.TherapyAttended, *_OUTCOMES)


def _window(protocol: Protocol | None, before: Course, activity: str, zone: tzinfo) -> Window:
    """As `pathway/kept.py`, for one thing that is about to be done."""
    if protocol is None:
        return NO_WINDOW
    return next((item.window for item in agenda(protocol, before, zone) if item.activity == activity), NO_WINDOW)


def _days(first: date, until: date | None) -> list[date]:
    """The days after the first one up to the day before the last."""
    return [first + timedelta(days=each) for each in range(1, (until - first).days)] if until else []
