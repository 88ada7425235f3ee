"""Forward: from the wanted strengths to a mix."""

from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing.case import NOTHING, MixCase, UnreadableCase
from enthesis.pathway.dosing.limits import drug_named, standard_drug
from enthesis.pathway.dosing.mixture import Mix, Part, mix_of
from enthesis.pathway.dosing.numbers import ZERO, exact, plain, shown
from enthesis.pathway.dosing.plan import Plan, must_not_contradict, plausible
from enthesis.pathway.dosing.recipe import Recipe, recipe_for
from enthesis.pathway.dosing.solutions import Solutions
from enthesis.pathway.dosing.wording import Ingredient, Kind, read_ingredients
from enthesis.pathway.finding import Finding


def plan_from_strengths(case: MixCase, facts: Solutions) -> Plan:
    """The volumes that give the wanted strengths. Raises `UnreadableCase` where fields contradict each other."""
    total, wanted = case.total_ml or ZERO, case.target_dextrose_pct or ZERO
    drugs, with_epinephrine = _drugs(case, facts)
    target = case.la_target_pct or ZERO
    drug, stock = (drugs[0], case.la_stock_pct) if drugs and target else ("", None)
    filler = () if case.diluent.lower() in NOTHING else read_ingredients(case.diluent, None, facts)
    drug, stock, is_filler = _filling_anaesthetic(drug, stock, filler)
    second = _second(case, drug, total, facts)
    named = (*((drug, *drugs[1:]) if drug else ()), *second)
    found = plausible(case, drug, stock, facts)
    if wanted > (case.dextrose_stock_pct or wanted) and not found:
        found.append(_above_stock(wanted, case.dextrose_stock_pct or ZERO, facts))
    if not 0 < total <= facts.highest_total_ml:
        return Plan(drug, named, {}, wanted, None, with_epinephrine, None, None, tuple(found))
    if is_filler and stock and not found:  # the anaesthetic fills what the dextrose leaves
        sugar = Fraction(wanted) / Fraction(case.dextrose_stock_pct or 1)
        filled = exact(Fraction(stock) * (1 - sugar))
        if filled >= target:
            target, filler = filled, ()
    doses: dict[str, Decimal | None] = {drug: exact(Fraction(total) * Fraction(target) * 10)} if drug else {}
    doses |= dict.fromkeys(named[1:]) | second  # "lidocaine and bupivacaine" in one field: no amount of its own
    if found:
        return Plan(drug, named, doses, wanted, total, with_epinephrine, None, None, tuple(found))
    recipe = recipe_for(
        total,
        wanted,
        dextrose_stock_percent=case.dextrose_stock_pct,
        anaesthetic_percent=target,
        anaesthetic_stock_percent=stock,
    )
    found = _feasible(recipe, case, filler, facts)
    mix = _mixed(recipe, case, drug, stock, with_epinephrine, filler, facts) if recipe.is_feasible else None
    return Plan(drug, named, doses, wanted, total, with_epinephrine, recipe, mix, tuple(found))


def _drugs(case: MixCase, facts: Solutions) -> tuple[list[str], bool]:
    """The anaesthetics of the drug field by standard name, and whether epinephrine is said to be in the mix."""
    if case.la_drug.lower() in NOTHING:
        return [], case.epinephrine is True
    if known := drug_named(case.la_drug, facts):
        return [known.name], case.epinephrine is True
    read = read_ingredients(case.la_drug, None, facts)
    says_epinephrine = any(one.name == "epinephrine" for one in read)
    if says_epinephrine:
        must_not_contradict(case, "la_drug")
    drugs = [one.name for one in read if one.kind is Kind.ANAESTHETIC]
    return drugs or [standard_drug(case.la_drug, facts)], says_epinephrine or case.epinephrine is True


