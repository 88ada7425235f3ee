"""Visits as a file for a calendar program, which also moves them and takes them out again (RFC 5546)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from enthesis.clinic.addresses import address_of
from enthesis.clinic.ical.entries import Entry, calendar, event, says, uid_of, with_organizer, with_people
from enthesis.clinic.models import Clinic
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen
from enthesis.pathway.course import Booking
from enthesis.pathway.events import Event, VisitBooked, VisitCancelled, VisitMoved, Withdrawn

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


class NoSuchVisit(LookupError):
    """No visit of that name is booked in the course, and none was called off."""


def method_of(seen: Seen, visit: str) -> str:
    """What the file of a visit asks of a calendar: to keep it, or to take it out. Raises `NoSuchVisit`."""
    return CANCEL if _booking(seen, visit)[1] else REQUEST


def visit_file(seen: Seen, visit: str) -> bytes:
    """A visit as `.ics`. Raises `NoSuchVisit`.

    Its UID never changes and its SEQUENCE grows each time it is booked, moved or called off, corrections included, so
    that a calendar program which gets several of them keeps the last one, in whichever order they arrive.
    """
    booking, off = _booking(seen, visit)
    clinic = Clinic.objects.get(pk=seen.clinic)
    entry = _entry(seen, visit, clinic)
    address = address_of(seen.person, seen.profile.contact if seen.profile else "")
    attendee = f"mailto:{address}" if address else f"urn:enthesis:{uid_of(seen.person, '')}"
    found = calendar(CANCEL if off else REQUEST)
    found.add_component(with_people(event(entry), clinic, attendee, booking.confirmed))
    return bytes(found.to_ical())


def series_file(seen: Seen, visits: Sequence[str]) -> bytes:
    """Several visits as one `.ics`, which is published: a request holds one visit only. Raises `NoSuchVisit`.

    Each has the UID and the SEQUENCE that it has in a file of its own, so that a later one takes its place.
    """
    clinic = Clinic.objects.get(pk=seen.clinic)
    found = calendar(PUBLISH)
    for visit in visits:
        found.add_component(with_organizer(event(_entry(seen, visit, clinic)), clinic))
    return bytes(found.to_ical())


def _entry(seen: Seen, visit: str, clinic: Clinic) -> Entry:
    booking, off = _booking(seen, visit)
    changes = list(_changes(seen.log, visit))
    stamp = max((each.recorded_at for each in changes if each.recorded_at), default=datetime.now(UTC))
    return Entry(
        uid=uid_of(key_of(seen.number) or 0, visit),
        starts=booking.starts,
        minutes=max(1, booking.minutes),
        sequence=max(0, len(changes) - 1),
        stamp=stamp,
        summary=f"Appointment: {clinic.name}",
        place="By video" if booking.telehealth else clinic.name,
        says=says(clinic),
        link=clinic.meeting_link if booking.telehealth else "",
        confirmed=booking.confirmed,
        cancelled=off,
    )


def _booking(seen: Seen, visit: str) -> tuple[Booking, bool]:
    """A visit with the time that it has, or had when it was called off, and whether it was."""
    there = seen.course.bookings.get(visit)
    if there is not None:
        return there, False
    for off in reversed(seen.course.cancelled):
        if off.visit == visit:
            return off, True
    raise NoSuchVisit(visit)


def _changes(log: tuple[Event, ...], visit: str) -> Iterator[Event]:
    """Whatever was recorded of a visit's time, each correction and withdrawal as one more."""
    about: set[str] = set()
    for each in log:
        is_about = isinstance(each, VisitBooked | VisitMoved | VisitCancelled) and each.visit == visit
        if is_about or (isinstance(each, Withdrawn) and each.replaces in about):
            about.add(each.id)
            yield each
