r"""Asymptotic covariance of thresholds and polychoric correlations (Muthén 1984; Muthén & Satorra 1995).

The estimates solve :math:`\sum_i w_i s_i(\theta) = 0`: the scores of each threshold from the margin of its item, the
score of each correlation from its pair. The sandwich :math:`n B^{-1} M B^{-\top}` has
:math:`M = \sum w_i^2 s_i s_i^\top` and, by the information equality, sums of products of scores in place of the
derivatives in B (as lavaan does).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.numerics.contingency import item_pairs
from workbench.numerics.pairwise_likelihood import PairScores, score_products, threshold_scores

Floats = NDArray[np.float64]


def asymptotic_covariance(
    codes: NDArray[np.uint8], weights: Floats | None, *, cuts: Floats, counts: Floats, scores: PairScores, added: Floats
) -> Floats:
    """Covariance of √n times the estimates.

    Parameters
    ----------
    codes : array of int, shape (k, n)
        Category numbers.
    weights : array, shape (n,), optional
        Rescaled to sum to n.
    cuts : array, shape (k, size − 1)
        Thresholds; infinity after an item's last one.
    counts : array, shape (k, size)
        Sums of weights per category.
    scores : PairScores
    added : array, shape (p, size, size)
        Continuity correction of each cell: as if so many more had given these two answers.

    Returns
    -------
    array, shape (q + p, q + p)
        The q finite thresholds item by item, then the p correlations in the order of `item_pairs`.
    """
    k, inner = cuts.shape
    item_scores = threshold_scores(cuts, counts)
    products = score_products(codes, weights, item_scores, scores.correlation)
    own = np.einsum("kca,kc,kcb->kab", item_scores, counts, item_scores)
    first, second = item_pairs(k)
    size, p = k * inner, len(first)
    bread = np.zeros((size + p, size + p))
    cross = np.zeros((p, k, inner))
    for item in range(k):
        bread[item * inner : (item + 1) * inner, item * inner : (item + 1) * inner] = own[item]
    cross[range(p), first], cross[range(p), second] = scores.row_cross, scores.column_cross
    bread[size:, :size] = cross.reshape(p, size)
    bread[range(size, size + p), range(size, size + p)] = scores.information
    kept = np.concatenate([np.isfinite(cuts).ravel(), np.ones(p, dtype=bool)])
    inverse = np.linalg.inv(bread[np.ix_(kept, kept)])
    products[range(size, size + p), range(size, size + p)] += (added * scores.correlation**2).sum(axis=(1, 2))
    covariance = codes.shape[1] * inverse @ products[np.ix_(kept, kept)] @ inverse.T
    return np.asarray((covariance + covariance.T) / 2)
