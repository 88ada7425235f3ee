"""Finding the variances under which the courses are most likely."""

from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.likelihood import Evaluated, Firmness, Sums, Variances, cholesky, evaluate
from enthesis.outcomes.growth.pooling import Pooling

# how near the maximum a search ends: slope of the log likelihood of one reading
EXACT, NEAR = 1e-10, 1e-5
_FAR = 25.0  # no logarithm of a standard deviation lies further out


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
        root[lower] = np.where(on_diagonal, np.exp(np.clip(packed[:-1], -_FAR, _FAR)), packed[:-1])
        return root, float(np.exp(np.clip(packed[-1], -_FAR, _FAR)))

    def worse(packed: Array) -> tuple[float, Array]:
        root, noise = unpack(packed)
        found = evaluate(data, root, noise, pooling, firm)
        d_root = (2 * found.d_between @ root)[lower]
        d_root = np.where(on_diagonal, d_root * root[lower], d_root)
        scale = 1.0 / max(float(data.n.sum()), 1.0)
        return -found.value * scale, -np.append(d_root, found.d_noise * noise) * scale

    root = cholesky(start.between)
    first = np.append(np.where(on_diagonal, np.log(np.maximum(root[lower], 1e-5)), root[lower]), np.log(start.noise))
    best = minimize(worse, first, jac=True, method="BFGS", options={"maxiter": 500, "gtol": near})
    root, noise = unpack(best.x)
    return Maximum(Variances(root @ root.T, noise), evaluate(data, root, noise, pooling, firm))
