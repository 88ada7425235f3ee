"""How often past outcomes lay below each level of their prediction: the ranges are brought in line with that."""

from collections.abc import Mapping, Sequence

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.looking_back import Look, Past
from enthesis.outcomes.growth.model import UNCALIBRATED, Calibration
from enthesis.outcomes.growth.predicting import Predicted
from enthesis.outcomes.growth.shapes import Scale
from enthesis.outcomes.growth.stack import Whole

_LEVELS = np.linspace(0.0, 1.0, 101)


def levels(seen: Past, look: Look, scale: Scale) -> tuple[Array, Array, Whole]:
    """The level at which each outcome lay, from and to, and whose it was.

    An outcome at an end of the scale lies nowhere in particular among all levels that end there.
    """
    outcome = seen.outcome[:, look.place]
    told = look.chosen & ~np.isnan(outcome)
    predicted = Predicted(look.mean[told], look.sd[told], scale, UNCALIBRATED)
    upper = predicted.level(outcome[told])
    lower = upper.copy()
    if scale.low is not None:
        lower = np.where(outcome[told] <= scale.low, 0.0, lower)
    if scale.high is not None:
        at_end = outcome[told] >= scale.high
        lower = np.where(at_end, predicted.level(np.full(told.sum(), np.nextafter(scale.high, -np.inf))), lower)
    return lower, upper, np.flatnonzero(told)


def calibrations(found: Mapping[int, Sequence[tuple[Array, Array, Whole]]], worth: float) -> Mapping[int, Calibration]:
    """One for each week, from the levels of all outcomes. What nothing is known of counts as `worth` outcomes."""
    return {week: _calibration(parts, worth) for week, parts in found.items()}


def _calibration(parts: Sequence[tuple[Array, Array, Whole]], worth: float) -> Calibration:
    if not parts or not sum(len(part[0]) for part in parts):
        return UNCALIBRATED
    lower = np.concatenate([part[0] for part in parts])
    upper = np.concatenate([part[1] for part in parts])
    n = len(np.unique(np.concatenate([part[2] for part in parts])))  # a course that is looked at thrice is one course
    width = np.maximum(upper - lower, 1e-9)
    share = np.zeros(len(_LEVELS))
    for place, level in enumerate(_LEVELS):
        share[place] = np.clip((level - lower) / width, 0.0, 1.0).mean()
    reached = (n * share + worth * _LEVELS) / (n + worth)
    reached[0], reached[-1] = 0.0, 1.0
    return Calibration(n, tuple(float(each) for each in np.maximum.accumulate(reached)))
