"""Triage by telephone: how urgent it is, what to do now, and why. Nothing of the call is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.pathway.finding import Finding
from enthesis.pathway.triage import Heard, Level, Proposal, Triage, load, triage, triage_report
from enthesis.web.desk.plain import REPORTS, as_of, case_text
from enthesis.web.desk.triage_form import SITES, TriageForm, to_show
from enthesis.web.frame import me
from enthesis.web.guard import page

_ABOUT_THE_VISIT = {"sites": "Where was the injection?", "hours_since_injection": "How long ago was the injection?"}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, as the page repeats it."""

    asks: str
    answer: str


@dataclass(frozen=True, slots=True)
class Called:
    """What triage says to a call."""

    found: Triage | None  # None: the caller says that there is nothing to report
    proposal: Proposal | None  # None: no words were written
    case: Mapping[str, Any]

    @property
    def level(self) -> str:
        return self.found.worst_level.value if self.found else ""

    @property
    def is_urgent(self) -> bool:
        return self.found is not None and self.found.worst_level.rank >= Level.URGENT_CARE.rank

    @property
    def is_emergency(self) -> bool:
        return self.found is not None and self.found.worst_level is Level.EMERGENCY

    @property
    def first(self) -> list[Finding]:
        """The reasons that decide the level."""
        return [reason for reason in self._reasons if reason.level == self.level]

    @property
    def besides(self) -> list[Finding]:
        return [reason for reason in self._reasons if reason.level != self.level]

    @property
    def _reasons(self) -> tuple[Finding, ...]:
        return self.found.reasons if self.found else ()

    @property
    def missing(self) -> list[str]:
        """What could still raise the level, as it is asked."""
        return [_asks(name) for name in self.found.missing] if self.found else []

    @property
    def not_understood(self) -> list[str]:
        return [_asks(name) for name in self.found.not_understood] if self.found else []

    @property
    def said(self) -> list[Said]:
        """Where, when, and every answer that was given."""
        named = dict(SITES)
        hours = self.case["hours_since_injection"]
        sites = ", ".join(named.get(site, site) for site in self.case["sites"])
        found = [
            Said("Where", sites or "nobody knows: every place counts"),
            Said("When", "nobody knows" if hours is None else f"{hours} hours ago"),
            Said("Clinic", "open" if self.case["clinic_open"] else "closed"),
        ]
        return found + [Said(_asks(name), _answer(name, value)) for name, value in self.case["answers"].items()]

    @property
    def heard(self) -> list[tuple[str, str, Heard]]:
        """What the words were taken to mean: question, answer, and the words themselves."""
        heard = self.proposal.heard if self.proposal else {}
        return [(_asks(name), _answer(name, entry.value), entry) for name, entry in heard.items()]

    @property
    def denied(self) -> list[tuple[str, Heard]]:
        denied = self.proposal.denied if self.proposal else {}
        return [(_asks(name), entry) for name, entry in denied.items()]


@page(*REPORTS)
def telephone(request: HttpRequest) -> HttpResponse:
    """The questions, and what the answers so far come to."""
    form = TriageForm(request.POST if request.method == "POST" else None)
    called = answered(form) if form.is_valid() else None
    if called:
        asked = called.proposal.answers if called.proposal else called.case["answers"]
        form.show({*form.answers(), *to_show(form.sites_given(), asked, form.hours())})
    context = {
        "form": form,
        "called": called,
        "case": case_text(called.case) if called else "",
        "at": as_of(me(request)),
    }
    return render(request, "web/desk/triage.html", context)


def answered(form: TriageForm) -> Called:
    """What triage says to a form that is valid."""
    case = form.case()
    if "words" not in case:
        return Called(triage(case["sites"], form.hours(), case["answers"], case["clinic_open"]), None, case)
    proposal = triage_report(case["words"], case["sites"], form.hours(), case["answers"], case["clinic_open"])
    return Called(proposal.triage, proposal, case)


def _asks(name: str) -> str:
    """A variable as it is asked about."""
    variable = load().variables.get(name)
    return variable.ask if variable else _ABOUT_THE_VISIT.get(name, name.replace("_", " "))


def _answer(name: str, value: Any) -> str:
    variable = load().variables.get(name)
    said = {choice.value: choice.says for choice in variable.choices} if variable else {}
    unit = f" {variable.unit}" if variable and variable.unit and str(value).replace(".", "").isdecimal() else ""
    return said.get(str(value)) or f"{value}{unit}".replace("_", " ")
