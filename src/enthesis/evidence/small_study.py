"""Whether small studies tell another story than large ones: Egger's regression test."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from enthesis.evidence.distributions import t_two_sided
from enthesis.evidence.study import Effect

NEEDS = 10  # studies; with fewer the test cannot tell chance from asymmetry
ALARM = 0.10  # the p value below which the warning is given


@dataclass(frozen=True, slots=True)
class Egger:
    """The slope of the effects on their standard errors, by weighted regression with its own dispersion."""

    t: float
    df: int
    p: float

    @property
    def warns(self) -> bool:
        return self.p < ALARM


def egger(effects: Sequence[Effect]) -> Egger | None:
    """The test; None with fewer than three studies, with equal standard errors, or with no scatter at all."""
    if len(effects) < 3:
        return None
    y = np.array([one.yi for one in effects], dtype=float)
    v = np.array([one.vi for one in effects], dtype=float)
    se, w = np.sqrt(v), 1 / v
    x = se - (w * se).sum() / w.sum()
    about = y - (w * y).sum() / w.sum()
    across = float((w * x * x).sum())
    if across <= 1e-20 * len(effects):
        return None
    slope = float((w * x * about).sum()) / across
    df = len(effects) - 2
    left = float((w * (about - slope * x) ** 2).sum()) / df
    if left <= 0:
        return None
    t = slope / sqrt(left / across)
    return Egger(t, df, t_two_sided(t, df))
