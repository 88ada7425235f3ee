"""What is in the syringe: parts in, totals out, nothing lost and nothing counted twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from enthesis.pathway.dosing.numbers import NotAnAmount, amount, exact, plain
from enthesis.pathway.dosing.solutions import Solutions, shipped
from enthesis.pathway.dosing.wording import Ingredient, Kind, clean, read_ingredients


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was drawn up: so many mL of a solution with its ingredients."""

    text: str  # as it was written, on one line
    ml: Decimal | None  # None: not known
    ingredients: tuple[Ingredient, ...]

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should look at: words, strengths or amounts that were not understood."""
        return tuple(f"{one.name}: {one.remark}" for one in self.ingredients if one.remark)

    @property
    def is_flagged(self) -> bool:
        return bool(self.remarks)


@dataclass(frozen=True, slots=True)
class AnaestheticInMix:
    drug: str
    percent: Decimal | None  # % w/v of the whole mix
    mg: Decimal | None  # in the whole mix; None: volume or strength not known


@dataclass(frozen=True, slots=True)
class OtherInMix:
    """Any other ingredient, with its own concentration in the mix. It is in no sum."""

    name: str
    kind: Kind
    strength: Decimal | None  # in the mix, in `unit`
    unit: str
    amount: Decimal | None  # in the whole mix, in `amount_unit`
    amount_unit: str  # "mg", "mcg", "IU", ...


@dataclass(frozen=True, slots=True)
class Mix:
    """A whole mix. A figure is None where a fact that it needs is missing; `missing` names the facts."""

    parts: tuple[Part, ...]
    total_ml: Decimal | None
    dextrose_percent: Decimal | None  # % w/v; 0 where the mix has none
    dextrose_g: Decimal | None
    anaesthetics: tuple[AnaestheticInMix, ...]
    others: tuple[OtherInMix, ...]
    osmolarity_dextrose: Decimal | None  # mosm/L
    osmolarity_total: Decimal | None  # mosm/L
    missing: tuple[str, ...]

    @property
    def has_epinephrine(self) -> bool:
        return any(other.name == "epinephrine" for other in self.others)

    @property
    def remarks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(remark for part in self.parts for remark in part.remarks))

    def anaesthetic_mg(self, given_ml: Decimal | None = None) -> dict[str, Decimal | None]:
        """mg of each anaesthetic in the whole mix, or in the `given_ml` of it that were injected."""
        if given_ml is None or given_ml == self.total_ml:
            return {one.drug: one.mg for one in self.anaesthetics}
        share = Fraction(given_ml) / Fraction(self.total_ml) if self.total_ml else None
        return {
            one.drug: None if one.mg is None or share is None else exact(Fraction(one.mg) * share)
            for one in self.anaesthetics
        }

    def as_json(self) -> Mapping[str, Any]:
        """Numbers as text without noise; "" where not known."""
        return {
            "total_ml": _text(self.total_ml),
            "dextrose_pct": _text(self.dextrose_percent),
            "dextrose_g": _text(self.dextrose_g),
            "anaesthetics": [
                {"drug": one.drug, "pct": _text(one.percent), "mg": _text(one.mg)} for one in self.anaesthetics
            ],
            "others": [
                {
                    "name": one.name,
                    "kind": one.kind.value,
                    "strength": _text(one.strength),
                    "unit": one.unit,
                    "amount": _text(one.amount),
                    "amount_unit": one.amount_unit,
                }
                for one in self.others
            ],
            "osm_dextrose_mosm_per_l": "" if self.osmolarity_dextrose is None else plain(self.osmolarity_dextrose, 1),
            "osm_total_mosm_per_l": "" if self.osmolarity_total is None else plain(self.osmolarity_total, 0),
            "missing": list(self.missing),
            "remarks": list(self.remarks),
        }


def read_part(text: str, ml: Decimal | int | str | None, *, solutions: Solutions | None = None) -> Part:
    """One part of a mix from its published wording and its volume in mL; None: the volume is not known.

    Raises `NotAnAmount` (a `ValueError`) for a volume that is no number or below 0. Wording never raises: what is
    not understood is kept and remarked on.

    >>> read_part("lignocaine 1%", 3).ingredients[0].name
    'lidocaine'
    """
    volume = None if ml is None else amount(ml)
    if volume is not None and volume < 0:
        raise NotAnAmount(f"A volume of {plain(volume)} mL cannot be.")
    if solutions is None:
        return _read_once(text, volume)
    return _read(text, volume, solutions)


@lru_cache(maxsize=1024)
def _read_once(text: str, volume: Decimal | None) -> Part:
    """A clinic draws up the same few parts all day: their wording is read once."""
    return _read(text, volume, shipped())


def _read(text: str, volume: Decimal | None, facts: Solutions) -> Part:
    return Part(clean(text), volume, read_ingredients(text, volume, facts) or (_nothing(),))


def mix_of(parts: Sequence[Part], *, dextrose_kind: str = "", solutions: Solutions | None = None) -> Mix:
    """The mass balance of a mix. Amounts are exact; a percentage that does not end has 20 decimals.

    `dextrose_kind` ("hydrous" or "anhydrous") is what the clinic's dextrose is where the wording does not say.
    """
    facts = solutions or shipped()
    total = Fraction(0) if parts else None
    missing: list[str] = []
    for part in parts:
        if part.ml is None:
            total = None
            missing.append(f"volume of {part.text}")
        elif total is not None:
            total += Fraction(part.ml)
    missing += [
        f"strength of {one.name}" for part in parts for one in part.ingredients if one.strength is None and _counts(one)
    ]
    sugar = _mass(parts, "dextrose")
    drugs = dict.fromkeys(one.name for part in parts for one in part.ingredients if one.kind is Kind.ANAESTHETIC)
    doses = {drug: _mass(parts, drug) for drug in drugs}
    return Mix(
        parts=tuple(parts),
        total_ml=None if total is None else exact(total),
        dextrose_percent=_percent(sugar, total),
        dextrose_g=None if sugar is None else exact(sugar / 100),
        anaesthetics=tuple(
            AnaestheticInMix(drug, _percent(dose, total), None if dose is None else exact(dose * 10))
            for drug, dose in doses.items()
        ),
        others=_others(parts, total),
        osmolarity_dextrose=_from_dextrose(parts, total, dextrose_kind, facts),
        osmolarity_total=_osmolarity(parts, total, dextrose_kind, facts),
        missing=tuple(dict.fromkeys(missing)),
    )


def _nothing() -> Ingredient:
    return Ingredient("not named", Kind.UNKNOWN, None, "", "nothing is named")


def _counts(one: Ingredient) -> bool:
    """Whether a strength that is not said leaves a figure open."""
    return one.kind in (Kind.DEXTROSE, Kind.ANAESTHETIC)


def _mass(parts: Sequence[Part], name: str) -> Fraction | None:
    """Sum of mL x % of one ingredient (so 1 is 10 mg); None where a volume or strength is not known."""
    total = Fraction(0)
    for part in parts:
        for one in part.ingredients:
            if one.name != name:
                continue
            if part.ml is None or one.strength is None:
                if part.ml != 0:
                    return None
                continue
            total += Fraction(part.ml) * Fraction(one.strength)
    return total


def _percent(mass: Fraction | None, total: Fraction | None) -> Decimal | None:
    return None if mass is None or not total else exact(mass / total)


def _others(parts: Sequence[Part], total: Fraction | None) -> tuple[OtherInMix, ...]:
    """Every ingredient that is neither dextrose nor anaesthetic, by name and unit, in order."""
    sums: dict[tuple[str, Kind, str], Fraction | None] = {}
    for part in parts:
        for one in part.ingredients:
            if _counts(one):
                continue
            key = (one.name, one.kind, one.unit)
            so_far = sums.setdefault(key, Fraction(0))
            if so_far is None or one.strength is None or part.ml is None:
                sums[key] = None
            else:
                sums[key] = so_far + Fraction(part.ml) * Fraction(one.strength)
    return tuple(_other(name, kind, unit, mass, total) for (name, kind, unit), mass in sums.items())


def _other(name: str, kind: Kind, unit: str, mass: Fraction | None, total: Fraction | None) -> OtherInMix:
    amount_unit = "mg" if unit == "%" else unit.removesuffix("/mL")
    whole = None if mass is None else exact(mass * (10 if unit == "%" else 1))
    return OtherInMix(name, kind, _percent(mass, total), unit, whole, amount_unit)


def _from_dextrose(parts: Sequence[Part], total: Fraction | None, kind: str, facts: Solutions) -> Decimal | None:
    if not total:
        return None
    osmoles = Fraction(0)
    for part in parts:
        for one in part.ingredients:
            if one.kind is Kind.DEXTROSE and part.ml != 0:
                per_pct = facts.dextrose_mosm.get(one.dextrose_kind or kind)
                if per_pct is None or one.strength is None or part.ml is None:
                    return None
                osmoles += Fraction(part.ml) * Fraction(one.strength) * Fraction(per_pct.value)
    return exact(osmoles / total)


def _osmolarity(parts: Sequence[Part], total: Fraction | None, kind: str, facts: Solutions) -> Decimal | None:
    """Sum over the parts, where each holds one thing whose osmolarity is known."""
    if not total:
        return None
    osmoles = Fraction(0)
    for part in parts:
        own = _of_part(part, kind, facts)
        if own is None or part.ml is None:
            return None
        osmoles += Fraction(part.ml) * own
    return exact(osmoles / total)


def _of_part(part: Part, kind: str, facts: Solutions) -> Fraction | None:
    dissolved = [one for one in part.ingredients if one.name not in ("water", "epinephrine")]
    if not dissolved:
        return Fraction(0)
    one = dissolved[0]
    if len(dissolved) > 1:
        return None
    if one.kind is Kind.DEXTROSE:
        per_pct = facts.dextrose_mosm.get(one.dextrose_kind or kind)
        return None if per_pct is None or one.strength is None else Fraction(per_pct.value) * Fraction(one.strength)
    if one.kind is Kind.ANAESTHETIC:
        return Fraction(facts.anaesthetic_mosm.value)
    diluent = facts.diluents.get(one.name)
    if diluent is None or diluent.mosm_per_l is None or one.strength != diluent.mosm_at_strength:
        return None
    return Fraction(diluent.mosm_per_l.value)


def _text(value: Decimal | None) -> str:
    return "" if value is None else plain(value)
