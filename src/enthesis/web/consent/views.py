"""The patient's pages of the consent. Staff may open them with a patient who sits beside them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.models import Clinic
from enthesis.clinic.opening import Seen, open_course
from enthesis.papers.consent import ConsentPaper, Signature, consent_paper
from enthesis.pathway.leaflets import load
from enthesis.web.about.links import given_at_consent, links
from enthesis.web.choices.finding import aid_links
from enthesis.web.consent.forms import AskForm, SignForm, TakeBackForm
from enthesis.web.consent.shown import Shown, copy_of, region, shown
from enthesis.web.evidence.finding import evidence_links
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.patient.views import ANSWERS, back_from
from enthesis.web.printing import pdf
from enthesis.web.recording import is_saved, sent_before
from enthesis.web.said import language_now


@page(*ANSWERS, methods=("GET",))
def consent(request: HttpRequest, number: str) -> HttpResponse:
    """The text for this patient, what was asked, and where the signature stands."""
    told = shown(open_course(number, by=request.user))
    return _show(request, "read.html", told, AskForm(head=told.seen.head))


@page(*ANSWERS)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Send a question; the page of the text shows it, and what is wrong with it."""
    told = shown(open_course(number, by=request.user))
    if request.method != "POST":
        return redirect("consent", number)
    form = AskForm(request.POST, head=told.seen.head)
    if is_saved(request, told.seen, form):
        return redirect(f"{reverse('consent', args=[number])}#questions")
    return _show(request, "read.html", told, form)


@page(*ANSWERS)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign the text that was read: by name, or drawn where a script runs."""
    seen = open_course(number, by=request.user)
    told = shown(seen)
    if sent_before(request, seen) or (request.method == "GET" and not told.may_sign):
        return redirect("consent", number)
    leaflets = [name for name, _ in given_at_consent(language=language_now())]
    form = SignForm(request.POST or None, shown=told, today=today_at(seen.zone), leaflets=leaflets, head=seen.head)
    if is_saved(request, seen, form):
        return redirect("consent", number)
    return _show(request, "sign.html", told, form)


@page(*ANSWERS)
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take the consent back, after reading what follows."""
    seen = open_course(number, by=request.user)
    told = shown(seen)
    form = TakeBackForm(request.POST or None, today=today_at(seen.zone), head=seen.head)
    if sent_before(request, seen) or not told.is_signed:
        return redirect("consent", number)
    if is_saved(request, seen, form):
        return redirect("consent", number)
    return _show(request, "take_back.html", told, form)


@page(*ANSWERS, methods=("GET",))
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """What was signed, as a PDF; the text to be signed by hand where nothing is."""
    seen = open_course(number, by=request.user)
    told = shown(seen)
    paper = _paper(seen, told)
    if paper is None:  # signed on paper, or under words that are not here: the page says so
        return redirect("consent", number)
    return pdf(request, lambda: consent_paper(paper, today_at(seen.zone)).pdf, f"consent-{number}.pdf")


def _paper(seen: Seen, told: Shown) -> ConsentPaper | None:
    signed = told.standing.signed
    kept = copy_of(seen, told.standing)
    if signed is not None and (kept is None or signed.way == "paper"):
        return None
    words = kept if signed is not None and kept is not None else None
    return ConsentPaper(
        text=words.text if words else told.text,
        sections=words.sections if words else told.sections,
        items=words.items if words else told.items,
        signature=Signature(signed.signed_as, signed.signature, signed.happened_on, told.signed_at, signed.id)
        if signed is not None
        else None,
        clinic=_clinic_name(seen),
        number=seen.number,
        patient=seen.profile.name if seen.profile else seen.number,
        born=seen.profile.born if seen.profile else None,
        problem=seen.course.problem,
    )


def _clinic_name(seen: Seen) -> str:
    return Clinic.objects.get(pk=seen.clinic).name


def _show(request: HttpRequest, template: str, told: Shown, form: RecordForm) -> HttpResponse:
    seen, who = told.seen, me(request)
    library = load()
    signed = told.standing.signed
    context: dict[str, Any] = {
        "seen": seen,
        "told": told,
        "form": form,
        "name": seen.profile.name if seen.profile else seen.number,
        "back": back_from(request, seen.number),
        "with_patient": not who.is_patient,
        "may_copy": signed is None or (signed.way != "paper" and copy_of(seen, told.standing) is not None),
        "leaflets": (
            *aid_links(seen),
            *evidence_links(seen),
            *links(
                [leaflet for leaflet in library.of("en") if any(each.consent for each in leaflet.statements)],
                seen.course,
            ),
        ),
        "region": region(seen),
        "clinic": who.clinic,
        "here": "next",
    }
    return render(request, f"web/consent/{template}", context)
