"""Courses on other versions of a protocol: what a move changes for each; a lead proposes, a clinician decides."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.lead import moving
from enthesis.clinic.protocols import every_protocol, retired_of
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import Me, me
from enthesis.web.guard import page

PER_PAGE = 20


class MoveForm(forms.Form):
    """Which courses, and why. Beside each course stands the last event that its agenda was read at."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, numbers: list[str]) -> None:
        super().__init__(data)
        self.fields["form_id"] = forms.RegexField(r"[0-9a-f]{32}", initial=uuid4().hex, widget=forms.HiddenInput())
        self.fields["courses"] = forms.MultipleChoiceField(
            choices=[(number, number) for number in numbers],
            error_messages={
                "required": _("Choose at least one course."),
                "invalid_choice": _("A course of the list is not there any more. Look at the list again."),
            },
        )
        self.fields["why"] = fields.words(_("Why"), missing=_("Say why the courses are moved."), rows=2)

    def heads(self) -> dict[str, int]:
        """The chosen courses, each with the event that its page was made at."""
        found = {}
        for number in self.cleaned_data["courses"]:
            typed = str(self.data.get(f"head-{number}", ""))
            found[number] = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
        return found


@page(CLINICIAN, LEAD)
def move(request: HttpRequest, name: str) -> HttpResponse:
    """The running courses on another version, with what would change for each; choose, say why, propose or move."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    versions = _versions(who, name)
    then = _chosen(versions, request.GET.get("to", ""))
    numbers = moving.courses_elsewhere(who.clinic.pk, then.id, then.version)
    shown = Paginator(numbers, PER_PAGE).get_page(request.GET.get("page"))
    form = MoveForm(request.POST or None, numbers=numbers)
    here = f"{reverse('protocol-move', args=[name])}?to={then.version}"
    if request.method == "POST" and request.POST.get("turn") == "decline":
        chosen = [number for number in request.POST.getlist("courses") if number in numbers]
        count = moving.decline(chosen, clinic=who.clinic, by=request.user)
        says = ngettext("%(n)d course stays as it is.", "%(n)d courses stay as they are.", count) % {"n": count}
        messages.success(request, says, "note-good")
        return redirect(here)
    if form.is_valid():
        _done(request, who, form, then)
        return redirect(here)
    if form.is_bound and not form.errors.get("form_id") and not numbers:
        form.add_error(None, ValidationError(_("There is nothing to move.")))
    context = {
        "form": form,
        "then": then,
        "versions": versions,
        "candidates": moving.candidates(who.clinic.pk, list(shown), then, by=request.user),
        "pages": shown,
        "count": len(numbers),
        "may_move": bool(who.roles & moving.MOVES),
        "today": who.today,
        "zone": who.zone,
        "picked": request.POST.getlist("courses"),
        "here": here,
    }
    return render(request, "web/lead/move.html", context)


def _done(request: HttpRequest, who: Me, form: MoveForm, then: Protocol) -> None:
    """Move where that is this person's to decide, else propose; say what became of each."""
    assert who.clinic is not None
    why, heads = form.cleaned_data["why"], form.heads()
    if not who.roles & moving.MOVES:
        count = moving.propose(list(heads), then, clinic=who.clinic, by=request.user, why=why)
        says = ngettext(
            "Proposed for %(n)d course. A clinician decides.", "Proposed for %(n)d courses. A clinician decides.", count
        )
        messages.success(request, says % {"n": count}, "note-good")
        return
    form_id = form.cleaned_data["form_id"]
    moved = moving.move(heads, then, clinic=who.clinic, by=request.user, why=why, form=form_id, today=who.today)
    count = sum(not each.problem for each in moved)
    if count:
        says = ngettext("%(n)d course is moved.", "%(n)d courses are moved.", count) % {"n": count}
        messages.success(request, says, "note-good")
    for each in moved:
        if each.problem:
            told = _("%(course)s was not moved. %(why)s") % {"course": each.number, "why": each.problem}
            messages.warning(request, told, "note-care")


def _versions(who: Me, name: str) -> list[Protocol]:
    """Where courses of a protocol may go: its versions that are not retired, the clinic's newest first."""
    assert who.clinic is not None
    gone = retired_of(who.clinic.pk)
    known = [p for key, p in every_protocol(who.clinic.pk).items() if key[0] == name and key not in gone]
    if not known:
        raise Http404("There is no such protocol.")
    return known


def _chosen(versions: list[Protocol], version: str) -> Protocol:
    return next((each for each in versions if each.version == version), versions[0])
