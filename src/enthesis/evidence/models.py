"""One pooled figure out of several effects: the model, the test that goes with it, and how much the studies differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from enthesis.evidence.distributions import chi2_tail, normal_quantile, normal_two_sided, t_quantile, t_two_sided
from enthesis.evidence.heterogeneity import dersimonian_laird, q_profile, reml
from enthesis.evidence.mantel_haenszel import mantel_haenszel
from enthesis.evidence.study import Counts, Effect
from enthesis.evidence.sums import Floats, sums

MODELS = {
    "EE": "common effect, weighted by inverse variance",
    "MH": "common effect, Mantel-Haenszel",
    "DL": "random effects, DerSimonian-Laird",
    "REML": "random effects, restricted maximum likelihood",
}
RANDOM = ("DL", "REML")
TESTS = {"z": "normal distribution", "knha": "Knapp-Hartung with t(k-1), not truncated"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Pooled:
    """A pooled figure. For RR and OR everything but `i2` is on the scale of the logarithm."""

    k: int  # studies that are in it
    estimate: float
    se: float
    statistic: float | None  # z or t; None where the standard error is 0
    df: int | None  # of t
    p: float | None
    ci_low: float
    ci_high: float
    test: str  # the one that was used
    tau2: float  # 0 where the model knows only one common effect
    tau2_ci: tuple[float, float] | None  # by the Q profile; None of one study, and of what is left without one
    q: float
    p_q: float
    i2_from_q: float  # per cent
    i2_from_tau2: float | None  # per cent; None where the model has no tau2
    pi: tuple[float, float] | None  # in which a new study's own effect would lie
    pi_quantile: str  # which quantile the prediction interval uses
    weights: tuple[float, ...]  # per cent, in the order of the studies

    @property
    def i2(self) -> float:
        """From tau2 where it was estimated, else from Q."""
        return self.i2_from_q if self.i2_from_tau2 is None else self.i2_from_tau2


def common_or_random(
    effects: Sequence[Effect], model: str, test: str, level: float, *, profiled: bool = True
) -> Pooled:
    """Effects weighted by the inverse of their variance: EE, DL or REML. At least one effect.

    `profiled` is False where the interval of tau2, which takes longer than all the rest, is not wanted.
    """
    y, v = _columns(effects)
    k = len(y)
    tau2 = 0.0 if model == "EE" or k == 1 else {"DL": dersimonian_laird, "REML": reml}[model](y, v)
    fixed, found = sums(y, v, 0.0), sums(y, v, tau2)
    used = test if k > 1 else "z"
    se = 1 / sqrt(float(found.weight))
    if used == "knha":
        se *= sqrt(float(found.spread) / (k - 1))
    typical = (k - 1) / float(fixed.free) if k > 1 else 1.0
    weights = 1 / (v + tau2)
    return _pooled(
        k,
        float(found.mean),
        se,
        used,
        level,
        q=float(fixed.spread),
        tau2=tau2,
        tau2_ci=q_profile(y, v, level) if profiled and k > 1 else None,
        i2_from_tau2=100 * tau2 / (typical + tau2) if model in RANDOM else None,
        has_pi=model in RANDOM and k > 1,
        weights=weights / weights.sum() * 100,
    )


def tables(
    studies: Sequence[Counts], effects: Sequence[Effect], measure: str, level: float, *, profiled: bool = True
) -> Pooled:
    """Two by two tables by Mantel and Haenszel. Q is that of their effects about the Mantel-Haenszel estimate."""
    estimate, se = mantel_haenszel(studies, measure)
    y, v = _columns(effects)
    q = float(((y - estimate) ** 2 / v).sum())
    size = np.array([study.n1 * study.n2 / (study.n1 + study.n2) for study in studies])
    if measure == "RR":
        size = np.array([study.r2 * study.n1 / (study.n1 + study.n2) for study in studies])
    elif measure == "OR":
        size = np.array([(study.n1 - study.r1) * study.r2 / (study.n1 + study.n2) for study in studies])
    k = len(studies)
    ci = q_profile(y, v, level) if profiled and k > 1 else None
    return _pooled(k, estimate, se, "z", level, q=q, tau2_ci=ci, weights=size / size.sum() * 100)


def _columns(effects: Sequence[Effect]) -> tuple[Floats, Floats]:
    return np.array([one.yi for one in effects], dtype=float), np.array([one.vi for one in effects], dtype=float)


def _pooled(
    k: int,
    estimate: float,
    se: float,
    test: str,
    level: float,
    *,
    q: float,
    tau2: float = 0.0,
    tau2_ci: tuple[float, float] | None = None,
    i2_from_tau2: float | None = None,
    has_pi: bool = False,
    weights: Floats,
) -> Pooled:
    df = k - 1 if test == "knha" else None
    middle = (1 + level) / 2
    reach = normal_quantile(middle) if df is None else t_quantile(middle, df)
    statistic = estimate / se if se > 0 else None
    p = None
    if statistic is not None:
        p = normal_two_sided(statistic) if df is None else t_two_sided(statistic, df)
    wide = reach * sqrt(se * se + tau2)
    return Pooled(
        k=k,
        estimate=estimate,
        se=se,
        statistic=statistic,
        df=df,
        p=p,
        ci_low=estimate - reach * se,
        ci_high=estimate + reach * se,
        test=test,
        tau2=tau2,
        tau2_ci=tau2_ci,
        q=q if k > 1 else 0.0,
        p_q=chi2_tail(q, k - 1),
        i2_from_q=max(0.0, 100 * (q - (k - 1)) / q) if q > 0 and k > 1 else 0.0,
        i2_from_tau2=i2_from_tau2,
        pi=(estimate - wide, estimate + wide) if has_pi else None,
        pi_quantile=("normal" if df is None else f"t({df})") if has_pi else "",
        weights=tuple(float(share) for share in weights),
    )
