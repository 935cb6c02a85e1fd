"""Weighted moments of complete data: one pass over the respondents, everything else from k × k matrices."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread

# Respondents per block: 2^15 rows × 40 items are 10 MB, so memory stays flat for millions of respondents.
BLOCK_ROWS = 32_768


@one_blas_thread
def covariance_matrix(values: Floats, weights: Floats) -> Floats:
    """Covariances with divisor n − 1.

    Parameters
    ----------
    values : array, shape (n, k)
    weights : array, shape (n,)
        Rescaled to sum to n; ones give the ordinary covariance matrix.

    Returns
    -------
    array, shape (k, k)
        sum of w (x − m)(x − m)' / (n − 1) with the weighted means m.
    """
    n, k = values.shape
    means = weights @ values / weights.sum()
    products = np.zeros((k, k))
    for first in range(0, n, BLOCK_ROWS):
        centred = values[first : first + BLOCK_ROWS] - means
        products += (centred * weights[first : first + BLOCK_ROWS, None]).T @ centred
    return np.asarray((products + products.T) / (2 * (n - 1)))


@one_blas_thread
def replicate_covariances(values: Floats, weights: Floats) -> Floats:
    """Covariance matrices under many weights at once, divisor n − 1.

    Parameters
    ----------
    values : array, shape (n, k)
    weights : array, shape (n, R)
        Each column rescaled to sum to n.

    Returns
    -------
    array, shape (R, k, k)
        As `covariance_matrix` under each column of `weights`.
    """
    n, k = values.shape
    centre = values.mean(axis=0)
    sums = np.zeros((weights.shape[1], k + k * (k + 1) // 2))
    for first in range(0, n, BLOCK_ROWS):
        sums += weights[first : first + BLOCK_ROWS].T @ with_products(values[first : first + BLOCK_ROWS] - centre)
    return np.asarray(covariances_of_moments(sums / n, k) * (n / (n - 1)))


def with_products(deviations: Floats) -> Floats:
    """Return deviations and their products, upper triangle row by row, shape (n, k + k (k + 1) / 2) from (n, k)."""
    rows, columns = np.triu_indices(deviations.shape[1])
    return np.column_stack([deviations, deviations[:, rows] * deviations[:, columns]])


def covariances_of_moments(moments: Floats, k: int) -> Floats:
    """Covariance matrices, shape (R, k, k), from R weighted means of the columns of `with_products`."""
    rows, columns = np.triu_indices(k)
    means = moments[:, :k]
    found = np.empty((len(moments), k, k))
    found[:, rows, columns] = moments[:, k:] - means[:, rows] * means[:, columns]
    found[:, columns, rows] = found[:, rows, columns]
    return found


def correlation_matrix(covariances: Floats) -> Floats:
    """Correlations from one covariance matrix or a stack of them, shape (..., k, k), with an exact unit diagonal."""
    scale = np.sqrt(np.diagonal(covariances, axis1=-2, axis2=-1))
    correlations = covariances / (scale[..., :, None] * scale[..., None, :])
    k = correlations.shape[-1]
    correlations[..., range(k), range(k)] = 1.0
    return np.asarray(correlations)


@one_blas_thread
def smallest_eigenvalues(matrices: Floats) -> Floats:
    """Smallest eigenvalue of each matrix of a stack, shape (B,) from (B, k, k)."""
    return np.asarray(np.linalg.eigvalsh(matrices)[:, 0])


@one_blas_thread
def skewness_and_kurtosis(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Third and fourth moments over powers of s with divisor n − 1 (``psych::skew(x, type = 3)``), kurtosis − 3.

    Parameters
    ----------
    values : array, shape (n, k)
    weights : array, shape (n,), rescaled to sum to n

    Returns
    -------
    tuple of two arrays, shape (k,)
    """
    n, k = values.shape
    means = weights @ values / weights.sum()
    moments = np.zeros((3, k))
    for first in range(0, n, BLOCK_ROWS):
        centred = values[first : first + BLOCK_ROWS] - means
        block_weights, square = weights[first : first + BLOCK_ROWS], centred * centred
        moments += np.stack([block_weights @ square, block_weights @ (square * centred), block_weights @ square**2])
    variance = moments[0] / (n - 1)
    return moments[1] / n / variance**1.5, moments[2] / n / variance**2 - 3
