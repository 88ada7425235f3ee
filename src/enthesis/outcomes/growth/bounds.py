"""The ends of the scale: a pain of 0 says "0 or less", a pain of 10 "10 or more", of a curve that knows no ends.

A course's own deviation is found by Newton's method on the censored likelihood; its uncertainty is that of the normal
density with the same peak and curvature (Laplace's approximation). A reading far beyond an end says little, and counts
accordingly little. Where no reading lies at an end all of this is exact, and the same as in an ordinary mixed model.
"""

from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.likelihood import Sums, Variances, by_condition, deviations
from enthesis.outcomes.growth.normal import density_over_tail
from enthesis.outcomes.growth.stack import Stack

_ROUNDS = 25
_NEAR = 1e-7
_LEAST_WEIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Working:
    """Readings as weighted normal ones that tell the same near the curve at which they were looked at."""

    weight: Array  # (readings,): 1 inside the scale
    value: Array  # (readings,)
    squared: Array  # (readings,): expected square of what a reading lies off the curve, in units of the noise


@dataclass(frozen=True, slots=True)
class Posterior:
    """Each course's curve: where it is and how firmly that is known."""

    mean: Array  # (courses, q)
    cov: Array  # (courses, q, q)


def working(stack: Stack, at: Array, noise: float) -> Working:
    """`at`: the curve of each reading."""
    sigma = np.sqrt(noise)
    weight, value = np.ones_like(at), stack.values.copy()
    squared = (stack.values - at) ** 2 / noise
    for ends, sign in ((stack.at_low, 1.0), (stack.at_high, -1.0)):
        if not ends.any():
            continue
        mean, end = at[ends], stack.values[ends]
        alpha = sign * (end - mean) / sigma
        ratio = density_over_tail(alpha)
        found = np.maximum(ratio * (ratio + alpha), _LEAST_WEIGHT)
        weight[ends] = found
        value[ends] = mean - sign * ratio * sigma / found
        squared[ends] = 1.0 - alpha * ratio
    return Working(weight, value, squared)


def weighted_sums(stack: Stack, found: Working, conditions: int) -> Sums:
    heavy = stack.rows * found.weight[:, None]
    return Sums(
        stack.sums(heavy[:, :, None] * stack.rows[:, None, :]),
        stack.sums(heavy * found.value[:, None]),
        stack.sums(found.weight * found.value**2),
        stack.sums(found.weight),
        stack.condition,
        conditions,
    )


def posteriors(stack: Stack, mean: Array, cov: Array, noise: float, start: Array | None = None) -> Posterior:
    """The curve of each course from its readings. `mean` (courses, q) and `cov` (courses, q, q): before any of them."""
    precision = np.linalg.inv(cov)
    lead = np.einsum("nij,nj->ni", precision, mean)
    at = mean if start is None else start
    spread = np.zeros_like(cov)
    for _ in range(_ROUNDS if stack.is_bounded else 1):
        found = working(stack, (stack.rows * at[stack.owner]).sum(axis=1), noise)
        heavy = stack.rows * (found.weight / noise)[:, None]
        spread = np.linalg.inv(stack.sums(heavy[:, :, None] * stack.rows[:, None, :]) + precision)
        new = np.einsum("nij,nj->ni", spread, stack.sums(heavy * found.value[:, None]) + lead)
        moved = np.abs(new - at).max(initial=0.0)
        at = new
        if moved < _NEAR:
            break
    return Posterior(at, spread)


def informed(data: Sums, variances: Variances) -> tuple[Array, Array]:
    """X'V^-1 X and X'V^-1 y of each condition."""
    zz, zy = data.zz / variances.noise, data.zy / variances.noise
    cov = deviations(zz, variances.between)
    own = zz - zz @ cov @ zz
    told = zy - np.einsum("nij,njk,nk->ni", zz, cov, zy)
    return by_condition(own, data.condition, data.conditions), by_condition(told, data.condition, data.conditions)
