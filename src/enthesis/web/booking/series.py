"""The series of a course: what is booked, what can be booked, and choosing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic import adjusting, arranging, holding
from enthesis.clinic.access import CLINICIAN, FRONT_DESK
from enthesis.clinic.adjusting import Given
from enthesis.clinic.arranging import Offered
from enthesis.clinic.door import new_id
from enthesis.clinic.errors import Refused
from enthesis.pathway import events as e
from enthesis.pathway.held_up import held_up_by
from enthesis.scheduling.from_course import NO_DAYS_BETWEEN
from enthesis.scheduling.why import Relaxation
from enthesis.web.booking import telling
from enthesis.web.booking.opened import Booking, Unreadable, opened, read_series
from enthesis.web.booking.start_days import MONTHS_AT_ONCE, months
from enthesis.web.booking.telling import plain, tell
from enthesis.web.booking.ways import BOOKS, address
from enthesis.web.clinician.kinds import Way, may_record, record_url, ways
from enthesis.web.clinician.views import name_of
from enthesis.web.guard import page
from enthesis.web.words import ROLES, clock, near, when

KIND_SAYS = {"visit": "a visit", "injection": "an injection", "review": "a review", "physical-therapy": "therapy"}
OUT_OF_DATE = "That page was out of date: the course has changed since. Choose again."


@dataclass(frozen=True, slots=True)
class BookedRow:
    """One visit that is booked."""

    visit: str
    title: str
    when: str
    people: str
    confirmed: bool
    telehealth: bool
    moves: int
    window: str
    is_outside: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """A step that has to be taken before more can be booked: whose it is, and how the one who looks can take it."""

    what: str  # "candidacy decision"
    who: str
    way: Way | None


@dataclass(frozen=True, slots=True)
class Helps:
    """Something that would make a series possible; with an address where it can be tried at once."""

    says: str
    url: str
    warns: str


@page(*BOOKS)
def series(request: HttpRequest, number: str) -> HttpResponse:
    """What is booked and what can be; choosing a series holds it."""
    there = opened(request, number)
    if request.method == "POST":
        return chosen(request, there)
    return shown(request, there)


def chosen(request: HttpRequest, there: Booking) -> HttpResponse:
    """Hold the series that a page sent; where a time of it was lost meanwhile, say which and offer the nearest."""
    try:
        given = read_series(request.POST.get("series", ""), there.asked)
    except Unreadable:
        messages.warning(request, OUT_OF_DATE, "note-care")
        return redirect(f"{reverse('series', args=[there.seen.number])}?{there.query()}")
    return held_or_lost(request, there, given)


def held_or_lost(request: HttpRequest, there: Booking, given: Given, *, outside: bool = False) -> HttpResponse:
    """Hold a series and ask for the patient's word, or say what was lost. `outside`: windows may be left."""
    problem = there.asked.problem
    assert problem is not None
    lost = arranging.lost(problem, given, windows_too=not outside)
    if not lost:
        key = new_id()
        events = arranging.changes(there.seen, there.asked, given, key=key, on=there.today, confirmed=True)
        if not events:
            messages.info(request, "Nothing changes: that is what is booked.", "note")
            return redirect(f"{reverse('series', args=[there.seen.number])}?{there.query()}")
        try:
            holding.hold(there.seen, events, key=key, by=request.user, now=there.now)
        except Refused:
            there = opened(request, there.seen.number)  # with what others took meanwhile
            assert there.asked.problem is not None
            lost = arranging.lost(there.asked.problem, given, windows_too=not outside) or tuple(given)
        else:
            return redirect(f"{reverse('series-held', args=[there.seen.number])}?{there.query()}")
    return shown(request, there, lost=lost, given=given)


def shown(
    request: HttpRequest, there: Booking, *, lost: tuple[str, ...] = (), given: Given | None = None
) -> HttpResponse:
    """The page; after a lost time with the nearest series to the one that was chosen."""
    seen, asked, today = there.seen, there.asked, there.today
    titles, held = telling.titles_of(asked), there.held()
    context: dict[str, object] = {
        "seen": seen,
        "name": name_of(seen),
        "there": there,
        "form": there.form,
        "query": there.query(),
        "booked": list(booked_rows(there)),
        "held": held,
        "concerns": len(seen.course.concerns),
        "lost": [titles[item] for item in lost if item in titles],
        "days_open": any(one.why == NO_DAYS_BETWEEN for one in asked.unplaced),
        "unplaced": [(_activity(there, one.activity), one.why) for one in asked.unplaced],
        "waits": list(_waits(there)),
        "undecided": [KIND_SAYS.get(kind, kind) for kind in asked.undecided],
        "links": list(_links(there)),
        "zone": seen.zone,
    }
    if held is not None:
        context |= {"held_until": clock(held.until, seen.zone), "held_move": held.kind != holding.SERIES}
    if asked.problem is not None:
        if lost and given is not None:
            nearest = arranging.repair(asked.problem, given)
            context["nearest"] = (
                tell(asked, nearest.visits, name="nearest", differs="nearest", today=today) if nearest else None
            )
        offered = arranging.offer(asked.problem, there.start)
        context |= _offered(there, offered, titles)
    return render(request, "web/booking/series.html", context)


