"""Times that are kept for a patient: a series that was just chosen, or a move that the clinic proposes. Yes or no."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic import holding
from enthesis.clinic.access import PATIENT
from enthesis.clinic.door import Recorded
from enthesis.clinic.errors import Refused, Stale
from enthesis.clinic.holding import Held
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.own_visits import STANDS_STILL, asked, barred, needs, placed_by
from enthesis.clinic.visit_rules import visit_rules
from enthesis.pathway.events import Event, VisitBooked, VisitMoved
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.patient.visits import telling
from enthesis.web.patient.visits.pick import movable, pick_again, repair, wishes_of
from enthesis.web.patient.visits.telling import Line
from enthesis.web.patient.visits.views import clinic_of

NOTHING_NOW = gettext_lazy("Nothing is booked or moved now. Your clinic will be in touch.")


@page(PATIENT)
def kept(request: HttpRequest, number: str) -> HttpResponse:
    """What is kept and until when; sent, it is the yes or the no."""
    seen, now = open_course(number, by=request.user), datetime.now(UTC)
    found = holding.held(key_of(number) or 0)
    if request.method == "POST":
        return _answer(request, seen, found)
    if found is None or found.kind == holding.OFFER:
        return redirect("course-visits", number)
    today = today_at(seen.zone)
    told, always = telling.said_once(_lines(seen, found.events))
    context = {
        "seen": seen,
        "clinic": clinic_of(seen),
        "held": found,
        "is_move": found.kind == holding.MOVE,
        "lasts": found.lasts(now),
        "until": telling.at_or_on(found.until, seen.zone, today),
        "lines": told,
        "always": always,
        "here": "visits",
    }
    return render(request, "web/patient/visits/kept.html", context)


def _answer(request: HttpRequest, seen: Seen, found: Held | None) -> HttpResponse:
    key = request.POST.get("key", "")
    if request.POST.get("answer") == "no":
        if found is None or found.key != key:
            return redirect("course-visits", seen.number)
        holding.let_go(found.course)
        if found.kind == holding.MOVE:
            return _another(request, seen, _moved(found.events))
        messages.info(request, _("These times are free again. Nothing is booked."), "note")
        return redirect("visits-pick", seen.number)
    if barred(seen, visit_rules(seen.clinic)) in STANDS_STILL:
        messages.info(request, NOTHING_NOW, "note-care")
        return redirect("course-visits", seen.number)
    try:
        done = _take_up(request, seen, key)
    except Refused as refused:
        return _refused(request, seen, refused, found)
    if done is None:
        messages.info(request, _("These times are no longer kept for you. Choose again."), "note-care")
        return redirect("visits-pick", seen.number)
    many = len(done.events) > 1
    booked = _("Your visits are booked.") if many else _("Your visit is booked.")
    says = booked if _is_new(done.events) else _("The new time is booked.")
    messages.success(request, says, "note-good")
    return redirect("course-visits", seen.number)


def _another(request: HttpRequest, seen: Seen, visits: list[str]) -> HttpResponse:
    """To other times for the visits that the clinic wanted to move, as far as the patient may still move them alone."""
    if movable(seen, visits, datetime.now(UTC)) == sorted(visits):
        return redirect(pick_again(seen.number, visits))
    messages.info(request, _("The old time stays for now. Please call the clinic about another one."), "note-care")
    return redirect("course-visits", seen.number)


def _take_up(request: HttpRequest, seen: Seen, key: str) -> Recorded | None:
    try:
        return holding.take_up(seen, key, by=request.user)
    except Stale:  # something else was recorded a moment ago: the times are held against the course as it is now
        return holding.take_up(open_course(seen.number, by=request.user), key, by=request.user)


def _refused(request: HttpRequest, seen: Seen, refused: Refused, found: Held | None) -> HttpResponse:
    """Why the times cannot be booked after all: somebody has them, with the nearest others; or the course changed."""
    if found is not None:
        moving = _moved(found.events)
        there = asked(seen, wishes_of(seen), now=datetime.now(UTC), again=moving)
        placed = placed_by(seen, there.visits, found.events) if there else []
        holding.let_go(found.course)
        if there is not None and {each.item for each in placed} == {each.id for each in there.problem.wanted}:
            return repair(request, seen, there, placed, moving)
    says = " ".join(f"{finding.says} {finding.remedy}" for finding in refused.findings)
    messages.info(request, _("These times cannot be booked. %(why)s") % {"why": says}, "note-care")
    return redirect("visits-pick", seen.number)


def _lines(seen: Seen, events: Iterable[Event]) -> list[Line]:
    """What would be booked or moved, old and new."""
    today, kinds, there = today_at(seen.zone), telling.people(seen.clinic), needs(seen)
    wanting, found = list(there.wanting), []
    for event in sorted((e for e in events if isinstance(e, VisitBooked | VisitMoved)), key=lambda e: e.starts):
        booking = seen.course.bookings.get(event.visit)
        activity = event.activity if isinstance(event, VisitBooked) else booking.activity if booking else ""
        asks = there.of(event.visit) if booking else next((each for each in wanting if each.activity == activity), None)
        if asks in wanting:
            wanting.remove(asks)
        names = event.resources or (booking.resources if booking else ())
        found.append(
            telling.line(
                telling.title(seen, activity, asks.number if asks else 0),
                event.starts,
                seen.zone,
                today,
                telling.who(names, kinds),
                telling.short(booking.starts, seen.zone, today) if booking else "",
            )
        )
    return found


def _moved(events: Iterable[Event]) -> list[str]:
    return [event.visit for event in events if isinstance(event, VisitMoved)]


def _is_new(events: Iterable[Event]) -> bool:
    return any(isinstance(event, VisitBooked) for event in events)
