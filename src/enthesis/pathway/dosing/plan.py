"""What a case asks to be mixed, and what has to hold of its input whichever way it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.dosing.case import MixCase, UnreadableCase
from enthesis.pathway.dosing.limits import drug_named
from enthesis.pathway.dosing.mixture import Mix
from enthesis.pathway.dosing.numbers import plain, shown
from enthesis.pathway.dosing.recipe import Recipe
from enthesis.pathway.dosing.solutions import Solutions
from enthesis.pathway.finding import Finding


@dataclass(frozen=True, slots=True)
class Plan:
    """A mix as planned. None: not known, or it cannot be made."""

    drug: str  # standard name of the (first) anaesthetic; "" where there is none
    drugs: tuple[str, ...]  # every anaesthetic that is asked for
    doses: Mapping[str, Decimal | None]  # mg by drug, the second one included
    dextrose_pct: Decimal | None
    total_ml: Decimal | None
    epinephrine: bool
    recipe: Recipe | None
    mix: Mix | None  # exact; None where it cannot be made
    findings: tuple[Finding, ...]


def must_not_contradict(case: MixCase, field: str) -> None:
    if case.epinephrine is False:
        raise UnreadableCase(
            "contradiction",
            "epinephrine",
            f"epinephrine is answered no, and {field} names it.",
            "Say which is right: the limit depends on it.",
        )


def plausible(case: MixCase, drug: str, stock: Decimal | None, facts: Solutions) -> list[Finding]:
    """Input out of its range is refused with a code of its own; nothing is clamped."""
    found = []
    volume, sugar = case.total_ml, case.dextrose_stock_pct
    if volume is not None and not 0 < volume <= facts.highest_total_ml:
        found.append(
            facts.finding(
                "VOLUME_INVALID",
                f"A total volume of {plain(volume)} mL cannot be mixed for one visit.",
                f"Give a volume above 0, up to {plain(facts.highest_total_ml)} mL.",
                field="total_ml",
            )
        )
    if sugar is not None and sugar not in facts.dextrose_stocks_pct:
        found.append(
            facts.finding(
                "DEXTROSE_STOCK_IMPLAUSIBLE",
                f"Dextrose stock of {plain(sugar)} % is not one of {_listed(facts.dextrose_stocks_pct)}.",
                "Read the strength on the vial again.",
                field="dextrose_stock_pct",
            )
        )
    known = drug_named(drug, facts)
    if known and known.stocks_pct and stock is not None and stock not in known.stocks_pct:
        found.append(no_such_stock(drug, stock, facts))
    elif stock is not None and stock <= 0:
        found.append(
            facts.finding(
                "LA_STOCK_IMPLAUSIBLE",
                f"{shown(drug)} stock of {plain(stock)} % holds nothing to draw up.",
                "Read the strength on the vial again; 1 % is 10 mg/mL.",
                field="la_stock_pct",
            )
        )
    return found


def no_such_stock(drug: str, stock: Decimal, facts: Solutions) -> Finding:
    return facts.finding(
        "LA_STOCK_IMPLAUSIBLE",
        f"{drug} stock of {plain(stock)} % is not one of {_listed(facts.anaesthetics[drug].stocks_pct)}.",
        "Read the strength on the vial again; 1 % is 10 mg/mL.",
        field="la_stock_pct",
    )


def _listed(values: tuple[Decimal, ...]) -> str:
    return ", ".join(plain(value) for value in values[:-1]) + f" or {plain(values[-1])} %"
