"""Pairs of items in their one order, (1, 2), (1, 3), …, (2, 3), …: values of pairs, their matrix, the two items."""

from __future__ import annotations

from functools import cache
from math import isqrt

import numpy as np

from workbench.arrays import Floats, Ints


@cache
def item_pairs(n_items: int) -> tuple[Ints, Ints]:
    """First and second item of each pair: (0, 1), (0, 2), …, (1, 2), …, each of shape (k (k − 1) / 2,)."""
    first, second = (items.astype(np.int64) for items in np.triu_indices(n_items, 1))
    for items in (first, second):
        items.setflags(write=False)  # everybody who asks gets the same arrays
    return first, second


def n_items_of(n_pairs: int) -> int:
    """Return how many items have so many pairs."""
    return (1 + isqrt(1 + 8 * n_pairs)) // 2


def matrix_of_pairs(values: Floats, *, diagonal: float) -> Floats:
    """Arrange one value per pair as a symmetric matrix; shape (..., k, k) from (..., p)."""
    k = n_items_of(values.shape[-1])
    first, second = item_pairs(k)
    matrix = np.full((*values.shape[:-1], k, k), diagonal)
    matrix[..., first, second] = matrix[..., second, first] = values
    return matrix


def pairs_of_matrix(matrix: Floats) -> Floats:
    """Take one value per pair out of a symmetric matrix; shape (..., p) from (..., k, k)."""
    first, second = item_pairs(matrix.shape[-1])
    return matrix[..., first, second]


def both_items(values: Floats) -> tuple[Floats, Floats]:
    """Give each pair the values of its first and of its second item; each of shape (..., p, m) from (..., k, m)."""
    first, second = item_pairs(values.shape[-2])
    return values[..., first, :], values[..., second, :]
