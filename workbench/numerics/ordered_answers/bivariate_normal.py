r"""The standard bivariate normal distribution on grids of thresholds.

Sources: Plackett (1954), Biometrika 41, 351-360 (the derivative in the correlation is the density); Drezner &
Wesolowsky (1990), Journal of Statistical Computation and Simulation 35, 101-107 (the integral over the angle);
Genz (2004), Statistics and Computing 14, 251-260 (the expansion near correlations of ±1).
"""

from __future__ import annotations

import numpy as np
from scipy.special import log_ndtr, ndtr

from workbench.arrays import Bools, Floats

# Infinite thresholds are set here: beyond it every term is exactly 0 or 1 in double precision.
FAR = 40.0
# From this correlation on the integral over the angle is too steep for twenty nodes (Genz 2004).
STEEP = 0.925
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(20)
# Below this probability a difference of distribution functions has lost digits, and the cell is integrated by itself.
SMALL = 1e-8
TAIL_NODES, TAIL_WEIGHTS = np.polynomial.legendre.leggauss(64)
TAIL_GRID = 129
TAIL_ROUNDS = 4
SMALLEST = 1e-300  # stands for smaller probabilities
NEGLIGIBLE = 45.0  # exp(−45) = 3e-20 of the peak


def density(x: Floats, y: Floats, rho: Floats) -> Floats:
    """Return the density at (x, y); the arguments broadcast."""
    rest = (1 - rho) * (1 + rho)
    return np.asarray(np.exp(-((x - y) ** 2 / 2 + x * y * (1 - rho)) / rest) / (2 * np.pi * np.sqrt(rest)))


def distribution_on_grid(x: Floats, y: Floats, rho: Floats) -> Floats:
    r"""Probability :math:`P(X \le x_a, Y \le y_b)` for every two thresholds of each pair.

    Parameters
    ----------
    x : array, shape (p, a)
    y : array, shape (p, b)
    rho : array, shape (p,)
        Strictly between −1 and 1.

    Returns
    -------
    array, shape (p, a, b)
        Absolute error below 1e-14.
    """
    x, y = np.clip(x, -FAR, FAR)[:, :, None], np.clip(y, -FAR, FAR)[:, None, :]
    steep = np.abs(rho) >= STEEP
    if not steep.any():
        return _by_angle(x, y, rho[:, None, None])
    found = np.empty((len(rho), x.shape[1], y.shape[2]))
    found[~steep] = _by_angle(x[~steep], y[~steep], rho[~steep, None, None])
    up, down = steep & (rho > 0), steep & (rho < 0)
    found[up] = _near_one(x[up], y[up], rho[up, None, None])
    found[down] = ndtr(x[down]) - _near_one(x[down], -y[down], -rho[down, None, None])
    return found


def _by_angle(x: Floats, y: Floats, rho: Floats) -> Floats:
    """Φ(x) Φ(y) plus the integral of the density over the correlation from 0 to rho, in the angle arcsin."""
    angle = np.arcsin(rho)
    total = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    product, squares = x * y, (x * x + y * y) / 2
    for node, weight in zip(NODES, NODE_WEIGHTS, strict=True):
        sine = np.sin(angle * (node + 1) / 2)
        total += weight * np.exp((product * sine - squares) / (1 - sine * sine))
    return np.asarray(ndtr(x) * ndtr(y) + total * angle / (4 * np.pi))


def _near_one(x: Floats, y: Floats, rho: Floats) -> Floats:
    r"""Φ(min(x, y)) less the integral of the density over the correlation from rho to 1.

    With t² = 1 − u² the integrand is exp(−(x − y)² / 2u²) g(u). The first three terms of g in u² are integrated
    exactly, the rest by Gauss and Legendre's rule.
    """
    product, gap = x * y, np.abs(x - y)
    end = np.sqrt((1 - rho) * (1 + rho))
    second, fourth = (4 - product) / 8, (4 - product) * (12 - product) / 128
    edge = np.exp(-((gap / end) ** 2 + product) / 2)
    lead = np.exp(np.minimum(-product / 2, 700.0)) * np.sqrt(2 * np.pi)
    moment0 = end * edge - gap * lead * ndtr(-gap / end)
    moment2 = (end**3 * edge - gap**2 * moment0) / 3
    moment4 = (end**5 * edge - gap**2 * moment2) / 5
    total = moment0 + second * moment2 + fourth * moment4
    for node, weight in zip(NODES, NODE_WEIGHTS, strict=True):
        u = end * (node + 1) / 2
        root = np.sqrt((1 - u) * (1 + u))
        whole = np.exp(-product * u * u / (2 * (1 + root) ** 2)) / root
        rest = whole - (1 + second * u**2 + fourth * u**4)
        total = total + weight * end / 2 * np.exp(-((gap / u) ** 2 + product) / 2) * rest
    return np.asarray(ndtr(np.minimum(x, y)) - total / (2 * np.pi))


