"""The normal distribution as SciPy has it. The only door to it: SciPy is loaded when it is needed."""

import numpy as np

from enthesis.outcomes.growth.basis import Array


def below(z: Array) -> Array:
    """The chance of a value below z."""
    from scipy.special import ndtr

    return np.asarray(ndtr(z))


def value_of(level: Array) -> Array:
    """The value that has this chance below it."""
    from scipy.special import ndtri

    return np.asarray(ndtri(level))


def density_over_tail(alpha: Array) -> Array:
    """phi(a) / Phi(a), also far out."""
    from scipy.special import log_ndtr

    return np.asarray(np.exp(-0.5 * alpha**2 - 0.5 * np.log(2 * np.pi) - log_ndtr(alpha)))
