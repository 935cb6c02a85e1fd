r"""One common factor of many correlation matrices by diagonally weighted least squares.

.. math:: f = \frac12 \sum_{i<j} w_{ij} (r_{ij} - \lambda_i \lambda_j)^2

The diagonal of the matrix is not fitted: a standardised item has the unique variance 1 − λ², which may turn negative
(a Heywood case). Newton's method with exact second derivatives, on all matrices at once, as a bootstrap needs it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats
from workbench.numerics.blas_threads import one_blas_thread

MAX_ITERATIONS = 200
MAX_HALVINGS = 30
GRADIENT_TOLERANCE = 1e-10
# A loading this large is a factor that runs away, not an estimate.
LARGEST_LOADING = 10.0


class OneFactor(NamedTuple):
    """Solutions for B correlation matrices of k items.

    Attributes
    ----------
    loadings : array, shape (B, k)
        Standardised, with a positive sum.
    converged : array of bool, shape (B,)
    """

    loadings: Floats
    converged: Bools


@one_blas_thread
def one_factor(correlations: Floats, weights: Floats, *, start: Floats | None = None) -> OneFactor:
    """Fit one factor to each matrix.

    Parameters
    ----------
    correlations : array, shape (B, k, k)
    weights : array, shape (B, k, k)
        Of each correlation, positive; the diagonal is not used. ``lavaan`` (WLSMV) takes one over the diagonal of the
        asymptotic covariance matrix.
    start : array, shape (k,) or (B, k), optional
        Loadings to start from; by default the first principal axis.
    """
    k = correlations.shape[-1]
    weights = weights * ~np.eye(k, dtype=bool)
    weights = weights / weights.max(axis=(1, 2), keepdims=True)
    x = _principal_axis(correlations) if start is None else np.broadcast_to(start, correlations.shape[:2]).copy()
    converged = np.zeros(len(x), dtype=bool)
    active = np.arange(len(x))
    for _ in range(MAX_ITERATIONS):
        r, w, now = correlations[active], weights[active], x[active]
        residual = w * (r - now[:, :, None] * now[:, None, :])
        gradient = -(residual @ now[:, :, None])[:, :, 0]
        done = np.abs(gradient).max(axis=1) < GRADIENT_TOLERANCE
        converged[active[done]] = True
        going = ~done & (np.abs(now).max(axis=1) <= LARGEST_LOADING)
        active = active[going]
        if not active.size:
            break
        r, w, now, gradient = r[going], w[going], now[going], gradient[going]
        step = _newton_step(w, now, residual[going], gradient)
        x[active] = _shortened(r, w, now, step, gradient)
    sign = np.where(x.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return OneFactor(x * sign, converged)


def _principal_axis(correlations: Floats) -> Floats:
    values, vectors = np.linalg.eigh(correlations)
    return np.asarray(vectors[:, :, -1] * np.sqrt(0.8 * np.maximum(values[:, -1:], 0.1)))


def _newton_step(weights: Floats, x: Floats, residual: Floats, gradient: Floats) -> Floats:
    """Newton's step, downhill: a ridge lifts second derivatives that are not positive definite."""
    k = x.shape[1]
    hessian = weights * x[:, :, None] * x[:, None, :] - residual
    hessian[:, range(k), range(k)] = (weights * x[:, None, :] ** 2).sum(axis=2)
    size = np.trace(hessian, axis1=1, axis2=2) / k + 1e-6
    lowest = np.linalg.eigvalsh(hessian)[:, 0]
    ridge = np.maximum(0.0, 1e-3 * size - lowest) * (lowest < 1e-6 * size)
    hessian[:, range(k), range(k)] += ridge[:, None]
    return np.asarray(-np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0])


def _criterion(correlations: Floats, weights: Floats, x: Floats) -> Floats:
    return np.asarray((weights * (correlations - x[:, :, None] * x[:, None, :]) ** 2).sum(axis=(1, 2)) / 4)


def _shortened(correlations: Floats, weights: Floats, x: Floats, step: Floats, gradient: Floats) -> Floats:
    """Halve each matrix's step until its criterion falls; where it no longer can, rounding has been reached."""
    before, slope = _criterion(correlations, weights, x), (gradient * step).sum(axis=1)
    length = np.ones(len(x))
    pending = np.arange(len(x))
    for _ in range(MAX_HALVINGS):
        trial = x[pending] + length[pending, None] * step[pending]
        after = _criterion(correlations[pending], weights[pending], trial)
        enough = before[pending] + 1e-4 * length[pending] * slope[pending] + 1e-14 * (1 + before[pending])
        pending = pending[after > enough]
        if not pending.size:
            break
        length[pending] /= 2
    return np.asarray(x + length[:, None] * step)
