r"""Polychoric correlations of many pairs of items from their tables, and the scores that standard errors need.

Two steps (Olsson 1979): thresholds from the margins, then for each pair the correlation that maximises
:math:`\sum n_{ab} \ln \pi_{ab}(\rho)` given the thresholds. The derivative of a cell's probability in the correlation
is a double difference of bivariate densities (Plackett 1954), so Newton's method needs no numerical derivative.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from workbench.arrays import Bools, Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.ordered_answers.bivariate_normal import (
    FAR,
    SMALLEST,
    density,
    rectangle_probabilities,
    second_difference,
)
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers
from workbench.numerics.ordered_answers.item_pairs import both_items

MAX_ITERATIONS = 100
TOLERANCE = 1e-11
NEWTON_TOLERANCE = 1e-6  # of a step of Newton's, which leaves an error of about its square
# Respondents per block of casewise scores: bounds memory, keeps a block in the processor's cache.
BLOCK_ROWS = 8_192


def thresholds(counts: Floats) -> Floats:
    """Cut the normal distribution into the shares of the categories.

    Parameters
    ----------
    counts : array, shape (..., size)
        Sums of weights per category; zeros after an item's last category.

    Returns
    -------
    array, shape (..., size − 1)
        Infinity after an item's last threshold.
    """
    shares = np.cumsum(counts, axis=-1)[..., :-1] / counts.sum(axis=-1, keepdims=True)
    last = np.cumsum(counts[..., ::-1], axis=-1)[..., -2::-1] <= 0
    return np.asarray(np.where(last, np.inf, ndtri(np.where(last, 0.5, shares))))


def fit_correlations(tables: Floats, cuts: Floats, *, start: Floats) -> tuple[Floats, Bools]:
    """Maximise the likelihood of each table in its correlation.

    Newton's method on the score, kept inside a bracket that shrinks with every sign.

    Parameters
    ----------
    tables : array, shape (..., p, size, size)
        Sums of weights; none of them monotone (`contingency.is_monotone`), whose maximum is at ±1.
    cuts : array, shape (..., k, size − 1)
        Thresholds of the items.
    start : array, shape (..., p)
        Correlations to start from.

    Returns
    -------
    tuple of array, shape (..., p), and array of bool, shape (..., p)
        Correlations, and whether the search converged.
    """
    tables, rows, columns = one_by_one(tables, cuts)
    rho = np.clip(start.ravel(), -0.9, 0.9)
    low, high = np.full(len(rho), -1.0), np.full(len(rho), 1.0)
    active = np.arange(len(rho))
    for _ in range(MAX_ITERATIONS):
        slope, curvature = derivatives(tables[active], rows[active], columns[active], rho[active])
        rising, now = slope > 0, rho[active]
        low[active], high[active] = np.where(rising, now, low[active]), np.where(rising, high[active], now)
        with np.errstate(divide="ignore", invalid="ignore"):
            proposed = now - slope / curvature
        usable = (curvature < 0) & (proposed > low[active]) & (proposed < high[active])
        rho[active] = np.where(usable, proposed, (low[active] + high[active]) / 2)
        rho[active] = np.where(slope == 0, now, rho[active])
        moved = np.abs(rho[active] - now)
        active = active[moved > np.where(usable, NEWTON_TOLERANCE, TOLERANCE) * (1 - np.abs(now))]
        if not active.size:
            break
    converged = np.ones(len(rho), dtype=bool)
    converged[active] = False
    return rho.reshape(start.shape), converged.reshape(start.shape)


def one_by_one(tables: Floats, cuts: Floats) -> tuple[Floats, Floats, Floats]:
    """Line up the pairs of all samples.

    Parameters
    ----------
    tables : array, shape (..., p, size, size)
    cuts : array, shape (..., k, size − 1)

    Returns
    -------
    tuple of arrays, shape (p', size, size), (p', size − 1) and (p', size − 1)
        Tables, and thresholds of the first and of the second item.
    """
    size = tables.shape[-1]
    rows, columns = (of_item.reshape(-1, size - 1) for of_item in both_items(cuts))
    return tables.reshape(-1, size, size), rows, columns


def derivatives(tables: Floats, rows: Floats, columns: Floats, rho: Floats) -> tuple[Floats, Floats]:
    """Differentiate each log-likelihood in its correlation, once and twice.

    Parameters
    ----------
    tables : array, shape (p, size, size)
        Sums of weights.
    rows, columns : array, shape (p, size − 1)
        Thresholds.
    rho : array, shape (p,)

    Returns
    -------
    tuple of two arrays, shape (p,)
        Where somebody gave an answer whose probability underflows, the slope is infinite towards 0 and the curvature 0.
    """
    probability = rectangle_probabilities(rows, columns, rho, needed=tables > 0)
    x, y, r = np.minimum(rows, FAR)[:, :, None], np.minimum(columns, FAR)[:, None, :], rho[:, None, None]
    first = density(x, y, r)
    second = first * _growth(x, y, r)
    probability = np.where(tables > 0, probability, 1.0)
    lost = (probability <= SMALLEST).any(axis=(1, 2))
    ratio = second_difference(first) / probability
    curved = second_difference(second) / probability
    slope, curvature = (tables * ratio).sum(axis=(1, 2)), (tables * (curved - ratio**2)).sum(axis=(1, 2))
    return np.where(lost, np.copysign(np.inf, -rho), slope), np.where(lost, 0.0, curvature)


class PairScores(NamedTuple):
    """Derivatives of one respondent's log-likelihood, by pair of items and by cell, and of the sums of scores.

    Attributes
    ----------
    correlation : array, shape (p, size, size)
        In the correlation of the pair.
    information : array, shape (p,)
        Less the derivative of the sum of these scores in the correlation itself.
    row_cross, column_cross : array, shape (p, size − 1)
        The same in each threshold of the first and of the second item.
    """

    correlation: Floats
    information: Floats
    row_cross: Floats
    column_cross: Floats


def pair_scores(tables: Floats, rows: Floats, columns: Floats, rho: Floats, *, robust: bool) -> PairScores:
    """Scores at the estimates and their derivatives; cells without respondents are 0.

    Parameters
    ----------
    tables : array, shape (p, size, size)
        Sums of weights.
    rows, columns : array, shape (p, size − 1)
    rho : array, shape (p,)
    robust : bool
        The derivatives themselves. Otherwise what they are expected to be where the latent responses are normal: sums
        over the respondents of products of two scores.
    """
    filled = tables > 0
    probability = np.where(filled, rectangle_probabilities(rows, columns, rho, needed=filled), 1.0)
    x, y, r = np.minimum(rows, FAR), np.minimum(columns, FAR), rho[:, None, None]
    across, down = x[:, :, None], y[:, None, :]
    first = density(across, down, r)
    score = np.where(filled, second_difference(first) / probability, 0.0)
    information = (tables * score**2).sum(axis=(1, 2))
    cross = tables * score / probability
    by_row = (cross[:, :-1, :] - cross[:, 1:, :]) * slice_densities(x, y, rho)
    by_column = (cross[:, :, :-1] - cross[:, :, 1:]).transpose(0, 2, 1) * slice_densities(y, x, rho)
    if robust:
        found, rest = tables / probability, (1 - r) * (1 + r)
        information = information - (found * second_difference(first * _growth(across, down, r))).sum(axis=(1, 2))
        ends = ((0, 0), (0, 0), (1, 1))
        steep = np.diff(np.pad(first * (r * down - across) / rest, ends), axis=2)
        by_row -= (found[:, :-1, :] - found[:, 1:, :]) * steep
        steep = np.diff(np.pad((first * (r * across - down) / rest).transpose(0, 2, 1), ends), axis=2)
        by_column -= (found[:, :, :-1] - found[:, :, 1:]).transpose(0, 2, 1) * steep
    return PairScores(score, information, by_row.sum(axis=2), by_column.sum(axis=2))


def _growth(x: Floats, y: Floats, rho: Floats) -> Floats:
    """Differentiate the logarithm of the bivariate density in the correlation."""
    rest = (1 - rho) * (1 + rho)
    return np.asarray(rho / rest + (x * y * (1 + rho * rho) - rho * (x * x + y * y)) / rest**2)


def slice_densities(x: Floats, y: Floats, rho: Floats) -> Floats:
    """Density at each threshold x times the probability of each category of y given x, shape (p, size − 1, size)."""
    spread, r = np.sqrt((1 - rho) * (1 + rho))[:, None, None], rho[:, None, None]
    ends = (y[:, None, :] - r * x[:, :, None]) / spread
    ends = np.pad(ends, ((0, 0), (0, 0), (1, 1)), constant_values=((0, 0), (0, 0), (-np.inf, np.inf)))
    low, high = ends[:, :, :-1], ends[:, :, 1:]
    beyond = low > 0  # the upper tail by itself keeps its digits
    inside = ndtr(np.where(beyond, -low, high)) - ndtr(np.where(beyond, -high, low))
    return np.asarray(normal_density(x)[:, :, None] * inside)


def normal_density(x: Floats) -> Floats:
    """Return the standard normal density, 0 at infinity."""
    return np.asarray(np.exp(-x * x / 2) / np.sqrt(2 * np.pi))


def threshold_scores(cuts: Floats, counts: Floats) -> Floats:
    """Differentiate one answer's log-likelihood in each threshold of its item, shape (k, size, size − 1).

    Parameters
    ----------
    cuts : array, shape (k, size − 1)
        Thresholds; infinity after an item's last one.
    counts : array, shape (k, size)
        Sums of weights per category.
    """
    k, size = counts.shape
    height, share = normal_density(cuts), counts / counts.sum(axis=1, keepdims=True)
    scores = np.zeros((k, size, size - 1))
    inner = np.arange(size - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores[:, inner, inner] = np.where(np.isfinite(cuts), height / share[:, :-1], 0.0)
        scores[:, inner + 1, inner] = np.where(np.isfinite(cuts), -height / share[:, 1:], 0.0)
    return scores


@one_blas_thread
def score_products(answers: OrderedAnswers, item_scores: Floats, correlation_scores: Floats) -> Floats:
    """Sum over the respondents of the products of their scores, weights squared.

    Parameters
    ----------
    answers : OrderedAnswers
    item_scores : array, shape (k, size, q)
        Scores of an answer in the q thresholds of its item.
    correlation_scores : array, shape (p, size, size)

    Returns
    -------
    array, shape (k q + p, k q + p)
        Thresholds item by item, then correlations in the order of `item_pairs`.
    """
    if answers.incomplete:  # what is missing has no score
        item_scores = np.pad(item_scores, ((0, 0), (0, 1), (0, 0)))
        correlation_scores = np.pad(correlation_scores, ((0, 0), (0, 1), (0, 1)))
    k, size, q = item_scores.shape
    codes, weights, (first, second) = answers.codes, answers.weights, answers.pairs
    flat = correlation_scores.reshape(len(first), -1)
    total = np.zeros((k * q + len(first),) * 2)
    for begin in range(0, codes.shape[1], BLOCK_ROWS):
        block = codes[:, begin : begin + BLOCK_ROWS].astype(np.intp)
        scores = np.empty((len(total), block.shape[1]))
        for item in range(k):
            np.take(item_scores[item].T, block[item], axis=1, out=scores[item * q : (item + 1) * q], mode="clip")
        rows = block * size
        for pair, (i, j) in enumerate(zip(first, second, strict=True)):
            np.take(flat[pair], rows[i] + block[j], out=scores[k * q + pair], mode="clip")
        if weights is not None:
            scores *= weights[begin : begin + BLOCK_ROWS]
        total += scores @ scores.T
    return total
