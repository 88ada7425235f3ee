"""Where one goes from a visit or a calendar."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import NoReverseMatch, reverse

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, MAY_RECORD, THERAPIST
from enthesis.clinic.timetable import Visit
from enthesis.pathway import events as e
from enthesis.pathway.protocol.model import Kind
from enthesis.web.clinician.kinds import Way

BOOKS = frozenset({THERAPIST, FRONT_DESK, CLINICIAN})  # open the series of a course
# Pages of other parts of the house, shown where they are there: name, what the link says, for whom.
_MORE = (
    ("calendar-close", "Close a day", frozenset({FRONT_DESK, CLINICIAN, LEAD})),
    ("day-sheet", "Treatment room", frozenset({FRONT_DESK, CLINICIAN})),
    ("waiting", "Waiting list", frozenset({FRONT_DESK, CLINICIAN})),
    ("resources", "People, rooms and hours", frozenset({FRONT_DESK, CLINICIAN, LEAD})),
    ("own-calendar", "Calendars elsewhere", frozenset({FRONT_DESK, THERAPIST, CLINICIAN, LEAD})),
    ("messages", "Messages", frozenset({CLINICIAN, LEAD})),
)
_ASKS = {"calendar-close": "day", "day-sheet": "on"}  # pages of one day, and what they call it

# What is noted when somebody has come, where that is more than having come: what the link says, the form, the event.
_COMING: dict[str, tuple[str, str, type[e.Happening]]] = {
    Kind.INJECTION: ("Record the injection", "injection", e.InjectionsGiven),
    Kind.THERAPY: ("Has come", "therapy", e.TherapyAttended),
    Kind.REVIEW: ("Decide", "review", e.ResponseDecided),
}


def address(name: str, *named: str) -> str:
    """The address of a page; "" where there is no such page."""
    try:
        return reverse(name, args=named)
    except NoReverseMatch:
        return ""


def calendar_links(roles: frozenset[str], on: date) -> list[Way]:
    """What can be done beside looking at a calendar."""
    found = [(name, address(name), says) for name, says, whose in _MORE if roles & whose]
    return [Way(says, f"{url}?{_ASKS[name]}={on}" if name in _ASKS else url) for name, url, says in found if url]


def arrival_ways(visit: Visit, roles: frozenset[str], *, is_today: bool) -> Sequence[Way]:
    """What can be noted about a visit on the day list, the usual thing first."""
    return list(_arrival(visit, roles, is_today))


def _arrival(visit: Visit, roles: frozenset[str], is_today: bool) -> Iterator[Way]:
    if is_today:
        says, slug, kind = _COMING.get(visit.kind, ("Has come", "attended", e.VisitAttended))
        if roles & MAY_RECORD[kind]:
            yield Way(says, reverse("record-about", args=[visit.course, slug, visit.activity]), True)
        if roles & MAY_RECORD[e.VisitMissed]:
            yield Way("Did not come", reverse("record-about", args=[visit.course, "missed", visit.visit]))
    if not visit.confirmed and roles & MAY_RECORD[e.VisitConfirmed]:
        yield Way("Confirmed", reverse("record-about", args=[visit.course, "confirmed", visit.visit]))
