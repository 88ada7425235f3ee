"""How much the studies differ beyond chance: tau2 by two estimators, and its interval."""

import itertools
from collections.abc import Callable
from math import exp, log, sqrt

import numpy as np

from enthesis.evidence.distributions import chi2_quantile
from enthesis.evidence.sums import Floats, sums

_STEP = 0.1  # between two looks at the likelihood, in log tau2; its features are about 1 wide
_FLAT = 1e-3  # of the smallest variance: below it the slope is all but a straight line
_LONG_STEP = 0.5  # between two looks there
_LAST_DIGIT = 2.0**-52
_DEEPEST = 1e-9  # of the smallest variance: below it the likelihood is a straight line


def dersimonian_laird(y: Floats, v: Floats) -> float:
    """The moment estimator, cut off at 0."""
    at_zero = sums(y, v, 0.0)
    return max(0.0, float((at_zero.spread - (len(y) - 1)) / at_zero.free))


def reml(y: Floats, v: Floats) -> float:
    """Where the restricted likelihood is highest, for tau2 of 0 or more.

    The likelihood of some sets of studies has several maxima, and scoring from a starting value may stop at a lower
    one. So its slope is looked at over the whole range in which it can be 0, every maximum is found to the last
    digits, and the highest is taken. Two that are equally high: the smaller tau2.
    """
    top = _bound(y, v)
    if top <= 0:
        return 0.0
    low = min(_DEEPEST * float(v.min()), top / 2)
    middle = min(max(low, _FLAT * float(v.min())), top)
    grid = np.concatenate([_looks(low, middle, _LONG_STEP)[:-1], _looks(middle, top, _STEP)])
    slopes = _slopes(y, v, np.exp(grid))
    at_zero = float(_slopes(y, v, 0.0))
    found = [0.0] if at_zero <= 0 else []
    if at_zero > 0 >= slopes[0]:
        found.append(_root(lambda t: float(_slopes(y, v, t)), 0.0, low))
    for left, right in _falls(y, v, grid, slopes):
        found.append(exp(_root(lambda u: float(_slopes(y, v, exp(u))), left, right)))
    heights = [likelihood(y, v, tau2) for tau2 in found]
    best = max(heights)
    return min(tau2 for tau2, height in zip(found, heights, strict=True) if height >= best)


def likelihood(y: Floats, v: Floats, tau2: float) -> float:
    """The logarithm of the restricted likelihood, but for a constant."""
    at = sums(y, v, tau2)
    return -0.5 * float(np.log(v + tau2).sum() + np.log(at.weight) + at.spread)


def q_profile(y: Floats, v: Floats, level: float) -> tuple[float, float]:
    """The values of tau2 at which the generalised Q is not too small and not too large; (0, 0) where there are none."""
    df, tail = len(y) - 1, (1 - level) / 2
    return _where(y, v, chi2_quantile(1 - tail, df)), _where(y, v, chi2_quantile(tail, df))


def _where(y: Floats, v: Floats, q: float) -> float:
    """The tau2 at which the generalised Q, which falls with tau2, is q; 0 where it is smaller everywhere."""

    def above(tau2: float) -> float:
        return float(sums(y, v, tau2).spread) - q

    if above(0.0) <= 0:
        return 0.0
    high = float(np.ptp(y)) ** 2 * len(y) / q + float(v.max())
    while above(high) > 0:
        high *= 4
    low = high
    while above(low) <= 0 and low > 1e-12 * float(v.min()):
        low /= 4
    return exp(_root(lambda u: above(exp(u)), log(low), log(high))) if above(low) > 0 else _root(above, 0.0, low)


def _looks(low: float, high: float, step: float) -> Floats:
    """Values of log tau2 from one to another, both ends among them."""
    return np.linspace(log(low), log(high), int((log(high) - log(low)) / step) + 2)


def _bound(y: Floats, v: Floats) -> float:
    """Above it the likelihood can only fall: there the slope is negative whatever the weights are."""
    s = float(((y - y.mean()) ** 2).sum()) / (len(y) - 1)
    return 1.001 * (s + sqrt(s * s + 4 * s * float(v.max()))) / 2


def _slopes(y: Floats, v: Floats, tau2: Floats | float) -> Floats:
    """Twice the slope of the likelihood, over the trace, so that its size does not depend on the unit of y."""
    at = sums(y, v, tau2)
    return np.asarray(at.steep / at.free - 1)


def _falls(y: Floats, v: Floats, grid: Floats, slopes: Floats) -> list[tuple[float, float]]:
    """Where the slope goes from above 0 to below: around each maximum. Also where it does so between two looks."""
    ends = [(float(grid[i]), float(slopes[i])) for i in range(len(grid))]
    for i in range(1, len(grid) - 1):
        before, here, after = slopes[i - 1], slopes[i], slopes[i + 1]
        is_near = (here < 0 and here > max(before, after)) or (here > 0 and here < min(before, after))
        if is_near and before * here > 0 and here * after > 0:
            u, slope = _turning(y, v, float(grid[i - 1]), float(grid[i + 1]), sign=1.0 if here < 0 else -1.0)
            if slope * here < 0:
                ends.append((u, slope))
    ends.sort()
    return [(u, w) for (u, a), (w, b) in itertools.pairwise(ends) if a > 0 >= b]


def _turning(y: Floats, v: Floats, left: float, right: float, *, sign: float) -> tuple[float, float]:
    """Where sign x slope is largest between two looks, by looking closer and closer."""
    for _ in range(8):
        near = np.linspace(left, right, 17)
        slopes = _slopes(y, v, np.exp(near))
        best = int(np.argmax(sign * slopes))
        left, right = float(near[max(0, best - 1)]), float(near[min(16, best + 1)])
    return float(near[best]), float(slopes[best])


def _root(of: Callable[[float], float], left: float, right: float) -> float:
    """Where a falling function is 0, to the last digits, by Chandrupatla's method.

    It fits a curve through three looks where that is safe and halves where it is not: some ten looks, where halving
    alone takes sixty. Where both ends have one sign by rounding, the end that is nearer to it is the answer.
    """
    a, b, at_a, at_b = left, right, of(left), of(right)
    if at_a <= 0 or at_b >= 0:
        return left if at_a <= 0 else right
    c, at_c, step = a, at_a, 0.5
    for _ in range(200):
        x = a + step * (b - a)
        at_x = of(x)
        if (at_x > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = x, at_x
        best, at_best = (a, at_a) if abs(at_a) < abs(at_b) else (b, at_b)
        least = 2 * _LAST_DIGIT * abs(best) / abs(b - a) if a != b else 1.0
        if at_best == 0 or least > 0.5:
            return best
        xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        step = 0.5
        if phi * phi < xi and (1 - phi) ** 2 < 1 - xi:
            step = at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (
                at_c - at_b
            )
        step = min(max(step, least), 1 - least)
    return best
