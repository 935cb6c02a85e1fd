r"""Normal likelihood of respondents who answered different items, grouped by which items they answered.

.. math:: F = \tfrac12 \sum_p f_p \left[\log|\Sigma_p| + \mathrm{tr}(\Sigma_p^{-1} S_p)
          + (m_p - \mu_p)^\top \Sigma_p^{-1} (m_p - \mu_p)\right]

with :math:`\mu_p, \Sigma_p` the moments of the items answered in pattern p, :math:`m_p, S_p` the observed ones and
:math:`f_p` the part of the respondents; the constant of the density is left out. Inverses of all patterns are matrices
of all items with zeros where an item was not answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.sampling import jackknife_covariance
from workbench.numerics.structural_models.structural_model import lower_triangle

# Numbers in a block of stacked matrices (32 MB), and respondents in a block of casewise scores.
BLOCK_SIZE = 4_194_304
BLOCK_ROWS = 2_048


@dataclass(frozen=True, eq=False, kw_only=True)
class AnswerPatterns:
    """Answers of one group, sorted by which items were answered.

    Attributes
    ----------
    size : float
        Sum of the weights.
    share : float
        Part of all respondents.
    answered : array of bool, shape (P, k)
        Items of each pattern.
    first : array of int, shape (P + 1,)
        Where each pattern's respondents begin and, last, end.
    values : array, shape (n, k)
        Answers, zero where missing.
    weights : array, shape (n,)
    replicates : array, shape (n, R), or None
        Each replicate sums to n.
    """

    size: float
    share: float
    answered: Bools
    first: Ints
    values: Floats
    weights: Floats
    replicates: Floats | None

    @property
    def n_items(self) -> int:
        """Number of items."""
        return int(self.values.shape[1])

    @cached_property
    def parts(self) -> Floats:
        """Weighted part of the respondents in each pattern, shape (P,)."""
        return np.asarray(np.add.reduceat(self.weights, self.first[:-1]) / self.size)

    @cached_property
    def means(self) -> Floats:
        """Means of each pattern, zero where missing, shape (P, k)."""
        sums = np.add.reduceat(self.values * self.weights[:, None], self.first[:-1], axis=0)
        return np.asarray(sums / (self.size * self.parts[:, None]))

    @cached_property
    def covariances(self) -> Floats:
        """Covariances of each pattern, zero where missing, shape (P, k, k)."""
        found = np.zeros((len(self.parts), self.n_items, self.n_items))
        for pattern in np.flatnonzero(np.diff(self.first) > 1):
            rows = slice(self.first[pattern], self.first[pattern + 1])
            away = self.values[rows] - self.means[pattern]
            found[pattern] = (away * self.weights[rows, None]).T @ away / (self.size * self.parts[pattern])
        return found


def group_by_pattern(values: Floats, weights: Floats, replicates: Floats | None, share: float) -> AnswerPatterns:
    """Sort respondents by the items that they answered.

    Parameters
    ----------
    values : array, shape (n, k)
        NaN where an answer is missing; every respondent gave one.
    weights : array, shape (n,)
        Their sum is the size of the group.
    replicates : array, shape (n, R), or None
        Each column rescaled to sum to n.
    share : float
        Part of all respondents.
    """
    answered = ~np.isnan(values)
    _, chosen, pattern = np.unique(np.packbits(answered, axis=1), axis=0, return_index=True, return_inverse=True)
    pattern = pattern.ravel()
    order = np.argsort(pattern, kind="stable")
    return AnswerPatterns(
        size=float(weights.sum()),
        share=share,
        answered=answered[chosen],
        first=np.concatenate([[0], np.cumsum(np.bincount(pattern))]),
        values=np.nan_to_num(values[order]),
        weights=weights[order],
        replicates=None if replicates is None else replicates[order],
    )


def available_moments(patterns: AnswerPatterns) -> tuple[Floats, Floats]:
    """Mean of each item from its own answers, shape (k,), and a matrix with their variances, shape (k, k)."""
    counted = patterns.parts @ patterns.answered
    means = patterns.parts @ patterns.means / counted
    between = np.where(patterns.answered, patterns.means - means, 0.0) ** 2
    within = np.diagonal(patterns.covariances, axis1=1, axis2=2)
    return means, np.diag(patterns.parts @ (within + between) / counted)


class _Block(NamedTuple):
    """Some patterns at given moments; `pull` is Σ⁻¹(m − μ), `spread` is Σ⁻¹SΣ⁻¹."""

    parts: Floats
    inverse: Floats
    log_determinant: Floats
    pull: Floats
    spread: Floats


def _blocks(patterns: AnswerPatterns, means: Floats, covariances: Floats) -> Iterator[_Block]:
    size = max(1, BLOCK_SIZE // patterns.n_items**2)
    for first in range(0, len(patterns.parts), size):
        some = slice(first, first + size)
        inverse, log_determinant = _inverses(patterns.answered[some], covariances)
        away = np.where(patterns.answered[some], patterns.means[some] - means, 0.0)
        pull = (inverse @ away[:, :, None])[:, :, 0]
        yield _Block(
            patterns.parts[some], inverse, log_determinant, pull, inverse @ patterns.covariances[some] @ inverse
        )


def _inverses(answered: Bools, covariances: Floats) -> tuple[Floats, Floats]:
    both = answered[:, :, None] & answered[:, None, :]
    padded = np.where(both, covariances, np.eye(len(covariances)))
    return np.where(both, np.linalg.inv(padded), 0.0), np.linalg.slogdet(padded)[1]


def criterion(patterns: AnswerPatterns, means: Floats, covariances: Floats) -> float:
    """F at given moments, infinite where the covariances are not positive definite."""
    try:
        root = np.linalg.cholesky(covariances)
    except np.linalg.LinAlgError:
        return np.inf
    if not np.isfinite(root).all():
        return np.inf
    total = 0.0
    for block in _blocks(patterns, means, covariances):
        # tr(V S) = tr(V S V Σ), and d'V d = (V d)'Σ(V d).
        within = np.einsum("pij,ij->p", block.spread, covariances)
        between = np.einsum("pi,ij,pj->p", block.pull, covariances, block.pull)
        total += float(block.parts @ (block.log_determinant + within + between))
    return total / 2


def slopes(patterns: AnswerPatterns, means: Floats, covariances: Floats) -> tuple[Floats, Floats]:
    """Slopes of F: less those by the means, shape (k,), and twice those by each entry of Σ, shape (k, k)."""
    k = patterns.n_items
    pull, push = np.zeros(k), np.zeros((k, k))
    for block in _blocks(patterns, means, covariances):
        pull = pull + block.parts @ block.pull
        push = push + np.einsum("p,pij->ij", block.parts, block.inverse - block.spread)
        push = push - (block.parts[:, None] * block.pull).T @ block.pull
    return pull, push


def information(patterns: AnswerPatterns, means: Floats, covariances: Floats, *, observed: bool) -> Floats:
    """Second derivatives of F by means and covariances (lower triangle column by column), or their expectation.

    The second derivative by Σ in the directions X and Y is ½ tr(V X Q Y) with Q = 2 V T V − V, T the products about μ;
    its expectation has Q = V.
    """
    k = patterns.n_items
    rows, columns = lower_triangle(k)
    linear, mixed, products = np.zeros((k, k)), np.zeros((k * k, k)), np.zeros((k * k, k * k))
    for block in _blocks(patterns, means, covariances):
        weighted = block.parts[:, None, None] * block.inverse
        linear += weighted.sum(axis=0)
        other = block.inverse
        if observed:
            outer = block.pull[:, :, None] * block.pull[:, None, :]
            other = 2 * (block.spread + outer) - block.inverse
            mixed += weighted.reshape(-1, k * k).T @ block.pull
        products += weighted.reshape(-1, k * k).T @ other.reshape(-1, k * k)
    halved = np.where(rows == columns, 0.5, 1.0)
    four, three = products.reshape(k, k, k, k), mixed.reshape(k, k, k)
    a, b = rows[:, None], columns[:, None]
    c, d = rows[None, :], columns[None, :]
    quadratic = four[d, a, b, c] + four[c, a, b, d] + four[d, b, a, c] + four[c, b, a, d]
    quadratic = quadratic / 2 * halved[:, None] * halved[None, :]
    cross = (three[:, rows, columns] + three[:, columns, rows]) * halved
    return np.block([[linear, cross], [cross.T, (quadratic + quadratic.T) / 2]])


def score_products(
    patterns: AnswerPatterns, means: Floats, covariances: Floats, directions: Floats | None = None
) -> Floats:
    """Mean products w²ss' of the respondents' scores, or the size times the replicate covariance of the mean score.

    Parameters
    ----------
    directions : array, shape (s, m), optional
        Derivatives of means and covariances by parameters; by default the moments themselves are the parameters.

    Returns
    -------
    array, shape (m, m)
    """
    width = patterns.n_items * (patterns.n_items + 3) // 2 if directions is None else directions.shape[1]
    drawn = None if patterns.replicates is None else np.zeros((patterns.replicates.shape[1], width))
    total = np.zeros((width, width))
    for rows, scores in _casewise_scores(patterns, means, covariances):
        here = scores if directions is None else scores @ directions
        if drawn is not None and patterns.replicates is not None:
            drawn += patterns.replicates[rows].T @ here
        else:
            here = here * patterns.weights[rows, None]
            total += here.T @ here
    n = len(patterns.values)
    return total / patterns.size if drawn is None else patterns.size * jackknife_covariance(drawn / n)


def _casewise_scores(patterns: AnswerPatterns, means: Floats, covariances: Floats) -> Iterator[tuple[slice, Floats]]:
    rows, columns = lower_triangle(patterns.n_items)
    halved = np.where(rows == columns, 0.5, 1.0)
    for first in range(0, len(patterns.values), BLOCK_ROWS):
        some = slice(first, min(first + BLOCK_ROWS, len(patterns.values)))
        low, high = np.searchsorted(patterns.first, [some.start, some.stop - 1], side="right")
        answered = patterns.answered[low - 1 : high]
        bounds = np.clip(patterns.first[low - 1 : high + 1], some.start, some.stop) - some.start
        pattern = np.repeat(np.arange(len(answered)), np.diff(bounds))
        inverses = _inverses(answered, covariances)[0]
        away = np.where(answered[pattern], patterns.values[some] - means, 0.0)
        pull = np.concatenate(
            [away[start:end] @ each for start, end, each in zip(bounds, bounds[1:], inverses, strict=False)]
        )
        products = pull[:, rows] * pull[:, columns] - inverses[:, rows, columns][pattern]
        yield some, np.concatenate([pull, products * halved], axis=1)
