"""This patient, next to patients like them: the clinician's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN
from enthesis.clinic.opening import open_course
from enthesis.web.clinician.forms.base import About
from enthesis.web.clinician.forms.goal import GoalSetForm
from enthesis.web.clinician.views import name_of
from enthesis.web.figures import response_now
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.outcomes.outlook import LookForm, context_of
from enthesis.web.recording import is_saved


@page(CLINICIAN)
def outlook(request: HttpRequest, number: str) -> HttpResponse:
    """Where the pain may go, of how many courses that was learned, and what the protocol's own rule says beside it."""
    seen = open_course(number, by=request.user)
    today, look = today_at(seen.zone), LookForm(request.GET or None)
    form = GoalSetForm(request.POST or None, about=About(seen=seen, named="", today=today), head=seen.head)
    if is_saved(request, seen, form):
        return redirect("outlook", number)
    context = {"name": name_of(seen), "advice": response_now(seen, today), "form": form, "look": look}
    return render(request, "web/clinician/outlook.html", context | context_of(seen, look.goal))
