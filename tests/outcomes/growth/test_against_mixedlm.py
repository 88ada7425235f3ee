"""The same answers as a well-kept mixed-model library, to five digits: variances, curves, likelihood, own curves."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm

from enthesis.outcomes.growth.basis import Basis
from enthesis.outcomes.growth.bounds import posteriors
from enthesis.outcomes.growth.likelihood import Variances, sums
from enthesis.outcomes.growth.maximising import maximise
from enthesis.outcomes.growth.shapes import History, Reading, Scale
from enthesis.outcomes.growth.stack import stack

NO_ENDS = Scale(None, None)
START, EARLY, LATE = ("start", "early", "late")


def courses(columns: tuple[str, ...], seed: int, number: int = 120) -> tuple[list[History], Basis]:
    rng = np.random.default_rng(seed)
    basis = Basis(5.0, columns)
    size = basis.size
    root = np.tril(rng.normal(0, 0.3, (size, size)))
    root[np.diag_indices(size)] = [1.5, 1.2, 1.1][:size]
    found = []
    for place in range(number):
        weeks = np.sort(rng.uniform(0, 52, rng.integers(4, 14)))
        mean = np.array([6.0, -2.0, 0.5][:size]) + (0.8 if place % 3 else 0.0)
        values = basis.rows(weeks, (0.0,)) @ (mean + root @ rng.normal(size=size)) + rng.normal(0, 0.8, len(weeks))
        readings = tuple(Reading(float(week), float(value)) for week, value in zip(weeks, values, strict=True))
        found.append(History(str(place), "knee" if place % 3 else "back", readings))
    return found, basis


@pytest.mark.parametrize(("columns", "seed"), [((START, EARLY), 3), ((START, EARLY, LATE), 4), ((START,), 5)])
def test_the_maximum_is_that_of_mixedlm(columns: tuple[str, ...], seed: int) -> None:
    histories, basis = courses(columns, seed)
    data = stack(histories, ("back", "knee"), basis, NO_ENDS)
    ours = maximise(sums(data, 2), Variances(np.eye(basis.size), 1.0), None, None)
    fixed = np.hstack([data.rows * (data.condition[data.owner] == place)[:, None] for place in (0, 1)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = sm.MixedLM(data.values, fixed, groups=data.owner, exog_re=data.rows).fit(
            reml=False, method=["bfgs", "lbfgs"], gtol=1e-10
        )

    assert ours.at.value == pytest.approx(theirs.llf, rel=1e-9)
    assert ours.variances.noise == pytest.approx(theirs.scale, rel=1e-5)
    assert ours.variances.between == pytest.approx(np.asarray(theirs.cov_re), rel=2e-5, abs=2e-5)
    assert ours.at.pooled.mean.ravel() == pytest.approx(np.asarray(theirs.fe_params), rel=1e-5)

    each = np.broadcast_to(ours.variances.between, (len(histories), basis.size, basis.size)).copy()
    own = posteriors(data, ours.at.pooled.mean[data.condition], each, ours.variances.noise)
    away = own.mean - ours.at.pooled.mean[data.condition]
    for place, effect in theirs.random_effects.items():
        assert away[int(place)] == pytest.approx(np.asarray(effect), rel=1e-4, abs=1e-5)


def test_the_derivatives_are_those_of_the_likelihood() -> None:
    from enthesis.outcomes.growth.likelihood import cholesky, evaluate

    histories, basis = courses((START, EARLY), 6, 30)
    data = sums(stack(histories, ("back", "knee"), basis, NO_ENDS), 2)
    between, noise, step = np.array([[2.0, 0.3], [0.3, 1.0]]), 0.9, 1e-5
    at = evaluate(data, cholesky(between), noise, None, None)

    def value(cov: np.ndarray, of: float) -> float:
        return evaluate(data, cholesky(cov), of, None, None).value

    assert at.d_noise == pytest.approx(
        (value(between, noise + step) - value(between, noise - step)) / (2 * step), rel=1e-4
    )
    for place in range(2):
        moved = np.zeros((2, 2))
        moved[place, place] = step
        slope = (value(between + moved, noise) - value(between - moved, noise)) / (2 * step)
        assert at.d_between[place, place] == pytest.approx(slope, rel=1e-4, abs=1e-4)