def booked_rows(there: Booking) -> Iterator[BookedRow]:
    """What is booked, in order of time, with what can be done about each."""
    seen, asked = there.seen, there.asked
    now = arranging.now_of(asked)
    frame = adjusting.windows(asked.problem, now) if asked.problem else {}
    for booking in sorted(seen.course.bookings.values(), key=lambda each: each.starts):
        wanted = arranging.named(asked, booking.visit)
        day = booking.starts.astimezone(seen.zone).date()
        window = frame.get(wanted.wanted.id) if wanted else None
        activity = seen.protocol.activity(booking.activity) if seen.protocol else None
        title = telling.title_of(wanted) if wanted else (activity.title if activity else booking.activity)
        to_do = []
        if wanted is not None:
            times = reverse("series-times", args=[seen.number, booking.visit])
            to_do.append(Way("Other times", f"{times}?{there.query()}", True))
        for says, slug, kind in (
            ("Confirmed", "confirmed", e.VisitConfirmed),
            ("Did not come", "missed", e.VisitMissed),
            ("Cancel", "cancel", e.VisitCancelled),
        ):
            too_early = slug == "missed" and day > there.today
            if may_record(seen, kind) and not too_early and not (slug == "confirmed" and booking.confirmed):
                to_do.append(Way(says, record_url(seen, slug, (booking.visit,))))
        yield BookedRow(
            booking.visit,
            title,
            f"{day:%a} {near(day, there.today)}, {clock(booking.starts, seen.zone)}",
            ", ".join(booking.resources),
            booking.confirmed,
            booking.telehealth,
            booking.moves,
            when(window, there.today) if window and window.aim else "",
            bool(window and not window.holds(day)),
            tuple(to_do),
        )


def _offered(there: Booking, offered: Offered, titles: Mapping[str, str]) -> dict[str, object]:
    asked, today = there.asked, there.today
    assert asked.problem is not None
    told = [
        tell(asked, choice.series.visits, name=f"series-{place}", differs=choice.differs, today=today)
        for place, choice in enumerate(offered.choices)
    ]
    counts = offered.starts.counts if offered.starts else {}
    root = next((visit for visit in asked.visits if not visit.wanted.after), None)
    may_start = root is not None and root.booking is None
    calendar = months(counts, there.start) if may_start else []
    return {
        "best": told[0] if told else None,
        "others": [each for each in told[1:] if each.changes],
        "nothing_changes": bool(told) and not told[0].changes,
        "mends": bool(told) and any(row.state == telling.MOVES for row in told[0].rows),
        "months": calendar[:MONTHS_AT_ONCE],
        "later_months": calendar[MONTHS_AT_ONCE:],
        "starts_exact": offered.starts.exact if offered.starts else True,
        "first_title": titles[root.wanted.id] if root else "",
        "start_query": there.query(start=""),
        "why": plain(offered.why.says, titles) if offered.why else "",
        "helps": [_help(there, one, titles) for one in offered.why.relaxations] if offered.why else [],
        "wider": [
            f"{titles[item]} {'closes' if days > 0 else 'opens'} {abs(days)} day{'' if abs(days) == 1 else 's'} "
            f"{'later' if days > 0 else 'earlier'}"
            for item, days in there.wider.items()
            if item in titles
        ],
        "narrow_query": there.query(wider=""),
    }


def _help(there: Booking, one: Relaxation, titles: Mapping[str, str]) -> Helps:
    here = reverse("series", args=[there.seen.number])
    says = plain(one.says, titles)
    if one.code in ("window-later", "window-earlier"):
        days = there.wider.get(one.item, 0) + (one.days if one.code == "window-later" else -one.days)
        wider = ",".join(f"{item}:{much}" for item, much in {**there.wider, one.item: days}.items())
        warns = "Outside of its protocol's window: a clinician gives the reason when it is booked."
        return Helps(says, f"{here}?{there.query(wider=wider)}", warns)
    if one.code == "patient":
        dropped = dict.fromkeys(("only", "away-1", "back-1", "away-2", "back-2"), "")
        query = there.query(**dropped)
        warns = "Ask the patient: days away and impossible times are then left out."
        return Helps(says, f"{here}?{query}" if query != there.query() else "", warns)
    return Helps(says, "", "")


def _waits(there: Booking) -> Iterator[Wait]:
    seen = there.seen
    if seen.protocol is None:
        return
    for item in held_up_by(seen.protocol, seen.agenda, there.asked.unplaced):
        title = item.title[:1].lower() + item.title[1:]
        yield Wait(title, ROLES[item.who.value], next(iter(ways(seen, item)), None))


def _activity(there: Booking, name: str) -> str:
    activity = there.seen.protocol.activity(name) if there.seen.protocol else None
    return activity.title if activity else name


def _links(there: Booking) -> Iterator[Way]:
    """Pages of other parts of the house about the same course, where they are there."""
    if there.seen.course.bookings and (url := address("mend", there.seen.number)):
        yield Way("Mend what has shifted", url)
    if there.seen.roles & {FRONT_DESK, CLINICIAN} and (url := address("waiting-join", there.seen.number)):
        yield Way("Wait for another time", url)
