"""Who is at the clinic and waits: arrivals of today, for visits that have not taken place yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from enthesis.clinic.access import SEES_PROFILE, STAFF, By, Operator
from enthesis.clinic.filing import look
from enthesis.clinic.models import BookedVisit, Clinic, StoredEvent
from enthesis.clinic.people import clinics_of
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.restrictions import hidden_courses
from enthesis.pathway.events import PatientArrived


@dataclass(frozen=True, slots=True)
class Waiting:
    """A patient who has arrived for a booked visit of today."""

    course: str
    visit: str
    title: str
    name: str  # "" where the role may not see it
    starts: datetime
    since: datetime
    event: str  # id of the arrival, to take it back


_BOOKED = Prepared(
    lambda clinic, starts, ends: BookedVisit.objects.filter(
        clinic=clinic, starts__gte=starts, starts__lt=ends
    ).values_list("course", flat=True)
)
_ARRIVED = Prepared(
    lambda courses, day: StoredEvent.objects.filter(
        course__in=courses, kind=PatientArrived.__name__, happened_on=day
    ).values_list("course", flat=True)
)


def waiting(by: By, clinic: Clinic, today: date) -> list[Waiting]:
    """Who waits now, the longest first; empty for who is no staff of the clinic."""
    roles = next((held for one, held in clinics_of(by) if one.pk == clinic.pk), frozenset())
    if not isinstance(by, Operator) and not roles & STAFF:
        return []
    sees_names = isinstance(by, Operator) or bool(roles & SEES_PROFILE)
    zone = ZoneInfo(clinic.time_zone)
    starts = datetime.combine(today, time(0), zone)
    ends = datetime.combine(today + timedelta(days=1), time(0), zone)
    booked = _BOOKED(clinic.pk, starts, ends)
    courses = set(booked) - hidden_courses(by, clinic.pk).keys()
    if not courses:
        return []
    found = (each for key in set(_ARRIVED(courses, today)) for each in _of(key, sees_names))
    return sorted((each for each in found if starts <= each.starts < ends), key=lambda each: (each.since, each.starts))


def _of(course: int, sees_names: bool) -> Iterator[Waiting]:
    file = look(course, Operator())
    if file is None:
        return
    entry, profile = file.known(), file.profile() if sees_names else None
    for visit, arrival in entry.state.arrived.items():
        booking = entry.state.bookings.get(visit)
        if booking is not None:
            activity = entry.protocol.activity(booking.activity) if entry.protocol else None
            yield Waiting(
                course=file.number,
                visit=visit,
                title=activity.title if activity else booking.activity,
                name=profile.name if profile else "",
                starts=booking.starts,
                since=arrival.recorded_at or datetime.now(UTC),
                event=arrival.id,
            )
