"""What every indicator gives: in which table it counts, what counts, and what is made of the sums."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import ibis

from enthesis.outcomes.figure import Figure, Interval, Named
from enthesis.outcomes.indicators import intervals
from enthesis.outcomes.indicators.cohort import Cohort
from enthesis.pathway.indicators import Definition, House

Base: TypeAlias = Callable[[Cohort, tuple[str, ...]], ibis.Table]
Which: TypeAlias = Callable[[ibis.Table], Any]  # the rows for which something holds


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several figures of an indicator that count in the same rows: a threshold, a direction."""

    yes: Which
    of: Named = ()
    measure: str = ""  # only of this one; "" of every one
    scales: tuple[str, ...] = ()  # only of these; () of every one


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of one group and one part of it, from which figures are made."""

    definition: Definition
    house: House
    group: Named
    of: Named
    sums: Mapping[str, Any]
    variants: "Sequence[Variant]" = ()
    spread: Sequence[Mapping[str, Any]] = ()

    @property
    def level(self) -> float:
        return float(self.house.interval)

    def figure(self, **parts: Any) -> Figure:
        """A figure of this cell. The counts are those of the cell where they are not given."""
        one = self.definition
        started, answered = int(self.sums["started"] or 0), int(self.sums["answered"] or 0)
        said: dict[str, Any] = {
            "started": started,
            "answered": answered,
            "missing": started - answered,
            "partly": int(self.sums["partly"] or 0) if "partly" in self.sums else None,
            "people": int(self.sums["people"] or 0),
            "of": self.of,
        }
        return Figure(indicator=one.id, version=one.version, unit=one.unit, group=self.group, **{**said, **parts})


@dataclass(frozen=True, slots=True)
class Spread:
    """Values that are needed one by one and not only summed: how many rows have each."""

    base: Base
    columns: tuple[str, ...]
    where: Which


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How one indicator is counted."""

    id: str
    base: Base
    started: Which  # what counts
    answered: Which  # of that, where it is known
    people: Which | None = None  # behind whom a figure stands; None: those of whom it is known
    split: tuple[str, ...] = ()  # columns whose values make figures apart
    variants: Callable[[Definition], Sequence[Variant]] = lambda _: ()
    sums: Mapping[str, Callable[[ibis.Table], Any]]
    spread: Spread | None = None
    figures: Callable[[Cell], Iterable[Figure]]
    shown: tuple[str, ...] = ()  # columns that a person who looks at the rows wants to see
    shown_of: tuple[str, ...] = ()  # the same of what it is counted over, where that is another table (`spread`)


def yes_name(variant: Variant) -> str:
    """The name of the sum of a variant."""
    return "_".join(("yes", variant.measure, *variant.scales, *(value for _, value in variant.of)))


def fits(variant: Variant, of: Mapping[str, Any]) -> bool:
    """Whether a variant is about the measure and the scale of a cell."""
    is_measure = variant.measure in ("", of.get("measure", ""))
    return is_measure and (not variant.scales or of.get("subscale", "") in variant.scales)


def share(cell: Cell, yes: int, *, of: Named = (), of_all: bool = True) -> Figure:
    """A share of everybody who began, with its bounds and the share of those who answered, named as such.

    `of_all` is False for what is known of everybody by its nature: there are no bounds then.
    """
    started, answered = int(cell.sums["started"] or 0), int(cell.sums["answered"] or 0)
    if not started:
        return cell.figure(of=(*cell.of, *of))
    low, high = yes / started, (yes + started - answered) / started
    lowest = intervals.wilson(yes, started, cell.level)
    figure: dict[str, Any] = {
        "of": (*cell.of, *of),
        "numerator": yes,
        "denominator": started,
        "estimate": low,
        "interval": lowest,
    }
    if of_all:
        highest = intervals.wilson(yes + started - answered, started, cell.level)
        figure["bounds"] = Interval(low, high)
        figure["bounds_interval"] = Interval(lowest.low, highest.high)
        if answered:
            figure["of_answered"] = yes / answered
            figure["of_answered_interval"] = intervals.wilson(yes, answered, cell.level)
    return cell.figure(**figure)


def shares(cell: Cell) -> Iterable[Figure]:
    """One share for each variant that fits."""
    of = dict(cell.of)
    for variant in cell.variants:
        if fits(variant, of):
            yield share(cell, int(cell.sums[yes_name(variant)] or 0), of=variant.of)


def everything(table: ibis.Table) -> Any:
    return table.person.notnull()
