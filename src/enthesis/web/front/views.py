"""The clinic's page, open to all, and the form with which a lead writes it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import LEAD
from enthesis.clinic.intake.page import page_of, write_page
from enthesis.clinic.models import Clinic
from enthesis.pathway.leaflets import load
from enthesis.web.evaluation.forms import email
from enthesis.web.evaluation.views import clinic_asked
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page, public_page
from enthesis.web.said import language_now

READ = ("what-it-is", "does-it-help", "risks", "alternatives", "cost", "warning-signs")


@public_page
def clinic(request: HttpRequest) -> HttpResponse:
    """Who we are, where, when, whom to call, what the treatment is and is not, and where to begin."""
    found = clinic_asked(request)
    if found is None:
        every = list(Clinic.objects.order_by("name"))
        return render(request, "web/front/clinics.html", {"clinics": every})
    shelf = load()
    leaflets = [leaflet for name in READ if (leaflet := shelf.leaflet(name, language_now()) or shelf.leaflet(name))]
    context = {
        "clinic": found,
        "said": page_of(found.pk),
        "leaflets": leaflets,
        "is_lead": LEAD in me(request).roles and me(request).clinic == found,
    }
    return render(request, "web/front/clinic.html", context)


class PageForm(forms.Form):
    """What stands on the page."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = True

    about = fields.words(
        gettext_lazy("Who you are"), rows=4, help_text=gettext_lazy("Some sentences: who works here, what you treat.")
    )
    address = fields.words(gettext_lazy("Where you are"), rows=3, help_text=gettext_lazy("The address, a line each."))
    hours = fields.words(gettext_lazy("When you are open"), rows=4, help_text=gettext_lazy("One line for each day."))
    email = email(gettext_lazy("E-mail address that everybody may know"))


@page(LEAD)
def write(request: HttpRequest) -> HttpResponse:
    """Write the clinic's page."""
    found = me(request).clinic
    assert found is not None  # a role is a role in a clinic
    now = page_of(found.pk)
    names = ("about", "address", "hours", "email")
    form = PageForm(request.POST or None, initial={name: getattr(now, name) for name in names} if now else None)
    if request.method == "POST" and form.is_valid():
        write_page(found, **form.cleaned_data, by=request.user)
        messages.success(request, _("The page is written anew."), "note-good")
        return redirect("clinic")
    return render(request, "web/front/write.html", {"form": form, "clinic": found})
