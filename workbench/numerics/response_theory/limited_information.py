r"""Fit of an item response model to low-order moments: the statistic C2.

The moments are the shares of each item's categories (all but the lowest) and the mean product of each pair of items,
with categories numbered 0, 1, … They stand in the order: shares item by item, then pairs (1, 2), (1, 3), …, (2, 3), …
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from workbench.arrays import Floats, Ints
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.ordered_answers import matrix_of_pairs, pairs_of_matrix
from workbench.numerics.response_theory.curves import Layout, curves, indicators, score_matrix
from workbench.numerics.response_theory.quadrature import Nodes

# Patterns per block of moments: 2^12 × 1,000 moments are 32 MB.
BLOCK_PATTERNS = 4_096


class Moments(NamedTuple):
    """Moments of a sample.

    Attributes
    ----------
    means : array, shape (u + p,)
    correlations : array, shape (k, k)
        Pearson correlations of the category numbers.
    n : float
    plain, weighted : array, shape (u + p, u + p), optional
        Covariance of √n times the means if the respondents were a simple random sample, and under their weights; only
        for weighted respondents.
    """

    means: Floats
    correlations: Floats
    n: float
    plain: Floats | None = None
    weighted: Floats | None = None


class ModelMoments(NamedTuple):
    """Moments under a model.

    Attributes
    ----------
    means : array, shape (u + p,)
    covariance : array, shape (u + p, u + p)
        Of one respondent's moments.
    derivatives : array, shape (u + p, c)
        Of the means by the parameters.
    correlations : array, shape (k, k)
    """

    means: Floats
    covariance: Floats
    derivatives: Floats
    correlations: Floats


class Discrepancy(NamedTuple):
    """A chi-square statistic for the moments.

    Attributes
    ----------
    chi_square : float
        Already divided by the scaling factor.
    df : int
    scaling_factor : float
        Mean design effect of the restrictions (first-order correction of Rao and Scott); 1 without weights.
    """

    chi_square: float
    df: int
    scaling_factor: float


@one_blas_thread
def sample_moments(codes: NDArray[np.uint8], weights: Floats, squares: Floats | None, place: Layout) -> Moments:
    """Moments of weighted answer patterns.

    Parameters
    ----------
    codes : array of int, shape (m, k)
    weights, squares : array, shape (m,)
        Sum of the weights and of the squared weights of the respondents with each pattern; no squares without weights.
    place : Layout
    """
    n = float(weights.sum())
    upper = np.flatnonzero(~place.lowest)
    means, square = replicate_moments(codes, weights[:, None], place)[0], np.zeros(len(place.sizes))
    expected = np.zeros(len(place.sizes))
    plain, weighted = np.zeros((len(means), len(means))), np.zeros((len(means), len(means)))
    for first in range(0, len(codes), BLOCK_PATTERNS):
        rows = slice(first, first + BLOCK_PATTERNS)
        points = codes[rows].astype(float)
        expected += weights[rows] @ points / n
        square += weights[rows] @ points**2 / n
        if squares is not None:
            off = _pattern_moments(codes[rows], place, upper) - means
            plain += off.T @ (off * weights[rows, None]) / n
            weighted += off.T @ (off * squares[rows, None]) / n
    correlations = _correlations(means, expected, square, len(upper))
    return Moments(means, correlations, n) if squares is None else Moments(means, correlations, n, plain, weighted)


@one_blas_thread
def replicate_moments(codes: NDArray[np.uint8], weights: Floats, place: Layout) -> Floats:
    """Mean moments under each set of weights, shape (r, u + p) from weights of shape (m, r)."""
    upper = np.flatnonzero(~place.lowest)
    k = len(place.sizes)
    sums = np.zeros((weights.shape[1], len(upper) + k * (k - 1) // 2))
    for first in range(0, len(codes), BLOCK_PATTERNS):
        rows = slice(first, first + BLOCK_PATTERNS)
        sums += weights[rows].T @ _pattern_moments(codes[rows], place, upper)
    return np.asarray(sums / weights.sum(axis=0)[:, None])


@one_blas_thread
def model_moments(parameters: Floats, place: Layout, nodes: Nodes) -> ModelMoments:
    """Moments that the graded response model implies."""
    curve = curves(parameters, place, nodes.theta)
    probability = curve.probability
    changes = score_matrix(curve, place, nodes.theta) * probability.T[:, :, None]
    return _implied(probability, changes, place, nodes.weights)


def independent_moments(means: Floats, place: Layout) -> ModelMoments:
    """Moments of items that are independent and have the sample's shares; the parameters are the shares."""
    upper = np.flatnonzero(~place.lowest)
    probability = np.zeros((place.size, 1))
    probability[upper, 0] = means[: len(upper)]
    probability[place.starts] = 1 - np.add.reduceat(probability, place.starts, axis=0)
    changes = np.zeros((1, place.size, len(upper)))
    changes[0, upper, np.arange(len(upper))] = 1
    return _implied(probability, changes, place, np.ones(1))


