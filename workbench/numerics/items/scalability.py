r"""Loevinger's scalability coefficients from tables of item pairs, and how each answer moves them.

The coefficient of a pair is its covariance over the largest covariance that the two margins allow,

.. math:: H_{ij} = s_{ij} / m_{ij}, \qquad
    m_{ij} = \sum_{ab} \Delta x_a \Delta y_b \left[\min(F_a, G_b) - F_a G_b\right],

with cumulative shares F and G and steps of points between neighbouring categories. An item's coefficient is the ratio
of sums over its pairs, that of the scale over all pairs. Weighted Guttman errors give the same numbers (Molenaar 1991).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.ordered_answers import BLOCK_ROWS, OrderedAnswers, both_items


class Scalability(NamedTuple):
    """Coefficients of pairs, items and the scale; a stack of them where the tables are a stack.

    Attributes
    ----------
    pairs : array, shape (..., p)
    items : array, shape (..., k)
    scale : array, shape (...)
    """

    pairs: Floats
    items: Floats
    scale: Floats


class PairMoments(NamedTuple):
    """What the coefficients are made of.

    Attributes
    ----------
    covariances, largest : array, shape (..., p)
        Covariance of each pair, and the largest that its margins allow.
    row_shares, column_shares : array, shape (..., p, size)
        Margins of each pair.
    row_means, column_means : array, shape (..., p)
    """

    covariances: Floats
    largest: Floats
    row_shares: Floats
    column_shares: Floats
    row_means: Floats
    column_means: Floats


def pair_moments(tables: Floats, points: Floats) -> PairMoments:
    """Covariances of item pairs and their upper limits.

    Parameters
    ----------
    tables : array, shape (..., p, size, size)
        Sums of weights, pairs in the order of `item_pairs`.
    points : array, shape (k, size)
        Points of each category, the last one repeated where an item has fewer.
    """
    x, y = both_items(points)
    shares = tables / tables.sum(axis=(-2, -1), keepdims=True)
    rows, columns = shares.sum(axis=-1), shares.sum(axis=-2)
    row_means, column_means = (rows * x).sum(axis=-1), (columns * y).sum(axis=-1)
    centred_x, centred_y = x - row_means[..., None], y - column_means[..., None]
    covariances = np.einsum("...pab,...pa,...pb->...p", shares, centred_x, centred_y)
    below_x, below_y = _below(rows)[..., :, None], _below(columns)[..., None, :]
    room = np.minimum(below_x, below_y) - below_x * below_y
    largest = np.einsum("...pab,pa,pb->...p", room, np.diff(x), np.diff(y))
    return PairMoments(covariances, largest, rows, columns, row_means, column_means)


def scalability(moments: PairMoments, n_items: int) -> Scalability:
    """Coefficients of pairs, items and the scale."""
    own = np.add(*both_items(np.eye(n_items)))  # 1 for the two items of a pair
    return Scalability(
        moments.covariances / moments.largest,
        (moments.covariances @ own) / (moments.largest @ own),
        np.asarray(moments.covariances.sum(axis=-1) / moments.largest.sum(axis=-1)),
    )


def pair_variances(answers: OrderedAnswers, moments: PairMoments) -> Floats:
    """Variance of each pair's coefficient by the delta method.

    Parameters
    ----------
    answers : OrderedAnswers
        Weights that sum to the number of respondents.
    moments : PairMoments
    """
    x, y = both_items(answers.points)
    centred_x, centred_y = x - moments.row_means[:, None], y - moments.column_means[:, None]
    by_row, by_column = _largest_moves(answers.points, moments)
    coefficients = (moments.covariances / moments.largest)[:, None, None]
    moved = centred_x[:, :, None] * centred_y[:, None, :] - coefficients * (by_row[:, :, None] + by_column[:, None, :])
    moved = (moved - moments.covariances[:, None, None]) / moments.largest[:, None, None]
    return np.asarray((answers.squared_tables * moved**2).sum(axis=(1, 2)) / float(answers.n_respondents) ** 2)


def item_and_scale_variances(answers: OrderedAnswers, moments: PairMoments) -> Floats:
    """Variance of the items' coefficients and, last, of the scale's, shape (k + 1,), in one pass over the respondents.

    Parameters
    ----------
    answers : OrderedAnswers
        Weights that sum to the number of respondents.
    moments : PairMoments
    """
    codes, weights, points = answers.codes, answers.weights, answers.points
    k, n = codes.shape
    moves, means, sums, largest = _answer_moves(answers, moments)
    squares = np.zeros(k + 1)
    for begin in range(0, n, BLOCK_ROWS):
        block = codes[:, begin : begin + BLOCK_ROWS]
        deviations = np.empty(block.shape)
        moved = np.zeros((k + 1, block.shape[1]))
        for item in range(k):
            deviations[item] = (points[item] - means[item])[block[item]]
            moved += np.take(moves[item], block[item], axis=1)
        total = deviations.sum(axis=0)
        products = deviations * (total - deviations)
        moved[:k] += products
        moved[k] += products.sum(axis=0)
        moved -= sums[:, None]
        if weights is not None:
            moved *= weights[begin : begin + BLOCK_ROWS]
        squares += np.einsum("in,in->i", moved, moved)
    return np.asarray(squares / (float(n) * largest) ** 2)


def _answer_moves(answers: OrderedAnswers, moments: PairMoments) -> tuple[Floats, Floats, Floats, Floats]:
    """How an answer to each item moves the sums behind each coefficient through the largest covariances.

    Returns
    -------
    tuple of arrays
        Moves, shape (k, k + 1, size): by each item's answer, of the k items' and of the scale's sums; means of the
        items, shape (k,); sums of covariances and of largest covariances, shape (k + 1,).
    """
    points, (first, second) = answers.points, answers.pairs
    k = len(points)
    coefficients = scalability(moments, k)
    by_row, by_column = _largest_moves(points, moments)
    moves = np.zeros((k, k + 1, points.shape[1]))
    means, sums, largest = np.zeros(k), np.zeros(k + 1), np.zeros(k + 1)
    for pair, (i, j) in enumerate(zip(first, second, strict=True)):
        means[i], means[j] = moments.row_means[pair], moments.column_means[pair]
        for target, coefficient in ((i, coefficients.items[i]), (j, coefficients.items[j])):
            moves[i, target] -= coefficient * by_row[pair]
            moves[j, target] -= coefficient * by_column[pair]
            sums[target] += moments.covariances[pair]
            largest[target] += moments.largest[pair]
        moves[i, k] -= 2 * coefficients.scale * by_row[pair]
        moves[j, k] -= 2 * coefficients.scale * by_column[pair]
    sums[k], largest[k] = 2 * moments.covariances.sum(), 2 * moments.largest.sum()
    return moves, means, sums, largest


def _largest_moves(points: Floats, moments: PairMoments) -> tuple[Floats, Floats]:
    """How an answer to the first and to the second item of a pair moves its largest covariance, each (p, size).

    Where two cumulative shares are equal, either may be the smaller one after the move: half of each counts.
    """
    gaps_x, gaps_y = both_items(np.diff(points))
    below_x, below_y = _below(moments.row_shares), _below(moments.column_shares)
    difference = below_x[:, :, None] - below_y[:, None, :]
    difference = np.where(np.abs(difference) < 1e-12, 0.0, difference)  # equal but for rounding
    smaller_x = np.where(difference == 0, 0.5, difference < 0)
    by_x = np.einsum("pab,pa,pb->pa", smaller_x - below_y[:, None, :], gaps_x, gaps_y)
    by_y = np.einsum("pab,pa,pb->pb", 1 - smaller_x - below_x[:, :, None], gaps_x, gaps_y)
    return _accumulated(by_x, below_x), _accumulated(by_y, below_y)


def _accumulated(slopes: Floats, below: Floats) -> Floats:
    """Sum over the steps of slope × (1 if the answer lies below the step − share below), per category."""
    from_here = np.cumsum(slopes[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(np.pad(from_here, ((0, 0), (0, 1))) - (slopes * below).sum(axis=1, keepdims=True))


def _below(shares: Floats) -> Floats:
    """Cumulative shares below each step, the last category left out."""
    return np.asarray(np.cumsum(shares, axis=-1)[..., :-1])
