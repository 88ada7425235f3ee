"""Inverse: from a given recipe to the strengths that are really in the syringe."""

from dataclasses import replace

from enthesis.pathway.dosing.case import MixCase
from enthesis.pathway.dosing.limits import drug_named
from enthesis.pathway.dosing.mixture import Mix, mix_of
from enthesis.pathway.dosing.numbers import ZERO, exponent, plain, rounded
from enthesis.pathway.dosing.plan import Plan, must_not_contradict, no_such_stock, plausible
from enthesis.pathway.dosing.solutions import Solutions
from enthesis.pathway.dosing.wording import Kind
from enthesis.pathway.finding import Finding


def plan_from_parts(case: MixCase, facts: Solutions) -> Plan:
    """A given recipe, for instance of a paper: the strength in the syringe is what counts, not the one named.

    Raises `UnreadableCase` where the recipe contradicts another field.
    """
    mix = mix_of(case.parts, dextrose_kind=case.dextrose_stock_kind, solutions=facts)
    if mix.has_epinephrine:
        must_not_contradict(case, "the recipe")
    found = plausible(replace(case, total_ml=mix.total_ml, dextrose_stock_pct=None), "", None, facts)
    if mix.dextrose_percent is None and not found:
        found.append(
            facts.finding(
                "DEXTROSE_UNKNOWN",
                "How strong the dextrose is in the mix is not known.",
                f"Give the {' and the '.join(mix.missing)}.",
                field="parts",
            )
        )
    found += _too_strong(mix, facts) + _differs(mix, case, facts)
    drug = mix.anaesthetics[0].drug if mix.anaesthetics else ""
    epinephrine = mix.has_epinephrine or case.epinephrine is True
    return Plan(
        drug,
        tuple(mix.anaesthetic_mg()),
        mix.anaesthetic_mg(),
        mix.dextrose_percent,
        mix.total_ml,
        epinephrine,
        None,
        mix,
        tuple(found),
    )


def _too_strong(mix: Mix, facts: Solutions) -> list[Finding]:
    found = []
    for one in (one for part in mix.parts for one in part.ingredients if one.strength is not None):
        strength = one.strength or ZERO
        if one.kind is Kind.DEXTROSE and strength > max(facts.dextrose_stocks_pct):
            found.append(
                facts.finding(
                    "DEXTROSE_STOCK_IMPLAUSIBLE",
                    f"Dextrose of {plain(strength)} % is stronger than any stock.",
                    "Read the strength on the vial again.",
                    field="parts",
                )
            )
        known = drug_named(one.name, facts)
        if known and known.stocks_pct and strength > max(known.stocks_pct):
            found.append(no_such_stock(known.name, strength, facts))
    return found


def _differs(mix: Mix, case: MixCase, facts: Solutions) -> list[Finding]:
    """Where the case names a figure beside its recipe and the recipe gives another, to the decimals named."""
    anaesthetic = mix.anaesthetics[0].percent if len(mix.anaesthetics) == 1 else None
    named = (
        ("target_dextrose_pct", case.target_dextrose_pct, mix.dextrose_percent, "% dextrose"),
        ("total_ml", case.total_ml, mix.total_ml, "mL"),
        ("la_target_pct", case.la_target_pct, anaesthetic, "% anaesthetic"),
    )
    return [
        facts.finding(
            "RECIPE_DIFFERS",
            f"The recipe gives {plain(real, 2)} {what}, not {plain(said)}.",
            "Papers often name the strength before mixing: record what is in the syringe.",
            field=field,
        )
        for field, said, real, what in named
        if said is not None and real is not None and rounded(real, -exponent(said)) != said
    ]
