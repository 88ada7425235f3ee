"""Results that everybody may read, and the lead's page that makes them public. Whole, or not at all."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import LEAD
from enthesis.clinic.results import public
from enthesis.clinic.results.asking import NotCounted, is_built
from enthesis.pathway.indicators import shipped
from enthesis.web.evaluation.views import clinic_asked
from enthesis.web.frame import me
from enthesis.web.guard import page, public_page
from enthesis.web.outcomes.table import table_of


@public_page
def results(request: HttpRequest) -> HttpResponse:
    """A clinic's own results, or that it shows none."""
    clinic = clinic_asked(request)
    found = public.published(clinic) if clinic else None
    table = table_of(found.results) if found else None
    about: dict[str, object] = {"clinic": clinic, "found": found, "table": table}
    if clinic is not None and found is not None:
        about |= _told(found.results) | {
            "published_on": found.at.astimezone(ZoneInfo(clinic.time_zone)).date(),
            "days": shipped().house.public_days,
        }
    return render(request, "web/outcomes/results.html", about)


def _told(results: public.Results | None) -> dict[str, object]:
    """What the table needs besides its figures."""
    return {"begun": results.begun, "windows": results.windows} if results else {}


@page(LEAD)
def publish(request: HttpRequest) -> HttpResponse:
    """What would be public, what is, and the two ways to change that."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    problem: NotCounted | None = None
    if request.method == "POST":
        try:
            if request.POST.get("what") == "withdraw":
                public.withdraw(who.clinic, by=request.user)
                messages.success(request, _("Nothing is public any more. What was shown is kept."))
            else:
                public.publish(who.clinic, by=request.user)
                messages.success(request, _("Everybody can read these results now."))
            return redirect("outcomes-publish")
        except NotCounted as refused:
            problem = refused
    if not is_built():
        return render(request, "web/outcomes/nothing.html")
    now = public.published(who.clinic)
    proposed = None
    try:
        proposed = public.proposed(who.clinic, by=request.user)
    except NotCounted as refused:
        problem = problem or refused
    about = {
        "now": now,
        "proposed": proposed,
        "table": table_of(proposed) if proposed else None,
        "problem": problem,
        "zone": who.zone,
        **_told(proposed),
    }
    status = 409 if problem is not None and request.method == "POST" else 200
    return render(request, "web/outcomes/publish.html", about, status=status)
