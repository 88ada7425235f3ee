"""Looking a medicine up while typing it: names of the drug list, or what was typed where nothing fits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.opening import open_course
from enthesis.pathway.medications.beginning import SHORTEST, beginning
from enthesis.web.forms.fields import LONGEST_WORDS
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.medicines import patient_drugs, prescribers_first
from enthesis.web.patient.forms import MedicinesForm
from enthesis.web.patient.views import ANSWERS, back_from, medicines

LONGEST_NAME = 200


@page(*ANSWERS)
def find(request: HttpRequest, number: str) -> HttpResponse:
    """The list as it is typed so far, with what was chosen; nothing is recorded here.

    Asked by the page's script it answers with the names alone.
    """
    if request.method == "POST" and not {"add", "look"} & set(request.POST):
        return medicines(request, number)  # the button that saves, on this page as on that one
    seen = open_course(number, by=request.user)
    said = request.POST if request.method == "POST" else request.GET
    typed = " ".join(str(said.get("q", "")).split())[:LONGEST_NAME]
    context: dict[str, Any] = {
        "typed": typed,
        "is_short": len(typed) < SHORTEST,
        "found": beginning(typed),
        "seen": seen,
    }
    if request.headers.get("HX-Request"):
        return render(request, "web/living/found.html", context)
    lines = str(said.get("drugs", "\n".join(seen.course.drugs or ())))[:LONGEST_WORDS].splitlines()
    chosen = " ".join(str(said.get("add", "")).split())[:LONGEST_NAME]
    if chosen and chosen.casefold() not in {line.strip().casefold() for line in lines}:
        lines.append(chosen)
    form = MedicinesForm(
        None,
        today=today_at(seen.zone),
        prescriber_only=prescribers_first,
        head=seen.head,
        initial={"drugs": "\n".join(line for line in lines if line.strip())},
    )
    context |= {
        "form": form,
        "chosen": chosen,
        "back": back_from(request, number),
        "with_patient": not me(request).is_patient,
        "around": patient_drugs(seen, today_at(seen.zone)),
        "here": "next",
    }
    if chosen:
        context |= {"typed": "", "found": [], "is_short": True}
    return render(request, "web/patient/medicines.html", context)
