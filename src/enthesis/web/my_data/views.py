"""A copy of all data of a patient; the wish to be erased, and a lead's answer to it."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import LEAD, PATIENT, user_key
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.leaving import asking
from enthesis.clinic.leaving.models import ErasureRequest
from enthesis.clinic.limits import EXPORTS
from enthesis.clinic.models import Clinic, Person
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.my_data.copy import copy_of
from enthesis.web.sign_in.limits import limited


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic


def _own(request: HttpRequest) -> Person:
    """The person that the account is for, in the clinic in which it is used."""
    people = Person.objects.filter(
        memberships__user=user_key(request.user), memberships__role=PATIENT, clinic=_clinic(request)
    )
    person = people.select_related("key").order_by("pk").first()
    if person is None:
        raise Http404("There is no record of yours in this clinic.")
    return person


@page(PATIENT)
@limited(EXPORTS, "POST")
def export(request: HttpRequest) -> HttpResponse:
    """What is in the copy. Sent: the copy itself."""
    if request.method == "POST":
        now = datetime.now(UTC)
        answer = HttpResponse(
            copy_of(_own(request), _clinic(request), request.user, now=now), content_type="application/zip"
        )
        answer["Content-Disposition"] = f'attachment; filename="my-record-{now:%Y-%m-%d}.zip"'
        return answer
    return render(request, "web/my_data/export.html")


@page(PATIENT)
def delete(request: HttpRequest) -> HttpResponse:
    """Ask to be erased, or take that back."""
    person = _own(request)
    if request.method == "POST":
        if "take-back" in request.POST:
            asking.take_back(person, by=request.user)
        elif "ask" in request.POST:
            asking.ask(person, by=request.user)
        return redirect("delete")
    last = asking.last_of(person.pk)
    shown = {"law": asking.law_of(_clinic(request).pk), "last": last, "is_open": last and last.state == asking.OPEN}
    return render(request, "web/my_data/delete.html", shown)


class _Form(forms.Form):
    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False


class LawForm(_Form):
    """What the clinic has to keep, in its own words."""

    def __init__(self, data: Any = None, *, law: str) -> None:
        super().__init__(data, initial={"words": law})
        self.fields["words"] = fields.line(
            _("What does the law make the clinic keep, and for how long? Patients read it."),
            missing=_("Say it in a sentence."),
            most=asking.LONGEST,
        )
        self.fields["why"] = fields.line(
            _("Which law, or whose advice?"), missing=_("Name the law, or who advised you.")
        )


class KeepForm(_Form):
    """Why a record stays."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["why"] = fields.words(
            _("Why does the record stay, and until when? The patient reads it."),
            missing=_("Say what has to be kept, and until when."),
        )


class EraseForm(_Form):
    """The number once more: there is no way back."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["number"] = fields.line(
            _("Type the patient's number to erase"), missing=_("Type the number, as it stands above."), most=20
        )


@page(LEAD, methods=("GET",))
def erasures(request: HttpRequest) -> HttpResponse:
    """What patients asked for."""
    clinic = _clinic(request)
    rows = asking.requests_of(request.user, clinic)
    return render(request, "web/my_data/erasures.html", {"rows": rows, "law": asking.law_of(clinic.pk)})


@page(LEAD)
def law(request: HttpRequest) -> HttpResponse:
    """The clinic decides what it has to keep."""
    clinic = _clinic(request)
    form = LawForm(request.POST if request.method == "POST" else None, law=asking.law_of(clinic.pk))
    if form.is_bound and form.is_valid():
        try:
            asking.set_law(form.cleaned_data["words"], clinic=clinic, by=request.user, why=form.cleaned_data["why"])
        except NotDecided as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, _("It is kept. Patients read it when they ask to be erased."), "note-good")
            return redirect("erasures")
    return render(request, "web/my_data/law.html", {"form": form})


@page(LEAD)
def answer(request: HttpRequest, request_key: int) -> HttpResponse:
    """The answer to one request: erased, or kept with a reason."""
    clinic = _clinic(request)
    asked = ErasureRequest.objects.select_related("person", "clinic").filter(pk=request_key, clinic=clinic).first()
    if asked is None:
        raise Http404("There is no such request in this clinic.")
    is_open = asked.state == asking.OPEN
    keeping = KeepForm(request.POST if "keep" in request.POST else None)
    erasing = EraseForm(request.POST if "erase" in request.POST else None)
    for form in (keeping, erasing):
        if not (is_open and form.is_bound and form.is_valid()):
            continue
        try:
            if form is keeping:
                asking.keep(asked, form.cleaned_data["why"], by=request.user)
                messages.success(request, _("The patient reads your answer."), "note-good")
            else:
                asking.erase_asked(asked, form.cleaned_data["number"], by=request.user)
                messages.success(request, _("The patient is erased."), "note-good")
        except asking.NotAnswered as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            return redirect("erasures")
    shown = {
        "asked": asked,
        "is_open": is_open,
        "keeping": keeping,
        "erasing": erasing,
        "form": keeping if keeping.is_bound else erasing,
        "law": asking.law_of(clinic.pk),
    }
    return render(request, "web/my_data/erasure.html", shown)
