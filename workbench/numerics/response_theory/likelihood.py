"""Marginal likelihood of the graded response model on answer patterns, one block of patterns at a time.

Posterior densities of the factor exist for one block only and never leave this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.response_theory.curves import (
    Curves,
    Layout,
    curves,
    expected_points,
    gradient,
    indicators,
    score_matrix,
    second_derivatives,
)
from workbench.numerics.response_theory.quadrature import Nodes

# Patterns per block: 2^12 × 61 points are 2 MB, which stay in the processor's cache.
BLOCK_PATTERNS = 4_096


class Expectation(NamedTuple):
    """What one pass over the patterns gives.

    Attributes
    ----------
    log_likelihood : float
    counts : array, shape (c, q)
        Expected (weighted) respondents in each category at each point.
    gradient : array, shape (c,)
        Derivative of the log-likelihood by the parameters.
    """

    log_likelihood: float
    counts: Floats
    gradient: Floats


class _Block(NamedTuple):
    rows: slice
    indicators: Floats
    posterior: Floats
    log_likelihood: Floats


@one_blas_thread
def expectation(
    codes: NDArray[np.uint8], weights: Floats, parameters: Floats, place: Layout, nodes: Nodes
) -> Expectation:
    """Log-likelihood, expected counts and gradient.

    Parameters
    ----------
    codes : array of int, shape (m, k)
        Category numbers of each answer pattern.
    weights : array, shape (m,)
        Sum of weights of the respondents with the pattern.
    parameters : array, shape (c,)
    place : Layout
    nodes : Nodes
    """
    curve = curves(parameters, place, nodes.theta)
    counts, total = np.zeros((place.size, len(nodes.theta))), 0.0
    for block in _blocks(codes, curve, place, nodes):
        own = weights[block.rows]
        total += float(own @ block.log_likelihood)
        counts += block.indicators.T @ (block.posterior * own[:, None])
    return Expectation(total, counts, gradient(counts, curve, place, nodes.theta))


@one_blas_thread
def observed_information(
    codes: NDArray[np.uint8], weights: Floats, parameters: Floats, place: Layout, nodes: Nodes
) -> Floats:
    r"""Minus the second derivatives of the log-likelihood, by Louis' identity, shape (c, c).

    .. math:: -\ddot\ell = -\sum_p w_p \{E[\ddot\ell_c] + E[s s^\top] - E[s] E[s]^\top\}

    with s the score and :math:`\ddot\ell_c` the second derivatives of the likelihood with the factor known, and
    expectations over the posterior of each pattern.

    Parameters
    ----------
    codes, weights, parameters, place, nodes
        As for `expectation`.

    References
    ----------
    Louis (1982), Journal of the Royal Statistical Society B 44(2), 226-233.
    """
    curve = curves(parameters, place, nodes.theta)
    c, q = place.size, len(nodes.theta)
    together = np.zeros((q, c, c))
    own_scores = np.zeros((c, c))
    for block in _blocks(codes, curve, place, nodes):
        own = weights[block.rows]
        roots = np.sqrt(block.posterior * own[:, None])
        for point in range(q):
            scaled = block.indicators * roots[:, point, None]
            together[point] += scaled.T @ scaled
        scores = _pattern_scores(block, curve, place, nodes.theta)
        own_scores += scores.T @ (scores * own[:, None])
    by_category = score_matrix(curve, place, nodes.theta)
    squared = np.einsum("qia,qij->aj", by_category, together @ by_category, optimize=True)
    counts = np.ascontiguousarray(np.diagonal(together, axis1=1, axis2=2).T)
    observed = own_scores - squared - second_derivatives(counts, curve, place, nodes.theta)
    return np.asarray((observed + observed.T) / 2)


@one_blas_thread
def score_products(
    codes: NDArray[np.uint8], squares: Floats, parameters: Floats, place: Layout, nodes: Nodes
) -> Floats:
    """Sum over the patterns of `squares` · score · score', the middle of a sandwich, shape (c, c).

    Parameters
    ----------
    codes, parameters, place, nodes
        As for `expectation`.
    squares : array, shape (m,)
        Sum of the squared weights of the respondents with the pattern.
    """
    curve = curves(parameters, place, nodes.theta)
    products = np.zeros((place.size, place.size))
    for block in _blocks(codes, curve, place, nodes):
        scores = _pattern_scores(block, curve, place, nodes.theta)
        products += scores.T @ (scores * squares[block.rows, None])
    return products


class FactorSummary(NamedTuple):
    """What is needed of posterior means and variances, summed over the respondents.

    Attributes
    ----------
    variance_of_means : float
        With divisor n − 1.
    mean_variance : float
    residual_covariances : array, shape (k, k)
        Of answers (as points) minus their expectation at the posterior mean.
    """

    variance_of_means: float
    mean_variance: float
    residual_covariances: Floats

    @property
    def residual_correlations(self) -> Floats:
        """Yen's Q3, shape (k, k), 1 on the diagonal."""
        std_dev = np.sqrt(np.diag(self.residual_covariances))
        correlations = self.residual_covariances / np.outer(std_dev, std_dev)
        np.fill_diagonal(correlations, 1.0)
        return np.asarray(correlations)


