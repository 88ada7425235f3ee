"""Before the first patient: what a lead does first, step by step. A lead lands here until nothing of it is left."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import LEAD
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.lead.beginning import Step, begin_without, next_of, steps_of
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.links import link

# The pages of the steps: each leads back while a step is left.
PAGES = frozenset(
    ("staff", "resources", "settings-clinic", "clocks", "protocols", "prices", "clinic-write", "inbox", "settings")
)


def leads_back(request: HttpRequest) -> bool:
    """Whether a page is that of a step, shown to a lead of whose clinic a step is left."""
    match = request.resolver_match
    return match is not None and match.url_name in PAGES and bool(steps_left(me(request)))


def steps_left(who: Me) -> list[Step]:
    """The steps of a lead's clinic while one is left; nobody sets an example clinic up."""
    if who.clinic is None or who.is_example or LEAD not in who.roles:
        return []
    steps = steps_of(who.clinic)
    return steps if next_of(steps) else []


@page(LEAD)
def beginning(request: HttpRequest) -> HttpResponse:
    """The steps and how each stands. Sent: the clinic begins without one, or does it after all."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    if request.method == "POST":
        leaves_out = request.POST.get("without") == "yes"
        try:
            begin_without(request.POST.get("step", ""), leaves_out, clinic=clinic, by=request.user)
        except NotDecided as problem:
            messages.warning(request, str(problem), "note-care")
        else:
            messages.success(request, _("Kept."), "note-good")
        return redirect("beginning")
    steps = steps_of(clinic)
    context = {
        "steps": [(step, link(step.page)) for step in steps],
        "next": next_of(steps),
        "over": sum(step.is_over for step in steps),
    }
    return render(request, "web/lead/beginning.html", context)
