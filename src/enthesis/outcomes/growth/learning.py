"""Learning the curves and the variances from courses: maximum likelihood, then the ends of the scale."""

from dataclasses import dataclass, replace

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.bounds import informed, weighted_sums, working
from enthesis.outcomes.growth.likelihood import Firmness, Variances, deviations, sums
from enthesis.outcomes.growth.maximising import EXACT, NEAR, maximise
from enthesis.outcomes.growth.pooling import Pooled, Pooling, pool, wider
from enthesis.outcomes.growth.stack import Stack

_ROUNDS = 60
_NEAR = 1e-4  # relative change of the variances at which nothing more is learned
_SPREADS = 4


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is thought beforehand: of the curves, of the variances, of how far conditions lie apart."""

    pooling: Pooling | None
    firm: Firmness | None
    spread_worth: float = 0.0  # conditions that the first spread counts; 0: it is not learned


@dataclass(frozen=True, slots=True)
class Learned:
    variances: Variances
    pooled: Pooled
    spread: Array | None


def learn(stack: Stack, conditions: int, beliefs: Beliefs, start: Variances, rounds: int = _ROUNDS) -> Learned:
    """All parameters from these courses. `rounds`: at most so many of the rounds that mind the ends of the scale."""
    data, pooling = sums(stack, conditions), beliefs.pooling
    near = NEAR if stack.is_bounded or pooling is not None else EXACT
    found = maximise(data, start, pooling, beliefs.firm, near)
    first = None if pooling is None else pooling.spread
    if pooling is not None and beliefs.spread_worth:
        for _ in range(_SPREADS):
            assert first is not None
            spread = wider(pooling, found.at.pooled, found.at.information, first, beliefs.spread_worth)
            pooling = replace(pooling, spread=spread)
            found = maximise(data, found.variances, pooling, beliefs.firm, near)
    variances, pooled = found.variances, found.at.pooled
    if stack.is_bounded:
        variances, pooled = _mind_the_ends(
            stack, conditions, replace(beliefs, pooling=pooling), found.variances, pooled, rounds
        )
    return Learned(variances, pooled, None if pooling is None else pooling.spread)


def _mind_the_ends(
    stack: Stack, conditions: int, beliefs: Beliefs, variances: Variances, pooled: Pooled, rounds: int
) -> tuple[Variances, Pooled]:
    """Expectation-maximisation in which readings at an end of the scale count as "there or beyond"."""
    firm = beliefs.firm
    curves = pooled.mean[stack.condition]
    readings, courses = len(stack.values), stack.courses
    for _ in range(rounds):
        for _ in range(2):
            found = working(stack, (stack.rows * curves[stack.owner]).sum(axis=1), variances.noise)
            data = weighted_sums(stack, found, conditions)
            pooled = pool(*informed(data, variances), beliefs.pooling)
            mean = pooled.mean[stack.condition]
            cov = deviations(data.zz / variances.noise, variances.between)
            left = (data.zy - np.einsum("nij,nj->ni", data.zz, mean)) / variances.noise
            away = np.einsum("nij,nj->ni", cov, left)
            curves = mean + away
        between = away.T @ away + cov.sum(axis=0)
        found = working(stack, (stack.rows * curves[stack.owner]).sum(axis=1), variances.noise)
        rss = variances.noise * found.squared.sum() + np.einsum("nij,nji->", data.zz, cov)
        if firm is not None:
            between = (between + firm.courses * firm.first.between) / (courses + firm.courses)
            noise = (rss + firm.readings * firm.first.noise) / (readings + firm.readings)
        else:
            between, noise = between / courses, rss / readings
        moved = max(
            abs(noise / variances.noise - 1),
            float(np.abs(np.diag(between) / np.diag(variances.between) - 1).max()),
        )
        variances = Variances(between, float(noise))
        if moved < _NEAR:
            break
    return variances, pooled
