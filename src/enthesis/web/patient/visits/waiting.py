"""The waiting list as a patient meets it: to be told of an earlier time, to wait for any, to answer an offer."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enthesis.clinic.access import PATIENT
from enthesis.clinic.errors import Refused
from enthesis.clinic.offering import Wishes as Waits
from enthesis.clinic.offering import wishes_from_json
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.own_visits import STANDS_STILL, barred, needs, waits_because
from enthesis.clinic.visit_rules import visit_rules
from enthesis.clinic.waiting import accept, decline, join, joinable, leave, open_offer
from enthesis.clinic.wishes import PARTS, Wishes
from enthesis.scheduling.from_course import ToBook
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.guard import page
from enthesis.web.patient.visits import telling
from enthesis.web.patient.visits.asking import PARTS_SAID
from enthesis.web.patient.visits.kept import NOTHING_NOW
from enthesis.web.patient.visits.pick import open_weekdays, wishes_of
from enthesis.web.patient.visits.views import clinic_of, name_of, offer_of, waiting_entries

NOTICE = (
    ("3", gettext_lazy("3 hours")),
    ("12", gettext_lazy("Half a day")),
    ("24", gettext_lazy("A day")),
    ("48", gettext_lazy("2 days")),
    ("168", gettext_lazy("A week")),
)


class WaitForm(forms.Form):
    """For which visit, and which times would do."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    visit = fields.choice(gettext_lazy("Which visit?"), [], missing=gettext_lazy("Choose the visit that you wait for."))
    weekdays = fields.several(
        gettext_lazy("Which days can you come?"), [], help_text=gettext_lazy("Tick none if any day is fine.")
    )
    parts = fields.several(
        gettext_lazy("At which times?"),
        list(PARTS_SAID.items()),
        help_text=gettext_lazy("Tick none if any time is fine."),
    )
    notice = fields.choice(
        gettext_lazy("How long before must you know?"),
        NOTICE,
        missing=gettext_lazy("Choose how long before you must know."),
        inline=True,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        visits: Sequence[tuple[str, str]],
        weekdays: frozenset[int],
        wishes: Wishes,
        chosen: str,
    ) -> None:
        super().__init__(data)
        days = [(str(day), name) for day, name in enumerate(telling.WEEKDAYS) if day in weekdays]
        self.fields["weekdays"].choices = days  # type: ignore[attr-defined]  # a MultipleChoiceField
        self.fields["visit"].choices = list(visits)  # type: ignore[attr-defined]  # a ChoiceField
        names = [name for name, _ in visits]
        self.initial = {
            "visit": chosen if chosen in names else names[0] if len(names) == 1 else "",
            "weekdays": [str(day) for day in sorted(wishes.weekdays)],
            "parts": [name for name in PARTS if name in wishes.parts],
            "notice": "24",
        }

    def waits(self) -> Waits:
        """What was said, as the waiting list takes it."""
        said = self.cleaned_data
        return Waits(
            weekdays=frozenset(int(day) for day in said["weekdays"]),
            times=Wishes(parts=frozenset(said["parts"])).hours,
            notice_hours=int(said["notice"]),
        )


@page(PATIENT)
def wait(request: HttpRequest, number: str) -> HttpResponse:
    """On the list and off it."""
    seen, now = open_course(number, by=request.user), datetime.now(UTC)
    rules = visit_rules(seen.clinic)
    there = waiting_entries(seen)
    if request.method == "POST" and "leave" in request.POST:
        entry = next((each for each in there if str(each.pk) == request.POST["leave"]), None)
        if entry is not None:
            leave(entry, by=request.user, now=now)
        messages.success(request, _("You are off the waiting list for this visit."), "note-good")
        return redirect("course-visits", number)
    why_not = barred(seen, rules)
    visits = [] if why_not else _joinable(seen, now)
    form = WaitForm(
        request.POST or None,
        visits=[(each.wanted.id, _offered_as(seen, each, now)) for each in visits],
        weekdays=open_weekdays(seen),
        wishes=wishes_of(seen),
        chosen=_chosen(visits, request.GET.get("visit", "")),
    )
    if request.method == "POST" and why_not is None and form.is_valid():
        found = next(each for each in visits if each.wanted.id == form.cleaned_data["visit"])
        try:
            join(
                seen,
                found.booking.visit if found.booking else "",
                found.wanted.id,
                form.waits(),
                by=request.user,
                now=now,
            )
        except Refused as refused:
            form.add_error(None, " ".join(f"{finding.says} {finding.remedy}" for finding in refused.findings))
        else:
            messages.success(
                request, _("You are on the waiting list. We tell you here when a time is free."), "note-good"
            )
            return redirect("course-visits", number)
    context = {
        "seen": seen,
        "clinic": clinic_of(seen),
        "barred": why_not,
        "form": form,
        "has_visits": bool(visits),
        "waiting": [(entry.pk, name_of(seen, entry), _said(wishes_from_json(entry.wishes))) for entry in there],
        "here": "visits",
    }
    return render(request, "web/patient/visits/wait.html", context)


