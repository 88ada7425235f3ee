"""Closing a day: who cannot work, the plan for everybody whom it reaches, and carrying it out."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic import closing
from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD
from enthesis.clinic.closing import CannotClose, Closing, Outcome
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.models import Clinic, Resource
from enthesis.clinic.move_hours import move_hours
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.mending.keys import sent_key
from enthesis.web.mending.telling import held_for, notice, tell

EVERYBODY = "*"
_WAYS = {
    "alone": "nobody was in anybody's way",
    "cp-sat": "chosen together",
    "in-turn": "planned one after another",
}


class CloseForm(forms.Form):
    """Which day, and who or what does not work on it."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    day = fields.day("Day", missing="Give the day.")
    resource = fields.pick("Who or what cannot work", (), missing="Choose who or what cannot work.")

    def __init__(self, data: Any = None, *, clinic: Clinic, **options: Any) -> None:
        super().__init__(data, **options)
        names = Resource.objects.filter(clinic=clinic, in_use=True).order_by("kind", "name")
        there = [(row.name, f"{row.name} ({row.kind})") for row in names]
        field: Any = self.fields["resource"]
        field.choices = [("", "Choose"), (EVERYBODY, "The whole clinic"), *there]

    @property
    def names(self) -> Sequence[str]:
        named: str = self.cleaned_data["resource"]
        return () if named == EVERYBODY else (named,)


@page(FRONT_DESK, CLINICIAN, LEAD)
def close(request: HttpRequest) -> HttpResponse:
    """The plan for a day; sent, it is carried out once."""
    who = me(request)
    assert who.clinic is not None
    is_sent = request.method == "POST"
    said = request.POST if is_sent else request.GET
    asked = is_sent or "resource" in request.GET
    form = CloseForm(said if asked else None, clinic=who.clinic, initial={"day": request.GET.get("day", who.today)})
    found, why_missing = None, ""
    if asked and form.is_valid():
        try:
            found = closing.plan_day(who.clinic, form.cleaned_data["day"], form.names, by=request.user)
        except CannotClose as problem:
            form.add_error(problem.field, f"{problem.says} {problem.remedy}")
    why = str(request.POST.get("why", "")).strip()
    if is_sent and found is not None:
        if why:
            return _carried_out(request, found, why, form.cleaned_data["resource"])
        why_missing = "Say why: the next person reads it in the calendar."
    return render(request, "web/mending/close.html", {"form": form, "why_missing": why_missing, **_shown(found)})


def _shown(found: Closing | None) -> dict[str, Any]:
    if found is None:
        return {"found": None}
    courses = [tell(each.seen, each.plan, only_moves=True) for each in found.reached]
    plans = [each.plan for each in found.reached]
    hours = move_hours(found.clinic.pk)
    return {
        "found": found,
        "whom": ", ".join(found.names) or "the whole clinic",
        "placed": [told for told in courses if not told.says],
        "left_out": [told for told in courses if told.says],
        "all_asked": bool(courses) and all(told.asked_until for told in courses),
        "asks": any(line.is_asked for plan in plans for line in plan.moves),
        "held_for": held_for(hours),
        "notice": notice(hours),
        "way": _WAYS[found.batch.way],
        "moves": sum(len(plan.moves) for plan in plans),
        "key": uuid4().hex,
    }


def _carried_out(request: HttpRequest, found: Closing, why: str, resource: str) -> HttpResponse:
    try:
        outcomes = closing.close_day(found, by=request.user, key=sent_key(request), why=why)
    except NotAllowed as problem:
        messages.warning(
            request, f"{problem} Close one person or room after the other, or ask one of them.", "note-stop"
        )
    else:
        _say(request, outcomes)
    query = urlencode({"day": str(found.day), "resource": resource})
    return redirect(f"{reverse('calendar-close')}?{query}")


def _say(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    moved = sum(len(outcome.done.moved) for outcome in outcomes if outcome.done)
    asked = sum(outcome.done is not None and outcome.done.held is not None for outcome in outcomes)
    again = [outcome.course for outcome in outcomes if outcome.planned_again]
    says = f"The day is closed. {moved} visit{'' if moved == 1 else 's'} moved"
    says += f", {asked} patient{'' if asked == 1 else 's'} to be asked." if asked else "."
    messages.success(request, says, "note-good")
    if again:
        messages.info(request, f"Planned again, because somebody was quicker: {', '.join(again)}.", "note")
    for outcome in outcomes:
        if outcome.says:
            messages.warning(request, f"{outcome.course}: {outcome.says}", "note-care")
