"""Moments of deviations and of their products, up to the fourth order, in one pass over the respondents."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.structural_models.structural_model import lower_triangle

# Respondents per block: with 40 items 860 columns, so a block has 14 MB.
BLOCK_ROWS = 2_048


@one_blas_thread
def squared_moments(values: Floats, weights: Floats) -> tuple[float, Floats, Floats]:
    """Means of w², of w²z and of w²zz'.

    Parameters
    ----------
    values : array, shape (n, k)
    weights : array, shape (n,), rescaled to sum to n

    Returns
    -------
    tuple of float, array (s,), array (s, s)
        z are the k deviations from the weighted means and the k (k + 1) / 2 products of deviations less their weighted
        means, lower triangle column by column.
    """
    n, k = values.shape
    rows, columns = lower_triangle(k)
    means = weights @ values / n
    centre = np.zeros(len(rows))
    linear = np.zeros(k + len(rows))
    quadratic = np.zeros((len(linear), len(linear)))
    # Products are centred afterwards, which needs the plain means of w²z and w²zz' about zero.
    for first in range(0, n, BLOCK_ROWS):
        deviations = values[first : first + BLOCK_ROWS] - means
        weight = weights[first : first + BLOCK_ROWS]
        z = np.concatenate([deviations, deviations[:, rows] * deviations[:, columns]], axis=1)
        centre += weight @ z[:, k:]
        z *= weight[:, None]
        linear += weight @ z
        quadratic += z.T @ z
    square = float(weights @ weights) / n
    shift = np.concatenate([np.zeros(k), centre / n])
    linear, quadratic = linear / n, quadratic / n
    cross = np.outer(linear, shift)
    return square, linear - square * shift, quadratic - cross - cross.T + square * np.outer(shift, shift)
