"""Mix a solution: what to draw up for a wanted strength, what a recipe really holds, and the card for the tray."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import CLINICIAN
from enthesis.clinic.door import record
from enthesis.clinic.errors import Refused
from enthesis.clinic.looks import looked
from enthesis.clinic.numbers import PERSON, number_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.prices import prices_of
from enthesis.papers.recipe_card import recipe_card
from enthesis.pathway import events as e
from enthesis.pathway.dosing import Answer, MixCase, UnreadableCase, judge, read_case
from enthesis.pathway.tray import (
    Card,
    CardDetails,
    NoCard,
    VialSet,
    card_for,
    read_details,
    shelf_of_lines,
    vials_for,
    words,
)
from enthesis.web.desk.forms import FORWARD, INVERSE, CardForm, ForwardForm, InverseForm, form_for
from enthesis.web.frame import Me, me, today_at
from enthesis.web.guard import page
from enthesis.web.printing import pdf

TEMPLATE = "web/desk/mix.html"
DECISIONS = {"accept": "Accepted.", "accept_with_warning": "Accepted with a warning.", "refuse": "Refused."}
_WHERE = {"US": "US", "GB": "UK", "IE": "UK"}
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that was filled in, as far as it could be read."""

    form: ForwardForm | InverseForm
    seen: Seen | None  # the course that it is for, where one is named
    case: MixCase | None = None
    answer: Answer | None = None
    card: Card | None = None  # without names and vials; None: there is none
    no_card: NoCard | None = None
    vials: VialSet | None = None  # what to open; None: no shelf was named, or nothing is drawn up

    @property
    def may_be_passed(self) -> bool:
        return self.no_card is not None and self.no_card.may_be_passed


@page(CLINICIAN, methods=("GET",))
def mix(request: HttpRequest) -> HttpResponse:
    """The fields of a mix, and what it comes to. Nothing is recorded by looking."""
    asked = _asked(request)
    return _shown(request, asked, _card_form(request, asked))


@page(CLINICIAN)
def card(request: HttpRequest) -> HttpResponse:
    """The card as PDF: with places to write on, or with what was typed beside it. A refusal needs a reason."""
    asked = _asked(request)
    form = _card_form(request, asked, request.POST if request.method == "POST" else None)
    if asked.answer is None or asked.case is None:
        return _shown(request, asked, form)
    details = CardDetails(
        on=me(request).today, clinic=_clinic(request), syringe_ml=_size(asked), patient=_number(asked)
    )
    if request.method == "POST":
        if not form.is_valid():
            return _shown(request, asked, form)
        said = {"on": me(request).today.isoformat(), "clinic": _clinic(request), "syringe_ml": _typed_size(asked)}
        try:
            details = read_details({**said, **form.details(_name(request))})
        except UnreadableCase as bad:
            form.show(bad)
            return _shown(request, asked, form)
    try:
        made = card_for(asked.case, asked.answer, details)

        def printed() -> bytes:
            """First the card, then the record: what this machine cannot print is passed by nobody."""
            content = recipe_card(made, me(request).today).pdf
            _keep(request, asked, made)
            return content

        return pdf(request, printed, "recipe-card.pdf")
    except (NoCard, Refused) as problem:
        if form.is_bound:
            form.add_error(None, str(problem))
        return _shown(request, asked, form)


def _asked(request: HttpRequest) -> Asked:
    who, query = me(request), request.GET
    seen = open_course(query["course"], by=request.user) if query.get("course") else None
    is_sent = "go" in query
    form = form_for(query if is_sent else None, query.get("mode", FORWARD), _known(who, seen))
    if not is_sent or not form.is_valid():
        return Asked(form, seen)
    try:
        case = read_case(form.case())
        details = read_details({"syringe_ml": form.cleaned_data["syringe_ml"], "on": who.today.isoformat()})
        answer = judge(case)
        shelf = shelf_of_lines(form.cleaned_data["shelf"], _currency(who))
        vials = vials_for(answer.draw, shelf) if answer.draw and shelf.vials else None
    except UnreadableCase as bad:
        form.show(bad)
        return Asked(form, seen)
    try:
        return Asked(form, seen, case, answer, card_for(case, answer, details), vials=vials)
    except NoCard as none:
        return Asked(form, seen, case, answer, no_card=none)


