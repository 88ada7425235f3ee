"""Intervals, each by its published method, with SciPy for whatever SciPy has. Levels are per cent."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import stats

from enthesis.outcomes.figure import Interval, Step

_HALF = 0.5


def wilson(yes: int, of: int, level: float) -> Interval:
    """Of a share (Wilson's score interval, no continuity correction).

    >>> found = wilson(10, 20, 95)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2993, 0.7007)
    """
    found = stats.binomtest(yes, of, yes / of).proportion_ci(level / 100, method="wilson")
    return Interval(float(found.low), float(found.high))


def poisson(events: int, per: float, level: float) -> Interval:
    """Of a rate: exact (Garwood). `per` is what the events are divided by.

    >>> found = poisson(0, 1, 95)       # none seen: up to 3.7 may have been expected
    >>> found.low, round(found.high, 3)
    (0.0, 3.689)
    """
    tail = (1 - level / 100) / 2
    low = stats.chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    return Interval(float(low / per), float(stats.chi2.isf(tail, 2 * events + 2) / 2 / per))


def mean(number: int, total: float, squares: float, level: float) -> Interval | None:
    """Of a mean, by Student's t, from the sum and the sum of squares; None of fewer than two."""
    if number < 2:
        return None
    middle = total / number
    variance = max(squares - number * middle**2, 0.0) / (number - 1)
    reach = _t(number, level) * (variance / number) ** _HALF
    return Interval(middle - reach, middle + reach)


def ratio(number: int, sums: "tuple[float, float, float, float, float]", level: float) -> Interval | None:
    """Of one total over another, each summed over `number` courses (Fieller's theorem, Student's t).

    `sums` are those of y, x, y squared, x squared and y times x. None of fewer than two courses. Both ends are open
    where the lower total might as well be nothing.
    """
    if number < 2:
        return None
    y, x, yy, xx, yx = sums
    t2 = _t(number, level) ** 2
    mean_y, mean_x = y / number, x / number
    scale = number * (number - 1)
    vary, varx = max(yy - number * mean_y**2, 0.0) / scale, max(xx - number * mean_x**2, 0.0) / scale
    both = (yx - number * mean_y * mean_x) / scale
    below = mean_x**2 - t2 * varx
    if below <= 0:
        return Interval(None, None)
    middle = mean_x * mean_y - t2 * both
    reach = max(middle**2 - below * (mean_y**2 - t2 * vary), 0.0) ** _HALF
    return Interval((middle - reach) / below, (middle + reach) / below)


def median(values: Any, level: float) -> tuple[float, Interval]:
    """The median with its exact interval by order statistics; an end is None where so few cannot tell it."""
    middle = float(np.median(values))
    found = stats.quantile_test(values, q=middle, p=_HALF).confidence_interval(level / 100)
    return middle, Interval(*(None if np.isnan(end) else float(end) for end in (found.low, found.high)))


def waiting(
    times: Any, happened: Any, level: float, least_at_risk: int
) -> tuple[float | None, Interval, tuple[Step, ...]]:
    """Kaplan-Meier: the median time with its interval, and the curve with Greenwood's on the log-log scale.

    `happened` says where it happened; elsewhere the time is how long it is known that it did not. The curve ends where
    fewer than `least_at_risk` are left. The median is None where half never get there.
    """
    data = stats.CensoredData(uncensored=times[happened], right=times[~happened])
    # Where nobody has it yet, or everybody, the formula has no answer; there the curve itself stands for its band.
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        left = stats.ecdf(data).sf
        bands = left.confidence_interval(level / 100, method="log-log")
    when = left.quantiles
    low = np.where(np.isnan(bands.low.probabilities), left.probabilities, bands.low.probabilities)
    high = np.where(np.isnan(bands.high.probabilities), left.probabilities, bands.high.probabilities)
    at_risk = len(times) - np.searchsorted(np.sort(times), when, side="left")
    ends = [_first_half(when, curve) for curve in (left.probabilities, low, high)]
    steps = tuple(
        Step(float(time), float(1 - share), float(1 - most), float(1 - least), int(number))
        for time, share, least, most, number in zip(when, left.probabilities, low, high, at_risk, strict=True)
        if number >= least_at_risk
    )
    return ends[0], Interval(ends[1], ends[2]), steps


def _first_half(when: Any, curve: Any) -> float | None:
    below = np.flatnonzero(curve <= _HALF + 1e-12)
    return float(when[below[0]]) if len(below) else None


def binomial_limits(of: int, share: float, level: float) -> Interval:
    """Between which shares a group of that size lies by chance alone (exact binomial)."""
    low, high = stats.binom.interval(level / 100, of, share)
    return Interval(float(low / of), float(high / of))


def poisson_limits(per: float, rate: float, level: float) -> Interval:
    """The same of a rate (exact Poisson)."""
    low, high = stats.poisson.interval(level / 100, rate * per)
    return Interval(float(low / per), float(high / per))


def _t(number: int, level: float) -> float:
    return float(stats.t.ppf((1 + level / 100) / 2, number - 1))


def expanded(rows: Sequence[Any], column: str) -> Any:
    """The values behind rows of (value, number)."""
    return np.repeat([row[column] for row in rows], [row["number"] for row in rows])