@page(PATIENT)
def offer(request: HttpRequest, number: str) -> HttpResponse:
    """A time that became free, and until when it is offered; sent, it is the yes or the no."""
    seen, now = open_course(number, by=request.user), datetime.now(UTC)
    found = open_offer(seen, now)
    if request.method == "POST":
        return _answer(request, seen, now)
    if found is None:
        return redirect("course-visits", number)
    context = {"seen": seen, "offer": offer_of(seen, now), "key": found.pk, "here": "visits"}
    return render(request, "web/patient/visits/offer.html", context)


def _answer(request: HttpRequest, seen: Seen, now: datetime) -> HttpResponse:
    sent = request.POST.get("offer", "")
    key = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 16 else 0
    yes = request.POST.get("answer") == "yes"
    if yes and barred(seen, visit_rules(seen.clinic)) in STANDS_STILL:
        messages.info(request, NOTHING_NOW, "note-care")
        return redirect("course-visits", seen.number)
    try:
        if yes:
            accept(key, by=request.user, now=now)
            messages.success(request, _("The new time is booked."), "note-good")
        else:
            decline(key, by=request.user, now=now)
            messages.info(request, _("You keep the time that you have, and your place on the waiting list."), "note")
    except Refused as refused:
        says = " ".join(f"{finding.says} {finding.remedy}" for finding in refused.findings[:1])
        messages.info(request, says, "note-care")
    return redirect("course-visits", seen.number)


def _joinable(seen: Seen, now: datetime) -> list[ToBook]:
    """The visits that a patient can wait for."""
    wanting = {each.wanted.id for each in needs(seen).wanting}
    return [
        each
        for each in joinable(seen, now)
        if (waits_because(seen, each.booking.visit) is None if each.booking else each.wanted.id in wanting)
    ]


def _offered_as(seen: Seen, visit: ToBook, now: datetime) -> str:
    name = telling.title(seen, visit.activity, visit.number)
    if visit.booking is None:
        return _("%(visit)s: any time") % {"visit": name}
    when = telling.day_and_time(visit.booking.starts, seen.zone, now.astimezone(seen.zone).date())
    return _("%(visit)s: earlier than %(when)s") % {"visit": name, "when": when}


def _chosen(visits: Sequence[ToBook], visit: str) -> str:
    return next((each.wanted.id for each in visits if each.booking and each.booking.visit == visit), "")


def _said(waits: Waits) -> str:
    """What somebody who waits said, in words."""
    days = [str(telling.WEEKDAYS[day]) for day in sorted(waits.weekdays)]
    times = [_span(start, end) for start, end in waits.times]
    hours = ngettext("%(count)d hour", "%(count)d hours", waits.notice_hours) % {"count": waits.notice_hours}
    notice = str(dict(NOTICE).get(str(waits.notice_hours), hours))
    told = {
        "days": ", ".join(days) or _("Any day"),
        "times": ", ".join(times) or _("any time"),
        "notice": notice.lower(),
    }
    return _("%(days)s; %(times)s; known %(notice)s before.") % told


def _span(start: time, end: time) -> str:
    if end == time.min:
        return _("%(start)s on") % {"start": f"{start:%H:%M}"}
    return _("%(start)s to %(end)s") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
