"""The likelihood of a linear mixed model from sufficient statistics, with the curves of the conditions profiled out.

Each course's curve is its condition's curve plus its own deviation, normal with covariance `between`; a reading is the
curve plus noise of variance `noise`. Nothing but sums over each course is needed: S = Z'Z, s = Z'y and y'y.
"""

from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.pooling import Pooled, Pooling, pool
from enthesis.outcomes.growth.stack import Stack, Whole


@dataclass(frozen=True, slots=True)
class Sums:
    """Sufficient statistics of each course."""

    zz: Array  # (courses, q, q)
    zy: Array  # (courses, q)
    yy: Array  # (courses,)
    n: Array  # (courses,)
    condition: Whole
    conditions: int


@dataclass(frozen=True, slots=True)
class Variances:
    """The two variances of the model."""

    between: Array  # (q, q)
    noise: float


@dataclass(frozen=True, slots=True)
class Firmness:
    """What the variances are thought to be beforehand, and how many courses and readings that counts."""

    first: Variances
    courses: float
    readings: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    value: float  # log likelihood (plus log densities of what is known beforehand)
    d_between: Array  # its derivative by the covariance
    d_noise: float
    pooled: Pooled
    information: Array  # (conditions, q, q)


def sums(stack: Stack, conditions: int) -> Sums:
    rows, values = stack.rows, stack.values
    return Sums(
        stack.sums(rows[:, :, None] * rows[:, None, :]),
        stack.sums(rows * values[:, None]),
        stack.sums(values * values),
        stack.sums(np.ones_like(values)),
        stack.condition,
        conditions,
    )


def by_condition(each: Array, condition: Whole, conditions: int) -> Array:
    """The sum over the courses of each condition."""
    found = np.zeros((conditions, *each.shape[1:]))
    np.add.at(found, condition, each)
    return found


def deviations(zz: Array, between: Array) -> Array:
    """(zz + between^-1)^-1 for each course, without the inverse of a covariance that may be singular.

    `zz` is already divided by the noise.
    """
    root = cholesky(between)
    inner = np.linalg.inv(np.eye(len(root)) + root.T @ zz @ root)
    return np.asarray(root @ inner @ root.T)


def cholesky(cov: Array) -> Array:
    """A lower triangular root, also of a covariance that is singular but for rounding."""
    try:
        return np.asarray(np.linalg.cholesky(cov))
    except np.linalg.LinAlgError:
        jitter = 1e-10 * max(float(np.trace(cov)), 1e-8)
        return np.asarray(np.linalg.cholesky(cov + jitter * np.eye(len(cov))))


def evaluate(data: Sums, root: Array, noise: float, pooling: Pooling | None, firm: Firmness | None) -> Evaluated:
    """The log likelihood at between = root root' and `noise`, and its derivatives."""
    zz, zy = data.zz / noise, data.zy / noise
    inside = np.eye(len(root)) + root.T @ zz @ root
    inner = np.linalg.inv(inside)
    cov = root @ inner @ root.T
    own = zz - zz @ cov @ zz
    told = zy - np.einsum("nij,njk,nk->ni", zz, cov, zy)
    information = by_condition(own, data.condition, data.conditions)
    pooled = pool(information, by_condition(told, data.condition, data.conditions), pooling)
    mean = pooled.mean[data.condition]
    left = zy - np.einsum("nij,nj->ni", zz, mean)
    away = np.einsum("nij,nj->ni", cov, left)
    quad = (
        data.yy / noise
        - 2 * (zy * mean).sum(axis=1)
        + np.einsum("ni,nij,nj->n", mean, zz, mean)
        - (left * away).sum(axis=1)
    )
    n = data.n.sum()
    value = -0.5 * (n * np.log(2 * np.pi * noise) + float(np.linalg.slogdet(inside)[1].sum()) + float(quad.sum()))
    score = left - np.einsum("nij,nj->ni", zz, away)
    d_between = 0.5 * (score.T @ score - own.sum(axis=0))
    at = mean + away
    rss = data.yy - 2 * (data.zy * at).sum(axis=1) + np.einsum("ni,nij,nj->n", at, data.zz, at)
    rss = rss.sum() + np.einsum("nij,nji->", data.zz, cov)
    d_noise = -0.5 * n / noise + 0.5 * rss / noise**2
    value += pooled.penalty
    if firm is not None:
        inverse = np.linalg.inv(root @ root.T)
        value -= 0.5 * firm.courses * (-np.linalg.slogdet(inverse)[1] + np.trace(firm.first.between @ inverse))
        d_between = d_between - 0.5 * firm.courses * (inverse - inverse @ firm.first.between @ inverse)
        value -= 0.5 * firm.readings * (np.log(noise) + firm.first.noise / noise)
        d_noise += -0.5 * firm.readings / noise + 0.5 * firm.readings * firm.first.noise / noise**2
    return Evaluated(float(value), np.asarray(d_between), float(d_noise), pooled, information)
