"""Whether figures that somebody has printed agree with each other, and what else follows from a printed figure."""

from math import ceil, exp, sqrt

from enthesis.evidence.distributions import chi2_tail, log_choose, normal_quantile, normal_two_sided
from enthesis.evidence.study import Counts


def p_from_interval(estimate: float, low: float, high: float) -> float:
    """The two-sided p value that a 95 % interval implies.

    >>> round(p_from_interval(0.78, 0.25, 1.3), 4)
    0.0036
    """
    return normal_two_sided(estimate / _se(low, high))


def p_within_rounding(estimate: str, low: str, high: str) -> tuple[float, float]:
    """The smallest and the largest p value that an interval allows, each figure up to half a unit of its last digit."""
    half = 0.5 * 10.0 ** -max(_digits(text) for text in (estimate, low, high))
    middle, width = abs(float(estimate)), float(high) - float(low)
    least = max(0.0, middle - half) / _se(0.0, width + 2 * half)
    most = (middle + half) / _se(0.0, max(width - 2 * half, half))
    return normal_two_sided(most), normal_two_sided(least)


def agrees(estimate: str, low: str, high: str, p: str) -> bool:
    """Whether a printed p value and a printed interval can both be right."""
    least, most = p_within_rounding(estimate, low, high)
    half = 0.5 * 10.0 ** -_digits(p)
    return float(p) + half >= least and float(p) - half <= most


def sd_from_se(se: float, n: float) -> float:
    """The standard deviation behind the standard error of a mean."""
    return se * sqrt(n)


def number_needed(risk_difference: float) -> int:
    """How many are treated for one more to do well, rounded up; of a difference that is not 0."""
    return ceil(1 / abs(risk_difference))


def chi_square_p(study: Counts, *, yates: bool) -> float:
    """The p value of Pearson's chi-square of a 2 x 2 table, with or without Yates' correction."""
    a, b, c, d = study.r1, study.n1 - study.r1, study.r2, study.n2 - study.r2
    n = a + b + c + d
    off = max(0.0, abs(a * d - b * c) - (n / 2 if yates else 0))
    return chi2_tail(n * off**2 / ((a + b) * (c + d) * (a + c) * (b + d)), 1)


def fisher_p(study: Counts) -> float:
    """The two-sided p value of Fisher's exact test: all tables that are no more likely than this one."""
    events = study.r1 + study.r2
    first, last = max(0, int(events - study.n2)), int(min(events, study.n1))

    def chance(r1: float) -> float:
        ways = log_choose(study.n1, r1) + log_choose(study.n2, events - r1)
        return exp(ways - log_choose(study.n1 + study.n2, events))

    here = chance(study.r1)
    return sum(one for r1 in range(first, last + 1) if (one := chance(r1)) <= here * (1 + 1e-7))


def _se(low: float, high: float) -> float:
    return (high - low) / (2 * normal_quantile(0.975))


def _digits(text: str) -> int:
    return len(text.partition(".")[2])
