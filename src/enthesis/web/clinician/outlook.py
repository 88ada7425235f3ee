"""This patient, next to patients like them: the clinician's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import CLINICIAN
from enthesis.clinic.opening import open_course
from enthesis.web.clinician.views import name_of
from enthesis.web.figures import response_now
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.outcomes.outlook import context_of


@page(CLINICIAN, methods=("GET",))
def outlook(request: HttpRequest, number: str) -> HttpResponse:
    """Where the pain may go, of how many courses that was learned, and what the protocol's own rule says beside it."""
    seen = open_course(number, by=request.user)
    context = {"name": name_of(seen), "advice": response_now(seen, today_at(seen.zone))}
    return render(request, "web/clinician/outlook.html", context | context_of(seen, request.GET))
