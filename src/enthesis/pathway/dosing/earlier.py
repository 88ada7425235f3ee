"""Local anaesthetic that was given before: what counts together with the new dose, and what a label says of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing.limits import drug_named, standard_drug
from enthesis.pathway.dosing.numbers import plain
from enthesis.pathway.dosing.solutions import Anaesthetic, Solutions
from enthesis.pathway.finding import Finding

_DAY = Decimal(24)  # not a limit: hours of a day


@dataclass(frozen=True, slots=True)
class EarlierDose:
    """Local anaesthetic that the person has had already.

    `hours_before` is None for a dose of the same visit (skin numbing, the other side): it is one dose with the new
    one. Otherwise it is the time since that earlier occasion, in hours.
    """

    drug: str
    mg: Decimal
    hours_before: Decimal | None = None


def counted_together(earlier: Sequence[EarlierDose], facts: Solutions) -> dict[str, Fraction]:
    """mg by drug that is one dose with the new one: the same visit, and the drug's stated hours before it."""
    found: dict[str, Fraction] = {}
    for dose in earlier:
        name = standard_drug(dose.drug, facts)
        if dose.mg > 0 and _counts(dose, drug_named(name, facts)):
            found[name] = found.get(name, Fraction(0)) + Fraction(dose.mg)
    return found


def check_times(name: str, now_mg: Fraction, earlier: Sequence[EarlierDose], facts: Solutions) -> list[Finding]:
    """What a label says about doses of earlier occasions: the interval, and the sum of 24 hours."""
    known = drug_named(name, facts)
    mine = [dose for dose in earlier if standard_drug(dose.drug, facts) == name and dose.mg > 0]
    hours = [dose.hours_before for dose in mine if dose.hours_before is not None]
    if known is None or not hours:
        return []
    found, nearest, wait = [], min(hours), known.hours_before_a_repeat
    if wait is None and nearest <= _DAY:
        found.append(
            facts.finding(
                "LA_INTERVAL_NOT_STATED",
                f"{name} was given {plain(nearest)} hours before; the sources state no interval, so it was not added.",
                "A clinician decides whether the earlier dose still counts.",
                field="previous_la_mg",
            )
        )
    elif wait is not None and nearest < wait:
        found.append(
            facts.finding(
                "LA_REPEATED_TOO_SOON",
                f"{name} was given {plain(nearest)} hours before; it is not repeated within {plain(wait)} hours.",
                "Wait, or leave the anaesthetic out.",
                field="previous_la_mg",
                sources=known.times_sources,
            )
        )
    of_the_day = [dose.mg for dose in mine if dose.hours_before is None or dose.hours_before <= _DAY]
    day = now_mg + sum(map(Fraction, of_the_day))
    if known.mg_in_24_hours is not None and day > Fraction(known.mg_in_24_hours):
        found.append(
            facts.finding(
                "LA_OVER_LIMIT",
                f"{plain(day)} mg of {name} in 24 hours is above {plain(known.mg_in_24_hours)} mg.",
                "Use less, or treat on another day.",
                field="previous_la_mg",
                sources=known.times_sources,
            )
        )
    return found


def _counts(dose: EarlierDose, known: Anaesthetic | None) -> bool:
    if dose.hours_before is None:
        return True
    hours = known.hours_counted_together if known else None
    return hours is not None and dose.hours_before < hours