def discrepancy(sample: Moments, model: ModelMoments) -> Discrepancy | None:
    r"""Quadratic form in the residual moments that the parameters cannot absorb.

    .. math:: C_2 = n\, e^\top \{\Xi^{-1} - \Xi^{-1}\Delta(\Delta^\top\Xi^{-1}\Delta)^{-1}\Delta^\top\Xi^{-1}\}\, e

    Returns
    -------
    Discrepancy or None
        None where no restriction is left, or where the moments' covariance is singular.

    References
    ----------
    Maydeu-Olivares & Joe (2006), Psychometrika 71(4), 713-732. Cai & Monroe (2014), CRESST Report 839.
    """
    try:
        root: Floats = np.linalg.cholesky(model.covariance).astype(float, copy=False)
    except np.linalg.LinAlgError:
        return None
    derivatives = linalg.solve_triangular(root, model.derivatives, lower=True)
    left, singular, _ = np.linalg.svd(derivatives, full_matrices=False)
    taken = left[:, singular > singular[0] * 1e-9]  # what the parameters can absorb
    df = taken.shape[0] - taken.shape[1]
    if df == 0:
        return None
    residual = linalg.solve_triangular(root, sample.means - model.means, lower=True)
    residual = residual - taken @ (taken.T @ residual)
    factor = 1.0
    if sample.plain is not None and sample.weighted is not None:
        plain, weighted = (_left_over(root, taken, v) for v in (sample.plain, sample.weighted))
        factor = weighted / plain
    return Discrepancy(float(sample.n * residual @ residual) / factor, df, factor)


def _left_over(root: Floats, taken: Floats, covariance: Floats) -> float:
    """Trace of a covariance of the moments, in units of their root, in what the parameters cannot absorb."""
    scaled = linalg.solve_triangular(root, linalg.solve_triangular(root, covariance, lower=True).T, lower=True)
    return float(np.trace(scaled) - np.sum(taken * (scaled @ taken)))


def root_mean_square_residual(sample: Moments, model: ModelMoments) -> float:
    """Root mean square difference of observed and implied Pearson correlations."""
    return float(np.sqrt(np.mean(pairs_of_matrix(sample.correlations - model.correlations) ** 2)))


def _pattern_moments(codes: NDArray[np.uint8], place: Layout, upper: Ints) -> Floats:
    first, second = place.pairs
    points = codes.astype(float)
    return np.hstack([indicators(codes, place)[:, upper], points[:, first] * points[:, second]])


def _implied(probability: Floats, changes: Floats, place: Layout, weights: Floats) -> ModelMoments:
    """Integrate conditional moments; given the factor, items are independent.

    The moments of one respondent, less their conditional mean, are a linear function of the category indicators (its
    matrix is `linear` below) plus uncorrelated products of two items' residuals.
    """
    c, q = probability.shape
    upper = np.flatnonzero(~place.lowest)
    first, second = place.pairs
    points = np.arange(c) - place.starts[place.item]
    expected = np.add.reduceat(probability * points[:, None], place.starts, axis=0)
    square = np.add.reduceat(probability * points[:, None] ** 2, place.starts, axis=0)
    variance = square - expected**2
    given = np.concatenate([probability[upper], expected[first] * expected[second]])
    means = given @ weights
    size, u = len(means), len(upper)
    covariance, derivatives = np.zeros((size, size)), np.zeros((size, changes.shape[2]))
    same = place.item[:, None] == place.item
    of_first, of_second = place.item == first[:, None], place.item == second[:, None]
    linear = np.zeros((size, c))
    linear[np.arange(u), upper] = 1
    for point in range(q):
        e, p = expected[:, point], probability[:, point]
        linear[u:] = points * (of_first * e[second, None] + of_second * e[first, None])
        within = np.where(same, np.diag(p) - np.outer(p, p), 0)
        off = given[:, point] - means
        covariance += weights[point] * (linear @ within @ linear.T + np.outer(off, off))
        derivatives += weights[point] * (linear @ changes[point])
    products = np.arange(u, size)
    covariance[products, products] += (variance[first] * variance[second]) @ weights
    return ModelMoments(means, covariance, derivatives, _correlations(means, expected @ weights, square @ weights, u))


def _correlations(means: Floats, expected: Floats, square: Floats, u: int) -> Floats:
    std_dev = np.sqrt(square - expected**2)
    covariances = means[u:] - pairs_of_matrix(np.outer(expected, expected))
    values = covariances / pairs_of_matrix(np.outer(std_dev, std_dev))
    return matrix_of_pairs(values, diagonal=1.0)
