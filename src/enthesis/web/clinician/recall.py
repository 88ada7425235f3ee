"""Who got a lot: search, table, print, spreadsheet."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import CLINICIAN, LEAD, SEES_PROFILE
from enthesis.clinic.people import Profile
from enthesis.clinic.recall import NoLot, Recall, Use, recall
from enthesis.clinic.recall_table import as_csv
from enthesis.pathway.injection import lot_key
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import Me, me
from enthesis.web.guard import page


class RecallForm(forms.Form):
    """Which lot, and from which day on."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = True
    lot = fields.line("Lot number", missing="Type the lot number from the vial.", most=100)
    since = fields.day("From this day on", required=False)

    def clean_lot(self) -> str:
        lot: str = self.cleaned_data["lot"]
        if not lot_key(lot):
            raise forms.ValidationError(f"{NoLot.says} {NoLot.remedy}", "no-lot")
        return lot


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient who got the lot, with each session in which it happened."""

    number: str
    profile: Profile | None
    is_erased: bool
    uses: tuple[Use, ...]


@page(CLINICIAN, LEAD, methods=("GET",))
def lots(request: HttpRequest) -> HttpResponse:
    """Everybody who got a lot, by patient: the ones whom the clinic has to reach."""
    who = me(request)
    asked = "lot" in request.GET
    form = RecallForm(request.GET if asked else None)
    found = _found(request, who, form) if asked and form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "patients": _patients(found) if found else (),
        "today": who.today,
        "sees_names": bool(who.roles & SEES_PROFILE),
        "query": request.GET.urlencode(),
    }
    return render(request, "web/clinician/recall.html", context)


@page(CLINICIAN, LEAD, methods=("GET",))
def lots_table(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet, a line for each point."""
    who = me(request)
    form = RecallForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('recall')}?{request.GET.urlencode()}")
    found = _found(request, who, form)
    answer = HttpResponse(as_csv([found]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="recall-{lot_key(found.lot)}.csv"'
    return answer


def _found(request: HttpRequest, who: Me, form: RecallForm) -> Recall:
    said = form.cleaned_data
    since: date | None = said["since"]
    return recall(said["lot"], by=request.user, clinic=who.clinic.pk if who.clinic else None, since=since)


def _patients(found: Recall) -> tuple[Patient, ...]:
    by_person = sorted(
        found.uses, key=lambda use: use.person
    )  # sessions of one patient stay in the order of their days
    groups = ((number, tuple(uses)) for number, uses in groupby(by_person, key=lambda use: use.person))
    return tuple(Patient(number, uses[0].profile, uses[0].is_erased, uses) for number, uses in groups)
