"""The effect of one study and its sampling variance.

The definitions are those of `docs/evidence.md`, section "Definitions". Each function takes one study.
"""

from collections.abc import Callable
from math import exp, log, sqrt

from enthesis.evidence.distributions import log_gamma
from enthesis.evidence.study import Counts, Effect, Means, NotPoolable, Study

MEASURES = ("RR", "OR", "RD", "MD", "SMD", "generic")
OF_COUNTS = ("RR", "OR", "RD")
OF_MEANS = ("MD", "SMD")
RATIOS = ("RR", "OR")  # pooled as logarithms

NO_EVENTS = "no event in either arm: it says nothing about a ratio"


def effect(study: Study, measure: str, *, pooled_variance: bool = False) -> Effect:
    """The effect of a study. Raises `NotPoolable` where the study does not hold what the measure needs.

    >>> found = effect(Counts("Klein", 30, 39, 21, 40), "RR")
    >>> round(exp(found.yi), 4)
    1.4652
    """
    if isinstance(study, Effect):
        return study
    if measure in OF_COUNTS and isinstance(study, Counts):
        return {"RR": _risk_ratio, "OR": _odds_ratio, "RD": _risk_difference}[measure](study)
    if measure in OF_MEANS and isinstance(study, Means):
        return hedges_g(study) if measure == "SMD" else mean_difference(study, pooled_variance=pooled_variance)
    needs = "r1, n1, r2, n2" if measure in OF_COUNTS else "n1, mean1, sd1, n2, mean2, sd2"
    raise NotPoolable(
        "wrong-figures",
        f"{study.label}: {measure} cannot be worked out from {'counts' if isinstance(study, Counts) else 'means'}.",
        f"Give {needs if measure != 'generic' else 'yi and vi'}.",
    )


def is_empty(study: Study) -> bool:
    """Whether nobody in either arm had the event: such a study is left out of RR and OR."""
    return isinstance(study, Counts) and study.r1 == 0 and study.r2 == 0


def cells(study: Counts) -> tuple[float, float, float, float, bool]:
    """Events and non-events of both arms, with one half added to all four where at least one is empty."""
    found = (study.r1, study.n1 - study.r1, study.r2, study.n2 - study.r2)
    if 0 in found:
        a, b, c, d = (cell + 0.5 for cell in found)
        return a, b, c, d, True
    return *found, False


def _risk_ratio(study: Counts) -> Effect:
    a, b, c, d, is_corrected = cells(study)
    yi = log(a / (a + b)) - log(c / (c + d))
    # 1/a - 1/n1 + 1/c - 1/n2, multiplied out: nothing cancels where nearly everybody had the event.
    return Effect(study.label, yi, b / (a * (a + b)) + d / (c * (c + d)), is_corrected)


def _odds_ratio(study: Counts) -> Effect:
    a, b, c, d, is_corrected = cells(study)
    return Effect(study.label, log(a * d) - log(b * c), 1 / a + 1 / b + 1 / c + 1 / d, is_corrected)


def _risk_difference(study: Counts) -> Effect:
    a, b, c, d, is_corrected = cells(study)
    yi = (a * d - b * c) / ((a + b) * (c + d))
    return Effect(study.label, yi, a * b / (a + b) ** 3 + c * d / (c + d) ** 3, is_corrected)


def mean_difference(study: Means, *, pooled_variance: bool = False) -> Effect:
    """The mean of arm 1 less that of arm 2.

    Its variance is sd1^2/n1 + sd2^2/n2; with `pooled_variance` both arms share one standard deviation.
    """
    if pooled_variance:
        vi = pooled_sd(study) ** 2 * (1 / study.n1 + 1 / study.n2)
    else:
        vi = study.sd1**2 / study.n1 + study.sd2**2 / study.n2
    return Effect(study.label, study.mean1 - study.mean2, vi)


def hedges_g(study: Means, correction: Callable[[float], float] | None = None) -> Effect:
    """The standardised mean difference with Hedges' exact correction, or with another one.

    Its variance is 1/n1 + 1/n2 + g^2 / (2 (n1 + n2)).
    """
    by = (correction or exact_correction)(study.n1 + study.n2 - 2)
    g = by * (study.mean1 - study.mean2) / pooled_sd(study)
    return Effect(study.label, g, 1 / study.n1 + 1 / study.n2 + g * g / (2 * (study.n1 + study.n2)))


def pooled_sd(study: Means) -> float:
    """The standard deviation that both arms share, each weighted by its degrees of freedom."""
    within = (study.n1 - 1) * study.sd1**2 + (study.n2 - 1) * study.sd2**2
    return sqrt(within / (study.n1 + study.n2 - 2))


def exact_correction(df: float) -> float:
    """Hedges' correction by the gamma function; for large df it comes near 1 - 3 / (4 df - 1).

    >>> round(exact_correction(10), 6)
    0.922746
    """
    return exp(log_gamma(df / 2) - log(sqrt(df / 2)) - log_gamma((df - 1) / 2))


def near_correction(df: float) -> float:
    """The shorter form, 1 - 3 / (4 df - 1), which some publications use."""
    return 1 - 3 / (4 * df - 1)
