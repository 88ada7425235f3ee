"""From the answer of a mix to its card: what to draw, into how many syringes, and the true figures after rounding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing import Answer, Mix, MixCase, Part, draw_up, limit_for, mix_of, read_part, shown_limit_mg
from enthesis.pathway.dosing.judge import REFUSED
from enthesis.pathway.dosing.limits import jurisdiction_named, standard_drug
from enthesis.pathway.dosing.numbers import exact, plain, rounded, shown
from enthesis.pathway.dosing.recipe import Draw
from enthesis.pathway.dosing.solutions import Limit, Solutions, shipped
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding
from enthesis.pathway.tray.details import CardDetails, Override, Vial

# What a refusal of these leaves open is missing in the draw too: no reason of a clinician puts it into the syringe.
NOT_IN_THE_DRAW = frozenset({"DILUENT_MISSING", "DEXTROSE_UNKNOWN", "LA_DOSE_UNKNOWN"})
TWO_DRUGS = "TWO_LOCAL_ANAESTHETICS"  # wanted by strength, the second one is in no draw; a recipe of parts holds both


class NoCard(Exception):
    """There is no card for this mix. `says` and `remedy` are sentences, `codes` those of the refusal."""

    def __init__(self, says: str, remedy: str, codes: tuple[str, ...] = (), *, may_be_passed: bool = False) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy, self.codes = says, remedy, codes
        self.may_be_passed = may_be_passed  # by a named clinician with a reason


@dataclass(frozen=True, slots=True)
class Syringes:
    """How the mix is divided: all syringes alike."""

    number: int
    each_ml: Decimal
    size_ml: Decimal | None  # None: no size was said, and all of it is drawn up at once

    @property
    def names(self) -> str:
        """A, or A to F; numbers above 26."""
        if self.number == 1:
            return "A"
        return f"A to {chr(ord('A') + self.number - 1)}" if self.number <= 26 else f"1 to {self.number}"


@dataclass(frozen=True, slots=True)
class Step:
    """One stock to draw from, in the order of the mix."""

    stock: str
    each_ml: Decimal  # into each syringe, as its marks show it
    all_ml: Decimal  # into all syringes together
    exact_ml: Decimal  # in all, before rounding
    mark_ml: Decimal  # graduation of the syringe
    vials: tuple[Vial, ...]

    @property
    def is_rounded(self) -> bool:
        return self.all_ml != self.exact_ml


@dataclass(frozen=True, slots=True)
class Dose:
    """One anaesthetic of the mix after rounding, against the limit of the visit."""

    drug: str
    percent: Decimal | None
    mg: Decimal | None
    earlier_mg: Decimal | None  # given before in this visit; None: not said
    limit_mg: Decimal | None  # whole mg, rounded down; None: not known
    mg_per_kg: Decimal | None
    limit_sources: tuple[str, ...]

    @property
    def is_unverified(self) -> bool:
        return "memory" in self.limit_sources


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that stands on the card."""

    details: CardDetails
    route: str
    steps: tuple[Step, ...]
    syringes: Syringes
    asked: Mix  # exactly as wanted
    mix: Mix  # what is really in the syringes, all together
    doses: tuple[Dose, ...]
    findings: tuple[Finding, ...]  # what was refused, then warnings, then notes
    passed: Override | None  # who passed the refusal
    unverified: tuple[str, ...]  # names of figures that rest on memory
    version: str  # of the rules

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source that the card rests on, in the order in which it is used."""
        limits = (source for dose in self.doses for source in dose.limit_sources)
        return tuple(dict.fromkeys([*limits, *(s for found in self.findings for s in found.sources)]))


def card_for(case: MixCase, answer: Answer, details: CardDetails, solutions: Solutions | None = None) -> Card:
    """The card of a mix. Raises `NoCard` for one that is refused and that no clinician passed, or that cannot be drawn.

    A refusal of level `stop` is passed by a named clinician with a reason; one of level `refuse` by nobody.
    """
    facts = solutions or shipped()
    passed = _passed(case, answer, details)
    asked = _asked(answer)
    parts = asked.parts
    syringes, draw = _divided(parts, case, details.syringe_ml, facts)
    whole = [replace(part, ml=one.ml * syringes.number) for part, one in zip(parts, draw.parts, strict=True)]
    mix = mix_of(whole, dextrose_kind=case.dextrose_stock_kind, solutions=facts)
    vials = _sorted(details.vials, parts, facts)
    steps = tuple(
        Step(
            stock=part.text,
            each_ml=one.ml,
            all_ml=one.ml * syringes.number,
            exact_ml=part.ml or Decimal(0),
            mark_ml=one.step_ml,
            vials=tuple(mine),
        )
        for part, one, mine in zip(parts, draw.parts, vials, strict=True)
    )
    found = [*answer.findings, *_of_the_card(steps, details, answer)]
    rank = {REFUSE: 0, STOP: 0, WARN: 1, NOTE: 2}
    return Card(
        details=details,
        route=case.route,
        steps=steps,
        syringes=syringes,
        asked=asked,
        mix=mix,
        doses=_doses(case, mix, facts),
        findings=tuple(sorted(found, key=lambda finding: rank.get(finding.level, 2))),
        passed=passed,
        unverified=answer.unverified,
        version=f"solutions {facts.version}",
    )


def _passed(case: MixCase, answer: Answer, details: CardDetails) -> Override | None:
    """Who passed the refusal; None where there is none."""
    if answer.decision != REFUSED:
        return None
    codes = tuple(answer.codes(STOP, REFUSE))
    never = answer.codes(REFUSE)
    why = "; ".join(found.says for found in answer.findings if found.level in (STOP, REFUSE))
    if never:
        raise NoCard(f"This mix is refused, and nobody can pass that: {why}", "Correct the mix.", codes)
    holes = [code for code in codes if code in NOT_IN_THE_DRAW or (code == TWO_DRUGS and not case.parts)]
    if holes:
        says = f"This mix is refused, and what is missing cannot be drawn up: {why}"
        raise NoCard(says, "Give what is missing, or the whole recipe as parts with their volumes.", codes)
    if details.override is None:
        remedy = "A named clinician may pass it with a reason, or the mix is corrected."
        raise NoCard(f"This mix is refused: {why}", remedy, codes, may_be_passed=True)
    return details.override


def _asked(answer: Answer) -> Mix:
    if answer.mix is None or not answer.mix.parts or answer.mix.total_ml is None:
        raise NoCard("What to draw up is not known.", "Give every part with its volume.")
    return answer.mix


def _divided(parts: Sequence[Part], case: MixCase, size: Decimal | None, facts: Solutions) -> tuple[Syringes, Draw]:
    """Equal syringes, as few as hold it after rounding."""
    total = sum((Fraction(part.ml or 0) for part in parts), Fraction(0))
    number = 1 if size is None else max(1, -(-total // Fraction(size)))
    while True:
        shares = [replace(part, ml=exact(Fraction(part.ml or 0) / number)) for part in parts]
        draw = draw_up(shares, step_ml=case.graduation_ml, dextrose_kind=case.dextrose_stock_kind, solutions=facts)
        each = draw.mix.total_ml or Decimal(0)
        if size is None or each <= size:
            _must_be_drawable(draw, number)
            return Syringes(number, each, size), draw
        number += 1


def _must_be_drawable(draw: Draw, number: int) -> None:
    """Raises `NoCard` where dividing leaves a part that no mark of the syringe shows: it would be another mix."""
    for one in draw.parts if number > 1 else ():
        if one.ml == 0 < one.exact_ml:
            says = (
                f"In {number} syringes, {plain(one.exact_ml, 3)} mL of {one.text} is less than a mark of the syringe."
            )
            raise NoCard(says, "Name a larger or a finer syringe, or draw it all up at once.", ("too-small-to-draw",))


def _doses(case: MixCase, mix: Mix, facts: Solutions) -> tuple[Dose, ...]:
    where = jurisdiction_named(case.jurisdiction, facts)
    epinephrine = mix.has_epinephrine or case.epinephrine is True
    first = mix.anaesthetics[0].drug if mix.anaesthetics else ""
    earlier = standard_drug(case.previous_la_drug, facts) if case.previous_la_drug else first
    found = []
    for one in mix.anaesthetics:
        limit: Limit | None = None
        if where is not None and case.weight_kg is not None:
            limit = limit_for(one.drug, jurisdiction=where, epinephrine=epinephrine, solutions=facts)
        per_kg = None if one.mg is None or not case.weight_kg else Fraction(one.mg) / Fraction(case.weight_kg)
        found.append(
            Dose(
                drug=one.drug,
                percent=one.percent,
                mg=one.mg,
                earlier_mg=case.previous_la_mg if earlier == one.drug else None,
                limit_mg=None if limit is None else shown_limit_mg(limit, case.weight_kg),
                mg_per_kg=None if per_kg is None else rounded(per_kg, 2),
                limit_sources=limit.sources if limit else (),
            )
        )
    return tuple(found)


def _sorted(vials: Sequence[Vial], parts: Sequence[Part], facts: Solutions) -> list[list[Vial]]:
    """The vials of each part. Raises `NoCard` for a vial that belongs to none of them."""
    found: list[list[Vial]] = [[] for _ in parts]
    for vial in vials:
        held = read_part(vial.part, None, solutions=facts).ingredients
        mine = [at for at, part in enumerate(parts) if part.text == vial.part or part.ingredients == held]
        if not mine:
            stocks = ", ".join(f'"{part.text}"' for part in parts)
            says = f'No part of this mix comes from a vial of "{shown(vial.part)}".'
            raise NoCard(says, f"The parts are {stocks}.", ("vial-of-nothing",))
        for at in mine:
            found[at].append(vial)
    return found


def _of_the_card(steps: Sequence[Step], details: CardDetails, answer: Answer) -> list[Finding]:
    """What only shows once the mix is on a tray."""
    found = []
    for step in steps:
        if step.all_ml == 0 < step.exact_ml:
            less = f"{plain(step.exact_ml)} mL of {step.stock} is less"
            says = f"{less} than a mark of the syringe ({plain(step.mark_ml)} mL): none is drawn."
            remedy = "Use a finer syringe and say so, or leave it out of the mix."
            found.append(Finding(code="too-small-to-draw", level=WARN, says=says, remedy=remedy))
        for vial in step.vials:
            if vial.expires is not None and details.on is not None and vial.expires < details.on:
                says = f"The vial of {step.stock}{f', lot {vial.lot},' if vial.lot else ''} expired on {vial.expires}."
                found.append(Finding(code="vial-expired", level=WARN, says=says, remedy="Do not use it."))
    return found
