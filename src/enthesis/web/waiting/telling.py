"""The waiting list as a page shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from enthesis.clinic import holding
from enthesis.clinic.models import Offer, WaitingEntry
from enthesis.clinic.numbers import number_of
from enthesis.clinic.offering import Wishes, visit_of, visits_of, wishes_from_json
from enthesis.clinic.offers import OPEN
from enthesis.clinic.opening import Seen, course_for_work
from enthesis.clinic.waiting import Waiting
from enthesis.pathway.window import Window
from enthesis.scheduling.from_course import ToBook
from enthesis.web.waiting.forms import DAYS
from enthesis.web.words import moment, near, visit_time, when

ANSWERED = timedelta(days=14)  # for which answered offers are shown
MOST = 100  # of them


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who waits."""

    entry: WaitingEntry
    number: str
    name: str
    visit: str
    booked: str
    window: str
    wishes: str
    since: str
    until: str
    is_urgent: bool
    is_open: bool  # an offer waits for the answer
    why_not: str  # why nothing is offered at the moment; "" where it only has to be free


@dataclass(frozen=True, slots=True)
class Offered:
    """A time that was offered."""

    offer: Offer
    number: str
    name: str
    visit: str
    starts: str
    until: str
    answered: str
    made: str
    who: str
    is_open: bool
    is_over: bool  # its time to answer has passed, and nobody has written so yet


def line_of(line: Waiting, is_open: bool, now: datetime) -> Line:
    visit, zone = line.visit, line.seen.zone
    today = now.astimezone(zone).date()
    window = Window(visit.wanted.opens, visit.wanted.ideal, visit.wanted.closes) if visit else Window()
    return Line(
        entry=line.entry,
        number=line.seen.number,
        name=name_of(line.seen),
        visit=visit_name(visit, line.entry),
        booked=visit_time(visit.booking.starts, zone) if visit and visit.booking else "",
        window=f"Window: {when(window, today)}" if window.opens or window.closes else "",
        wishes=in_words(wishes_from_json(line.entry.wishes)),
        since=moment(line.entry.since, zone, today),
        until=near(line.entry.until, today) if line.entry.until else "",
        is_urgent=line.is_urgent,
        is_open=is_open,
        why_not=_why_not(line, now),
    )


def offers_of(clinic: int, now: datetime) -> list[Offer]:
    """Open offers, the one that ends first before the others; then the answered ones of the last days, newest first."""
    recent = Q(state=OPEN) | Q(answered_at__gte=now - ANSWERED)
    found = Offer.objects.filter(recent, entry__clinic=clinic).select_related("entry").order_by("-answered_at", "-pk")
    listed = list(found[:MOST])
    return [
        *sorted((offer for offer in listed if offer.state == OPEN), key=lambda offer: offer.until),
        *(offer for offer in listed if offer.state != OPEN),
    ]


def offered_of(offer: Offer, zone: ZoneInfo, now: datetime) -> Offered:
    seen, today = course_for_work(offer.entry.course_id), now.astimezone(zone).date()
    visit = visit_of(visits_of(seen), offer.entry.visit, offer.entry.item) if seen else None
    return Offered(
        offer=offer,
        number=number_of(offer.entry.course_id),
        name=name_of(seen) if seen else "",
        visit=visit_name(visit, offer.entry),
        starts=visit_time(offer.starts, zone),
        until=moment(offer.until, zone, today),
        answered=moment(offer.answered_at, zone, today) if offer.answered_at else "",
        made=moment(offer.made_at, zone, today),
        who=", ".join(name for name in offer.resources.split("\n") if name),
        is_open=offer.state == OPEN,
        is_over=offer.state == OPEN and now >= offer.until,
    )


def name_of(seen: Seen) -> str:
    return seen.profile.name if seen.profile else "(erased)"


def visit_name(visit: ToBook | None, entry: WaitingEntry) -> str:
    if visit is None:
        return _plain(entry.item)
    return f"{visit.title} {visit.number}" if visit.number else visit.title


def said_of(seen: Seen, visit: ToBook) -> str:
    """A visit that can be put on the list, and what it would wait for."""
    name = f"{visit.title} {visit.number}" if visit.number else visit.title
    if visit.booking is None:
        return f"{name}: not booked, any time in its window"
    return f"{name}: earlier than {visit_time(visit.booking.starts, seen.zone)}"


def in_words(wishes: Wishes) -> str:
    """What somebody said about the times that go."""
    days = ", ".join(DAYS[day] for day in sorted(wishes.weekdays)) or "any day"
    times = ", ".join(f"{start:%H:%M} to {end:%H:%M}".replace("to 00:00", "on") for start, end in wishes.times)
    hours = wishes.notice_hours
    notice = f"{hours // 24} day{'' if hours == 24 else 's'}" if hours and hours % 24 == 0 else f"{hours} hours"
    only = f", only with {wishes.clinician}" if wishes.clinician else ""
    return f"{days}, {times or 'any time'}{only}, known {notice} before"


def _why_not(line: Waiting, now: datetime) -> str:
    if line.visit is None:
        return "it is counted from a visit that has no time yet"
    held = holding.held(line.entry.course_id)
    if held is not None and held.kind != holding.OFFER and held.lasts(now):
        return "other times are held for this course, which the patient has to answer first"
    return ""


def _plain(item: str) -> str:
    return item.replace("-", " ").capitalize()
