"""Choosing the times of all visits at once: three good series, or what does not suit and three others."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic import holding
from enthesis.clinic.access import PATIENT
from enthesis.clinic.booking import events_of
from enthesis.clinic.errors import Refused
from enthesis.clinic.models import Resource
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.own_visits import (
    Asked,
    asked,
    barred,
    lost,
    may_be_remote,
    may_change,
    needs,
    offered,
    repaired,
)
from enthesis.clinic.resources import hours_from_json
from enthesis.clinic.visit_rules import visit_rules
from enthesis.clinic.wishes import Wishes, read, write
from enthesis.scheduling.problem import Placed
from enthesis.web import drafts
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.patient.visits import telling
from enthesis.web.patient.visits.asking import WishesForm
from enthesis.web.patient.visits.chosen import Chosen, seal, unseal
from enthesis.web.patient.visits.views import clinic_of, kept_for, page_of

DRAFT = "visits"
TOO_OLD = gettext_lazy("That page had been open for long, or your course has changed. Here are the times that fit now.")


def wishes_of(seen: Seen) -> Wishes:
    """What the patient said before about times, kept until it is said anew."""
    return read(drafts.load(seen, DRAFT))


@page(PATIENT)
def pick(request: HttpRequest, number: str) -> HttpResponse:
    """Three series; sent, one of them is kept for a while."""
    seen = open_course(number, by=request.user)
    rules = visit_rules(seen.clinic)
    again = frozenset(request.GET.getlist("again"))
    why_not = barred(seen, rules)
    first = answer_first(request, seen)
    if first is not None:
        return first
    if request.method == "POST" and why_not is None:
        return _choose(request, seen)
    context = {
        "seen": seen,
        "clinic": clinic_of(seen),
        "rules": rules,
        "barred": why_not,
        "here": "visits",
        "again": sorted(again),
        "wishes_url": _with(reverse("visit-wishes", args=[number]), again),
        "waiting_url": reverse("visits-wait", args=[number]),
    }
    if why_not is not None:
        return render(request, "web/patient/visits/pick.html", context)
    now = datetime.now(UTC)
    wishes = wishes_of(seen)
    there = asked(seen, wishes, now=now, again=movable(seen, again, now))
    if there is not None:
        offer, today = offered(there), today_at(seen.zone)
        context |= {
            "wishes": wishes if wishes != Wishes() else None,
            "series": telling.shown(seen, offer, today, movable(seen, again, now)),
            "gap": telling.gap(seen, offer, today),
            "count": len(there.visits),
        }
    return render(request, "web/patient/visits/pick.html", context)


@page(PATIENT)
def wishes(request: HttpRequest, number: str) -> HttpResponse:
    """What does not suit; sent, there are other times."""
    seen = open_course(number, by=request.user)
    before, now = wishes_of(seen), datetime.now(UTC)
    there = needs(seen)
    form = WishesForm(
        request.POST or None,
        wishes=before,
        today=today_at(seen.zone),
        weekdays=open_weekdays(seen),
        video=bool(clinic_of(seen).meeting_link) and may_be_remote(seen, there.wanting),
    )
    visit = request.GET.get("visit", "")
    back = page_of("visit-move", number, visit) if visit else ""
    back = back or pick_again(number, movable(seen, request.GET.getlist("again"), now))
    if request.method == "POST":
        if "anything" in request.POST:
            drafts.drop(seen, DRAFT)
            return redirect(back)
        if form.is_valid():
            drafts.keep(seen, DRAFT, write(form.wishes()))
            return redirect(back)
    return render(
        request, "web/patient/visits/wishes.html", {"form": form, "seen": seen, "back": back, "here": "visits"}
    )


# -- what was chosen --------------------------------------------------------------------------------------------


def _choose(request: HttpRequest, seen: Seen) -> HttpResponse:
    chosen = unseal(seen, request.POST.get("series", ""))
    if chosen is None:
        messages.info(request, TOO_OLD, "note-care")
        return redirect("visits-pick", seen.number)
    if any(event.id.startswith(f"{chosen.key}-") for event in seen.log):
        messages.info(request, _("These times are booked already. They count once."), "note")
        return redirect("course-visits", seen.number)
    now = datetime.now(UTC)
    if chosen.again != frozenset(movable(seen, chosen.again, now)):
        messages.info(request, _("One of these visits can no longer be moved here. Call the clinic."), "note-care")
        return redirect("course-visits", seen.number)
    there = asked(seen, wishes_of(seen), now=now, again=chosen.again)
    placed = chosen.placed(there) if there is not None else None
    if there is None or placed is None:
        messages.info(request, TOO_OLD, "note-care")
        return redirect("visits-pick", seen.number)
    if not lost(there.problem, placed):
        try:
            _hold(request, seen, there, placed, chosen, now)
        except Refused:  # somebody was quicker by a moment
            there = asked(seen, wishes_of(seen), now=now, again=chosen.again) or there
        else:
            return redirect("visits-kept", seen.number)
    return repair(request, seen, there, placed, chosen.again)


def _hold(
    request: HttpRequest, seen: Seen, there: Asked, placed: Sequence[Placed], chosen: Chosen, now: datetime
) -> None:
    events = events_of(
        seen, there.visits, placed, key=chosen.key, on=today_at(seen.zone), confirmed=True, by_patient=True
    )
    holding.hold(seen, events, key=chosen.key, by=request.user, now=now)


def repair(
    request: HttpRequest, seen: Seen, there: Asked, placed: Sequence[Placed], again: Collection[str]
) -> HttpResponse:
    """Times were taken meanwhile: which visit lost its own, and the nearest series with the fewest others."""
    found = repaired(there.problem, placed)
    if found is None:
        messages.info(
            request, _("Some of these times were taken meanwhile. Here are the ones that are free now."), "note-care"
        )
        return redirect(pick_again(seen.number, again))
    broken = lost(there.problem, placed)
    gone, taken = {breach.item for breach in broken}, {breach.code for breach in broken} <= {"booked"}
    was = {visit.item: visit.starts for visit in placed}
    told, always = telling.said_once(telling.lines(seen, there.visits, found.visits, today_at(seen.zone), was, gone))
    context = {
        "seen": seen,
        "lost": [line for line in told if line.is_lost],
        "is_taken": taken,
        "lines": told,
        "always": always,
        "sealed": seal(seen, found.visits, again),
        "pick_url": pick_again(seen.number, again),
        "here": "visits",
    }
    return render(request, "web/patient/visits/repair.html", context, status=409)


def answer_first(request: HttpRequest, seen: Seen) -> HttpResponse | None:
    """To the move that the clinic proposes, where one waits for an answer: booking another time would end it unread."""
    kept = kept_for(seen, datetime.now(UTC))
    if kept is None or not kept.is_move:
        return None
    messages.info(request, _("Please answer this first."), "note")
    return redirect("visits-kept", seen.number)


def movable(seen: Seen, visits: Collection[str], now: datetime) -> list[str]:
    """Those of some booked visits that the patient may give another time now."""
    rules = visit_rules(seen.clinic)
    booked = seen.course.bookings
    return sorted(v for v in set(visits) if v in booked and may_change(booked[v], rules, now))


def open_weekdays(seen: Seen) -> frozenset[int]:
    """The weekdays on which somebody or something of the clinic works."""
    found: set[int] = set()
    for hours in Resource.objects.filter(clinic=seen.clinic, in_use=True).values_list("hours", flat=True):
        found |= {day for day, spans in enumerate(hours_from_json(hours)) if spans}
    return frozenset(found)


def pick_again(number: str, visits: Collection[str]) -> str:
    """The address of the page on which some booked visits get other times."""
    return _with(reverse("visits-pick", args=[number]), visits)


def _with(url: str, again: Collection[str]) -> str:
    return f"{url}?{urlencode([('again', visit) for visit in sorted(again)])}" if again else url
