"""How it went for others: the patient's own page. Never without its words, nor without how many it rests on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, PATIENT
from enthesis.clinic.opening import open_course
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.outcomes.goal import GoalForm
from enthesis.web.outcomes.outlook import context_of
from enthesis.web.recording import is_saved


@page(PATIENT, CLINICIAN)
def outlook(request: HttpRequest, number: str) -> HttpResponse:
    """Where the pain may go, in the patient's words, and what would be good enough."""
    seen = open_course(number, by=request.user)
    form = GoalForm(request.POST or None, seen=seen, today=today_at(seen.zone))
    if is_saved(request, seen, form):
        return redirect("own-outlook", number)
    return render(request, "web/patient/outlook.html", {"here": "progress", "form": form} | context_of(seen))
