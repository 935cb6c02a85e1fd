"""Coefficient alpha and item-rest correlations from covariance matrices, one or a stack of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


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
