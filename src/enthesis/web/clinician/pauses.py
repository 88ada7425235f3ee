"""How long the clinic has drugs left out around a session, where a protocol states nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.decisions import OwnHold, own_holds, set_hold
from enthesis.pathway.medications.holds import LONGEST, Published, published
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page

SIDES = ("before", "after")
Days = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One group of drugs with its fields."""

    group: Published
    own: OwnHold | None
    before: forms.BoundField
    after: forms.BoundField


class PausesForm(forms.Form):
    """Days before and after a session for each group of drugs that is left out. Empty: not decided; 0: no pause."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, own: Mapping[str, OwnHold]) -> None:
        super().__init__(data)
        self.own = own
        for group in published().values():
            for side in SIDES:
                name = f"{group.id}-{side}"
                self.fields[name] = fields.amount(f"Days {side}", unit="days", least=0, most=LONGEST)
                self.initial[name] = getattr(own[group.id].hold, f"{side}_days") if group.id in own else None
        self.fields["why"] = fields.line("Why", help_text="So that the next person can judge it.")

    def rows(self) -> Iterator[Row]:
        for group in published().values():
            yield Row(group, self.own.get(group.id), self[f"{group.id}-before"], self[f"{group.id}-after"])

    def changed(self) -> list[tuple[str, Days]]:
        """What is decided differently from before."""
        found = []
        for group in published():
            now = tuple(_whole(self.cleaned_data.get(f"{group}-{side}")) for side in SIDES)
            there = self.own.get(group)
            before = (there.hold.before_days, there.hold.after_days) if there else (None, None)
            if now != before:
                found.append((group, (now[0], now[1])))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, days in list(said.items()):
            if name != "why" and days is not None and days != int(days):
                self.add_error(name, ValidationError("Give a whole number of days."))
        if not self.errors and not self.changed():
            raise ValidationError("Nothing is changed. Give at least one number of days, or empty one to take it back.")
        if not self.errors and not said.get("why"):
            self.add_error("why", ValidationError("Say why, so that the next person can judge it."))
        return said


def _whole(days: Any) -> int | None:
    return None if days is None else int(days)


@page(CLINICIAN, LEAD)
def pauses(request: HttpRequest) -> HttpResponse:
    """The clinic's own days; each decision is kept with its name and reason."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    form = PausesForm(request.POST or None, own=own_holds(clinic.pk))
    if request.method == "POST" and form.is_valid():
        for group, (before, after) in form.changed():
            set_hold(group, before, after, clinic=clinic, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, "The pauses are kept. Every course shows its new days at once.", "note-good")
        return redirect("pauses")
    return render(request, "web/clinician/pauses.html", {"form": form})
