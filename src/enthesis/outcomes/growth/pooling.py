"""Partial pooling by condition: each condition's curve between its own courses, the trials and the others."""

from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array


@dataclass(frozen=True, slots=True)
class Pooling:
    """What is known of the curves before any course of the clinic is looked at."""

    mean: Array  # (q,): of the curve common to all conditions
    precision: Array  # (q, q): how firmly that is known
    spread: Array  # (q, q): how far conditions lie from the common curve, as a covariance
    trial_precision: Array  # (conditions, q, q): what trials say of each condition; zeros where none does
    trial_weighted: Array  # (conditions, q): precision times estimate


@dataclass(frozen=True, slots=True)
class Pooled:
    """The curves of all conditions."""

    mean: Array  # (conditions, q)
    cov: Array  # (conditions, q, q)
    common: Array  # (q,)
    common_cov: Array  # (q, q)
    penalty: float  # log density of the curves under the pooling, up to a constant


def pool(information: Array, weighted: Array, pooling: Pooling | None) -> Pooled:
    """The curve of each condition from the information of its courses (X'V^-1 X) and X'V^-1 y.

    Without `pooling` each condition stands alone, as in ordinary maximum likelihood.
    """
    if pooling is None:
        cov = np.linalg.inv(information)
        mean = np.einsum("cij,cj->ci", cov, weighted)
        return Pooled(
            np.asarray(mean), np.asarray(cov), np.asarray(mean.mean(axis=0)), np.asarray(cov.mean(axis=0)), 0.0
        )
    apart = np.linalg.inv(pooling.spread)
    known = information + pooling.trial_precision
    told = weighted + pooling.trial_weighted
    inner = np.linalg.inv(apart + known)
    # the common curve with the curves of the conditions integrated out
    precision = pooling.precision + (apart - apart @ inner @ apart).sum(axis=0)
    common_cov = np.linalg.inv(precision)
    common = common_cov @ (pooling.precision @ pooling.mean + np.einsum("ij,cjk,ck->i", apart, inner, told))
    mean = np.einsum("cij,cj->ci", inner, told + apart @ common)
    pull = inner @ apart
    cov = inner + pull @ common_cov @ np.swapaxes(pull, 1, 2)
    away = mean - common
    off = common - pooling.mean
    trial = np.einsum("ci,cij,cj->", mean, pooling.trial_precision, mean) - 2 * (mean * pooling.trial_weighted).sum()
    penalty = -0.5 * (np.einsum("ci,ij,cj->", away, apart, away) + off @ pooling.precision @ off + trial)
    return Pooled(mean, cov, common, common_cov, float(penalty))


def wider(pooling: Pooling, pooled: Pooled, information: Array, first: Array, worth: float) -> Array:
    """How far conditions lie apart, learned: one step of expectation-maximisation.

    `first` counts as much as `worth` conditions.
    """
    apart = np.linalg.inv(pooling.spread)
    cov = np.linalg.inv(apart + information + pooling.trial_precision)
    away = pooled.mean - pooled.common
    total = worth * first + np.diag(np.diag((np.einsum("ci,cj->ij", away, away)) + cov.sum(axis=0)))
    return np.asarray(total / (worth + len(away)))
