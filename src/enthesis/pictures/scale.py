"""A scale of figures: round steps that are evenly spaced, and where a figure lies between two places of a picture."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

_NEAR = 1e-9  # of a step: what sums of steps are off by


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` in steps of `step`; both ends are steps."""

    low: float
    high: float
    step: float
    tell: Callable[[float], str] = lambda value: f"{value:,g}"

    def at(self, value: float, first: float, last: float) -> float:
        """Where a figure lies if `low` is at `first` and `high` at `last`; beyond them, at the end."""
        share = (value - self.low) / (self.high - self.low)
        return first + (last - first) * max(0.0, min(share, 1.0))

    def holds(self, value: float) -> bool:
        return self.low - _NEAR * self.step <= value <= self.high + _NEAR * self.step

    def ticks(self) -> Iterator[float]:
        """Every step from low to high, without what sums of binary fractions add."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        return (float(f"{place * self.step:.12g}") for place in range(first, last + 1))


def per_cent(value: float) -> str:
    """How a share is told: 40 %."""
    return f"{value * 100:.3g} %"


PER_CENT = Scale(0.0, 1.0, 0.25, per_cent)


def scale_around(
    values: Iterable[float],
    *,
    steps: int = 5,
    tell: Callable[[float], str] | None = None,
    is_whole: bool = False,
    from_zero: bool = True,
    most: float | None = None,
) -> Scale:
    """A scale that holds all of these values, in about so many round steps. What is infinite is left out.

    `from_zero`: it holds zero as well. `is_whole`: of things that are counted, so that no step is less than 1. `most`
    is the highest figure that there can be.

    >>> scale = scale_around([3.2, 17.4])
    >>> list(scale.ticks())
    [0.0, 5.0, 10.0, 15.0, 20.0]
    """
    known = [value for value in values if isfinite(value)]
    known = [*known, 0.0] if from_zero or not known else known
    low, high = min(known), max(known)
    if high - low <= 0:
        low, high = (low, low + 1) if is_whole or not low else (low - abs(low) / 2, high + abs(high) / 2)
    step = round_step((high - low) / steps)
    step = max(step, 1.0) if is_whole else step
    first, last = floor(low / step + _NEAR), ceil(high / step - _NEAR)
    top = last * step if most is None else min(last * step, ceil(most / step - _NEAR) * step)
    told = Scale(first * step, top, step)
    return told if tell is None else Scale(told.low, told.high, step, tell)


def round_step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … and their tenths that is at least this."""
    power = 10.0 ** floor(log10(least))
    return float(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1 - _NEAR)))
