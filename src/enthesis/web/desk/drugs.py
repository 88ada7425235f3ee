"""A list of medicines: what each name is, when it is left out, what only its prescriber may stop. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.decisions import own_holds
from enthesis.clinic.prices import prices_of
from enthesis.clinic.protocols import protocols_of
from enthesis.pathway.course_drugs import holds_for
from enthesis.pathway.medications import (
    DaySum,
    DrugAnswer,
    Hold,
    Session,
    Status,
    check_day,
    country_code,
    daily_limit_mg,
    intakes,
    review,
)
from enthesis.pathway.medications.library import library
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.desk.drugs_form import DrugsForm
from enthesis.web.desk.plain import LISTS_DRUGS, case_text
from enthesis.web.frame import Me, me
from enthesis.web.guard import page

_STATUS = {
    Status.CLASS: "a class, no drug is named",
    Status.AMBIGUOUS: "may be more than one drug",
    Status.UNNAMED: "which drug is not said",
    Status.NOT_LISTED: "known, but not in the list of drugs",
    Status.UNKNOWN: "not known",
    Status.NONE: "takes none",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One drug of the list, as the page shows it."""

    answer: DrugAnswer
    called: str  # what it was found to be; "" where it was not
    status: str  # why it is no drug of the list; "" where it is
    classes: tuple[str, ...]
    codes: tuple[str, ...]
    may_be: tuple[str, ...]

    @property
    def is_strict(self) -> bool:
        """Only its prescriber may stop it, and it is taken."""
        return bool(self.answer.prescriber_only) and self.answer.mention.is_taken


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Everything that is said about a list."""

    lines: tuple[Line, ...]
    day: DaySum  # acetaminophen, all products together
    limit: Decimal  # of it in a day, for a healthy adult
    case: Mapping[str, Any]

    @property
    def strict(self) -> list[Line]:
        return [line for line in self.lines if line.is_strict]

    @property
    def to_look_at(self) -> list[Line]:
        """What a person has to look at before the reading is relied on."""
        return [line for line in self.lines if line.answer.needs_person]


@page(*LISTS_DRUGS)
def drugs(request: HttpRequest) -> HttpResponse:
    """The box, and what there is to say about each name."""
    who = me(request)
    data = request.POST if request.method == "POST" else None
    form = DrugsForm(data, protocols=_protocols(who), own=_own(who), country=_country(who))
    found = looked_up(form) if form.is_valid() else None
    context = {"form": form, "found": found, "case": case_text(found.case) if found else ""}
    return render(request, "web/desk/drugs.html", context)


def looked_up(form: DrugsForm) -> LookedUp:
    """What is said about the list of a form that is valid."""
    said = form.cleaned_data
    country = country_code(said["country"])
    answers = review(said["names"], [Session(day) for day in form.sessions()], country, form.holds())
    day = check_day(intakes(said["names"]), form.about())
    lines = tuple(_line(answer, country) for answer in answers)
    return LookedUp(lines, day, daily_limit_mg(), form.case())


def _line(answer: DrugAnswer, country: str) -> Line:
    mention = answer.mention
    drug = mention.drug
    atc = [f"ATC {code}" for code in drug.atc] if drug else []
    rxnorm = [f"RxNorm {drug.rxnorm}"] if drug and drug.rxnorm else []
    return Line(
        answer=answer,
        called=drug.called(country) if drug else "",
        status=_STATUS.get(mention.status, ""),
        classes=tuple(library().classes[name].title for name in mention.classes),
        codes=(*atc, *rxnorm),
        may_be=tuple(one.called(country) for one in mention.candidates),
    )


def _protocols(who: Me) -> dict[str, Protocol]:
    """The protocols of the clinic that state a pause, by id and version."""
    known = protocols_of(who.clinic.pk) if who.clinic else {}
    return {f"{name}@{version}": each for (name, version), each in known.items() if holds_for(each, "")}


def _own(who: Me) -> dict[str, Hold]:
    """The pauses that the clinic has decided, by group of drugs."""
    return {group: own.hold for group, own in own_holds(who.clinic.pk).items()} if who.clinic else {}


def _country(who: Me) -> str:
    """The country of the clinic's prices, as far as its names of drugs are known."""
    listed = prices_of(who.clinic.pk) if who.clinic else None
    return {"US": "US", "GB": "UK"}.get(listed.country, "") if listed else ""
