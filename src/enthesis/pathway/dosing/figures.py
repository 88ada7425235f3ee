"""The figures of a planned mix as they are shown: named as in the worked cases, "" where one does not apply."""

from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing.case import MixCase
from enthesis.pathway.dosing.checks import weight_is_plausible
from enthesis.pathway.dosing.limits import jurisdiction_named, limit_for, shown_limit_mg
from enthesis.pathway.dosing.numbers import ZERO, plain
from enthesis.pathway.dosing.plan import Plan
from enthesis.pathway.dosing.solutions import Solutions
from enthesis.pathway.dosing.wording import Kind


def figures_of(case: MixCase, plan: Plan, facts: Solutions) -> dict[str, str]:
    """Volumes in mL, mg, mg/kg, g, % and mosm/L; rounded for the eye, half up; the limit down."""
    mix, recipe = plan.mix, plan.recipe
    dose = plan.doses.get(plan.drug) if recipe or mix else None
    none_wanted = not plan.drug and (recipe is not None or mix is not None)
    weight = case.weight_kg if weight_is_plausible(case, facts) else None
    where = jurisdiction_named(case.jurisdiction, facts)
    limit = (
        limit_for(plan.drug, jurisdiction=where, epinephrine=plan.epinephrine, solutions=facts)
        if plan.drug and where and weight is not None
        else None
    )
    sugar_ml, drug_ml, rest_ml = _volumes(plan)
    return {
        "dextrose_stock_ml": _text(sugar_ml),
        "la_ml": _text(drug_ml),
        "diluent_ml": _text(rest_ml),
        "la_mg": "0" if none_wanted else _text(dose),
        "la_mg_per_kg": "" if dose is None or weight is None else plain(Fraction(dose) / Fraction(weight), 2),
        "la_limit_mg": "" if limit is None else plain(shown_limit_mg(limit, weight)),
        "dextrose_g": _text(mix.dextrose_g if mix else None),
        "max_dextrose_pct": _text(recipe.highest_dextrose_percent if recipe else None),
        "osm_dextrose_mosm_per_l": _text(mix.osmolarity_dextrose if mix else None, 1),
        "osm_total_mosm_per_l": _text(mix.osmolarity_total if mix else None, 0),
    }


def unverified_of(case: MixCase, plan: Plan, facts: Solutions) -> tuple[str, ...]:
    """Names of the figures that rest on a number marked `memory`."""
    found = []
    limit = limit_for(
        plan.drug,
        jurisdiction=jurisdiction_named(case.jurisdiction, facts),
        epinephrine=plan.epinephrine,
        solutions=facts,
    )
    if plan.drug and limit and "memory" in limit.sources:
        found.append("la_limit_mg")
    for part in plan.mix.parts if plan.mix and plan.mix.osmolarity_total is not None else ():
        for one in part.ingredients:
            known = facts.diluents.get(one.name)
            if known and known.mosm_per_l and "memory" in known.mosm_per_l.sources:
                found.append("osm_total_mosm_per_l")
    return tuple(dict.fromkeys(found))


def _volumes(plan: Plan) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """mL of dextrose stock, of anaesthetic and of everything else."""
    if plan.recipe is not None:
        return plan.recipe.dextrose_ml, plan.recipe.anaesthetic_ml, plan.recipe.diluent_ml
    if plan.mix is None or plan.mix.total_ml is None:
        return None, None, None
    sugar = drug = rest = ZERO
    for part in plan.mix.parts:
        kinds, volume = {one.kind for one in part.ingredients}, part.ml or ZERO
        if Kind.DEXTROSE in kinds:
            sugar += volume
        elif Kind.ANAESTHETIC in kinds:
            drug += volume
        else:
            rest += volume
    return sugar, drug, rest


def _text(value: Decimal | None, places: int = 6) -> str:
    return "" if value is None else plain(value, places)
