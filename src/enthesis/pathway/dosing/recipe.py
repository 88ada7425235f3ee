"""From a wanted strength to what is drawn up, and from what a syringe can show back to the true strength."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing.mixture import Mix, Part, mix_of
from enthesis.pathway.dosing.numbers import ZERO, exact, to_step
from enthesis.pathway.dosing.solutions import Solutions, shipped
from enthesis.pathway.dosing.wording import Kind


@dataclass(frozen=True, slots=True)
class Recipe:
    """Volumes in mL that give the wanted strengths. `diluent_ml` below 0: it cannot be mixed."""

    dextrose_ml: Decimal
    anaesthetic_ml: Decimal
    diluent_ml: Decimal
    highest_dextrose_percent: Decimal | None  # reachable with this much anaesthetic; None without dextrose stock

    @property
    def is_feasible(self) -> bool:
        return self.diluent_ml >= 0


@dataclass(frozen=True, slots=True)
class DrawnPart:
    text: str
    exact_ml: Decimal
    ml: Decimal  # rounded to the syringe
    step_ml: Decimal  # graduation of the syringe


@dataclass(frozen=True, slots=True)
class Draw:
    """What is really drawn up, and what the mix then really is."""

    parts: tuple[DrawnPart, ...]
    mix: Mix


def recipe_for(
    total_ml: Decimal,
    dextrose_percent: Decimal,
    *,
    dextrose_stock_percent: Decimal | None,
    anaesthetic_percent: Decimal = ZERO,
    anaesthetic_stock_percent: Decimal | None = None,
) -> Recipe:
    """The volumes for `total_ml` of a solution, all strengths in % w/v.

    Volumes that do not end have 20 decimals; whether it can be mixed is decided exactly. Raises `ValueError` where a
    wanted strength above 0 has no stock.

    >>> recipe_for(Decimal(10), Decimal(15), dextrose_stock_percent=Decimal(50)).dextrose_ml
    Decimal('3')
    """
    total = Fraction(total_ml)
    sugar = _share(dextrose_percent, dextrose_stock_percent, "dextrose")
    drug = _share(anaesthetic_percent, anaesthetic_stock_percent, "anaesthetic")
    left = total * (1 - sugar - drug)
    highest = None if dextrose_stock_percent is None else Fraction(dextrose_stock_percent) * max(1 - drug, Fraction(0))
    return Recipe(
        dextrose_ml=exact(total * sugar),
        anaesthetic_ml=exact(total * drug),
        diluent_ml=exact(left),
        highest_dextrose_percent=None if highest is None else exact(highest),
    )


def draw_up(
    parts: Sequence[Part],
    *,
    step_ml: Decimal | None = None,
    dextrose_kind: str = "",
    solutions: Solutions | None = None,
) -> Draw:
    """Each part rounded to its syringe, and the true figures of what is then mixed.

    Anaesthetic is rounded down, so that rounding never adds to a dose; the last diluent fills up to the wanted total;
    the rest goes to the nearest mark. `step_ml` is the graduation; left out, it is that of the solutions file.
    Every part needs a volume (raises `ValueError`).
    """
    facts = solutions or shipped()
    wanted = sum(Fraction(_volume(part)) for part in parts)
    filling = max((at for at, part in enumerate(parts) if _is_diluent(part)), default=None)
    drawn: list[DrawnPart] = []
    for part in parts:
        volume = _volume(part)
        step = step_ml or (facts.draw_small_ml if volume <= facts.draw_small_up_to_ml else facts.draw_usual_ml)
        down = any(one.kind is Kind.ANAESTHETIC for one in part.ingredients)
        drawn.append(DrawnPart(part.text, volume, to_step(volume, step, down=down), step))
    if filling is not None:
        others = sum(Fraction(one.ml) for at, one in enumerate(drawn) if at != filling)
        fill = drawn[filling]
        drawn[filling] = replace(fill, ml=to_step(Fraction(max(wanted - others, 0)), fill.step_ml))
    real = [replace(part, ml=one.ml) for part, one in zip(parts, drawn, strict=True)]
    return Draw(tuple(drawn), mix_of(real, dextrose_kind=dextrose_kind, solutions=facts))


def _share(percent: Decimal, stock: Decimal | None, of: str) -> Fraction:
    if percent == 0:
        return Fraction(0)
    if stock is None or stock <= 0:
        raise ValueError(f"A mix with {of} needs the strength of its stock.")
    return Fraction(percent) / Fraction(stock)


def _volume(part: Part) -> Decimal:
    if part.ml is None:
        raise ValueError(f'The volume of "{part.text}" is not known.')
    return part.ml


def _is_diluent(part: Part) -> bool:
    return all(one.kind is Kind.DILUENT for one in part.ingredients)
