"""Coefficient alpha, its precision, item-rest correlations and Guttman's bounds from covariance matrices."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.moments import correlation_matrix

# Respondents per block of casewise influence: bounds memory.
BLOCK_ROWS = 32_768


def alpha(covariances: Floats) -> Floats:
    """Alpha, k / (k − 1) · (1 − trace / sum), shape (...,) from (..., k, k)."""
    k = covariances.shape[-1]
    own = np.trace(covariances, axis1=-2, axis2=-1)
    return np.asarray(k / (k - 1) * (1 - own / covariances.sum(axis=(-2, -1))))


def rest_variances(covariances: Floats) -> Floats:
    """Variance of the sum of the other items, shape (..., k)."""
    rows, own = covariances.sum(axis=-1), np.diagonal(covariances, axis1=-2, axis2=-1)
    return np.asarray(rows.sum(axis=-1, keepdims=True) - 2 * rows + own)


def item_rest_correlations(covariances: Floats) -> Floats:
    """Correlation of each item with the sum of the others, shape (..., k)."""
    rows, own = covariances.sum(axis=-1), np.diagonal(covariances, axis1=-2, axis2=-1)
    return np.asarray((rows - own) / np.sqrt(own * rest_variances(covariances)))


def alpha_if_deleted(covariances: Floats) -> Floats:
    """Alpha of the k − 1 other items, k > 2, shape (..., k)."""
    k = covariances.shape[-1]
    own = np.diagonal(covariances, axis1=-2, axis2=-1)
    other_own = own.sum(axis=-1, keepdims=True) - own
    return np.asarray((k - 1) / (k - 2) * (1 - other_own / rest_variances(covariances)))


def normal_theory_variance(covariances: Floats) -> float:
    """Variance of √n times alpha under normal answers, not necessarily parallel (van Zyl, Neudecker & Nel 2000)."""
    k, total, own = len(covariances), covariances.sum(), np.trace(covariances)
    squares = covariances @ covariances
    inner = total * (np.trace(squares) + own**2) - 2 * own * squares.sum()
    return float(2 * k**2 / ((k - 1) ** 2 * total**3) * inner)


def linearised_variances(values: Floats, weights: Floats, covariances: Floats) -> Floats:
    r"""Variance of alpha and of standardised alpha from the influence of each respondent.

    With deviations d from the weighted means, t = sum of d, and z = d over standard deviations, the influences are

    * alpha: :math:`-\frac{k}{k-1} \frac1V \left(\sum_i d_i^2 - \frac{T}{V} t^2\right)`, T and V trace and sum of s;
    * standardised alpha: :math:`\frac{k^2}{k-1} \frac{1}{S^2} \left((\sum_i z_i)^2 - \sum_i z_i^2 r_{i.}\right)`, S the
      sum of all correlations and r_i. that of row i.

    Parameters
    ----------
    values : array, shape (n, k)
    weights : array, shape (n,)
        Rescaled to sum to n.
    covariances : array, shape (k, k)

    Returns
    -------
    array, shape (2,)
        n / (n − 1) times the sum of (weight × influence / n)².
    """
    n, k = values.shape
    means, total, own = weights @ values / n, covariances.sum(), np.trace(covariances)
    scale = np.sqrt(np.diag(covariances) * (n - 1) / n)
    rows = correlation_matrix(covariances).sum(axis=1)
    plain, standardised = 0.0, 0.0
    for first in range(0, n, BLOCK_ROWS):
        centred, part = values[first : first + BLOCK_ROWS] - means, weights[first : first + BLOCK_ROWS]
        influence = (centred**2).sum(axis=1) - own / total * centred.sum(axis=1) ** 2
        plain += float(((part * influence) ** 2).sum())
        z = centred / scale
        influence = z.sum(axis=1) ** 2 - z**2 @ rows
        standardised += float(((part * influence) ** 2).sum())
    factors = np.array([k / (k - 1) * n / (n - 1) / total, k**2 / (k - 1) / rows.sum() ** 2])
    return np.asarray(factors**2 * np.array([plain, standardised]) / (n * (n - 1)))


def guttman_bounds(covariances: Floats) -> Floats:
    """Guttman's lower bounds lambda 1, 2, 3, 5 and 6, shape (..., 5); lambda 4 needs the split halves.

    Lambda 6 takes the error variances of each item's regression on the others, one over the diagonal of the inverse.
    """
    k = covariances.shape[-1]
    total, own = covariances.sum(axis=(-2, -1)), np.trace(covariances, axis1=-2, axis2=-1)
    squares = (covariances**2).sum(axis=-1) - np.diagonal(covariances, axis1=-2, axis2=-1) ** 2
    first = 1 - own / total
    errors = (1 / np.diagonal(np.linalg.inv(covariances), axis1=-2, axis2=-1)).sum(axis=-1)
    bounds = np.stack(
        [
            first,
            first + np.sqrt(k / (k - 1) * squares.sum(axis=-1)) / total,
            k / (k - 1) * first,
            first + 2 * np.sqrt(squares.max(axis=-1)) / total,
            1 - errors / total,
        ],
        axis=-1,
    )
    return np.asarray(bounds)
