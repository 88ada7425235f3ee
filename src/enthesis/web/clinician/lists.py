"""The worklist, the patients, and where a course begins."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, STAFF, THERAPIST
from enthesis.clinic.door import start_course
from enthesis.clinic.errors import Refused
from enthesis.clinic.filing import key_of
from enthesis.clinic.models import Person
from enthesis.clinic.people import PAGE as PEOPLE_PAGE
from enthesis.clinic.people import Profile, new_person, people_of
from enthesis.clinic.protocols import protocols_of
from enthesis.clinic.symptoms import names_in, symptoms_of
from enthesis.clinic.worklist import PAGE, Due, worklist
from enthesis.pathway.agenda import CONCERN
from enthesis.pathway.window import Timing
from enthesis.web.clinician.clocks import ToldClock, tell_clock
from enthesis.web.clinician.forms.course import StartForm
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.words import ROLES, since, visit_time, when

AHEAD = timedelta(days=14)
_GROUPS = {"safety": "Safety first", "overdue": "Overdue", "due": "Due", "upcoming": "Coming"}


@page(*STAFF, methods=("GET",))
def work(request: HttpRequest) -> HttpResponse:
    """Who needs what: safety first, then overdue, then due; with what comes in two weeks where it is asked for."""
    who = me(request)
    ahead = "ahead" in request.GET
    number = _page_number(request)
    roles = sorted(who.roles & STAFF)
    role = request.GET.get("role")
    lines = worklist(
        request.user, who.today + AHEAD if ahead else who.today, number, role=role if role in roles else None
    )
    clocks = _clocks(request, who)
    order = {key: place for place, key in enumerate(clocks)}  # of two symptoms, the one with less time left comes first
    told = sorted(
        ((_state(line, who.today), line) for line in lines),
        key=lambda pair: (list(_GROUPS).index(pair[0]), order.get(_symptom(pair[1]), 0)),
    )
    groups = [
        (state, _GROUPS[state], [_line(line, who, clocks) for _, line in found])
        for state, found in groupby(told, key=lambda pair: pair[0])
    ]
    context = {
        "groups": groups,
        "ahead": ahead,
        "until": who.today + AHEAD,
        "today": who.today,
        "number": number,
        "more": len(lines) >= PAGE,
        "roles": [(each, ROLES[each].removeprefix("the ").removeprefix("a ").capitalize()) for each in roles],
        "role": role or (lines[0].who if lines else ""),
        "is_empty": not lines,
        "symptoms": 0 if any(state == "safety" for state, _ in told) else len(clocks),
        "symptoms_overdue": sum(clock.state == "overdue" for clock in clocks.values()),
    }
    return render(request, "web/clinician/worklist.html", context)


def _state(line: Due, today: date) -> str:
    return "safety" if line.kind == CONCERN else line.window.on(today).value


def _clocks(request: HttpRequest, who: Me) -> dict[tuple[str, str], ToldClock]:
    """The clocks of the clinic's open symptoms by course and symptom, in the order in which they fall due."""
    clinic, found = symptoms_of(request.user, who.clinic.pk if who.clinic else None)
    names, now = names_in([each.clock for each in found]), datetime.now(UTC)
    zone = ZoneInfo(clinic.time_zone)
    return {
        (each.course, each.clock.symptom): tell_clock(each.clock, names, now=now, zone=zone, today=who.today)
        for each in found
    }


def _symptom(line: Due) -> tuple[str, str]:
    return line.course, line.activity.partition(":")[2]


def _line(line: Due, who: Me, clocks: Mapping[tuple[str, str], ToldClock]) -> dict[str, object]:
    today, zone = who.today, who.zone
    return {
        "due": line,
        "clock": clocks.get(_symptom(line)) if line.kind == CONCERN else None,
        "when": since(line.window, today) if line.kind == CONCERN else when(line.window, today),
        "booked": visit_time(line.starts, zone) if line.starts else "",
        "is_late": line.window.on(today) is Timing.OVERDUE,
    }


class SearchForm(forms.Form):
    """Finding a patient by the beginnings of the words of a name."""

    default_renderer = Renderer
    words = fields.line("Name, or the beginnings of names")


@page(CLINICIAN, THERAPIST, FRONT_DESK, methods=("GET",))
def people(request: HttpRequest) -> HttpResponse:
    """The patients of the clinic, newest first."""
    number = _page_number(request)
    words = request.GET.get("words", "")[:100]
    clinic = me(request).clinic
    found = people_of(request.user, clinic=clinic.pk if clinic else None, words=words, page=number)
    context = {"people": found, "words": words, "number": number, "more": len(found) == PEOPLE_PAGE}
    return render(
        request, "web/clinician/people.html", {**context, "may_add": bool(me(request).roles & {FRONT_DESK, CLINICIAN})}
    )


class PersonForm(forms.Form):
    """What a clinic knows a patient by."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = True
    name = fields.line("Name", missing="Give the patient's name.", most=200)
    born = fields.day("Birthday", required=False)
    contact = fields.line("Telephone or e-mail")


@page(FRONT_DESK, CLINICIAN)
def add_person(request: HttpRequest) -> HttpResponse:
    """A new patient; the course begins on the next page."""
    clinic = me(request).clinic
    form = PersonForm(request.POST or None)
    if request.method == "POST" and clinic and form.is_valid():
        said = form.cleaned_data
        if said["born"] and said["born"] > me(request).today:
            form.add_error("born", "That day has not come yet. Correct the birthday.")
        else:
            person = new_person(Profile(said["name"], said["born"], said["contact"]), clinic=clinic, by=request.user)
            messages.success(request, "The patient is added.", "note-good")
            return redirect("start", person.number)
    return render(request, "web/clinician/person.html", {"form": form})


@page(FRONT_DESK, CLINICIAN)
def start(request: HttpRequest, number: str) -> HttpResponse:
    """A new course for a patient."""
    clinic = me(request).clinic
    key = key_of(number, "P")
    person = Person.objects.filter(pk=key, clinic=clinic).first() if key and clinic else None
    if person is None or clinic is None:
        raise Http404("There is no such person among those that you may see.")
    form = StartForm(request.POST or None, protocols=protocols_of(clinic.pk), today=me(request).today)
    if request.method == "POST" and form.is_valid():
        again = _started_before(person, form.cleaned_data["form_id"])
        if again:
            return redirect("course", again)
        try:
            recorded = start_course(form.events(), person=person, by=request.user)
        except Refused as refused:
            form.show(refused.findings)
        else:
            messages.success(request, form.done, "note-good")
            return redirect("course", recorded.number)
    return render(request, "web/clinician/start.html", {"form": form, "number": number, "back": reverse("people")})


def _started_before(person: Person, event: str) -> str:
    """The course that this very page started already; "" where it did not."""
    course = person.courses.filter(events__event_id=event).first()
    return course.number if course else ""


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, min(int(asked), 10_000)) if asked.isascii() and asked.isdecimal() else 1
