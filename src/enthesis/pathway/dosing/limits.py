"""The limit of a local anaesthetic for one adult in one visit."""

from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing.numbers import exact, rounded_down
from enthesis.pathway.dosing.solutions import ANY, Anaesthetic, Limit, Solutions, shipped


def jurisdiction_named(text: str | None, solutions: Solutions | None = None) -> str | None:
    """The jurisdiction that a text means ("GB" is UK); None where it is empty or no limits are known for it."""
    return (solutions or shipped()).jurisdictions.get((text or "").strip().lower())


def standard_drug(name: str, solutions: Solutions | None = None) -> str:
    """The standard name of an anaesthetic: "Xylocaine" is lidocaine. An unknown name stays, in lower case."""
    known = drug_named(name, solutions)
    return known.name if known else name.strip().lower()


def drug_named(text: str, solutions: Solutions | None = None) -> Anaesthetic | None:
    """The anaesthetic of a name or brand name; None where the solutions file does not know it."""
    facts = solutions or shipped()
    name, kind = facts.names.get(text.strip().lower(), ("", ""))
    return facts.anaesthetics.get(name) if kind == "anaesthetic" else None


def limit_for(
    drug: str, *, jurisdiction: str | None, epinephrine: bool, solutions: Solutions | None = None
) -> Limit | None:
    """The limit of a drug; None where no source gave one.

    Without a jurisdiction it is the most generous one that is known: a dose above it is too much anywhere.
    """
    known = drug_named(drug, solutions)
    if known is None:
        return None
    here = [
        limit
        for limit in known.limits
        if limit.epinephrine is epinephrine and (jurisdiction is None or limit.where in (jurisdiction, ANY))
    ]
    return max(here, key=lambda limit: (limit.ceiling_mg, limit.mg_per_kg), default=None)


def limit_mg(limit: Limit, weight_kg: Decimal | None) -> Decimal:
    """The unrounded limit in mg: mg/kg of actual weight, and the fixed ceiling. No weight: the ceiling alone.

    The comparison uses this figure; `shown_limit_mg` is for the eye.
    """
    if weight_kg is None:
        return limit.ceiling_mg
    return min(exact(Fraction(limit.mg_per_kg) * Fraction(weight_kg)), limit.ceiling_mg)


def shown_limit_mg(limit: Limit, weight_kg: Decimal | None) -> Decimal:
    """The limit as it is shown: whole mg, rounded down.

    >>> plain_us = limit_for("lidocaine", jurisdiction="US", epinephrine=False)
    >>> shown_limit_mg(plain_us, Decimal("59.5"))  # 267.75 is never rounded up
    Decimal('267')
    """
    return rounded_down(limit_mg(limit, weight_kg))