def _shown(request: HttpRequest, asked: Asked, form: CardForm) -> HttpResponse:
    answer = asked.answer
    query = request.GET.copy()
    other = query.copy()
    other["mode"] = INVERSE if asked.form.mode == FORWARD else FORWARD
    other.pop("go", None)
    context = {
        "form": asked.form,
        "card_form": form,
        "asked": asked,
        "seen": asked.seen,
        "person": _number(asked),
        "decision": DECISIONS[answer.decision] if answer else "",
        "findings": answer.findings if answer else (),
        "card": asked.card,
        "vials": asked.vials,
        "figures": _figures(answer) if answer else [],
        **(_told(asked.card) if asked.card else {}),
        "query": query.urlencode(),
        "other": other.urlencode(),
        "is_forward": asked.form.mode == FORWARD,
        "by": _name(request),
        "course": query.get("course", ""),
    }
    return render(request, TEMPLATE, context)


def _told(card: Card) -> dict[str, Any]:
    """The card in words."""
    return {
        "solution": words.solution(card.mix),
        "asked_for": words.asked_for(card),
        "syringes": words.syringes(card),
        "marks": words.marks(card),
        "true_figures": words.true_figures(card),
    }


def _card_form(request: HttpRequest, asked: Asked, data: Any = None) -> CardForm:
    stocks = [part.text for part in asked.answer.mix.parts] if asked.answer and asked.answer.mix else []
    made = {"patient": _number(asked), "prepared_by": "", "form_id": uuid4().hex}
    return CardForm(data, stocks=stocks, refused=asked.may_be_passed, initial=made, auto_id="card-%s")


def _keep(request: HttpRequest, asked: Asked, made: Card) -> None:
    """A refusal that was passed is on the record: in codes among the looks, in words in the course it is for."""
    who, seen = me(request), asked.seen
    clinic = who.clinic.pk if who.clinic else None
    if made.passed is None or asked.answer is None:
        return
    codes = ", ".join(asked.answer.reasons)
    if seen is not None:
        sent = request.POST.get("form_id", "")
        note = e.NoteAdded(
            id=sent if _ID.fullmatch(sent) else uuid4().hex,
            happened_on=today_at(seen.zone),
            words=f"A mix that the rules refuse ({codes}) was passed for the tray: {made.passed.reason}",
            about="other",
        )
        record(note, course=seen.number, by=request.user)
    looked(request.user, f"mix passed {codes}", clinic=clinic, person=seen.person if seen else None)


def _currency(who: Me) -> str:
    listed = prices_of(who.clinic.pk) if who.clinic else None
    return listed.currency if listed else ""


def _known(who: Me, seen: Seen | None) -> Mapping[str, Any]:
    """What the page can fill in: the country of the clinic's prices, and what the course says of the patient."""
    listed = prices_of(who.clinic.pk) if who.clinic else None
    country = (who.clinic.country if who.clinic else "") or (listed.country if listed else "")
    found: dict[str, Any] = {"jurisdiction": _WHERE.get(country, "")}
    if seen is None:
        return found
    if seen.profile and seen.profile.born:
        today, born = today_at(seen.zone), seen.profile.born
        found["age_years"] = str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
    return found


def _figures(answer: Answer) -> list[tuple[str, str]]:
    """The figures of the answer that apply, in words."""
    named = {
        "la_mg": "Anaesthetic, mg",
        "la_mg_per_kg": "Anaesthetic, mg per kg",
        "la_limit_mg": "Its limit in this visit, mg",
        "dextrose_g": "Dextrose, g",
        "max_dextrose_pct": "Strongest dextrose with this anaesthetic, %",
        "osm_total_mosm_per_l": "Osmolarity, mosm/L",
    }
    told = [(says, answer.figures[name], name in answer.unverified) for name, says in named.items()]
    return [
        (says, f"{value} (unverified: confirm before use)" if weak else value) for says, value, weak in told if value
    ]


def _typed_size(asked: Asked) -> str:
    return str(asked.form.cleaned_data.get("syringe_ml") or "")


def _size(asked: Asked) -> Any:
    return read_details({"syringe_ml": _typed_size(asked)}).syringe_ml


def _number(asked: Asked) -> str:
    return number_of(asked.seen.person, PERSON) if asked.seen else ""


def _clinic(request: HttpRequest) -> str:
    clinic = me(request).clinic
    return clinic.name[:120] if clinic else ""


def _name(request: HttpRequest) -> str:
    return str(getattr(request.user, "name", "") or getattr(request.user, "handle", ""))
