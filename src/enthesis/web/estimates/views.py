"""What a course will cost: staff work it out and give it, the patient reads it, both have it on paper."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, PATIENT
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.prices import prices_of
from enthesis.papers.estimate import estimate_paper
from enthesis.pathway.estimate import UnreadableEstimate
from enthesis.pathway.handout import Handout, good_faith
from enthesis.pathway.prices import PriceList, Terms, read_terms
from enthesis.web.estimates.forms import GivenForm, TermsForm, can_be_given, initial_of
from enthesis.web.estimates.telling import given_to, handout_of, told
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.printing import pdf
from enthesis.web.recording import is_saved

GIVES = (CLINICIAN, FRONT_DESK, LEAD)
READS = (PATIENT, CLINICIAN, FRONT_DESK)
GO = "go"


@dataclass(frozen=True, slots=True)
class Asked:
    """The page of a course's estimate, as far as it could be read."""

    seen: Seen
    listed: PriceList | None
    form: TermsForm | None = None
    terms: Terms | None = None
    handout: Handout | None = None


@page(*GIVES)
def estimate(request: HttpRequest, number: str) -> HttpResponse:
    """Work out what this course will cost under the clinic's newest prices, and record that it was given."""
    asked = _asked(request, number)
    given_form = _given_form(request, asked)
    if given_form is not None and is_saved(request, asked.seen, given_form):
        return redirect("estimate", number)
    handout = asked.handout
    context = {
        "seen": asked.seen,
        "name": asked.seen.profile.name if asked.seen.profile else asked.seen.number,
        "listed": asked.listed,
        "form": asked.form,
        "given_form": given_form,
        "can_be_given": handout is not None and can_be_given(handout.estimate),
        "given": asked.seen.course.estimate,
        "query": request.GET.urlencode(),
        "may_keep_prices": LEAD in asked.seen.roles,
        "timing": good_faith().given if handout and handout.is_good_faith else (),
        **(told(handout) if handout else {}),
    }
    return render(request, "web/estimates/estimate.html", context)


@page(*GIVES, methods=("GET",))
def estimate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The same on paper. What could not be read is told on the page."""
    asked = _asked(request, number)
    handout = asked.handout
    if handout is None:
        return redirect(f"{reverse('estimate', args=[number])}?{request.GET.urlencode()}")
    return pdf(request, lambda: estimate_paper(handout, today_at(asked.seen.zone)).pdf, f"estimate-{number}.pdf")


@page(*READS, methods=("GET",))
def own_estimate(request: HttpRequest, number: str) -> HttpResponse:
    """What the patient was told that it costs."""
    seen = open_course(number, by=request.user)
    handout = given_to(seen)
    context = {"seen": seen, "given": seen.course.estimate, "with_patient": not me(request).is_patient, "here": "next"}
    return render(request, "web/estimates/own.html", {**context, **(told(handout) if handout else {})})


@page(*READS, methods=("GET",))
def own_estimate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The paper that the patient was given, again."""
    seen = open_course(number, by=request.user)
    handout = given_to(seen)
    if handout is None:
        return redirect("own-estimate", number)
    day = handout.details.on or today_at(seen.zone)
    return pdf(request, lambda: estimate_paper(handout, day).pdf, f"estimate-{number}.pdf")


def _asked(request: HttpRequest, number: str) -> Asked:
    seen = open_course(number, by=request.user)
    if seen.protocol is None:
        raise Http404("This course has no protocol that could be priced.")
    listed = prices_of(seen.clinic)
    if listed is None:
        return Asked(seen, None)
    last = seen.course.estimate
    before = read_terms(last.terms) if last and last.terms else Terms()
    initial = initial_of(before, seen.course.sessions_planned)
    is_sent = GO in request.GET
    today = today_at(seen.zone)
    form = TermsForm(
        request.GET if is_sent else None, listed=listed, protocol=seen.protocol, today=today, initial=initial
    )
    terms = Terms(on=today)
    if is_sent:
        typed = form.terms() if form.is_valid() else None
        if typed is None:
            return Asked(seen, listed, form)
        terms = typed
    try:
        return Asked(seen, listed, form, terms, handout_of(seen, listed, seen.protocol, terms))
    except UnreadableEstimate as bad:
        if form.is_bound:
            form.show(bad)
        return Asked(seen, listed, form)


def _given_form(request: HttpRequest, asked: Asked) -> GivenForm | None:
    """The button that records it; None where nothing whole was worked out."""
    if asked.handout is None or asked.terms is None or asked.listed is None or GO not in request.GET:
        return None
    if not can_be_given(asked.handout.estimate):
        return None
    return GivenForm(
        request.POST if request.method == "POST" else None,
        head=asked.seen.head,
        estimate=asked.handout.estimate,
        terms=asked.terms,
        price_list=asked.listed.version,
    )
