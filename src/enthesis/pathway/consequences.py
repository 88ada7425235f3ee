"""What an event brings about by itself: bookings that it gives back. Pure; the door records it with the event.

What only keeps visits from taking place for a while gives nothing back: see `freezing`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from enthesis.pathway.course import Course
from enthesis.pathway.events import CandidacyDecided, CourseClosed, Event, ResponseDecided, VisitCancelled
from enthesis.pathway.progress import COURSE
from enthesis.pathway.protocol.model import Protocol


def consequences(protocol: Protocol, course: Course, event: Event, on: date | None = None) -> list[VisitCancelled]:
    """The cancellations that follow from `event`, which is about to be recorded in `course`.

    A course that is closed gives all of them back. Of decisions, only an option that says `releases` gives bookings
    back, and only those of the activities that it ends. A correction gives nothing back: what was released with the
    mistake is booked anew by a person. They are given back on the day of recording, `on`, where that is later: a
    decision told late gives back what was booked meanwhile.
    """
    if event.replaces:
        return []
    match event:
        case ResponseDecided(activity=name, option=chosen):
            pass
        case CandidacyDecided(outcome=chosen):
            name = "candidacy"
        case CourseClosed():
            return list(_given_back(list(course.bookings), event, on, "Given back: the course is closed."))
        case _:
            return []
    return list(_released(protocol, course, name, chosen, event, on))


def _released(
    protocol: Protocol, course: Course, name: str, chosen: str, event: Event, on: date | None
) -> Iterator[VisitCancelled]:
    activity = protocol.activity(name)
    options = activity.decision.options if activity is not None and activity.decision is not None else ()
    option = next((option for option in options if option.id == chosen), None)
    if option is None or not option.releases:
        return
    ended = [
        booking.visit if booking.activity in option.ends or COURSE in option.ends else ""
        for booking in course.bookings.values()
    ]
    yield from _given_back(ended, event, on, f"Given back by the decision {name}: {chosen}.")


def _given_back(visits: Sequence[str], event: Event, on: date | None, reason: str) -> Iterator[VisitCancelled]:
    """A cancellation for each visit, numbered by its place; none for an empty one."""
    for place, visit in enumerate(visits, 1):
        if visit:
            yield VisitCancelled(
                id=f"{event.id}.{place}",
                happened_on=max(event.happened_on, on) if event.happened_on and on else event.happened_on,
                recorded_by=event.recorded_by,
                visit=visit,
                by="clinic",
                reason=reason,
            )
