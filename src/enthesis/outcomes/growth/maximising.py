"""Finding the variances under which the courses are most likely."""

from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.likelihood import Evaluated, Firmness, Sums, Variances, cholesky, evaluate
from enthesis.outcomes.growth.pooling import Pooling

_SMALLEST = np.log(1e-5)  # of a root's diagonal: a variance of nothing


# how near the maximum a search ends: relative change of the likelihood of one reading
EXACT, NEAR = 1e-15, 1e-8


@dataclass(frozen=True, slots=True)
class Maximum:
    variances: Variances
    at: Evaluated


def maximise(
    data: Sums, start: Variances, pooling: Pooling | None, firm: Firmness | None, near: float = EXACT
) -> Maximum:
    """The maximum of the (penalised) likelihood, from a starting point: to about seven digits, if `near` is `EXACT`."""
    # here, so that a command that fits nothing does not load it
    from scipy.optimize import minimize

    size = len(start.between)
    lower = np.tril_indices(size)
    on_diagonal = lower[0] == lower[1]

    def unpack(packed: Array) -> tuple[Array, float]:
        root = np.zeros((size, size))
        root[lower] = np.where(on_diagonal, np.exp(np.clip(packed[:-1], -50, 50)), packed[:-1])
        return root, float(np.exp(packed[-1]))

    def worse(packed: Array) -> tuple[float, Array]:
        root, noise = unpack(packed)
        found = evaluate(data, root, noise, pooling, firm)
        d_root = (2 * found.d_between @ root)[lower]
        d_root = np.where(on_diagonal, d_root * root[lower], d_root)
        scale = 1.0 / max(float(data.n.sum()), 1.0)
        return -found.value * scale, -np.append(d_root, found.d_noise * noise) * scale

    root = cholesky(start.between)
    first = np.append(np.where(on_diagonal, np.log(np.maximum(root[lower], 1e-5)), root[lower]), np.log(start.noise))
    bounds = [(_SMALLEST, 12.0) if diagonal else (None, None) for diagonal in on_diagonal] + [(np.log(1e-8), 12.0)]
    options = {"maxiter": 500, "maxfun": 2000, "ftol": near, "gtol": 1e-9, "maxcor": 20}
    best = minimize(worse, first, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    root, noise = unpack(best.x)
    return Maximum(Variances(root @ root.T, noise), evaluate(data, root, noise, pooling, firm))
