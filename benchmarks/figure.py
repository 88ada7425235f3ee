"""What a benchmark says: one figure with its bar, as a line of a table or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure must reach."""

    limit: float
    at_most: bool = True

    def holds(self, value: float) -> bool:
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        return f"{'<=' if self.at_most else '>='} {self.limit:g}"


def at_most(limit: float) -> Bar:
    return Bar(limit)


def at_least(limit: float) -> Bar:
    return Bar(limit, at_most=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `bar` and `holds` are None where nothing is demanded; `value` where it was not measured."""

    figure: str
    value: float | None
    unit: str  # ratio | ms | us | per second | MB
    bar: str | None
    holds: bool | None
    says: str  # what was measured, and how

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def figure(name: str, value: float, unit: str, says: str, bar: Bar | None = None) -> Figure:
    """A figure held against its bar, unrounded; kept to four digits."""
    return Figure(name, float(f"{value:.4g}"), unit, str(bar) if bar else None, bar.holds(value) if bar else None, says)


def not_measured(name: str, unit: str, why: str, bar: Bar | None = None) -> Figure:
    """A figure that cannot be had on this machine. A bar that was not measured does not hold."""
    return Figure(name, None, unit, str(bar) if bar else None, False if bar else None, why)


def as_json(figures: Sequence[Figure]) -> str:
    """A JSON list, one object a line."""
    return "[\n" + ",\n".join(json.dumps(each.as_json(), ensure_ascii=False) for each in figures) + "\n]"


def as_table(figures: Sequence[Figure]) -> str:
    """For people: a line a figure, what it means below it."""
    width = max((len(each.figure) for each in figures), default=0)
    lines = []
    for each in figures:
        value = "not measured" if each.value is None else f"{each.value:g} {each.unit}"
        verdict = "" if each.holds is None else "holds" if each.holds else "DOES NOT HOLD"
        lines.append(f"{each.figure:<{width}}  {value:>16}  {each.bar or '':>8}  {verdict}".rstrip())
        lines.append(f"    {each.says}")
    held = [each for each in figures if each.holds is not None]
    lines.append(f"{sum(bool(each.holds) for each in held)} of {len(held)} bars hold.")
    return "\n".join(lines)
