"""The therapist's page of one course: the programme that is agreed, what was done at home, the appointments."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, THERAPIST
from enthesis.clinic.accounts import names_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.events import ProgrammeAgreed
from enthesis.pathway.home.programmes import Template, template_for, templates
from enthesis.pathway.home.stages import done_by_day
from enthesis.pathway.protocol.model import Kind
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.living.exercises import begins_in_words, stages_of
from enthesis.web.living.programme_form import SPARE, ProgrammeForm, from_programme, from_template, shape_of
from enthesis.web.recording import is_saved
from enthesis.web.words import capped, near

LOG_DAYS = 21
MORE_ROWS, MORE_STAGE = "more-rows", "more-stage"


@page(THERAPIST, CLINICIAN)
def programme(request: HttpRequest, number: str) -> HttpResponse:
    """See and agree a programme."""
    seen = open_course(number, by=request.user)
    agreed = seen.course.programme
    chosen = templates().get(str(request.GET.get("template", "")))
    begins_with = chosen or (None if agreed is not None else template_for(seen.course.region))
    form = _form(request, seen, begins_with)
    wants_more = request.method == "POST" and (MORE_ROWS in request.POST or MORE_STAGE in request.POST)
    if not wants_more and is_saved(request, seen, form):
        return redirect("programme", number)
    today = today_at(seen.zone)
    found, home = stages_of(seen), _home(seen)
    context = {
        "seen": seen,
        "form": form,
        "agreed": agreed,
        "by": names_of([agreed.recorded_by]).get(agreed.recorded_by, "") if agreed else "",
        "stages": [(each, begins_in_words(each, today)) for each in found],
        "home": home,
        "done_days": sum(bool(done) for _, _, done in home),
        "log_days": LOG_DAYS,
        "attended": _attended(seen),
        "template": begins_with,
        "templates": [each for each in templates().values() if each is not begins_with],
        "activity": _activity(seen),
    }
    return render(request, "web/living/programme.html", context)


def _form(request: HttpRequest, seen: Seen, begins_with: Template | None) -> ProgrammeForm:
    """The form as it was sent, as it was sent with more rows, or as it begins."""
    about: dict[str, Any] = {"activity": _activity(seen), "head": seen.head, "today": today_at(seen.zone)}
    kept = seen.course.programme.template if seen.course.programme else ""
    stamp = begins_with.stamp if begins_with else kept
    if request.method == "POST":
        shape = shape_of(request.POST.get("shape_of", ""))
        sent = str(request.POST.get("template", ""))
        stamp = sent if sent in {each.stamp for each in templates().values()} else kept
        more = str(request.POST.get(MORE_ROWS) or "")
        if MORE_STAGE in request.POST:
            return ProgrammeForm(None, shape=[*shape, SPARE], initial=request.POST.dict(), template=stamp, **about)
        if more.isdecimal() and int(more) < len(shape):
            shape[int(more)] += SPARE
            return ProgrammeForm(None, shape=shape, initial=request.POST.dict(), template=stamp, **about)
        return ProgrammeForm(request.POST, shape=shape, template=stamp, **about)
    if begins_with is not None:
        shape, initial = from_template(begins_with)
    else:
        assert seen.course.programme is not None  # or else it begins with a template
        shape, initial = from_programme(seen.course.programme)
    return ProgrammeForm(None, shape=shape, initial=initial, template=stamp, **about)


def _activity(seen: Seen) -> str:
    """The protocol's physical therapy; "" where it has none."""
    activities = seen.protocol.activities if seen.protocol else ()
    return next((activity.id for activity in activities if activity.kind is Kind.THERAPY), "")


def _attended(seen: Seen) -> list[str]:
    """The days of the appointments, the latest first."""
    today = today_at(seen.zone)
    days = [one.on for kept in seen.course.therapy.values() for one in kept if one.on is not None]
    return [capped(near(day, today)) for day in sorted(days, reverse=True)]


def _home(seen: Seen) -> list[tuple[str, str, tuple[str, ...]]]:
    """The last days of the home log: the day, words and pain that were said, what was done."""
    today = today_at(seen.zone)
    names = {
        each.id: each.name
        for event in seen.log
        if isinstance(event, ProgrammeAgreed)
        for stage in event.stages
        for each in stage.exercises
    }
    said: dict[Any, list[str]] = {}
    for log in seen.course.exercised:
        parts = ([f"{log.pain}/10"] if log.pain is not None else []) + ([log.words] if log.words else [])
        said.setdefault(log.happened_on, []).extend(parts)
    first = today - timedelta(days=LOG_DAYS)
    return [
        (capped(near(day, today)), "; ".join(said.get(day, ())), tuple(names.get(each, each) for each in sorted(done)))
        for day, done in done_by_day(seen.course.exercised).items()
        if day >= first
    ]
