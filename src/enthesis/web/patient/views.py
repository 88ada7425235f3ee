"""Medicines, outcome and progress. Staff may answer with a patient on the same pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, PATIENT
from enthesis.clinic.forecasts import has_begun
from enthesis.clinic.instrument_texts import in_use
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.course import Status
from enthesis.web.figures import progress_figures
from enthesis.web.forms.base import RecordForm
from enthesis.web.forms.fields import Text
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.links import link
from enthesis.web.medicines import drugs_of, patient_drugs, prescribers_first
from enthesis.web.patient.forms import MedicinesForm, OutcomeForm, askable
from enthesis.web.patient.own import own_courses
from enthesis.web.questionnaires import answerable
from enthesis.web.recording import is_saved
from enthesis.web.said import plainly, said

ANSWERS = (PATIENT, FRONT_DESK, CLINICIAN)


def back_from(request: HttpRequest, number: str) -> str:
    """Where a page leads when it is done: a patient to what is next, staff to the course."""
    return link("next") if me(request).is_patient else link("course", number)


def answer(request: HttpRequest, seen: Seen, form: RecordForm, template: str, **context: Any) -> HttpResponse:
    """Record a form that a patient fills in, and go on; or show it."""
    if is_saved(request, seen, form):
        return redirect(back_from(request, seen.number))
    back = back_from(request, seen.number)
    with_patient = not me(request).is_patient
    return render(
        request, template, {"form": form, "seen": seen, "back": back, "with_patient": with_patient, **context}
    )


@page(*ANSWERS)
def medicines(request: HttpRequest, number: str) -> HttpResponse:
    """The list of medicines, in full."""
    seen = open_course(number, by=request.user)
    before = "\n".join(seen.course.drugs or ())
    form = MedicinesForm(
        request.POST or None,
        today=today_at(seen.zone),
        prescriber_only=prescribers_first,
        head=seen.head,
        initial={"drugs": before},
    )
    around = patient_drugs(seen, today_at(seen.zone))
    return answer(request, seen, form, "web/patient/medicines.html", here="next", told=_told(seen), around=around)


@page(*ANSWERS)
def outcome(request: HttpRequest, number: str, activity: str) -> HttpResponse:
    """Pain now, and the change on the whole, for one activity of the protocol."""
    seen = open_course(number, by=request.user)
    wanted = seen.protocol.activity(activity) if seen.protocol else None
    measures = wanted.measures if wanted else ()
    if askable(measures) != measures and answerable(measures, in_use(seen.clinic, today_at(seen.zone))):
        return redirect("questions", number, activity)
    form = OutcomeForm(
        request.POST or None,
        course=seen.course,
        activity=activity,
        measures=measures,
        today=today_at(seen.zone),
        head=seen.head,
    )
    if not form.asked:
        return render(request, "404.html", status=404)
    return answer(request, seen, form, "web/patient/outcome.html", here="next")


@page(PATIENT, CLINICIAN, methods=("GET",))
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """How pain went, as a picture, in words and as a table."""
    seen = open_course(number, by=request.user)
    context = {"seen": seen, "figures": progress_figures(seen), "has_begun": has_begun(seen), "here": "progress"}
    return render(request, "web/patient/progress.html", context)


def chooser(name: str, here: str, title: Text) -> Callable[..., HttpResponse]:
    """The page behind a tab: the patient's only course, or a choice among several."""

    @page(PATIENT, methods=("GET",))
    def choose(request: HttpRequest) -> HttpResponse:
        courses = own_courses(request)
        active = [seen for seen in courses if seen.course.status is not Status.CLOSED] or courses
        if len(active) == 1:
            return redirect(name, active[0].number)
        ways = [(link(name, seen.number), plainly(seen.course.problem)) for seen in active]
        return render(request, "web/patient/choose.html", {"ways": ways, "title": title, "here": here})

    return choose


def _told(seen: Seen) -> list[tuple[str, str]]:
    """What a patient may read about each medicine of the list."""
    return [
        (plainly(answer.name), said(answer.patient_words)) for answer in drugs_of(seen).answers if answer.patient_words
    ]
