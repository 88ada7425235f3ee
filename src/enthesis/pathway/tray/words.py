"""A card's figures in words, for the paper and for the page alike."""

from decimal import Decimal

from enthesis.pathway.dosing import Mix
from enthesis.pathway.dosing.numbers import plain
from enthesis.pathway.tray.card import Card, Dose

UNVERIFIED = " (unverified: confirm before use)"
GAP = "\N{NO-BREAK SPACE}"  # between a number and its unit


def solution(mix: Mix) -> str:
    """What is in a mix: "Dextrose 15 %, 54 mL"."""
    return f"Dextrose {_percent(mix)}, {ml(mix.total_ml)}{GAP}mL"


def asked_for(card: Card) -> str:
    """What was asked for, where rounding to the syringe changed it; else ""."""
    asked = solution(card.asked)
    return "" if asked == solution(card.mix) else f"Asked for: {asked}. These are the figures after rounding."


def syringes(card: Card) -> str:
    """Into how many syringes it goes."""
    found = card.syringes
    if found.number > 1:
        return f"{found.number} syringes, {found.names}: {ml(found.each_ml)}{GAP}mL in each."
    return (
        f"1 syringe of {plain(found.size_ml)}{GAP}mL." if found.size_ml is not None else "All of it drawn up at once."
    )


def marks(card: Card) -> str:
    """What the volumes are rounded to."""
    shown = sorted({step.mark_ml for step in card.steps})
    return f"Rounded to marks of {' and '.join(plain(mark) for mark in shown)}{GAP}mL."


def true_figures(card: Card) -> list[tuple[str, str]]:
    """What is really in the syringes, all together: name and figure."""
    grams = "" if card.mix.dextrose_g is None else f", {plain(card.mix.dextrose_g, 2)}{GAP}g"
    found = [("Dextrose", f"{_percent(card.mix)}{grams}")]
    found += [(dose.drug.capitalize(), _dose(dose)) for dose in card.doses]
    for other in card.mix.others:
        if other.kind != "diluent":
            amount = "" if other.amount is None else f"{plain(other.amount, 2)}{GAP}{other.amount_unit}".strip()
            found.append((other.name.capitalize(), amount or "amount not known"))
    return [*found, ("Osmolarity", _osmolarity(card))]


def ml(value: Decimal | None) -> str:
    """A volume without noise; "?" where it is not known."""
    return "?" if value is None else plain(value)


def _dose(dose: Dose) -> str:
    said = "amount not known" if dose.mg is None else f"{plain(dose.mg, 2)}{GAP}mg"
    if dose.percent is not None:
        said += f" ({plain(dose.percent, 2)}{GAP}%)"
    if dose.earlier_mg:
        said += f" + {plain(dose.earlier_mg, 2)}{GAP}mg before"
    said += f", limit {plain(dose.limit_mg)}{GAP}mg" if dose.limit_mg is not None else ", limit not known"
    if dose.mg_per_kg is not None:
        said += f"; {plain(dose.mg_per_kg, 2)}{GAP}mg/kg"
    return said + (UNVERIFIED if dose.is_unverified else "")


def _osmolarity(card: Card) -> str:
    if card.mix.osmolarity_total is None:
        return "not computed"
    known = f"{plain(card.mix.osmolarity_total, 0)}{GAP}mosm/L"
    return known + (UNVERIFIED if "osm_total_mosm_per_l" in card.unverified else "")


def _percent(mix: Mix) -> str:
    return "?" if mix.dextrose_percent is None else f"{plain(mix.dextrose_percent, 2)}{GAP}%"
