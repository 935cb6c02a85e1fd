"""Common factors of many correlation matrices at once: maximum likelihood and minimum residuals by Newton's method.

Both criteria are concentrated on the uniquenesses, so that k numbers are searched whatever the number of factors. With
eigenvalues t and eigenvectors w of the scaled matrix, largest first, and p factors:

* ML, scaled matrix D^(-1/2) R D^(-1/2), D = diag(uniquenesses), searched in log(uniqueness):
  f = sum over m > p of t_m − log t_m − 1 (Jöreskog 1967; exact second derivatives Clarke 1970);
* minres, scaled matrix R − D, searched in the uniqueness: f = 1/2 sum over m > p of t_m² (Harman & Jones 1966).

Uniquenesses stay within 0.005–1, the box of R's ``factanal`` and ``psych::fa``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats
from workbench.numerics.blas_threads import one_blas_thread

UNIQUENESS_BOUNDS = (0.005, 1.0)
MAX_ITERATIONS = 200
MAX_HALVINGS = 30
GRADIENT_TOLERANCE = 1e-9
# Matrices per block: 512 × 40 × 40 doubles are 6.6 MB, and some ten such arrays live at once.
BLOCK_MATRICES = 512


class Extraction(NamedTuple):
    """Solutions for B correlation matrices of k items.

    Attributes
    ----------
    loadings : array, shape (B, k, p)
        Unrotated (principal axes of the reduced matrix), each factor with a positive sum of loadings.
    uniquenesses : array, shape (B, k)
    converged : array of bool, shape (B,)
    """

    loadings: Floats
    uniquenesses: Floats
    converged: Bools


class _Point(NamedTuple):
    """Criterion, gradient and eigensystem at one set of uniquenesses; arrays start with the matrix axis."""

    criterion: Floats
    gradient: Floats
    values: Floats
    vectors: Floats


@one_blas_thread
def extract_factors(correlations: Floats, *, n_factors: int, method: str, start: Floats | None = None) -> Extraction:
    """Extract `n_factors` unrotated factors from each matrix.

    Parameters
    ----------
    correlations : array, shape (B, k, k)
    n_factors : int
        Fewer than k.
    method : {"ml", "minres"}
    start : array, shape (k,) or (B, k), optional
        Starting uniquenesses; by default one minus the squared multiple correlations, as R does.
    """
    parts = []
    for first in range(0, len(correlations), BLOCK_MATRICES):
        block = correlations[first : first + BLOCK_MATRICES]
        if start is None:
            begin = 1 - squared_multiple_correlations(block)
        else:
            begin = np.broadcast_to(start, (len(correlations), block.shape[-1]))[first : first + BLOCK_MATRICES]
        parts.append(_extract_block(block, n_factors, method == "ml", begin))
    return Extraction(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def squared_multiple_correlations(correlations: Floats) -> Floats:
    """Squared multiple correlation of each item with the others, shape (..., k); 0.5 where the matrix is singular."""
    values, vectors = np.linalg.eigh(correlations)
    singular = values[..., 0] < 1e-10
    safe = np.where(singular[..., None], 1.0, values)
    inverse_diagonal = np.einsum("...im,...m->...i", vectors**2, 1 / safe)
    return np.where(singular[..., None], 0.5, 1 - 1 / inverse_diagonal)


def _extract_block(correlations: Floats, p: int, ml: bool, start: Floats) -> Extraction:
    low, high = UNIQUENESS_BOUNDS
    bounds = (np.log(low), np.log(high)) if ml else (low, high)
    clipped = np.clip(start, low, high)
    x = np.log(clipped) if ml else clipped
    point = _evaluate(correlations, x, p, ml)
    converged = np.zeros(len(x), dtype=bool)
    active = np.arange(len(x))
    for _ in range(MAX_ITERATIONS):
        here = _Point(*(array[active] for array in point))
        free = _free(x[active], here.gradient, bounds)
        done = np.abs(np.where(free, here.gradient, 0.0)).max(axis=1) < GRADIENT_TOLERANCE
        converged[active[done]] = True
        active, free = active[~done], free[~done]
        if not len(active):
            break
        here = _Point(*(array[~done] for array in here))
        direction = _newton_direction(here, free, p, ml)
        moved, reached, improved = _search(correlations[active], x[active], here, direction, bounds, p, ml)
        x[active] = moved
        for array, new in zip(point, reached, strict=True):
            array[active] = new
        active = active[improved]  # no descent left: rounding has been reached, or the matrix is not usable
    return Extraction(*_loadings(point, x, p, ml), converged | _stationary(x, point.gradient, bounds))


def _stationary(x: Floats, gradient: Floats, bounds: tuple[float, float]) -> Bools:
    """Whether the search ended where the criterion is flat to rounding."""
    return np.asarray(np.abs(np.where(_free(x, gradient, bounds), gradient, 0.0)).max(axis=1) < 1e-6)


def _free(x: Floats, gradient: Floats, bounds: tuple[float, float]) -> Bools:
    """Which uniquenesses may move: not those that the criterion presses against a bound."""
    pressed = ((x <= bounds[0]) & (gradient > 0)) | ((x >= bounds[1]) & (gradient < 0))
    return np.asarray(~pressed)


def _evaluate(correlations: Floats, x: Floats, p: int, ml: bool) -> _Point:
    if ml:
        root = np.exp(-x / 2)
        scaled = correlations * root[:, :, None] * root[:, None, :]
    else:
        scaled = correlations - x[:, :, None] * np.eye(x.shape[1])
    values, vectors = np.linalg.eigh(scaled)
    values, vectors = values[:, ::-1], vectors[:, :, ::-1]
    rest, squares = values[:, p:], vectors[:, :, p:] ** 2
    if ml:
        rest = np.maximum(rest, 1e-12)  # a singular matrix has no likelihood; the caller refuses it
        criterion = (rest - np.log(rest) - 1).sum(axis=1)
        gradient = np.einsum("bim,bm->bi", squares, 1 - rest)
    else:
        criterion = (rest**2).sum(axis=1) / 2
        gradient = -np.einsum("bim,bm->bi", squares, rest)
    return _Point(criterion, gradient, values, vectors)


def _newton_direction(point: _Point, free: Bools, p: int, ml: bool) -> Floats:
    """Newton's direction in the free uniquenesses, downhill in every matrix.

    With P_m = w_m w_m' the second derivatives are elementwise products of weighted sums of P_m. Where they are not
    positive definite, only their first part is used, which always is (Jöreskog's approximation).
    """
    values, vectors = point.values, point.vectors
    rest, rest_values = vectors[:, :, p:], values[:, p:]
    plain = rest @ rest.transpose(0, 2, 1)
    first = plain * (((rest * rest_values[:, None, :]) @ rest.transpose(0, 2, 1)) if ml else plain)
    second = np.zeros_like(first)
    for leading in range(p):
        t = values[:, leading, None]
        gap = np.maximum(t - rest_values, 1e-8)
        weight = (1 - rest_values) * (rest_values + t) / gap if ml else -2 * rest_values / gap
        own = vectors[:, :, leading, None] * vectors[:, None, :, leading]
        second += own * ((rest * weight[:, None, :]) @ rest.transpose(0, 2, 1))
    exact = _restricted(first + second, free)
    definite = np.linalg.eigvalsh(exact)[:, 0] > 1e-8
    hessian = np.where(definite[:, None, None], exact, _restricted(first, free))
    gradient = np.where(free, point.gradient, 0.0)
    return np.asarray(-np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0])


def _restricted(hessian: Floats, free: Bools) -> Floats:
    """Rows and columns of the fixed uniquenesses replaced by those of the unit matrix; a hair of ridge for the rest."""
    both = free[:, :, None] & free[:, None, :]
    diagonal = np.where(free, 1e-10, 1.0)
    return np.asarray(np.where(both, hessian, 0.0) + diagonal[:, :, None] * np.eye(free.shape[1]))


def _search(
    correlations: Floats,
    x: Floats,
    point: _Point,
    direction: Floats,
    bounds: tuple[float, float],
    p: int,
    ml: bool,
) -> tuple[Floats, _Point, Bools]:
    """Halve each matrix's step until its criterion falls; return new place, values there and who improved."""
    moved, reached = x.copy(), _Point(*(array.copy() for array in point))
    pending = np.arange(len(x))
    length = 1.0
    for _ in range(MAX_HALVINGS):
        trial = np.clip(x[pending] + length * direction[pending], *bounds)
        there = _evaluate(correlations[pending], trial, p, ml)
        slope = (point.gradient[pending] * (trial - x[pending])).sum(axis=1)
        lower = there.criterion < point.criterion[pending] + 1e-4 * np.minimum(slope, 0.0)
        # Near the solution the criterion is flat to rounding; a smaller gradient then tells progress.
        flat = np.abs(there.criterion - point.criterion[pending]) <= 1e-13 * (1 + point.criterion[pending])
        calmer = np.abs(there.gradient).max(axis=1) < np.abs(point.gradient[pending]).max(axis=1)
        good = lower | (flat & calmer)
        accepted = pending[good]
        moved[accepted] = trial[good]
        for array, new in zip(reached, there, strict=True):
            array[accepted] = new[good]
        pending = pending[~good]
        if not len(pending):
            break
        length /= 2
    improved = np.ones(len(x), dtype=bool)
    improved[pending] = False
    return moved, reached, improved


def _loadings(point: _Point, x: Floats, p: int, ml: bool) -> tuple[Floats, Floats]:
    values, vectors = point.values[:, :p], point.vectors[:, :, :p]
    uniquenesses = np.exp(x) if ml else x
    loadings = vectors * np.sqrt(np.maximum(values - 1 if ml else values, 0.0))[:, None, :]
    if ml:
        loadings = loadings * np.sqrt(uniquenesses)[:, :, None]
    sign = np.where(loadings.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return loadings * sign, uniquenesses
