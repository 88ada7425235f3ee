"""When messages leave: the clinic decides its quiet hours and how long before or after each leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.messages.times import QUIET, set_amount, set_quiet, times_of
from enthesis.pathway.messages import LeadTimes, Purpose, Quiet, When, shipped
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page

MINUTES = {"minutes": 1, "hours": 60, "days": 1440}
UNITS = (("minutes", gettext_lazy("minutes")), ("hours", gettext_lazy("hours")), ("days", gettext_lazy("days")))
SINCE, UNTIL = "quiet-from", "quiet-to"


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose with its fields."""

    purpose: Purpose
    counted: str
    is_decided: bool
    proposal: str
    amount: forms.BoundField
    unit: forms.BoundField | None


class TimesForm(forms.Form):
    """How long for each purpose, and the quiet hours. Empty: not decided."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, times: LeadTimes) -> None:
        super().__init__(data)
        self.times = times
        for purpose in shipped().purposes.values():
            amount, unit = _largest(times.amounts[purpose.id], purpose.unit)
            field = fields.amount(_("How long"), unit=_("days") if purpose.unit == "days" else "", least=0)
            self.fields[purpose.id] = field
            self.initial[purpose.id] = None if purpose.id in times.undecided else amount
            if purpose.unit == "minutes":
                self.fields[f"{purpose.id}-unit"] = fields.pick(_("Unit"), UNITS)
                self.initial[f"{purpose.id}-unit"] = unit
        self.fields[SINCE] = fields.clock(_("Nothing leaves from"), required=False)
        self.fields[UNTIL] = fields.clock(_("until"), required=False)
        if QUIET not in times.undecided:
            self.initial[SINCE], self.initial[UNTIL] = times.quiet.since, times.quiet.until
        self.fields["why"] = fields.line(_("Why"), help_text=_("So that the next person can judge it."))

    def rows(self) -> Iterator[Row]:
        for purpose in shipped().purposes.values():
            unit = self[f"{purpose.id}-unit"] if purpose.unit == "minutes" else None
            decided = purpose.id not in self.times.undecided
            yield Row(purpose, counted(purpose), decided, spoken(purpose.amount, purpose.unit), self[purpose.id], unit)

    def amounts(self) -> Iterator[tuple[str, int | None]]:
        """What is decided differently from before, in the purpose's own unit."""
        for purpose in shipped().purposes.values():
            before = None if purpose.id in self.times.undecided else self.times.amounts[purpose.id]
            now = self._amount(purpose)
            if now != before:
                yield purpose.id, now

    def quiet(self) -> tuple[bool, Quiet | None]:
        """Whether the quiet hours are decided differently, and how."""
        since, until = self.cleaned_data.get(SINCE), self.cleaned_data.get(UNTIL)
        now = Quiet(since, until) if isinstance(since, time) and isinstance(until, time) else None
        before = None if QUIET in self.times.undecided else self.times.quiet
        return now != before, now

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for purpose in shipped().purposes.values():
            amount = self._amount(purpose) if purpose.id in said else None
            if amount is not None and not 0 <= amount <= purpose.most:
                most = spoken(purpose.most, purpose.unit)
                self.add_error(purpose.id, ValidationError(_("Give at most %(most)s.") % {"most": most}))
            elif said.get(purpose.id) is not None and said[purpose.id] != int(said[purpose.id]):
                self.add_error(purpose.id, ValidationError(_("Give a whole number.")))
        if (said.get(SINCE) is None) != (said.get(UNTIL) is None):
            missing = SINCE if said.get(SINCE) is None else UNTIL
            self.add_error(missing, ValidationError(_("Give both ends of the quiet hours, or none.")))
        if not self.errors and not any(self.amounts()) and not self.quiet()[0]:
            raise ValidationError(_("Nothing is changed. Give at least one time, or empty one to take it back."))
        if not self.errors and not said.get("why"):
            self.add_error("why", ValidationError(_("Say why, so that the next person can judge it.")))
        return said

    def _amount(self, purpose: Purpose) -> int | None:
        given = self.cleaned_data.get(purpose.id)
        if given is None:
            return None
        unit = self.cleaned_data.get(f"{purpose.id}-unit") or "minutes"
        return int(given) * (MINUTES[unit] if purpose.unit == "minutes" else 1)


@page(CLINICIAN, LEAD)
def times(request: HttpRequest) -> HttpResponse:
    """The clinic's own times. Each decision is kept with its name and reason; every course is planned anew."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    now = times_of(clinic.pk)
    form = TimesForm(request.POST or None, times=now)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        for purpose, amount in form.amounts():
            set_amount(purpose, amount, clinic=clinic, by=request.user, why=why)
        changed, quiet = form.quiet()
        if changed:
            set_quiet(quiet, clinic=clinic, by=request.user, why=why)
        messages.success(request, _("The times are kept. Every message is planned anew."), "note-good")
        return redirect("messages-times")
    context = {
        "form": form,
        "proposed_quiet": (f"{shipped().quiet.since:%H:%M}", f"{shipped().quiet.until:%H:%M}"),
        "quiet_undecided": QUIET in now.undecided,
        "since": form[SINCE],
        "until": form[UNTIL],
    }
    return render(request, "web/messages/times.html", context)


def counted(purpose: Purpose) -> str:
    """What a purpose's time is counted from."""
    said = {
        When.BEFORE_VISIT: _("before the visit"),
        When.BEFORE_HOLD: _("before the pause begins"),
        When.AFTER_INJECTION: _("after the session is recorded"),
        When.AT_BOOKING: _("after the visit is booked or moved"),
        When.AT_CANCELLING: _("after the visit is called off"),
    }
    return said.get(purpose.when, _("after the patient is asked"))


def spoken(amount: int, unit: str) -> str:
    """2880 minutes as somebody says it: 2 days."""
    number, unit = _largest(amount, unit)
    if not number:
        return _("at once")
    said = {
        "minutes": _("1 minute") if number == 1 else _("%(number)d minutes"),
        "hours": _("1 hour") if number == 1 else _("%(number)d hours"),
        "days": _("1 day") if number == 1 else _("%(number)d days"),
    }
    return said[unit] % {"number": number}


def _largest(amount: int, unit: str) -> tuple[int, str]:
    if unit != "minutes" or not amount:
        return amount, unit
    return next((amount // size, name) for name, size in reversed(MINUTES.items()) if amount % size == 0)
