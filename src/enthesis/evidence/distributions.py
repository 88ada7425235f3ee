"""Quantiles and tails of the three distributions that meta-analysis needs. SciPy is touched here and nowhere else."""

from scipy import special


def normal_quantile(p: float) -> float:
    """The standard normal quantile."""
    return float(special.ndtri(p))


def normal_two_sided(z: float) -> float:
    """The two-sided p value of a standard normal statistic."""
    return float(2 * special.ndtr(-abs(z)))


def t_quantile(p: float, df: int) -> float:
    """The quantile of Student's t, for p above one half."""
    tail = special.betaincinv(df / 2, 0.5, 2 * (1 - p))
    return float((df * (1 - tail) / tail) ** 0.5)


def t_two_sided(t: float, df: int) -> float:
    """The two-sided p value of Student's t."""
    return float(special.betainc(df / 2, 0.5, df / (df + t * t)))


def chi2_tail(x: float, df: int) -> float:
    """The chance of a chi-square of at least x."""
    return float(special.chdtrc(df, x)) if df > 0 else 1.0


def chi2_quantile(p: float, df: int) -> float:
    """The chi-square quantile: what is exceeded with the chance 1 - p."""
    return float(special.chdtri(df, 1 - p))


def log_gamma(x: float) -> float:
    """The logarithm of the gamma function."""
    return float(special.gammaln(x))


def log_choose(n: float, k: float) -> float:
    """The logarithm of a binomial coefficient."""
    return log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1)
