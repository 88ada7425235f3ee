"""The lead's settings: everything that a clinic decides, in one list, and the forms that no other page has."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import LEAD
from enthesis.clinic.booking_wishes import booking_wishes, set_booking_wish
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.lead.identity import set_clinic
from enthesis.clinic.move_hours import UNLESS_DECIDED, move_hours, set_move_hours
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.lead.settings_forms import BookingForm, ClinicForm
from enthesis.web.lead.settings_list import settings_of

CHANGES = {
    "time_zone": gettext_lazy(
        "Days and times are shown on the new zone's clock from now on. Booked visits keep their instants."
    ),
    "country": gettext_lazy(
        "Drug limits of that country are proposed from now on. What was mixed stays as it was judged."
    ),
    "currency": gettext_lazy("Price lists and estimates that are there keep the currency that they were made in."),
}


@page(LEAD, methods=("GET",))
def settings(request: HttpRequest) -> HttpResponse:
    """Everything in one list; what is not decided says which default holds."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    groups = [(group.title, [(each, _address(each.page)) for each in group.settings]) for group in settings_of(clinic)]
    open_ones = sum(not each.is_decided for _title, rows in groups for each, _url in rows)
    return render(request, "web/lead/settings.html", {"groups": groups, "open": open_ones})


@page(LEAD)
def clinic(request: HttpRequest) -> HttpResponse:
    """Name, zone, country, currency, language, telephones."""
    here = me(request).clinic
    assert here is not None
    form = ClinicForm(request.POST or None, clinic=here)
    if form.is_valid():
        try:
            changed = set_clinic(here, form.cleaned_data, by=request.user)
        except NotDecided as problem:
            form.add_error(problem.field if problem.field in form.fields else None, ValidationError(str(problem)))
        else:
            messages.success(request, _("Kept."), "note-good")
            for name in changed:
                if name in CHANGES:
                    messages.info(request, str(CHANGES[name]), "note-care")
            return redirect("settings")
    return render(request, "web/lead/settings_clinic.html", {"form": form})


@page(LEAD)
def booking(request: HttpRequest) -> HttpResponse:
    """Wishes for the series that are proposed."""
    here = me(request).clinic
    assert here is not None
    form = BookingForm(request.POST or None, wishes=booking_wishes(here.pk), hours=move_hours(here.pk))
    if form.is_valid():
        for name, value in form.changes():
            try:
                if name in UNLESS_DECIDED:
                    hours = int(value) if value else UNLESS_DECIDED[name]
                    set_move_hours(name, hours, clinic=here, by=request.user)
                else:
                    set_booking_wish(name, value, clinic=here, by=request.user)
            except NotDecided as problem:
                form.add_error(name, ValidationError(str(problem)))
        if not form.errors:
            messages.success(request, _("Kept. Series that are proposed from now on follow it."), "note-good")
            return redirect("settings")
    return render(request, "web/lead/settings_booking.html", {"form": form})


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
