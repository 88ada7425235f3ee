"""Restricting a record, opening one in an emergency, and what a lead reads of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, LEAD, STAFF, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.emergencies import (
    LEAST,
    MOST,
    mark_looked_at,
    minutes_of,
    open_in_emergency,
    openings_of,
    set_minutes,
)
from enthesis.clinic.errors import NO_SUCH_PERSON, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, CourseRecord, Membership, Person, User
from enthesis.clinic.numbers import PERSON, key_of
from enthesis.clinic.people import someone_of
from enthesis.clinic.restricting import (
    NotRestricted,
    check_may_restrict,
    history_of,
    lift,
    restrict,
    staff_of,
)
from enthesis.clinic.restrictions import is_open_to
from enthesis.clinic.same_person import group_of
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.restricted.closed import EmergencyForm, shown


class RestrictForm(forms.Form):
    """To whom a record stays open, and why."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any, *, staff: list[User], chosen: list[str]) -> None:
        super().__init__(data, initial={"accounts": chosen})
        self.fields["accounts"] = fields.several(
            _("Who goes on opening it"),
            [(each.handle, each.name or each.handle) for each in staff],
            missing=_("Name who of the staff goes on."),
            help_text=_("The clinicians who treat the patient, and whoever books and receives the patient."),
        )
        self.fields["why"] = _why()


class LiftForm(forms.Form):
    """Why a record is open to all again."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="lift")
        self.fields["why"] = _why()


class MinutesForm(forms.Form):
    """For how long an emergency opens a record."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any, *, minutes: int) -> None:
        super().__init__(data, initial={"minutes": minutes})
        self.fields["minutes"] = forms.IntegerField(
            label=_("Minutes for which an emergency opens a restricted record"),
            min_value=LEAST,
            max_value=MOST,
            error_messages={
                each: _("Give %(least)s to %(most)s minutes.") % {"least": LEAST, "most": MOST}
                for each in ("required", "invalid", "min_value", "max_value")
            },
        )
        self.fields["why"] = _why()


def _why() -> forms.CharField:
    return fields.words(_("Why"), missing=_("Say why, so that the next person can judge it."), rows=2)


@page(CLINICIAN, LEAD)
def restrict_person(request: HttpRequest, number: str) -> HttpResponse:
    """Who may open a patient's record, since when and why; and changing it."""
    person = _person(request, number)
    check_may_restrict(person, request.user, "restrict-person")
    name = ""
    if CLINICIAN in me(request).roles and (
        not person.restricted or is_open_to(request.user, person.pk, person.clinic_id)
    ):
        profile = someone_of(person.pk, request.user).profile
        name = profile.name if profile else ""
    else:
        looked(request.user, "restrict-person", clinic=person.clinic_id, person=person.pk)
    history = history_of(person)
    now = history[0] if history and history[0].accounts else None
    staff = staff_of(person.clinic_id)
    lifts = "lift" in request.POST
    chosen = list(now.accounts) if now else [handle(request.user)]
    form = RestrictForm(request.POST if request.method == "POST" and not lifts else None, staff=staff, chosen=chosen)
    lifting = LiftForm(request.POST if lifts else None)
    if request.method == "POST" and _is_done(request, person, lifting if lifts else form, staff):
        return redirect("restrict", person.number)
    names = names_of({account for each in history for account in (each.by, *each.accounts)})
    context = {
        "person": person,
        "name": name,
        "form": form,
        "lifting": lifting,
        "now": [names.get(account, account) for account in now.accounts] if now else [],
        "history": [
            (each, names.get(each.by, each.by), [names.get(account, account) for account in each.accounts])
            for each in history
        ],
        "zone": me(request).zone,
        "course": _first_course(person),
    }
    return render(request, "web/restricted/restrict.html", context)


