"""A patient's visits: those of one course or of all, and one of them with the yes to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from enthesis.clinic import holding
from enthesis.clinic.access import PATIENT
from enthesis.clinic.door import record
from enthesis.clinic.errors import Refused
from enthesis.clinic.models import Clinic, WaitingEntry
from enthesis.clinic.numbers import key_of
from enthesis.clinic.offering import visit_of, visits_of
from enthesis.clinic.offers import WAITING
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.own_visits import Barred, Waits, barred, coming, may_change, needs, waits_because
from enthesis.clinic.visit_rules import VisitRules, visit_rules
from enthesis.clinic.waiting import open_offer
from enthesis.pathway.course import Booking, Status
from enthesis.pathway.events import VisitConfirmed
from enthesis.pathway.leaflets import load
from enthesis.web.about.links import Link, links
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.patient.own import own_courses
from enthesis.web.patient.visits import telling

LINK_NEAR = timedelta(hours=24)  # before a visit by video its link is shown


@dataclass(frozen=True, slots=True)
class Row:
    """One booked visit as its patient reads it."""

    number: str  # of the course
    visit: str
    title: str
    when: str
    until: str
    who: str
    where: str
    prepare: str
    telehealth: bool
    link: str  # to the meeting, once it is near
    confirmed: bool
    waits: Waits | None  # why it may not take place as things stand
    may_change: bool
    url: str  # of its own page; "" where there is none
    file: str  # its calendar file
    form_id: str
    leaflets: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What all visits of a clinic are told with."""

    clinic: Clinic
    rules: VisitRules
    kinds: Mapping[str, str]  # of people, rooms and devices, by name
    sites: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """Times that are held for a course."""

    is_move: bool
    until: str
    count: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A time that became free and is offered to somebody who waits."""

    title: str
    when: str
    who: str
    was: str  # the time that the visit has; "" where it has none
    until: str


@dataclass(frozen=True, slots=True)
class CourseVisits:
    """The visits of one course."""

    number: str
    problem: str
    status: str
    rows: tuple[Row, ...]
    wanting: tuple[str, ...]
    more_later: bool  # the number of sessions is agreed later
    barred: Barred | None
    kept: Kept | None
    rules: VisitRules
    clinic: Clinic
    offer: Offered | None = None  # a time that became free
    waits_for: tuple[str, ...] = ()  # what the course is on the waiting list for


def clinic_of(seen: Seen) -> Clinic:
    return Clinic.objects.get(pk=seen.clinic)


def page_of(name: str, *args: str) -> str:
    """The address of a page; "" where there is none for these words."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def visit_row(seen: Seen, booking: Booking, clinic: Clinic, rules: VisitRules, now: datetime) -> Row:
    """One booked visit."""
    today = now.astimezone(seen.zone).date()
    asked = needs(seen).of(booking.visit)
    about = About(clinic, rules, telling.people(clinic.pk), telling.sites(clinic.pk))
    return _row(seen, booking, asked.number if asked else 0, about, now, today)


def course_visits(seen: Seen, now: datetime) -> CourseVisits:
    """All of a course's visits, and what wants a time."""
    clinic, rules = clinic_of(seen), visit_rules(seen.clinic)
    today = now.astimezone(seen.zone).date()
    there = needs(seen)
    numbers = {each.booking.visit: each.number for each in there.booked if each.booking}
    about = About(clinic, rules, telling.people(seen.clinic), telling.sites(seen.clinic))
    active = seen.course.status is Status.ACTIVE
    return CourseVisits(
        number=seen.number,
        problem=seen.course.problem,
        status=seen.course.status.value,
        rows=tuple(_row(seen, each, numbers.get(each.visit, 0), about, now, today) for each in coming(seen, now)),
        wanting=tuple(telling.title(seen, each.activity, each.number) for each in there.wanting),
        more_later=any("sessions" in each.why for each in there.unplaced),
        barred=barred(seen, rules),
        kept=kept_for(seen, now) if active else None,
        rules=rules,
        clinic=clinic,
        offer=offer_of(seen, now) if active else None,
        waits_for=tuple(waits_for(seen)) if active else (),
    )


def waits_for(seen: Seen) -> list[str]:
    """The visits that a course is on the waiting list for."""
    return [name_of(seen, entry) for entry in waiting_entries(seen)]


def waiting_entries(seen: Seen) -> list[WaitingEntry]:
    """Where a course stands on the waiting list."""
    return list(WaitingEntry.objects.filter(course=key_of(seen.number), state=WAITING).order_by("since", "pk"))


def name_of(seen: Seen, entry: WaitingEntry) -> str:
    """What the visit of an entry is called."""
    found = visit_of(visits_of(seen), entry.visit, entry.item)
    return telling.title(seen, found.activity, found.number) if found else telling.title(seen, entry.item)