def _filling_anaesthetic(
    drug: str, stock: Decimal | None, filler: tuple[Ingredient, ...]
) -> tuple[str, Decimal | None, bool]:
    """Drug and stock where the diluent is itself an anaesthetic ("15 % in lidocaine 1 %")."""
    for one in filler:
        if one.kind is Kind.DEXTROSE:
            raise UnreadableCase(
                "diluent",
                "diluent",
                "The diluent holds dextrose, which changes the strength.",
                "Give the recipe as parts with their volumes instead.",
            )
    fillers = [one for one in filler if one.kind is Kind.ANAESTHETIC]
    if not fillers:
        return drug, stock, False
    one, own = fillers[0], fillers[0].strength if fillers[0].strength is not None else stock
    if len(filler) > 1 or (drug and drug != one.name) or own is None or (stock and own != stock):
        raise UnreadableCase(
            "diluent",
            "diluent",
            f'The diluent "{shown(one.name)}" is an anaesthetic, and not simply more of the stock in la_drug.',
            "Give the recipe as parts with their volumes instead.",
        )
    return one.name, own, True


def _second(case: MixCase, drug: str, total: Decimal, facts: Solutions) -> dict[str, Decimal | None]:
    if case.second_la_drug.lower() in NOTHING or case.second_la_pct == ZERO:
        return {}
    second = standard_drug(case.second_la_drug, facts)
    if second == drug:
        raise UnreadableCase(
            "said-twice",
            "second_la_drug",
            f"{shown(second)} is given as the first and as the second anaesthetic.",
            "Give its whole strength in la_target_pct.",
        )
    pct = case.second_la_pct
    return {second: None if pct is None else exact(Fraction(total) * Fraction(pct) * 10)}


def _above_stock(wanted: Decimal, stock: Decimal, facts: Solutions) -> Finding:
    return facts.finding(
        "TARGET_ABOVE_STOCK",
        f"{plain(wanted)} % dextrose cannot be made from {plain(stock)} % stock.",
        "Ask for less, or use a stronger stock.",
        field="target_dextrose_pct",
    )


def _feasible(recipe: Recipe, case: MixCase, filler: tuple[Ingredient, ...], facts: Solutions) -> list[Finding]:
    left = plain(recipe.diluent_ml)
    if not recipe.is_feasible:
        highest = plain(recipe.highest_dextrose_percent or ZERO)
        return [
            facts.finding(
                "MIX_INFEASIBLE",
                f"{plain(recipe.dextrose_ml)} mL of dextrose stock and {plain(recipe.anaesthetic_ml)} mL of "
                f"anaesthetic are more than {plain(case.total_ml or ZERO)} mL.",
                f"With this anaesthetic {highest} % dextrose is the most; use a stronger stock or less of one.",
                field="target_dextrose_pct",
            )
        ]
    if recipe.diluent_ml > 0 and not filler and case.diluent:
        return [
            facts.finding(
                "MIX_INFEASIBLE",
                f"{left} mL are left to fill up, and the diluent is said to be none.",
                "Name the diluent, or correct the volume or the strengths.",
                field="diluent",
            )
        ]
    if recipe.diluent_ml > 0 and not filler:
        return [
            facts.finding(
                "DILUENT_MISSING",
                f"{left} mL are left to fill up, and no diluent is given.",
                "Name the diluent.",
                field="diluent",
            )
        ]
    return []


def _mixed(
    recipe: Recipe,
    case: MixCase,
    drug: str,
    stock: Decimal | None,
    epinephrine: bool,
    filler: tuple[Ingredient, ...],
    facts: Solutions,
) -> Mix:
    parts = []
    if recipe.dextrose_ml > 0:
        sugar = Ingredient("dextrose", Kind.DEXTROSE, case.dextrose_stock_pct, "%")
        parts.append(Part(f"dextrose {plain(case.dextrose_stock_pct or ZERO)}%", recipe.dextrose_ml, (sugar,)))
    if recipe.anaesthetic_ml > 0 and stock is not None:
        held = [Ingredient(drug, Kind.ANAESTHETIC, stock, "%")]
        held += [Ingredient("epinephrine", Kind.OTHER, None, "")] if epinephrine else []
        name = f"{shown(drug)} {plain(stock)}%" + (" with epinephrine" if epinephrine else "")
        parts.append(Part(name, recipe.anaesthetic_ml, tuple(held)))
    if recipe.diluent_ml > 0 and filler:
        parts.append(Part(shown(case.diluent), recipe.diluent_ml, filler))
    return mix_of(parts, dextrose_kind=case.dextrose_stock_kind, solutions=facts)