def second_difference(grid: Floats) -> Floats:
    """Cells from the values at the inner thresholds, with zeros around: shape (p, a + 1, b + 1) from (p, a, b)."""
    padded = np.pad(grid, ((0, 0), (1, 1), (1, 1)))
    return np.diff(np.diff(padded, axis=1), axis=2)


def rectangle_probabilities(x: Floats, y: Floats, rho: Floats, *, needed: Bools | None = None) -> Floats:
    """Probability of each cell between thresholds.

    Parameters
    ----------
    x : array, shape (p, a)
        Rising thresholds of the first variable; infinity closes a variable with fewer categories.
    y : array, shape (p, b)
    rho : array, shape (p,)
    needed : array of bool, shape (p, a + 1, b + 1), optional
        Cells whose logarithm is needed: they keep their digits however small they are.

    Returns
    -------
    array, shape (p, a + 1, b + 1)
    """
    p = len(rho)
    grid = np.zeros((p, x.shape[1] + 2, y.shape[1] + 2))
    grid[:, 1:-1, 1:-1] = distribution_on_grid(x, y, rho)
    grid[:, 1:-1, -1], grid[:, -1, 1:-1], grid[:, -1, -1] = ndtr(x), ndtr(y), 1.0
    cells = np.maximum(np.diff(np.diff(grid, axis=1), axis=2), 0.0)
    small = needed & (cells < SMALL) if needed is not None else np.zeros(cells.shape, dtype=bool)
    if small.any():
        pair, row, column = np.nonzero(small)
        ends = np.full((p, 1), FAR)
        x, y = np.hstack([-ends, np.minimum(x, FAR), ends]), np.hstack([-ends, np.minimum(y, FAR), ends])
        cells[small] = _small_cells(x[pair, row], x[pair, row + 1], y[pair, column], y[pair, column + 1], rho[pair])
    return np.asarray(cells)


def _small_cells(left: Floats, right: Floats, low: Floats, high: Floats, rho: Floats) -> Floats:
    """Integrate single cells over x, where the log-concave integrand is not negligible; all of shape (m,)."""
    spread = np.sqrt((1 - rho) * (1 + rho))[:, None]

    def log_integrand(x: Floats) -> Floats:
        bottom, top = (low[:, None] - rho[:, None] * x) / spread, (high[:, None] - rho[:, None] * x) / spread
        bottom, top = np.where(bottom > 0, -top, bottom), np.where(bottom > 0, -bottom, top)
        below = log_ndtr(top)
        with np.errstate(divide="ignore"):  # an interval that shrinks to nothing at the edge of the window
            return np.asarray(below + np.log(-np.expm1(np.minimum(log_ndtr(bottom) - below, 0.0))) - x * x / 2)

    for _ in range(TAIL_ROUNDS):
        grid = left[:, None] + (right - left)[:, None] * np.linspace(0, 1, TAIL_GRID)
        height = log_integrand(grid)
        matters = height > height.max(axis=1, keepdims=True) - NEGLIGIBLE
        first = np.maximum(matters.argmax(axis=1) - 1, 0)
        last = np.minimum(TAIL_GRID - matters[:, ::-1].argmax(axis=1), TAIL_GRID - 1)
        left, right = grid[range(len(grid)), first], grid[range(len(grid)), last]
    x = left[:, None] + (right - left)[:, None] * (TAIL_NODES + 1) / 2
    total = (np.exp(log_integrand(x)) @ TAIL_WEIGHTS) * (right - left) / 2
    return np.asarray(np.maximum(total / np.sqrt(2 * np.pi), SMALLEST))
