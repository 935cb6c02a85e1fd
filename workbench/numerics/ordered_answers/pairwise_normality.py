r"""Does a bivariate normal variable lie behind the answers to two items? Tests of all pairs at two-step estimates.

.. math:: G = 2 \sum_{ab} n_{ab} \ln \frac{n_{ab}}{n \pi_{ab}(\hat\tau, \hat\rho)} - g^\top J^{-1} g

with g the slope of the pair's log-likelihood in its thresholds and correlation and J their expected information. The
thresholds come from the margins and not from the pair, so g is not 0; without its part G would exceed the chi-square of
ab − a − b degrees of freedom (Maydeu-Olivares, García-Forero, Gallardo-Pujol & Renom 2009).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats, Ints
from workbench.numerics.ordered_answers.bivariate_normal import (
    FAR,
    SMALLEST,
    density,
    rectangle_probabilities,
    second_difference,
)
from workbench.numerics.ordered_answers.item_pairs import item_pairs
from workbench.numerics.ordered_answers.pairwise_likelihood import one_by_one, slice_densities


class PairwiseNormality(NamedTuple):
    """Tests of all pairs.

    Attributes
    ----------
    statistic : array, shape (p,)
    df : array of int, shape (p,)
        0 for two items of two answers each, whose table every correlation fits.
    fewest : array, shape (p,)
        Respondents that the model expects in the rarest cell of the pair.
    """

    statistic: Floats
    df: Ints
    fewest: Floats


def pairwise_normality(tables: Floats, *, cuts: Floats, rho: Floats, sizes: Ints) -> PairwiseNormality:
    """Test every pair.

    Parameters
    ----------
    tables : array, shape (p, size, size)
        Numbers of respondents.
    cuts : array, shape (k, size − 1)
        Thresholds; infinity after an item's last one.
    rho : array, shape (p,)
    sizes : array of int, shape (k,)
        Answers of each item.
    """
    first, second = item_pairs(len(sizes))
    tables, rows, columns = one_by_one(tables, cuts)
    size, total = tables.shape[-1], tables.sum(axis=(1, 2), keepdims=True)
    exists = (np.arange(size) < sizes[first][:, None])[:, :, None] & (np.arange(size) < sizes[second][:, None])[:, None]
    probability = np.maximum(rectangle_probabilities(rows, columns, rho, needed=exists), SMALLEST)
    shares = np.where(tables > 0, tables / (total * probability), 1.0)
    ratio = 2 * (tables * np.log(shares)).sum(axis=(1, 2))
    scaled = _slopes(rows, columns, rho) / np.sqrt(probability)[..., None]
    scaled = np.where(exists[..., None], scaled, 0.0).reshape(len(rho), size * size, -1)
    away = np.where(exists, (tables - total * probability) / np.sqrt(total * probability), 0.0).reshape(len(rho), -1, 1)
    slope = (scaled.transpose(0, 2, 1) @ away)[:, :, 0]
    information = scaled.transpose(0, 2, 1) @ scaled
    explained = np.einsum("pi,pij,pj->p", slope, np.linalg.pinv(information, hermitian=True), slope)
    df = sizes[first] * sizes[second] - sizes[first] - sizes[second]
    fewest = np.where(exists, total * probability, np.inf).min(axis=(1, 2))
    return PairwiseNormality(ratio - explained, df, fewest)


def _slopes(rows: Floats, columns: Floats, rho: Floats) -> Floats:
    """Differentiate each cell's probability in the thresholds of the pair and in its correlation, the last axis."""
    x, y = np.minimum(rows, FAR), np.minimum(columns, FAR)
    p, inner = rows.shape
    found = np.zeros((p, inner + 1, inner + 1, 2 * inner + 1))
    by_row, by_column = slice_densities(x, y, rho), slice_densities(y, x, rho)
    for number in range(inner):
        found[:, number, :, number], found[:, number + 1, :, number] = by_row[:, number], -by_row[:, number]
        found[:, :, number, inner + number] = by_column[:, number]
        found[:, :, number + 1, inner + number] = -by_column[:, number]
    found[..., -1] = second_difference(density(x[:, :, None], y[:, None, :], rho[:, None, None]))
    return found


def misfit_of_pairs(tables: Floats, cuts: Floats, rho: Floats) -> Floats:
    """Sum over all cells of all pairs of (share − probability)², shape (B,) from samples (B, p, size, size)."""
    observed, rows, columns = one_by_one(tables, cuts)
    shares = observed / observed.sum(axis=(1, 2), keepdims=True)
    squares = (shares - rectangle_probabilities(rows, columns, rho.ravel())) ** 2
    return np.asarray(squares.sum(axis=(1, 2)).reshape(rho.shape).sum(axis=-1))
