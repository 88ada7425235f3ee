"""The patients of a clinic: found, added, and where a course begins."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, THERAPIST
from enthesis.clinic.door import start_course
from enthesis.clinic.duplicates import possible_duplicates
from enthesis.clinic.errors import Refused
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Person
from enthesis.clinic.numbers import PERSON, key_of
from enthesis.clinic.people import PAGE, new_person, people_of
from enthesis.clinic.profiles import EMAIL
from enthesis.clinic.protocols import protocols_of
from enthesis.web.clinician.forms.course import StartForm
from enthesis.web.frame import me
from enthesis.web.frontdesk.forms import PersonForm, SearchForm
from enthesis.web.guard import page

KEEPS = frozenset({FRONT_DESK, CLINICIAN})


@page(CLINICIAN, THERAPIST, FRONT_DESK)
def people(request: HttpRequest) -> HttpResponse:
    """The patients of the clinic, newest first, or those who fit what is looked for."""
    who = me(request)
    form = SearchForm(request.POST or None)
    said = form.cleaned_data if form.is_valid() else {}
    number = said.get("page") or 1
    asked = {name: said[name] for name in ("words", "born", "telephone") if said.get(name)}
    found = people_of(request.user, clinic=who.clinic.pk if who.clinic else None, page=number, **asked)
    context = {
        "form": form,
        "people": [] if form.errors else found,
        "is_asked": bool(asked),
        "asked": {name: form[name].value() for name in asked} if asked else {},
        "number": number,
        "more": len(found) == PAGE,
        "may_add": bool(who.roles & KEEPS),
    }
    return render(request, "web/frontdesk/people.html", context)


@page(*KEEPS)
def add(request: HttpRequest) -> HttpResponse:
    """A new patient; the course begins on the next page."""
    who = me(request)
    form = PersonForm(request.POST or None, today=who.today, initial={"messages": EMAIL})
    if request.method == "POST" and who.clinic and form.is_valid():
        alike = possible_duplicates(form.profile(), clinic=who.clinic.pk, by=request.user)
        if alike and request.POST.get("is_new") != "yes":
            return render(request, "web/frontdesk/edit.html", {"form": form, "alike": alike})
        person = new_person(form.profile(), clinic=who.clinic, by=request.user)
        messages.success(request, _("The patient is added."), "note-good")
        return redirect("start", person.number)
    return render(request, "web/frontdesk/edit.html", {"form": form})


@page(*KEEPS)
def start(request: HttpRequest, number: str) -> HttpResponse:
    """A new course for a patient."""
    clinic = me(request).clinic
    key = key_of(number, PERSON)
    person = Person.objects.filter(pk=key, clinic=clinic).first() if key and clinic else None
    if person is None or clinic is None:
        raise Http404("There is no such person among those that you may see.")
    looked(request.user, "start-course", clinic=clinic.pk, person=person.pk)
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
    return render(request, "web/frontdesk/start.html", {"form": form, "number": number})


def _started_before(person: Person, event: str) -> str:
    """The course that this very page started already; "" where it did not."""
    course = person.courses.filter(events__event_id=event).first()
    return course.number if course else ""
