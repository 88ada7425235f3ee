"""Pooling and the ends of the scale against slow, obvious twins."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from enthesis.outcomes.growth.basis import Basis
from enthesis.outcomes.growth.bounds import informed, posteriors
from enthesis.outcomes.growth.likelihood import Variances, sums
from enthesis.outcomes.growth.pooling import Pooling, pool
from enthesis.outcomes.growth.shapes import History, Reading, Scale
from enthesis.outcomes.growth.stack import stack

BASIS = Basis(5.0, ("start", "early"))
BETWEEN, NOISE = np.array([[2.0, 0.4], [0.4, 1.0]]), 0.8
SPREAD, FIRST = np.diag([0.8, 0.5]), np.array([5.0, -1.0])
PRECISION = np.diag([0.2, 0.5])


def histories(number: int) -> list[History]:
    rng = np.random.default_rng(11)
    found = []
    for place in range(number):
        weeks = np.sort(rng.uniform(0, 30, 4))
        values = 6 - place % 3 + rng.normal(0, 1.5, 4)
        found.append(
            History(str(place), f"c{place % 3}", tuple(Reading(*each) for each in zip(weeks, values, strict=True)))
        )
    return found


def test_pooled_curves_are_those_of_one_large_regression() -> None:
    """Everything written as one normal vector: the curves of three conditions and the common one, in one inverse."""
    trial = np.zeros((3, 2, 2))
    trial[1] = [[3.0, 0.5], [0.5, 1.0]]
    told = np.zeros((3, 2))
    told[1] = trial[1] @ np.array([4.5, -2.0])
    data = stack(histories(12), ("c0", "c1", "c2"), BASIS, Scale(None, None))
    ours = pool(*informed(sums(data, 3), Variances(BETWEEN, NOISE)), Pooling(FIRST, PRECISION, SPREAD, trial, told))

    design = np.zeros((len(data.values), 8))
    for row, place in enumerate(data.condition[data.owner]):
        design[row, 2 * place : 2 * place + 2] = data.rows[row]
    inside = data.rows @ BETWEEN @ data.rows.T * (data.owner[:, None] == data.owner[None, :])
    heavy = design.T @ np.linalg.inv(inside + NOISE * np.eye(len(design)))
    precision, right = heavy @ design, heavy @ data.values
    apart = np.linalg.inv(SPREAD)
    for place in range(3):
        own, common = slice(2 * place, 2 * place + 2), slice(6, 8)
        precision[own, own] += apart + trial[place]
        precision[common, common] += apart
        precision[own, common] -= apart
        precision[common, own] -= apart
        right[own] += told[place]
    precision[6:, 6:] += PRECISION
    right[6:] += PRECISION @ FIRST
    cov = np.linalg.inv(precision)
    mean = cov @ right

    assert ours.mean.ravel() == pytest.approx(mean[:6], rel=1e-9)
    assert ours.common == pytest.approx(mean[6:], rel=1e-9)
    assert ours.common_cov == pytest.approx(cov[6:, 6:], rel=1e-9)
    for place in range(3):
        assert ours.cov[place] == pytest.approx(cov[2 * place : 2 * place + 2, 2 * place : 2 * place + 2], rel=1e-9)


def test_a_pain_of_nought_says_nought_or_less() -> None:
    """A single level, three readings of which two lie at 0: the mode and curvature found by looking everywhere."""
    basis = Basis(5.0, ("start",))
    history = History("a", "c0", (Reading(0, 0.0), Reading(1, 0.0), Reading(2, 1.2)))
    data = stack([history], ("c0",), basis, Scale())
    found = posteriors(data, np.array([[3.0]]), np.array([[[2.0]]]), NOISE)

    def log_density(level: float) -> float:
        there = 2 * norm.logcdf((0.0 - level) / np.sqrt(NOISE)) + norm.logpdf(1.2, level, np.sqrt(NOISE))
        return float(there + norm.logpdf(level, 3.0, np.sqrt(2.0)))

    fine = np.linspace(-4, 4, 80_001)
    top = fine[np.argmax([log_density(level) for level in fine[::40]]) * 40]
    near = np.linspace(top - 0.01, top + 0.01, 2001)
    mode = near[np.argmax([log_density(level) for level in near])]
    bend = (log_density(mode + 1e-3) - 2 * log_density(mode) + log_density(mode - 1e-3)) / 1e-6
    assert found.mean[0, 0] == pytest.approx(mode, abs=2e-5)
    assert found.cov[0, 0, 0] == pytest.approx(-1 / bend, rel=1e-3)

    weight = quad(lambda level: np.exp(log_density(level)), -8, 8)[0]
    mean = quad(lambda level: level * np.exp(log_density(level)), -8, 8)[0] / weight
    assert found.mean[0, 0] == pytest.approx(mean, abs=0.05)  # the approximation's own error
    taken_at_its_word = stack([history], ("c0",), basis, Scale(None, None))
    assert found.mean[0, 0] < posteriors(taken_at_its_word, np.array([[3.0]]), np.array([[[2.0]]]), NOISE).mean[0, 0]
