"""One patient: who it is, which courses, what comes next; changed by those who may."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, MAY_RECORD, THERAPIST
from enthesis.clinic.accounts import names_of
from enthesis.clinic.balances import balance_of
from enthesis.clinic.duplicates import possible_duplicates
from enthesis.clinic.merging import MERGES
from enthesis.clinic.models import Person
from enthesis.clinic.numbers import PERSON, key_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import Change, Someone, change_profile, changes_of, someone_of
from enthesis.clinic.same_person import head_of
from enthesis.pathway import events as e
from enthesis.web.frame import me
from enthesis.web.frontdesk.forms import LANGUAGES, PersonForm
from enthesis.web.frontdesk.people import KEEPS
from enthesis.web.guard import page
from enthesis.web.words import visit_time

NEXT_VISITS = 5


@dataclass(frozen=True, slots=True)
class NextVisit:
    """A booked visit of one of the patient's courses."""

    starts: datetime
    says: str
    title: str
    course: str


@page(CLINICIAN, THERAPIST, FRONT_DESK, methods=("GET",))
def person(request: HttpRequest, number: str) -> HttpResponse:
    """A patient: profile, courses, what is booked next, and where to go from here."""
    who = me(request)
    one = found(request, number)
    head = head_of(one.pk, one.clinic)
    if head != one.pk:  # made one with another patient
        return redirect("person", Person(pk=head).number)
    courses = [open_course(course.number, by=request.user) for course in one.courses]
    changes = changes_of(one.pk)
    names = names_of(change.by for change in changes)
    context = {
        "one": one,
        "courses": [(seen, balance_of(seen)) for seen in courses],
        "visits": sorted((visit for seen in courses for visit in _next(seen)), key=lambda visit: visit.starts)[
            :NEXT_VISITS
        ],
        "changes": [
            (visit_time(change.at, who.zone), names.get(change.by, change.by), _named(change)) for change in changes
        ],
        "language": dict(LANGUAGES).get(one.profile.language, one.profile.language) if one.profile else "",
        "duplicates": possible_duplicates(one.profile, clinic=one.clinic, by=request.user, but=[one.pk])
        if one.profile and who.roles & MERGES
        else [],
        "may_merge": bool(who.roles & MERGES),
        "may_change": bool(who.roles & KEEPS) and one.profile is not None,
        "takes_money": bool(who.roles & MAY_RECORD[e.PaymentTaken]),
    }
    return render(request, "web/frontdesk/person.html", context)


@page(*KEEPS)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change what a patient is known by. Who did, and when, is kept."""
    one = found(request, number)
    if one.profile is None:
        raise Http404("Nothing is kept of this person that could be changed.")
    form = PersonForm.of(one.profile, request.POST or None, today=me(request).today)
    if request.method == "POST" and form.is_valid():
        if form.profile() != one.profile:
            change_profile(Person.objects.get(pk=one.pk), form.profile(), by=request.user)
        messages.success(request, _("The patient's details are saved."), "note-good")
        return redirect("person", one.number)
    return render(request, "web/frontdesk/edit.html", {"form": form, "one": one})


def found(request: HttpRequest, number: str) -> Someone:
    """The patient of an address. 404 where there is none whom this account may see."""
    key = key_of(number, PERSON)
    if key is None:
        raise Http404("There is no such person among those that you may see.")
    return someone_of(key, request.user)


def _next(seen: Seen) -> list[NextVisit]:
    titles = {each.id: each.title for each in seen.protocol.activities} if seen.protocol else {}
    return [
        NextVisit(
            each.starts, visit_time(each.starts, seen.zone), titles.get(each.activity, each.activity), seen.number
        )
        for each in seen.course.bookings.values()
    ]


def _named(change: Change) -> str:
    """Which fields were changed, as the form calls them."""
    labels = {name: str(field.label) for name, field in PersonForm.base_fields.items()}
    return ", ".join(labels.get(name, name) for name in change.fields)
