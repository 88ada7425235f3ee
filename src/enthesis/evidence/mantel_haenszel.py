"""Mantel and Haenszel's common effect of 2 x 2 tables. Nothing is added to an empty cell.

Variances: Greenland and Robins 1985 for RR, Robins, Breslow and Greenland 1986 for OR, Sato, Greenland and Robins 1989
for RD.
"""

from collections.abc import Sequence
from math import log, sqrt

import numpy as np

from enthesis.evidence.study import Counts, NotPoolable
from enthesis.evidence.sums import Floats


def mantel_haenszel(studies: Sequence[Counts], measure: str) -> tuple[float, float]:
    """The estimate and its standard error; for RR and OR of the logarithm. Raises `NotPoolable` without events."""
    a = np.array([study.r1 for study in studies], dtype=np.float64)
    c = np.array([study.r2 for study in studies], dtype=np.float64)
    n1 = np.array([study.n1 for study in studies], dtype=np.float64)
    n2 = np.array([study.n2 for study in studies], dtype=np.float64)
    return {"RR": _risk_ratio, "OR": _odds_ratio, "RD": _risk_difference}[measure](a, n1, c, n2)


def _risk_ratio(a: Floats, n1: Floats, c: Floats, n2: Floats) -> tuple[float, float]:
    n = n1 + n2
    r, s = float((a * n2 / n).sum()), float((c * n1 / n).sum())
    _needs_events(r, s)
    # The usual n1 n2 (a + c) / n^2 - a c / n, multiplied out: nothing cancels where nearly everybody had the event.
    parts = (a * (n2 - c) * n1 + c * (n1 - a) * n2) / n**2
    return log(r / s), sqrt(float(parts.sum())) / sqrt(r * s)


def _odds_ratio(a: Floats, n1: Floats, c: Floats, n2: Floats) -> tuple[float, float]:
    b, d, n = n1 - a, n2 - c, n1 + n2
    p, q, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    big_r, big_s = float(r.sum()), float(s.sum())
    _needs_events(big_r, big_s)
    parts = (p * r).sum() / big_r**2 + (p * s + q * r).sum() / (big_r * big_s) + (q * s).sum() / big_s**2
    return log(big_r / big_s), sqrt(float(parts) / 2)


def _risk_difference(a: Floats, n1: Floats, c: Floats, n2: Floats) -> tuple[float, float]:
    b, d, n = n1 - a, n2 - c, n1 + n2
    weight = float((n1 * n2 / n).sum())
    found = float(((a * d - b * c) / n).sum()) / weight
    # Sato's variance, with the estimate put in for itself: what cancels is gone, and no term is below 0.
    if found < 0:
        a, b, c, d = b, a, d, c
    parts = abs(found) * (c * n1**2 + b * n2**2) / n**2 + b * c / n
    return found, sqrt(float(parts.sum())) / weight


def _needs_events(r: float, s: float) -> None:
    if r == 0 or s == 0:
        raise NotPoolable(
            "no-events-in-an-arm",
            "Over all studies one arm has nobody with the event (or, for OR, nobody without it): no ratio can be had.",
            "Pool risk differences (RD), or use EE, which adds one half to the empty cells.",
        )
