"""The list of decision aids, the page of each, and the same for a patient with questions for the consultation."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.opening import Seen, open_course
from enthesis.papers.decision_aid import aid_paper
from enthesis.pathway.course import Status
from enthesis.pathway.decision_aid import Aid, Price, aid_named, shipped, tell
from enthesis.web.choices.finding import aid_of
from enthesis.web.choices.forms import ValuesForm
from enthesis.web.choices.prices import prices_for
from enthesis.web.choices.results import results_for
from enthesis.web.choices.showing import answered, checked, page_of
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page, public_page
from enthesis.web.patient.views import ANSWERS, back_from
from enthesis.web.printing import pdf
from enthesis.web.recording import is_saved
from enthesis.web.said import language_now, plainly
from enthesis.web.words import on_paper


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """What there is a decision aid for."""
    return render(request, "web/choices/index.html", {"aids": shipped(), "labels": _labels(shipped()[0])})


@public_page
def aid_page(request: HttpRequest, condition: str) -> HttpResponse:
    """One aid, for everybody."""
    aid = _aid(condition)
    return render(request, "web/choices/aid.html", _context(request, aid))


@public_page
def aid_pdf(request: HttpRequest, condition: str) -> HttpResponse:
    """The same on paper, in the language of the page and with the clinic's prices."""
    aid, who = _aid(condition), me(request)
    prices = tuple(prices_for(aid, who.clinic, who.today).items())
    results = tuple(plainly(line) for line in results_for(aid, who.clinic, is_public=not who.roles))
    name = who.clinic.name if who.clinic else ""
    asked = (aid.id, aid.named, language_now(), name, who.today, results, prices)
    return pdf(request, lambda: _printed(*asked), f"choices-{aid.id}.pdf")


@lru_cache(maxsize=64)  # anybody may ask for it, and printing takes a second: what did not change is printed once
def _printed(
    condition: str,
    named: str,
    language: str,
    clinic: str,
    on: date,
    results: tuple[str, ...],
    prices: tuple[tuple[str, Price], ...],
) -> bytes:
    """The paper in the language of the page, which `language` is; `named` tells one version from another."""
    told = tell(_aid(condition), plainly, dict(prices))
    return aid_paper(told, results=results, clinic=clinic, language=language, made_on=on, day=on_paper).pdf


@page(*ANSWERS)
def own_choices(request: HttpRequest, number: str) -> HttpResponse:
    """The aid for what a course is about, and what matters to this patient."""
    seen = open_course(number, by=request.user)
    aid = aid_of(seen)
    around = {"seen": seen, "back": back_from(request, number), "with_patient": not me(request).is_patient}
    if aid is None:
        labels = _labels(shipped()[0])
        return render(request, "web/choices/none.html", {**around, "labels": labels, "here": "next"})
    before = answered(seen)
    is_open = seen.course.status is not Status.CLOSED
    form = ValuesForm(request.POST or None, aid=aid, today=today_at(seen.zone), before=before, head=seen.head)
    if is_open and is_saved(request, seen, form):
        return redirect(f"{reverse('own-choices', args=[number])}#answers")
    context = {
        **_context(request, aid, seen),
        **around,
        "form": form if is_open else None,
        "answered": before,
        "answered_in_words": aid.shared.labels["answered-on"],
        "checked": checked(aid, before) if before else [],
        "here": "next",
    }
    return render(request, "web/choices/own.html", context)


def _aid(condition: str) -> Aid:
    aid = aid_named(condition)
    if aid is None:
        raise Http404("There is no such decision aid.")
    return aid


def _context(request: HttpRequest, aid: Aid, seen: Seen | None = None) -> dict[str, Any]:
    who = me(request)
    names_clinics = bool(who.roles) and not who.is_patient
    prices = prices_for(aid, who.clinic, who.today, seen)
    return {
        "page": page_of(aid, prices, names_clinics=names_clinics),
        "aid": aid,
        "labels": _labels(aid),
        "results": results_for(aid, who.clinic, is_public=not who.roles),
        "is_patient": who.is_patient,
    }


def _labels(aid: Aid) -> dict[str, str]:
    """The labels by names that a template can read: `of-hundred` is `of_hundred`. Their words are English."""
    return {name.replace("-", "_"): says for name, says in aid.shared.labels.items()}
