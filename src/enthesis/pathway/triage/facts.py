"""From what was answered to what the rules ask about: readings, days, and what a skipped question counts as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enthesis.pathway.triage.conditions import Answer
from enthesis.pathway.triage.rules import RuleSet
from enthesis.pathway.triage.variables import SKIPPED, NotUnderstood

_BETWEEN_C_AND_F = Decimal(60)  # no living patient has 60 degrees, neither C nor F


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """The answers as the rules see them, and how each derived one came about."""

    facts: Mapping[str, Answer]
    said: Mapping[str, Answer]  # what was answered, before anything was derived
    why: Mapping[str, str]  # derived variable, the words for it
    sites: frozenset[str]
    hours: Decimal | None
    not_understood: tuple[str, ...]
    unknown: tuple[str, ...]
    counted_as_yes: tuple[str, ...]


def gather(
    rules: RuleSet,
    sites: Sequence[str],
    hours: Decimal | None,
    answers: Mapping[str, Any],
    put_in_order: bool = True,
) -> Known:
    """Reads the answers and derives the rest. An answer that cannot be read is named, never guessed.

    `put_in_order`: the questions were put one after another, so one without an answer before one with an answer was
    skipped. Not so for a report in free words.
    """
    said: dict[str, Answer] = {}
    not_understood: list[str] = []
    unknown: list[str] = []
    for name in sorted(answers):
        variable = rules.variables.get(name)
        if variable is None:
            unknown.append(name)
            continue
        try:
            answer = variable.read(_celsius(name, answers[name]))
        except NotUnderstood:
            not_understood.append(name)
        else:
            if answer is not None:
                said[name] = answer
    facts = dict(said)
    why: dict[str, str] = {}
    near_cord = not sites or not rules.near_the_cord.isdisjoint(sites)
    facts["trunk"] = "yes" if near_cord else "no"
    if hours is not None:
        facts["hours"] = hours
        facts["day"] = Decimal(int(hours // 24))
    counted = _fever(rules, facts, why, put_in_order, "fever" in not_understood)
    _steroid(rules, facts, why)
    _weakness(rules, facts, why, near_cord, hours)
    _numbness(facts, why, hours)
    if facts.get("warning") == "no" and "heat" not in facts:
        facts["heat"] = "no"
        why["heat"] = "no warning sign was answered"
    return Known(
        facts=facts,
        said=said,
        why=why,
        sites=frozenset(sites),
        hours=hours,
        not_understood=tuple(not_understood),
        unknown=tuple(unknown),
        counted_as_yes=counted,
    )


def _celsius(name: str, given: Any) -> Any:
    """A reading with its unit beside it, or in F where C was asked, as a bare number of the right unit."""
    if name not in ("temp_c", "temp_f") or isinstance(given, bool):
        return given
    text = str(given).strip().upper().replace("°", "").replace(",", ".").replace("DEGREES", "").strip()
    unit = text[-1:] if text[-1:] in ("C", "F") else ""
    try:
        value = Decimal(text.removesuffix(unit).strip())
    except ArithmeticError:
        return given
    if not value.is_finite() or len(text) > 20:
        return given
    in_fahrenheit = unit == "F" or (not unit and value >= _BETWEEN_C_AND_F)
    if name == "temp_c":
        return (value - 32) * 5 / 9 if in_fahrenheit else value
    return value if in_fahrenheit else value * 9 / 5 + 32


def _fever(
    rules: RuleSet, facts: dict[str, Answer], why: dict[str, str], put_in_order: bool, unreadable: bool
) -> tuple[str, ...]:
    """A reading of `fever_from_c` or more is a fever whatever was answered; a lower one answers an open question."""
    readings = [given for given in (facts.get("temp_c"), _from_fahrenheit(facts.get("temp_f"))) if given is not None]
    if readings:
        reading = max(given for given in readings if isinstance(given, Decimal))
        shown = f"temperature {reading.quantize(Decimal('0.1'))} C"
        if reading >= rules.numbers["fever_from_c"]:
            if facts.get("fever") != "yes":
                why["fever"] = shown
            facts["fever"] = "yes"
        elif facts.get("fever") in (None, SKIPPED):
            facts["fever"], why["fever"] = "no", shown
    if "fever" not in facts and (
        unreadable
        or rules.fever_counts_as_skipped_when.truth(facts)
        or (put_in_order and rules.fever_was_put_when.truth(facts))
    ):
        facts["fever"] = SKIPPED
    if facts.get("fever") != SKIPPED:
        return ()
    why["fever"] = "not answered, counts as yes"
    return ("fever",)


def _from_fahrenheit(given: Answer | None) -> Decimal | None:
    return (given - 32) * 5 / 9 if isinstance(given, Decimal) else None


def _steroid(rules: RuleSet, facts: dict[str, Answer], why: dict[str, str]) -> None:
    months, recent = facts.get("steroid_injected_months_ago"), rules.numbers["recent_steroid_months"]
    if isinstance(months, Decimal) and months <= recent and facts.get("steroid") != "current_or_recent":
        facts["steroid"] = "injected_within_6_months"
        why["steroid"] = f"steroid injected {months.normalize():f} months ago"


def _weakness(
    rules: RuleSet, facts: dict[str, Answer], why: dict[str, str], near_cord: bool, hours: Decimal | None
) -> None:
    """New weakness is serious unless it is shown to be the local anaesthetic in a limb (ruling)."""
    if facts.get("weakness") != "new":
        if "weakness" in facts:
            facts["new_weakness"] = "none"
        return
    gone = rules.numbers["anaesthetic_gone_hours"]
    area_only = (
        not near_cord
        and hours is not None
        and hours <= gone
        and facts.get("weakness_confined") == "yes"
        and facts.get("weakness_growing") == "no"
        and facts.get("local_anaesthetic") == "yes"
    )
    facts["new_weakness"] = "area_only" if area_only else "serious"
    why["new_weakness"] = (
        f"in the area injected only, not growing, within {gone} hours of a local anaesthetic"
        if area_only
        else "near the spinal cord"
        if near_cord
        else f"not shown to be in the area injected only, steady, and within {gone} hours of a local anaesthetic"
    )


def _numbness(facts: dict[str, Answer], why: dict[str, str], hours: Decimal | None) -> None:
    """Numbness of unknown length is counted from the injection: it can be no older, and is treated as no younger."""
    if "numb_hours" not in facts and hours is not None and facts.get("numb_area", "none") != "none":
        facts["numb_hours"] = hours
        why["numb_hours"] = "counted from the injection"
