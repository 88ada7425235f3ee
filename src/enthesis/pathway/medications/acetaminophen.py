"""Acetaminophen (paracetamol) from all products of a list together, against what may be taken in a day.

Amounts come from the person's own words or are given; a strength that is not stated is asked for, never looked up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from enthesis.pathway.finding import Finding
from enthesis.pathway.medications import advice, amounts
from enthesis.pathway.medications.library import read_yaml
from enthesis.pathway.medications.look_up import look_up
from enthesis.pathway.medications.match import Mention
from enthesis.pathway.medications.text import key
from enthesis.pathway.numbers import number, shared


@dataclass(frozen=True, slots=True)
class Intake:
    """What one product brings in a day, in mg of acetaminophen. `mg` None: not stated."""

    product: str
    mg: Decimal | None
    at_most: bool = False  # as often as the words allow, not a habit
    is_extended_release: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What lowers the limit. None: not answered."""

    liver_disease: bool | None = None
    drinks_a_day: Decimal | None = None
    weight_kg: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DaySum:
    """The sum over all products, in mg; at least this much where `not_stated` names products."""

    mg: Decimal
    not_stated: tuple[str, ...]
    intakes: tuple[Intake, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "mg_a_day": str(self.mg),
            "is_complete": not self.not_stated,
            "limit_mg": str(_mg("adult")),
            "products": [
                {"name": one.product, "mg_a_day": None if one.mg is None else str(one.mg), "at_most": one.at_most}
                for one in self.intakes
            ],
            "findings": [dict(one.as_json()) for one in self.findings],
        }


@cache
def _limits() -> Mapping[str, Any]:
    return read_yaml("acetaminophen.yaml")


def _mg(name: str) -> Decimal:
    return number(_limits()["limits"][name]["mg"], shared())


def intakes(names: Iterable[str]) -> tuple[Intake, ...]:
    """The acetaminophen in a list of drugs as typed, product by product."""
    drug = _limits()["drug"]
    return tuple(
        _intake(mention)
        for name in names
        for mention in look_up(name).mentions
        if mention.drug and mention.drug.id == drug and mention.is_taken
    )


def _intake(mention: Mention) -> Intake:
    strength = _strength_mg(mention)
    daily = amounts.a_day(mention.words, strength)
    said = key(f"{mention.typed} {mention.words}")
    is_slow = any(key(sign) in said for sign in _limits()["extended_release"])
    return Intake(mention.written, daily.mg, daily.at_most, is_slow)


def _strength_mg(mention: Mention) -> Decimal | None:
    """Of one unit. In a product with another listed drug only the last of two strengths is acetaminophen's."""
    pair = amounts.last_of_pair_mg(mention.words)
    if pair or (mention.product and len(mention.product.drugs) > 1):
        return pair
    # not a limit: less than 100 is no strength of it
    stated = set(amounts.strengths_mg(mention.words) or amounts.bare_strengths(mention.words, least=100))
    return stated.pop() if len(stated) == 1 else None


def check_day(taken: Sequence[Intake], about: Circumstances = Circumstances()) -> DaySum:
    """The sum of a day and what to say about it. No intake at all: nothing to say."""
    if not taken:
        return DaySum(Decimal(0), (), (), ())
    total = sum((one.mg for one in taken if one.mg is not None), Decimal(0))
    habit = sum((one.mg for one in taken if one.mg is not None and not one.at_most), Decimal(0))
    not_stated = tuple(one.product for one in taken if one.mg is None)
    products = advice.listed([f"“{one.product}”" for one in taken])
    found = [*_over(total, habit, any(one.is_extended_release for one in taken), products)]
    if len(taken) > 1:
        found.append(_finding("several", {"products": products}))
    if not_stated:
        names = advice.listed([f"“{name}”" for name in not_stated])
        if total == _mg("adult"):
            found.append(
                _finding("at_limit_with_more", {"products": names, "total": f"{total:f}", "limit": f"{total:f}"})
            )
        found.append(_finding("not_known", {"products": names, "total": f"{total:f}"}))
    return DaySum(total, not_stated, tuple(taken), (*found, *_for_person(about)))


def _over(total: Decimal, habit: Decimal, is_slow: bool, products: str) -> list[Finding]:
    checks = (
        ("over", habit, "adult", True),
        ("could_be_over", total, "adult", True),
        ("over_extended_release", total, "extended_release", is_slow),
        ("over_prudent", total, "prudent", True),
    )
    for heading, amount, limit, applies in checks:
        if applies and amount > _mg(limit):
            shown = {"total": f"{amount:f}", "limit": f"{_mg(limit):f}", "name": products}
            return [_finding(heading, shown, because=(f"{amount:f} mg a day from {products}",))]
    return []


def _for_person(about: Circumstances) -> list[Finding]:
    limits = _limits()["limits"]
    found = []
    if about.liver_disease:
        found.append(_finding("liver"))
    if about.drinks_a_day is not None and about.drinks_a_day >= limits["alcohol"]["drinks_a_day"]:
        found.append(_finding("alcohol"))
    least = Decimal(limits["light_adult"]["below_kg"])
    if about.weight_kg is not None and about.weight_kg < least:
        found.append(_finding("light", {"limit": f"{least:f}"}))
    return found


def _finding(heading: str, words: Mapping[str, str] | None = None, because: tuple[str, ...] = ()) -> Finding:
    return advice.finding("acetaminophen", heading, words, because=because, field="acetaminophen_mg_day")


def daily_limit_mg() -> Decimal:
    """Most acetaminophen in 24 hours for a healthy adult, in mg, from all products together. Source: APAP_HC.

    >>> daily_limit_mg()
    Decimal('4000')
    """
    return _mg("adult")
