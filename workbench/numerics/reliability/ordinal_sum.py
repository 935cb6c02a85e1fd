r"""Variance of a sum of ordered answers, and the part that a common factor explains (Green & Yang 2009).

The covariance of two items in points is a sum over their thresholds,
:math:`\sum_{c,d} \delta_c \epsilon_d (\Phi_2(\tau_c, \tau_d; \rho) - \Phi(\tau_c)\Phi(\tau_d))`, with δ and ε the
points between neighbouring answers.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from workbench.arrays import Floats
from workbench.numerics.ordered_answers import FAR, both_items, distribution_on_grid, pairs_of_matrix

# Pairs per block: 4,096 grids of 4 × 4 thresholds stay in the processor's cache.
BLOCK_PAIRS = 4_096


def categorical_omega(cuts: Floats, steps: Floats, correlations: Floats, loadings: Floats) -> Floats:
    """Share of the variance of the sum of points that one factor explains.

    Parameters
    ----------
    cuts : array, shape (B, k, size − 1)
        Thresholds; infinity where an item has fewer.
    steps : array, shape (k, size − 1)
        Points between neighbouring answers.
    correlations : array, shape (B, p)
        Polychoric, in the order of `item_pairs`: for the denominator.
    loadings : array, shape (B, k)
        Between −1 and 1.

    Returns
    -------
    array, shape (B,)
    """
    bounded = np.clip(cuts, -FAR, FAR)
    of_pairs, steps_of_pairs = both_items(bounded), both_items(steps)
    implied = pairs_of_matrix(loadings[:, :, None] * loadings[:, None, :])
    between = 2 * _covariances(of_pairs, steps_of_pairs, correlations).sum(axis=1)
    between_true = 2 * _covariances(of_pairs, steps_of_pairs, implied).sum(axis=1)
    own_true = _covariances((bounded, bounded), (steps, steps), loadings**2).sum(axis=1)
    lower = ndtr(bounded)
    below = np.minimum(lower[:, :, :, None], lower[:, :, None, :]) - lower[:, :, :, None] * lower[:, :, None, :]
    own = np.einsum("kc,bkcd,kd->b", steps, below, steps)
    return np.asarray((own_true + between_true) / (own + between))


def _covariances(cuts: tuple[Floats, Floats], steps: tuple[Floats, Floats], rho: Floats) -> Floats:
    """Covariance in points of each pair of items in each set, shape (B, pairs).

    Parameters
    ----------
    cuts : tuple of arrays, shape (B, pairs, size − 1)
        Of the first and of the second item.
    steps : tuple of arrays, shape (pairs, size − 1)
    rho : array, shape (B, pairs)
    """
    n_sets, n_pairs = rho.shape
    rows, columns = (of_item.reshape(-1, of_item.shape[2]) for of_item in cuts)
    product = steps[0][:, :, None] * steps[1][:, None, :]
    flat, found = rho.ravel(), np.empty(rho.size)
    for begin in range(0, len(flat), BLOCK_PAIRS):
        part = slice(begin, begin + BLOCK_PAIRS)
        joint = distribution_on_grid(rows[part], columns[part], flat[part])
        joint -= ndtr(rows[part])[:, :, None] * ndtr(columns[part])[:, None, :]
        which = np.arange(begin, begin + len(joint)) % n_pairs
        found[part] = (joint * product[which]).sum(axis=(1, 2))
    return found.reshape(n_sets, n_pairs)
