"""What the injection record's page shows beside its fields: sums against their limits, hazards, what is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from enthesis.pathway.injection import Danger, SyringeTotal, Totals, dangers, target
from enthesis.pathway.structures import Structure
from enthesis.pathway.triage import load as triage_rules


@dataclass(frozen=True, slots=True)
class Dose:
    """An anaesthetic over the whole visit, beside the most that a visit may have."""

    drug: str
    mg: Decimal | None
    limit_mg: Decimal | None

    @property
    def is_over(self) -> bool:
        return self.mg is not None and self.limit_mg is not None and self.mg > self.limit_mg


@dataclass(frozen=True, slots=True)
class SyringeShown:
    """One syringe in figures for a person."""

    total: SyringeTotal

    @property
    def title(self) -> str:
        return self.total.filling.title

    @property
    def drawn(self) -> Decimal:
        return self.total.filling.drawn_ml

    @property
    def injected(self) -> Decimal | None:
        return self.total.filling.injected_ml

    @property
    def dextrose(self) -> Decimal | None:
        return to_keep(self.total.mix.dextrose_percent)

    @property
    def doses(self) -> list[tuple[str, Decimal | None]]:
        return [(drug, to_keep(mg)) for drug, mg in self.total.doses.items()]


@dataclass(frozen=True, slots=True)
class Shown:
    """A record's sums in figures for a person."""

    totals: Totals

    @property
    def syringes(self) -> list[SyringeShown]:
        return [SyringeShown(one) for one in self.totals.syringes]

    @property
    def total(self) -> Decimal:
        """mL of everything that was drawn up for the points."""
        return sum((one.drawn for one in self.syringes if not one.total.filling.is_skin), Decimal(0))

    @property
    def dextrose(self) -> Decimal | None:
        return to_keep(self.totals.dextrose_percent)

    @property
    def doses(self) -> list[Dose]:
        sums = self.totals
        return [Dose(drug, to_keep(mg), sums.limits.get(drug)) for drug, mg in sums.anaesthetics.items()]

    @property
    def remarks(self) -> list[str]:
        return list(dict.fromkeys(remark for one in self.totals.syringes for remark in one.mix.remarks))


@dataclass(frozen=True, slots=True)
class Warned:
    """A hazard of the chosen structures, with the questions that would find it afterwards."""

    danger: Danger
    questions: tuple[str, ...]


def warned(chosen: Sequence[str]) -> list[Warned]:
    """The hazards of some structures, and what to ask about afterwards, in the patient's words."""
    asked = triage_rules().variables
    return [
        Warned(danger, tuple(asked[name].ask for name in danger.hazard.watch_for if name in asked))
        for danger in dangers(chosen)
    ]


def published(chosen: Iterable[str]) -> list[Structure]:
    """The chosen structures of which a source states more than the place."""
    known = {structure.id: structure for each in chosen if (structure := target(each)) is not None}
    return [each for each in known.values() if each.volume_ml or each.needle or each.guidance or each.approach]


def strange(chosen: Iterable[str]) -> list[str]:
    """What was typed and is not in the catalogue."""
    return list(dict.fromkeys(each for each in chosen if target(each) is None))


def chosen_structures(typed: Mapping[str, object]) -> list[str]:
    """The structures that stand in a form's fields, in their order."""
    names = [key for key in typed if str(key).startswith("site-") and str(key).endswith("-structure")]
    said = [str(typed[key] or "").strip() for key in sorted(names, key=lambda key: int(str(key).split("-")[1]))]
    return list(dict.fromkeys(each for each in said if each))


def to_keep(value: Decimal | None) -> Decimal | None:
    """To two decimals, without trailing zeros: what a record keeps of a figure that does not end."""
    if value is None:
        return None
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
