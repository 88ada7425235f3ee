"""One visit as an entry of a calendar. It says when and where, and nothing clinical: a calendar is seen by many."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from enthesis.clinic.keys import mark
from enthesis.clinic.models import Clinic

PRODUCT = "-//Enthesis//Enthesis//EN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a calendar shows of one visit."""

    uid: str
    starts: datetime
    minutes: int
    sequence: int  # grows with each change of the time
    stamp: datetime  # when it was last changed
    summary: str
    place: str
    says: str
    link: str = ""
    confirmed: bool = False
    cancelled: bool = False


def uid_of(course: int, visit: str) -> str:
    """The name of a visit in every calendar, for ever. It tells nobody which course or visit it is."""
    return f"{mark(b'calendar entry %d %s' % (course, visit.encode())).hex()}@enthesis"


def calendar(method: str) -> Calendar:
    """An empty calendar that is to be published, or that asks or cancels (RFC 5546)."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", method)
    return found


def event(entry: Entry) -> Event:
    """An entry without its people. Its instants are in UTC, so that no reader has to know a time zone."""
    found = Event()
    found.add("uid", entry.uid)
    found.add("dtstamp", entry.stamp.astimezone(UTC))
    found.add("dtstart", entry.starts.astimezone(UTC))
    found.add("dtend", (entry.starts + timedelta(minutes=entry.minutes)).astimezone(UTC))
    found.add("sequence", entry.sequence)
    found.add("summary", entry.summary)
    if entry.place:
        found.add("location", entry.place)
    if entry.says:
        found.add("description", entry.says)
    if entry.link:
        found.add("url", entry.link)
    found.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED" if entry.confirmed else "TENTATIVE")
    found.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    found.add("class", "PRIVATE")
    return found


def with_organizer(found: Event, clinic: Clinic) -> Event:
    """An entry with who publishes it; RFC 5546 wants nobody else in what is published."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(clinic.name)
    found.add("organizer", organizer)
    return found


def with_people(found: Event, clinic: Clinic, attendee: str, confirmed: bool) -> Event:
    """An entry with who asks and who comes, as RFC 5546 wants it of what is sent to somebody."""
    with_organizer(found, clinic)
    who = vCalAddress(attendee)
    who.params["ROLE"] = vText("REQ-PARTICIPANT")
    who.params["PARTSTAT"] = vText("ACCEPTED" if confirmed else "NEEDS-ACTION")
    who.params["RSVP"] = vText("FALSE")
    found.add("attendee", who)
    return found


def says(clinic: Clinic) -> str:
    """Whom to call and where to look, as far as the clinic has given it."""
    lines = [f"Questions? Call {clinic.telephone}"] if clinic.telephone else []
    return "\n".join([*lines, *([f"Your appointments: {settings.ADDRESS}/my/"] if settings.ADDRESS else [])])