def _is_done(request: HttpRequest, person: Person, form: forms.Form, staff: list[User]) -> bool:
    if not form.is_valid():
        return False
    try:
        if isinstance(form, LiftForm):
            lift(person, why=form.cleaned_data["why"], by=request.user)
            messages.success(request, _("The whole staff may open this record again."), "note-good")
        else:
            named = [each for each in staff if each.handle in form.cleaned_data["accounts"]]
            restrict(person, named, why=form.cleaned_data["why"], by=request.user)
            messages.success(request, _("From now on only those who are named open this record."), "note-good")
    except NotRestricted as problem:
        form.add_error(problem.field, f"{problem.says} {problem.remedy}")
        return False
    return True


@page(*STAFF)
def emergency(request: HttpRequest, number: str) -> HttpResponse:
    """Open a restricted record in an emergency."""
    person = _person(request, number)
    back = _safe(request, request.POST.get("next", ""))
    if person.restricted and not is_open_to(request.user, person.pk, person.clinic_id):
        form = EmergencyForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return shown(request, person, form, back)
        try:
            assert isinstance(request.user, User)  # signed in
            open_in_emergency(person, why=form.cleaned_data["why"], by=request.user)
        except NotRestricted as problem:
            form.add_error(problem.field, f"{problem.says} {problem.remedy}")
            return shown(request, person, form, back)
    if back:
        return redirect(back)
    course = _first_course(person)
    return redirect("course", course) if course else redirect("first")


@page(LEAD)
def emergencies(request: HttpRequest) -> HttpResponse:
    """Everything that was opened in an emergency, what nobody has looked at before the rest. Sent: it was looked at."""
    who = me(request)
    clinic = _clinic(request)
    if request.method == "POST":
        key = request.POST.get("opening", "")
        try:
            mark_looked_at(
                int(key) if key.isascii() and key.isdecimal() and len(key) < 16 else 0, clinic=clinic, by=request.user
            )
        except NotRestricted as problem:
            messages.warning(request, f"{problem.says} {problem.remedy}", "note-care")
        else:
            messages.success(request, _("It is noted that you looked at it."), "note-good")
        return redirect("emergencies")
    looked(request.user, "audit", clinic=clinic.pk)
    lasts, is_decided = minutes_of(clinic.pk)
    context = {
        "waiting": openings_of(clinic.pk, waiting=True),
        "others": openings_of(clinic.pk, waiting=False),
        "minutes": lasts,
        "is_decided": is_decided,
        "zone": who.zone,
    }
    return render(request, "web/restricted/emergencies.html", context)


@page(LEAD)
def minutes(request: HttpRequest) -> HttpResponse:
    """The clinic decides for how long an emergency opens a record."""
    clinic = _clinic(request)
    lasts, is_decided = minutes_of(clinic.pk)
    form = MinutesForm(request.POST or None, minutes=lasts)
    if request.method == "POST" and form.is_valid():
        try:
            set_minutes(form.cleaned_data["minutes"], clinic=clinic, by=request.user, why=form.cleaned_data["why"])
        except NotDecided as problem:
            form.add_error(problem.field, f"{problem.says} {problem.remedy}")
        else:
            messages.success(request, _("It is decided. It holds for every emergency from now on."), "note-good")
            return redirect("emergencies")
    return render(request, "web/restricted/minutes.html", {"form": form, "minutes": lasts, "is_decided": is_decided})


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic


def _person(request: HttpRequest, number: str) -> Person:
    """A patient of a clinic where somebody is of the staff. Raises `NotAllowed`, alike where there is none."""
    key = key_of(number, PERSON)
    held = Membership.objects.filter(user_id=user_key(request.user), role__in=STAFF, user__is_active=True)
    found = Person.objects.filter(pk=key or 0, clinic__in=held.values_list("clinic", flat=True)).first()
    if found is None:
        raise refusal(NotAllowed(*NO_SUCH_PERSON), request.user, "restricted", person=key)
    return found


def _first_course(person: Person) -> str:
    group = group_of(person.pk, person.clinic_id)
    found = CourseRecord.objects.filter(person__in=group).order_by("-pk").first()
    return found.number if found else ""


def _whole(key: str) -> int:
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 16 else 0


def _safe(request: HttpRequest, back: str) -> str:
    """Where to go on: a page of this clinic, or nowhere in particular."""
    fine = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if fine else ""
