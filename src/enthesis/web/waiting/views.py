"""The waiting list at the desk: who waits for what since when, which offers are open, and how they were answered."""

from collections import Counter
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD
from enthesis.clinic.errors import Refused
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Clinic, Offer, Resource, WaitingEntry
from enthesis.clinic.offers import OPEN
from enthesis.clinic.opening import open_course
from enthesis.clinic.restrictions import hidden_courses
from enthesis.clinic.waiting import (
    accept,
    decline,
    give_out,
    joinable,
    leave,
    rules_of,
    set_minutes,
    set_way,
    waiting_list,
)
from enthesis.clinic.waiting import join as put_on
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.waiting.forms import JoinForm, WayForm
from enthesis.web.waiting.telling import ANSWERED, line_of, offered_of, offers_of, said_of


@page(FRONT_DESK, CLINICIAN, LEAD)
def waiting(request: HttpRequest) -> HttpResponse:
    """The list and its offers; for a lead without other roles, how many and no names."""
    who = me(request)
    clinic = who.clinic
    assert clinic is not None  # a role is a role in a clinic
    names = bool(who.roles & {FRONT_DESK, CLINICIAN})
    now = datetime.now(UTC)
    if request.method == "POST":
        if names:
            _done(request, clinic, now)
        return redirect("waiting")
    closed = hidden_courses(request.user, clinic.pk)
    lines = [line for line in waiting_list(clinic.pk) if line.entry.course_id not in closed]
    looked(request.user, "waiting-list", clinic=clinic.pk, courses=(line.entry.course_id for line in lines if names))
    offers = [offer for offer in offers_of(clinic.pk, now) if offer.entry.course_id not in closed]
    waits_for = {offer.entry_id for offer in offers if offer.state == OPEN}
    context = {
        "names": names,
        "rules": rules_of(clinic.pk),
        "may_decide": bool(who.roles & {CLINICIAN, LEAD}),
        "urgent": sum(line.is_urgent for line in lines),
        "many": len(lines),
        "open_count": len(waits_for),
        "answers": sorted(Counter(offer.state for offer in offers if offer.state != OPEN).items()),
        "days": ANSWERED.days,
        "lines": [line_of(line, line.entry.pk in waits_for, now) for line in lines] if names else [],
        "offered": [offered_of(offer, who.zone, now) for offer in offers] if names else [],
    }
    return render(request, "web/waiting/list.html", context)


@page(CLINICIAN, LEAD)
def way(request: HttpRequest) -> HttpResponse:
    """The clinic decides to whom a free time is offered, and for how long."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    rules = rules_of(clinic.pk)
    form = WayForm(request.POST or None, rules=rules)
    if request.method == "POST" and form.is_valid():
        set_way(form.cleaned_data["way"], clinic=clinic, by=request.user)
        set_minutes(form.cleaned_data["minutes"], clinic=clinic, by=request.user)
        messages.success(request, "It is decided. Offers from now on follow it.", "note-good")
        return redirect("waiting")
    return render(request, "web/waiting/way.html", {"form": form, "rules": rules})


@page(FRONT_DESK, CLINICIAN)
def join(request: HttpRequest, number: str) -> HttpResponse:
    """Put a visit of a course on the list, as the patient says it at the desk or on the telephone."""
    seen, now = open_course(number, by=request.user), datetime.now(UTC)
    visits = joinable(seen, now)
    people = Resource.objects.filter(clinic=seen.clinic, in_use=True, kind__in=("clinician", "therapist"))
    form = JoinForm(
        request.POST or None,
        visits=[(visit.wanted.id, said_of(seen, visit)) for visit in visits],
        people=list(people.order_by("name").values_list("name", flat=True)),
    )
    if request.method == "POST" and form.is_valid():
        chosen = next(visit for visit in visits if visit.wanted.id == form.cleaned_data["visit"])
        booked = chosen.booking.visit if chosen.booking else ""
        until = form.cleaned_data["until"]
        try:
            put_on(seen, booked, chosen.wanted.id, form.wishes, by=request.user, now=now, until=until)
        except Refused as problem:
            form.add_error(None, " ".join(f"{finding.says} {finding.remedy}" for finding in problem.findings))
        else:
            messages.success(request, "It is on the waiting list.", "note-good")
            return redirect("waiting")
    context = {"seen": seen, "form": form, "has_visits": bool(visits)}
    return render(request, "web/waiting/join.html", context)


def _done(request: HttpRequest, clinic: Clinic, now: datetime) -> None:
    """What a button of the page asks for."""
    if "give-out" in request.POST:
        made = len(give_out(clinic, now).offers)
        says = f"{made} {'time was' if made == 1 else 'times were'} offered." if made else "Nothing is free that fits."
        messages.info(request, says, "note")
        return
    try:
        if key := _key(request, "leave", clinic):
            leave(key, by=request.user, now=now)
            messages.success(request, "Taken off the waiting list.", "note-good")
        elif key := _key(request, "accept", clinic):
            accept(key, by=request.user, now=now)
            messages.success(request, "The time is booked and confirmed.", "note-good")
        elif key := _key(request, "decline", clinic):
            decline(key, by=request.user, now=now)
            messages.info(request, "The time goes to the next. The patient stays on the list.", "note")
    except Refused as problem:
        messages.info(request, f"{problem.findings[0].says} {problem.findings[0].remedy}", "note-care")


def _key(request: HttpRequest, name: str, clinic: Clinic) -> int:
    """The key of an entry or an offer of this clinic that a button names; 0 where there is none."""
    said = request.POST.get(name, "")
    key = int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 0
    there = (
        WaitingEntry.objects.filter(pk=key, clinic=clinic)
        if name == "leave"
        else Offer.objects.filter(pk=key, entry__clinic=clinic)
    )
    return key if there.exists() else 0
