r"""Asymptotic covariance of thresholds and polychoric correlations (Muthén 1984; Muthén & Satorra 1995).

The estimates solve :math:`\sum_i w_i s_i(\theta) = 0`: the scores of each threshold from the margin of its item, the
score of each correlation from its pair. The sandwich is :math:`n B^{-1} M B^{-\top}` with
:math:`M = \sum w_i^2 s_i s_i^\top` and :math:`B = -\sum w_i \partial s_i / \partial\theta`, which holds whether or not
the latent responses are normal (White 1982; in two steps Newey & McFadden 1994). lavaan puts sums of products of scores
in place of the derivatives of the correlations' scores, equal to them only under normal latent responses. Those of the
thresholds are multinomial, and both are the same.
"""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers
from workbench.numerics.ordered_answers.contingency import margins
from workbench.numerics.ordered_answers.pairwise_likelihood import (
    normal_density,
    one_by_one,
    pair_scores,
    score_products,
    threshold_scores,
)


@one_blas_thread
def asymptotic_covariance(
    answers: OrderedAnswers, fitted: Floats, *, cuts: Floats, rho: Floats, robust: bool
) -> Floats:
    """Covariance of √n times the estimates.

    Parameters
    ----------
    answers : OrderedAnswers
        Weights rescaled to sum to n.
    fitted : array, shape (p, size, size)
        Tables with the continuity correction: as if so many more had given these two answers.
    cuts : array, shape (k, size − 1)
        Thresholds; infinity after an item's last one.
    rho : array, shape (p,)
    robust : bool
        Derivatives of the scores in B; otherwise, as lavaan, sums of products of scores.

    Returns
    -------
    array, shape (q + p, q + p)
        The q finite thresholds item by item, then the p correlations in the order of `item_pairs`.
    """
    k, inner = cuts.shape
    (first, second), counts = answers.pairs, answers.counts
    scores = pair_scores(*one_by_one(fitted, cuts), rho, robust=robust)
    item_scores = threshold_scores(cuts, counts)
    products = score_products(answers, item_scores, scores.correlation)
    own = np.einsum("kca,kc,kcb->kab", item_scores, counts, item_scores)
    size, p = k * inner, len(rho)
    bread = np.zeros((size + p, size + p))
    cross = np.zeros((p, k, inner))
    for item in range(k):
        bread[item * inner : (item + 1) * inner, item * inner : (item + 1) * inner] = own[item]
    cross[range(p), first], cross[range(p), second] = scores.row_cross, scores.column_cross
    bread[size:, :size] = cross.reshape(p, size)
    bread[range(size, size + p), range(size, size + p)] = scores.information
    kept = np.concatenate([np.isfinite(cuts).ravel(), np.ones(p, dtype=bool)])
    inverse = np.linalg.inv(bread[np.ix_(kept, kept)])
    added = ((fitted - answers.tables) * scores.correlation**2).sum(axis=(1, 2))
    products[range(size, size + p), range(size, size + p)] += added
    covariance = answers.n_respondents * inverse @ products[np.ix_(kept, kept)] @ inverse.T
    return np.asarray((covariance + covariance.T) / 2)


def normal_theory_variances(answers: OrderedAnswers, *, cuts: Floats, rho: Floats) -> Floats:
    r"""Diagonal of `asymptotic_covariance` with ``robust=False``, of complete answers from the tables of pairs alone.

    DWLS weighs by it: what weighs the statistics then tells nothing of how their errors are computed.

    Parameters
    ----------
    answers : OrderedAnswers
        Weights rescaled to sum to n.
    cuts : array, shape (k, size − 1)
    rho : array, shape (p,)

    Returns
    -------
    array, shape (q + p,)
    """
    if answers.incomplete:  # thresholds rest on respondents whom a pair's table lacks
        return np.diag(asymptotic_covariance(answers, answers.tables, cuts=cuts, rho=rho, robust=False))
    squared = answers.squared_tables
    finite = np.isfinite(cuts)
    shares = np.cumsum(answers.counts, axis=1)[:, :-1] / answers.n_respondents
    below = np.cumsum(margins(squared), axis=1)
    below, total = below[:, :-1], below[:, -1:]
    spread = below * (1 - shares) ** 2 + (total - below) * shares**2
    of_cuts = (spread / answers.n_respondents)[finite] / normal_density(cuts[finite]) ** 2
    return np.concatenate([of_cuts, correlation_variances(answers.tables, squared, cuts=cuts, rho=rho)])


def correlation_influences(tables: Floats, *, cuts: Floats, rho: Floats, robust: bool) -> Floats:
    r"""Return what one respondent with each two answers adds to a correlation, from the tables of pairs alone.

    With F the cumulative shares, the score of a cell and what reaches it through the thresholds,

    .. math:: \left(s_\rho(a, b) - \sum_c C_c \frac{1[a \le c] - F_c}{n\,\varphi(\tau_c)} - \dots\right) / I

    Parameters
    ----------
    tables : array, shape (..., p, size, size)
        Sums of weights.
    cuts : array, shape (..., k, size − 1)
        Thresholds of the items.
    rho : array, shape (..., p)
    robust : bool
        As for `asymptotic_covariance`.

    Returns
    -------
    array, shape (..., p, size, size)
    """
    counts, rows, columns = one_by_one(tables, cuts)
    scores = pair_scores(counts, rows, columns, rho.ravel(), robust=robust)
    through = _through_thresholds(counts.sum(axis=2), rows, scores.row_cross)[:, :, None]
    through = through + _through_thresholds(counts.sum(axis=1), columns, scores.column_cross)[:, None, :]
    return np.asarray((scores.correlation - through) / scores.information[:, None, None]).reshape(tables.shape)


def correlation_variances(
    tables: Floats, squared: Floats, *, cuts: Floats, rho: Floats, robust: bool = False
) -> Floats:
    """Diagonal of `asymptotic_covariance` that belongs to the correlations, from the tables of pairs alone.

    Parameters
    ----------
    tables, squared : array, shape (..., p, size, size)
        Sums of weights and of squared weights.
    cuts, rho, robust
        As for `correlation_influences`.

    Returns
    -------
    array, shape (..., p)
        Variance of √n times each correlation.
    """
    influence = correlation_influences(tables, cuts=cuts, rho=rho, robust=robust)
    return np.asarray(tables.sum(axis=(-2, -1)) * (squared * influence**2).sum(axis=(-2, -1)))


def covariance_of_correlations(answers: OrderedAnswers, influences: Floats) -> Floats:
    """Block of `asymptotic_covariance` that belongs to the correlations, shape (p, p), from their influences."""
    k, size = answers.counts.shape
    return np.asarray(answers.n_respondents * score_products(answers, np.empty((k, size, 0)), influences))


def _through_thresholds(counts: Floats, cuts: Floats, cross: Floats) -> Floats:
    """Return what each answer adds to a score through its item's thresholds, shape (p, size) from counts (p, size)."""
    total = counts.sum(axis=1, keepdims=True)
    below = np.cumsum(counts, axis=1)[:, :-1] / total
    inside = (below > 0) & (below < 1) & np.isfinite(cuts)
    slope = np.where(inside, cross / (total * np.where(inside, normal_density(cuts), 1.0)), 0.0)
    from_above = np.cumsum(slope[:, ::-1], axis=1)[:, ::-1]  # answers a have 1[a <= c] for every later threshold c
    return np.asarray(np.pad(from_above, ((0, 0), (0, 1))) - (slope * below).sum(axis=1, keepdims=True))
