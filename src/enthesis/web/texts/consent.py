"""The consent text as a lead keeps it: what is offered, a draft by sections, as the patient sees it, its versions."""

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic import consent_texts
from enthesis.clinic.access import LEAD
from enthesis.clinic.consent_texts import Draft, Moved
from enthesis.clinic.languages import languages
from enthesis.clinic.models import Clinic
from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.consent.own import NotOwn, with_frame, with_section
from enthesis.pathway.consent.reading import ENGLISH
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.texts.consent_forms import FrameForm, PublishForm, SectionForm
from enthesis.web.words import visit_time

FRAME = "frame"
_RETIRE = re.compile(r"retire-[0-9]{1,6}", re.ASCII)


@page(LEAD)
def text(request: HttpRequest) -> HttpResponse:
    """What is offered, the draft, and every version; copied, given up, published and retired from here."""
    clinic = _clinic(request)
    asked = request.POST.get("what", "") if request.method == "POST" else ""
    draft = consent_texts.draft_of(clinic.pk)
    form = PublishForm(request.POST if asked == "publish" else None, revision=draft.revision if draft else 0)
    if asked == "copy":
        asked_for = request.POST.get("language", ENGLISH)
        if asked_for in dict(_languages()):
            consent_texts.begin(asked_for, clinic=clinic, by=request.user)
        return redirect("consent-text")
    if asked == "drop":
        consent_texts.drop_draft(clinic=clinic, by=request.user)
        messages.success(request, _("The draft is given up."), "note-good")
        return redirect("consent-text")
    if _RETIRE.fullmatch(asked):
        if consent_texts.retire(int(asked.removeprefix("retire-")), clinic=clinic, by=request.user):
            messages.success(request, _("It is offered no longer. What was signed under it stays."), "note-good")
        return redirect("consent-text")
    if asked == "publish" and draft is not None and form.is_valid():
        said = form.cleaned_data
        try:
            version = consent_texts.publish(
                said["revision"], said["checked_by"], clinic=clinic, by=request.user, today=me(request).today
            )
        except NotOwn as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Moved:
            form.add_error(None, _moved())
        else:
            messages.success(
                request, _("Version %(version)s is offered from now on.") % {"version": version}, "note-good"
            )
            return redirect("consent-text")
    zone = me(request).zone
    versions = [
        (each, visit_time(each.at, zone), visit_time(each.retired_at, zone) if each.retired_at else "")
        for each in consent_texts.versions_of(clinic.pk)
    ]
    own = consent_texts.own_texts(clinic.pk)
    offers = [(code, name, consent_texts.offered(clinic.pk, code), code in own) for code, name in _languages()]
    context = {
        "offers": offers,
        "offered": {text.version for text in own.values()},
        "draft": draft,
        "draft_at": _when(request, draft.at) if draft else "",
        "form": form,
        "versions": versions,
    }
    return render(request, "web/texts/consent.html", context)


@page(LEAD)
def section(request: HttpRequest, name: str) -> HttpResponse:
    """One section of the draft, or what stands around the sections."""
    clinic = _clinic(request)
    draft = _draft(clinic)
    found = next((each for each in draft.text.sections if each.id == name), None)
    if found is None and name != FRAME:
        raise Http404("There is no such section.")
    posted = request.POST if request.method == "POST" else None
    form: SectionForm | FrameForm
    if found is not None:
        form = SectionForm(posted, section=found, revision=draft.revision)
    else:
        form = FrameForm(posted, text=draft.text, revision=draft.revision)
    if posted is not None and form.is_valid():
        try:
            if isinstance(form, SectionForm):
                changed = with_section(draft.text, name, form.told())
            else:
                changed = with_frame(draft.text, form.frame())
            consent_texts.keep_draft(changed, form.cleaned_data["revision"], clinic=clinic, by=request.user)
        except NotOwn as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        except Moved:
            form.add_error(None, _moved())
        else:
            messages.success(request, _("The draft is kept. No patient sees it yet."), "note-good")
            return redirect("consent-text")
    title = found.title if found else _("Around the sections")
    return render(request, "web/texts/consent_section.html", {"form": form, "title": title, "draft": draft})


@page(LEAD, methods=("GET",))
def preview(request: HttpRequest) -> HttpResponse:
    """The draft as a patient would read it, for one part of the body or another."""
    draft = _draft(_clinic(request))
    return _read(request, {"text": draft.text, "is_draft": True})


@page(LEAD, methods=("GET",))
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The words of one published version."""
    found = next((each for each in consent_texts.versions_of(_clinic(request).pk) if each.number == number), None)
    if found is None:
        raise Http404("There is no such version.")
    return _read(request, {"text": found.text, "is_draft": False})


def _languages() -> list[tuple[str, str]]:
    """(code, name in itself) of every language of the pages, as a consent text names it: without the country."""
    return [(code.partition("-")[0], name) for code, name in languages()]


def _read(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    regions = candidacy_rules().regions
    asked = request.GET.get("region", "")
    asked = asked if asked in regions else ""
    about = {
        "sections": context["text"].about(asked),
        "region": asked,
        "regions": [(each.name, each.for_patient) for each in regions.values()],
    }
    return render(request, "web/texts/consent_read.html", {**context, **about})


def _draft(clinic: Clinic) -> Draft:
    draft = consent_texts.draft_of(clinic.pk)
    if draft is None:
        raise Http404("There is no draft.")
    return draft


def _moved() -> str:
    return _("Somebody else has changed the draft meanwhile. Open the page afresh; copy what you wrote first.")


def _when(request: HttpRequest, at: datetime) -> str:
    return visit_time(at, me(request).zone)


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic
