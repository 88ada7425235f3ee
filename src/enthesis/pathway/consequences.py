"""What a decision brings about by itself: bookings that it gives back. Pure; the door records it with the decision."""

from collections.abc import Iterator
from datetime import date

from enthesis.pathway.course import Course
from enthesis.pathway.events import CandidacyDecided, Event, ResponseDecided, VisitCancelled
from enthesis.pathway.progress import COURSE
from enthesis.pathway.protocol.model import Protocol


def consequences(protocol: Protocol, course: Course, event: Event, on: date | None = None) -> list[VisitCancelled]:
    """The cancellations that follow from `event`, which is about to be recorded in `course`.

    Only an option that says `releases` gives bookings back, and only those of the activities that it ends. A
    correction gives nothing back: what was released with the mistake is booked anew by a person. They are given back
    on the day of recording, `on`, where that is later: a decision told late gives back what was booked meanwhile.
    """
    if event.replaces:
        return []
    match event:
        case ResponseDecided(activity=name, option=chosen):
            pass
        case CandidacyDecided(outcome=chosen):
            name = "candidacy"
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
    for place, booking in enumerate(course.bookings.values(), 1):
        if booking.activity in option.ends or COURSE in option.ends:
            yield VisitCancelled(
                id=f"{event.id}.{place}",
                happened_on=max(event.happened_on, on) if event.happened_on and on else event.happened_on,
                recorded_by=event.recorded_by,
                visit=booking.visit,
                by="clinic",
                reason=f"Given back by the decision {name}: {chosen}.",
            )
