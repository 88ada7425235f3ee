"""Weighted sums of studies, exact also where one variance is millions of times smaller than another.

The study with the smallest variance is the only one that can outweigh all others. Effects are counted from its own,
and what the others weigh together is added up without it, so that nothing is lost by subtracting near-equal figures.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sums:
    """At one or several values of tau2 (the first axis where there are several)."""

    mean: Floats  # the weighted mean
    weight: Floats  # the sum of the weights 1 / (vi + tau2)
    free: Floats  # the sum of the weights less the sum of their squares over it: the trace of the projection
    spread: Floats  # the weighted sum of squares about the mean: Cochran's Q where tau2 is 0
    steep: Floats  # the sum of squares about the mean, with squared weights


def sums(y: Floats, v: Floats, tau2: Floats | float) -> Sums:
    """The sums that every estimator is made of."""
    anchor = int(np.argmin(v))
    away = y - y[anchor]
    w = 1 / (v + np.asarray(tau2, dtype=np.float64)[..., np.newaxis])
    without = np.delete(w, anchor, axis=-1).sum(axis=-1)
    weight = without + w[..., anchor]
    mean = (w * away).sum(axis=-1) / weight
    off = away - mean[..., np.newaxis]
    others = weight[..., np.newaxis] - w
    others[..., anchor] = without
    return Sums(
        mean=y[anchor] + mean,
        weight=weight,
        free=(w * others).sum(axis=-1) / weight,
        spread=(w * off**2).sum(axis=-1),
        steep=((w * off) ** 2).sum(axis=-1),
    )
