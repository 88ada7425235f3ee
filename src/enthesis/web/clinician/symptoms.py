"""The open symptoms of the clinic by the time that is left, and what the clinic decides about their clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import CLINICIAN, LEAD, MAY_RECORD, STAFF
from enthesis.clinic.decisions import (
    NotDecided,
    clinicians_of,
    escalation_rules,
    set_answers_within,
    set_on_call,
)
from enthesis.clinic.models import Clinic, User
from enthesis.clinic.symptoms import OpenSymptom, names_in, symptoms_of
from enthesis.pathway.escalation import Clock, Rules, Within
from enthesis.pathway.events import SymptomAssigned, SymptomHandled
from enthesis.web.clinician.clocks import ToldClock, tell_clock
from enthesis.web.clinician.kinds import Way
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import Me, me, today_at
from enthesis.web.guard import page
from enthesis.web.words import moment

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Line:
    """One open symptom of the inbox."""

    symptom: OpenSymptom
    told: ToldClock
    ways: tuple[Way, ...]


@page(*STAFF, methods=("GET",))
def symptoms(request: HttpRequest) -> HttpResponse:
    """Every open symptom of the clinic, by the time that is left."""
    who = me(request)
    clinic, found = symptoms_of(request.user, who.clinic.pk if who.clinic else None)
    zone, now = ZoneInfo(clinic.time_zone), datetime.now(UTC)
    names = names_in([each.clock for each in found])
    today = today_at(zone)
    lines = [
        Line(each, tell_clock(each.clock, names, now=now, zone=zone, today=today), _ways(who, each)) for each in found
    ]
    rules = escalation_rules(clinic.pk, zone)
    context = {
        "lines": lines,
        "overdue": sum(line.told.state == "overdue" for line in lines),
        "at": moment(now, zone, today),
        "on_call": _name(rules.on_call_at(now), clinic),
        "not_stated": [clock.title.lower() for clock in _open_clocks(rules) if rules.decision(clock, now) is None],
        "may_decide": bool(who.roles & {CLINICIAN, LEAD}),
        "clinic_name": clinic.name,
    }
    return render(request, "web/clinician/symptoms.html", context)


def _ways(who: Me, each: OpenSymptom) -> tuple[Way, ...]:
    """What the one who looks can do about it, the usual thing first."""
    wanted = (("Look at it", SymptomHandled, "symptom"), ("Hand it over", SymptomAssigned, "hand-over"))
    found = [
        Way(says, reverse("record-about", args=[each.course, slug, each.report.symptom]))
        for says, kind, slug in wanted
        if who.roles & MAY_RECORD[kind]
    ]
    return tuple(Way(way.says, way.url, place == 0) for place, way in enumerate(found))


def _open_clocks(rules: Rules) -> list[Clock]:
    return [clock for clock in rules.clocks if clock.unit]


def _name(handle: str, clinic: Clinic) -> str:
    return next((user.name or user.email for user in clinicians_of(clinic.pk) if user.handle == handle), "")


# -- what the clinic decides ---------------------------------------------------------------------------------------


class DutyForm(forms.Form):
    """Who is on call, from now or from a later time on."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False
    prefix = "duty"

    on = fields.day("From, if not now", required=False)
    at = fields.clock("At", required=False)

    def __init__(self, data: Any = None, *, people: list[User], today: date, zone: ZoneInfo) -> None:
        super().__init__(data)
        self.people, self.zone = {user.handle: user for user in people}, zone
        choices = [(handle, user.name or user.email) for handle, user in self.people.items()]
        self.fields["owner"] = fields.pick(
            "On call",
            [("", "Choose"), *choices, (NOBODY, "Nobody: the one who gave the last injection answers")],
            missing="Choose who is on call.",
        )
        self.order_fields(["owner", "on", "at"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        on, at = said.get("on"), said.get("at")
        if (on is None) != (at is None):
            self.add_error("on" if on is None else "at", ValidationError("Give the day and the time, or neither."))
        said["since"] = fields.on_the_clock(on, at, self.zone) if on and at else None
        return said

    @property
    def owner(self) -> User | None:
        return self.people.get(self.cleaned_data["owner"])


class TimesForm(forms.Form):
    """Within what time somebody answers, for each clock that leaves it open."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False
    prefix = "times"

    def __init__(self, data: Any = None, *, rules: Rules, now: datetime) -> None:
        super().__init__(data)
        self.clocks = _open_clocks(rules)
        self.before = {clock.id: rules.decision(clock, now) for clock in self.clocks}
        for clock in self.clocks:
            kept = self.before[clock.id]
            self.fields[f"amount-{clock.id}"] = fields.amount(
                f"{clock.title}: answered within",
                unit=clock.unit,
                least=1,
                most=clock.most,
                help_text=_LEVEL[clock.within],
            )
            self.initial[f"amount-{clock.id}"] = kept.amount if kept else None
        self.fields["why"] = fields.line("Why", help_text="So that the next person can judge it.")

    def changed(self) -> list[tuple[Clock, int | None]]:
        """What is decided differently from before."""
        said = self.cleaned_data
        now = {clock.id: _whole(said.get(f"amount-{clock.id}")) for clock in self.clocks}
        before = {name: kept.amount if kept else None for name, kept in self.before.items()}
        return [(clock, now[clock.id]) for clock in self.clocks if now[clock.id] != before[clock.id]]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for clock in self.clocks:
            amount = said.get(f"amount-{clock.id}")
            if amount is not None and amount != int(amount):
                self.add_error(f"amount-{clock.id}", ValidationError(f"Give a whole number of {clock.unit}."))
        if not self.errors and not self.changed():
            raise ValidationError("Nothing is changed. Give at least one time, or empty one to take it back.")
        if not self.errors and not said.get("why"):
            self.add_error("why", ValidationError("Say why, so that the next person can judge it."))
        return said


_LEVEL = {
    Within.NOW: "The level itself says: at once.",
    Within.TODAY: "The level itself says: today. Never later than the end of the day.",
    Within.DAYS: "",
    Within.NOT_STATED: "The level itself states no number.",
}


def _whole(amount: Any) -> int | None:
    return None if amount is None else int(amount)


@page(CLINICIAN, LEAD)
def clocks(request: HttpRequest) -> HttpResponse:
    """Who is on call, and within what time somebody answers. Each decision holds from now or later, and is kept."""
    who = me(request)
    clinic = who.clinic
    assert clinic is not None  # a role is a role in a clinic
    now, zone = datetime.now(UTC), ZoneInfo(clinic.time_zone)
    rules = escalation_rules(clinic.pk, zone)
    sent = request.POST.get("what", "") if request.method == "POST" else ""
    duty = DutyForm(
        request.POST if sent == "duty" else None, people=clinicians_of(clinic.pk), today=who.today, zone=zone
    )
    times = TimesForm(request.POST if sent == "times" else None, rules=rules, now=now)
    if sent == "duty" and duty.is_valid():
        try:
            set_on_call(duty.owner, clinic=clinic, by=request.user, since=duty.cleaned_data["since"])
        except NotDecided as problem:
            duty.add_error("on" if problem.field == "since" else "owner", f"{problem.says} {problem.remedy}")
        else:
            messages.success(request, "It is kept who is on call.", "note-good")
            return redirect("clocks")
    if sent == "times" and times.is_valid():
        why = times.cleaned_data["why"]
        for clock, amount in times.changed():
            set_answers_within(clock.id, amount, clinic=clinic, by=request.user, why=why)
        messages.success(request, "The times are kept. They hold for what is reported from now on.", "note-good")
        return redirect("clocks")
    context = {
        "duty": duty,
        "times": times,
        "on_call": _name(rules.on_call_at(now), clinic),
        "ahead": [
            (_name(one.owner, clinic) or "Nobody", moment(one.since, zone, who.today))
            for one in rules.on_call
            if one.since > now
        ],
        "decided": [(clock, kept) for clock in times.clocks if (kept := times.before[clock.id])],
        "undecided": [clock for clock in times.clocks if not times.before[clock.id]],
    }
    return render(request, "web/clinician/clocks.html", context)
