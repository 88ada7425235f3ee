"""How it went for others: the patient's own page. Never without its words, nor without how many it rests on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import CLINICIAN, PATIENT
from enthesis.clinic.opening import open_course
from enthesis.web.guard import page
from enthesis.web.outcomes.outlook import context_of


@page(PATIENT, CLINICIAN, methods=("GET",))
def outlook(request: HttpRequest, number: str) -> HttpResponse:
    """Where the pain may go, in the patient's words."""
    seen = open_course(number, by=request.user)
    return render(request, "web/patient/outlook.html", {"here": "progress"} | context_of(seen, request.GET))