@one_blas_thread
def factor_summary(
    codes: NDArray[np.uint8], weights: Floats, parameters: Floats, place: Layout, nodes: Nodes, points: Floats
) -> FactorSummary:
    """Pass over the patterns for the moments of posterior means and of the residuals behind Yen's Q3.

    Parameters
    ----------
    points : array, shape (c,)
        Points of each category.
    """
    curve = curves(parameters, place, nodes.theta)
    n = float(weights.sum())
    sums, residual_sums = np.zeros(3), np.zeros(len(place.sizes))
    products = np.zeros((len(place.sizes), len(place.sizes)))
    for block in _blocks(codes, curve, place, nodes):
        own = weights[block.rows]
        mean = block.posterior @ nodes.theta
        sums += own @ mean, own @ mean**2, own @ (block.posterior @ nodes.theta**2 - mean**2)
        expected = expected_points(parameters, place, mean, points).T
        residual = points[codes[block.rows] + place.starts] - expected
        residual_sums += own @ residual
        products += residual.T @ (residual * own[:, None])
    variance = (sums[1] - sums[0] ** 2 / n) / (n - 1)
    return FactorSummary(
        float(variance), float(sums[2] / n), products / n - np.outer(residual_sums, residual_sums) / n**2
    )


def _blocks(codes: NDArray[np.uint8], curve: Curves, place: Layout, nodes: Nodes) -> Iterator[_Block]:
    prior = np.log(nodes.weights)
    for first in range(0, len(codes), BLOCK_PATTERNS):
        rows = slice(first, first + BLOCK_PATTERNS)
        marked = indicators(codes[rows], place)
        joint = marked @ curve.log_probability
        joint += prior
        top = joint.max(axis=1)
        joint -= top[:, None]
        np.exp(joint, out=joint)
        total = joint.sum(axis=1)
        joint /= total[:, None]
        yield _Block(rows, marked, joint, top + np.log(total))


def _pattern_scores(block: _Block, curve: Curves, place: Layout, theta: Floats) -> Floats:
    """Differentiate each pattern's log-likelihood by the parameters, shape (rows, c)."""
    lower = block.indicators * (block.posterior @ curve.lower.T)
    upper = block.indicators * (block.posterior @ curve.upper.T)
    scores = lower
    scores[:, 1:] -= upper[:, :-1]
    by_slope = block.indicators * (block.posterior @ (theta * (curve.lower - curve.upper)).T)
    scores[:, place.starts] = np.add.reduceat(by_slope, place.starts, axis=1)
    return np.asarray(scores)