def offer_of(seen: Seen, now: datetime) -> Offered | None:
    """The offer that a course can answer now."""
    found = open_offer(seen, now)
    if found is None:
        return None
    today, booking = now.astimezone(seen.zone).date(), seen.course.bookings.get(found.entry.visit)
    return Offered(
        title=name_of(seen, found.entry),
        when=telling.day_and_time(found.starts, seen.zone, today),
        who=telling.who([name for name in found.resources.split("\n") if name], telling.people(seen.clinic)),
        was=telling.day_and_time(booking.starts, seen.zone, today) if booking else "",
        until=telling.at_or_on(found.until, seen.zone, today),
    )


def _row(
    seen: Seen,
    booking: Booking,
    number: int,
    about: About,
    now: datetime,
    today: date,
) -> Row:
    clinic, rules = about.clinic, about.rules
    site = next((about.sites[name] for name in booking.resources if name in about.sites), "")
    ends = booking.starts + timedelta(minutes=booking.minutes)
    waits = waits_because(seen, booking.visit)
    activity = seen.protocol.activity(booking.activity) if seen.protocol else None
    near = booking.telehealth and now >= booking.starts - LINK_NEAR
    url = page_of("visit", seen.number, booking.visit)
    return Row(
        number=seen.number,
        visit=booking.visit,
        title=telling.title(seen, booking.activity, number),
        when=telling.day_and_time(booking.starts, seen.zone, today),
        until=f"{ends.astimezone(seen.zone):%H:%M}",
        who=telling.who(booking.resources, about.kinds),
        where=_("By video or telephone") if booking.telehealth else f"{clinic.name}{f', {site}' if site else ''}",
        prepare=telling.prepare(seen, booking.activity),
        telehealth=booking.telehealth,
        link=clinic.meeting_link if near else "",
        confirmed=booking.confirmed,
        waits=waits,
        may_change=bool(url) and may_change(booking, rules, now) and waits is None,
        url=url,
        file=page_of("visit-ics", seen.number, booking.visit),
        form_id=uuid4().hex,
        leaflets=links(load().beside(booking.activity, activity.kind), seen.course) if activity else (),
    )


def kept_for(seen: Seen, now: datetime) -> Kept | None:
    """What is held for a course and waits for its patient's answer."""
    found = holding.held(key_of(seen.number) or 0)
    if found is None or not found.lasts(now) or found.kind == holding.OFFER:
        return None
    today = now.astimezone(seen.zone).date()
    return Kept(found.kind == holding.MOVE, telling.at_or_on(found.until, seen.zone, today), len(found.events))


# -- pages ------------------------------------------------------------------------------------------------------


@page(PATIENT, methods=("GET",))
def all_visits(request: HttpRequest) -> HttpResponse:
    """The visits of all of a patient's courses."""
    courses = own_courses(request)
    live = [seen for seen in courses if seen.course.status is not Status.CLOSED] or courses
    return _show(request, live)


@page(PATIENT, methods=("GET",))
def of_course(request: HttpRequest, number: str) -> HttpResponse:
    """The visits of one course."""
    return _show(request, [open_course(number, by=request.user)])


def _show(request: HttpRequest, seen: Sequence[Seen]) -> HttpResponse:
    now = datetime.now(UTC)
    context = {
        "courses": [course_visits(each, now) for each in seen],
        "calendar": page_of("my-calendar"),
        "here": "visits",
    }
    return render(request, "web/patient/visits/visits.html", context)


@page(PATIENT)
def one(request: HttpRequest, number: str, visit: str) -> HttpResponse:
    """One visit; sent, it is the patient's yes to its time."""
    seen, now = open_course(number, by=request.user), datetime.now(UTC)
    booking = booking_of(seen, visit, now)
    if request.method == "POST":
        return _confirm(request, seen, booking)
    clinic, rules = clinic_of(seen), visit_rules(seen.clinic)
    row = visit_row(seen, booking, clinic, rules, now)
    waiting_url = f"{reverse('visits-wait', args=[number])}?visit={visit}"
    context = {"waiting_url": waiting_url, "row": row, "seen": seen, "rules": rules, "clinic": clinic, "here": "visits"}
    return render(request, "web/patient/visits/visit.html", context)


def booking_of(seen: Seen, visit: str, now: datetime) -> Booking:
    """A visit that is still to come. Raises `Http404`."""
    found = next((each for each in coming(seen, now) if each.visit == visit), None)
    if found is None:
        raise Http404("There is no such visit to come.")
    return found


def _confirm(request: HttpRequest, seen: Seen, booking: Booking) -> HttpResponse:
    if not booking.confirmed and waits_because(seen, booking.visit) is None:
        event = VisitConfirmed(
            id=request.POST.get("form_id", "")[:40] or uuid4().hex, happened_on=today_at(seen.zone), visit=booking.visit
        )
        try:
            record(event, course=seen.number, by=request.user)
        except Refused as refused:
            messages.info(request, str(refused), "note-care")
            return redirect("course-visits", seen.number)
    messages.success(request, _("Thank you. The clinic knows that you come."), "note-good")
    return redirect("course-visits", seen.number)
