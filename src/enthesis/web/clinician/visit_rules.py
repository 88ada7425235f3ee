"""What patients may do with their visits alone, as the clinic decides it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.visit_rules import MOST_HOURS, VisitRules, set_books, set_moves_hours, visit_rules
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page


class VisitRulesForm(forms.Form):
    """Until when a patient moves and cancels alone, and whether a patient chooses times alone."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    hours = fields.amount(
        "Until how long before a visit may a patient move or cancel it alone?",
        unit="hours",
        missing="Give a number of hours.",
        least=0,
        most=MOST_HOURS,
    )
    books = fields.yes_no(
        "May patients choose the times of their visits alone?", missing="Answer whether patients choose times alone."
    )
    why = fields.line("Why", missing="Say why, so that the next person can judge it.")

    def __init__(self, data: Any = None, *, rules: VisitRules) -> None:
        initial = {"hours": rules.moves_hours, "books": "yes" if rules.books else "no"}
        super().__init__(data, initial=initial)

    def clean_hours(self) -> int | None:
        hours = self.cleaned_data["hours"]
        if hours is not None and hours != int(hours):
            raise forms.ValidationError("Give a whole number of hours.")
        return None if hours is None else int(hours)


@page(CLINICIAN, LEAD)
def rules(request: HttpRequest) -> HttpResponse:
    """The clinic's own rules; each decision is kept with its name and reason."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    now = visit_rules(clinic.pk)
    form = VisitRulesForm(request.POST or None, rules=now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["hours"] != now.moves_hours or not now.hours_decided:
            set_moves_hours(said["hours"], clinic=clinic, by=request.user, why=said["why"])
        if said["books"] != now.books or not now.books_decided:
            set_books(said["books"], clinic=clinic, by=request.user, why=said["why"])
        messages.success(request, "The rules are kept. They hold from now on.", "note-good")
        return redirect("visit-rules")
    return render(request, "web/clinician/visit_rules.html", {"form": form, "rules": now})
