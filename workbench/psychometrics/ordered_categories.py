"""Answers as ordered categories: tables of item pairs, thresholds, pairwise correlations, and what cannot be had."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.errors import NotEstimable, ParameterError
from workbench.numerics.contingency import (
    Categories,
    categories,
    is_monotone,
    item_counts,
    item_pairs,
    pair_tables,
    replicated_pair_tables,
)
from workbench.numerics.covariance import correlation_matrix
from workbench.numerics.pairwise_likelihood import fit_correlations, thresholds
from workbench.numerics.resampling import random_order
from workbench.psychometrics.complete_responses import CompleteResponses, inside_sentence, named_items

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# More options than this are not a rating scale, and the tables would be all but empty.
MOST_CATEGORIES = 20
# A message names so many pairs and counts the others.
NAMED_PAIRS = 5


class PairwiseFit(NamedTuple):
    """Polychoric correlations of all item pairs.

    Attributes
    ----------
    categories : Categories
    tables : array, shape (p, size, size)
        Sums of weights as answered.
    fitted : array, shape (p, size, size)
        The same with the continuity correction, if there is one.
    counts : array, shape (k, size)
    cuts : array, shape (k, size − 1)
        Thresholds; infinity after an item's last one.
    first, second : array of int, shape (p,)
        Items of each pair.
    rho : array, shape (p,)
    """

    categories: Categories
    tables: Floats
    fitted: Floats
    counts: Floats
    cuts: Floats
    first: Integers
    second: Integers
    rho: Floats

    @property
    def n_cells(self) -> int:
        """Cells of all tables."""
        sizes = self.categories.sizes
        return int((sizes[self.first] * sizes[self.second]).sum())

    @property
    def n_empty(self) -> int:
        """Cells that nobody chose."""
        return self.n_cells - int((self.tables > 0).sum())

    def notes(self, sample: CompleteResponses) -> tuple[str, ...]:
        """Name the answers that other items got and an item did not: they have no threshold."""
        every = np.unique(np.concatenate(self.categories.levels))
        notes = []
        for item, levels in zip(sample.items, self.categories.levels, strict=True):
            unused = ", ".join(f"{level:g}" for level in every[~np.isin(every, levels)])
            if unused:
                notes.append(f"Nobody answered {unused} to `{item}`, so there is no threshold for it.")
        return tuple(notes)


def fit_pairs(sample: CompleteResponses, *, continuity: float = 0.0) -> PairwiseFit:
    """Count all pairs of items once and fit their polychoric correlations.

    Raises
    ------
    NotEstimable
        An item with too many different answers, a pair whose correlation would be 1 or −1, no convergence.
    ParameterError
        `continuity` outside 0–0.5.
    """
    if isinstance(continuity, bool) or not isinstance(continuity, int | float) or not 0 <= continuity <= 0.5:
        raise ParameterError(
            f"`continuity` is {continuity!r}, outside 0–0.5. Give 0 to leave empty cells empty, or 0.5."
        )
    answered = ordered_categories(sample)
    weights = sample.weights if sample.weighted else None
    size = int(answered.sizes.max())
    tables = pair_tables(answered.codes, weights, size=size)
    counts = item_counts(answered.codes, weights, size=size)
    cuts, (first, second) = thresholds(counts), item_pairs(sample.n_items)
    fitted = with_continuity(tables, answered.sizes, continuity)
    _refuse_perfect_pairs(sample, fitted, first, second)
    start = correlation_matrix(sample.covariances)[first, second]
    rho, converged = fit_correlations(fitted, cuts[first], cuts[second], start=start)
    if not converged.all():
        raise NotEstimable(
            f"The polychoric correlation of {_pairs(sample, first, second, ~converged)} did not converge. Leave "
            "out one of the items, or choose a larger group."
        )
    return PairwiseFit(answered, tables, fitted, counts, cuts, first, second, rho)


def replicated_estimates(replicates: Floats, fit: PairwiseFit, *, continuity: float) -> Floats:
    """Thresholds item by item and correlations under each replicate's weights, shape (R, q + p).

    Raises
    ------
    NotEstimable
        A replicate in which an answer is missing or a correlation would be 1 or −1.
    """
    k, size = fit.counts.shape
    tables = replicated_pair_tables(fit.categories.codes, replicates, size=size)
    n_replicates, p = tables.shape[:2]
    counts = np.empty((n_replicates, k, size))
    counts[:, fit.first], counts[:, fit.second] = tables.sum(axis=3), tables.sum(axis=2)
    lacking = ((counts == 0) & (fit.counts > 0)).any(axis=(1, 2))
    fitted = with_continuity(tables, fit.categories.sizes, continuity).reshape(-1, size, size)
    perfect = np.logical_or(*is_monotone(fitted)).reshape(n_replicates, p).any(axis=1)
    if (useless := int((lacking | perfect).sum())) > 0:
        raise NotEstimable(
            f"In {useless} of {n_replicates} replicates nobody gives one of the answers, or one answer never falls "
            "where another rises, so polychoric correlations have no standard errors. Group rare answers, or leave "
            "replicate weights out."
        )
    cuts = thresholds(counts.reshape(-1, size)).reshape(n_replicates, k, size - 1)
    rows, columns = (cuts[:, items].reshape(-1, size - 1) for items in (fit.first, fit.second))
    rho, converged = fit_correlations(fitted, rows, columns, start=np.tile(fit.rho, n_replicates))
    if not converged.all():
        raise NotEstimable(
            "The polychoric correlations of a replicate did not converge. Leave replicate weights out, or choose a "
            "larger group."
        )
    return np.column_stack([cuts[:, np.isfinite(fit.cuts)], rho.reshape(n_replicates, p)])


def correlations_without_association(sample: CompleteResponses, *, n_replicates: int, seed: int) -> Floats:
    """Polychoric correlation matrices of data without association and with the same margins, unweighted.

    The answers to each item are shuffled among the respondents.

    Returns
    -------
    array, shape (n_replicates, n_items, n_items)

    Raises
    ------
    NotEstimable
        Answers so rare that shuffled ones are perfectly associated.
    """
    answered, rng = ordered_categories(sample), np.random.default_rng(seed)
    size = int(answered.sizes.max())
    counts = item_counts(answered.codes, None, size=size)
    drawn = []
    for _ in range(n_replicates):
        codes = np.array([random_order(row.astype(np.int64), rng) for row in counts])
        drawn.append(pair_tables(codes, None, size=size))
    tables = np.concatenate(drawn)
    if np.logical_or(*is_monotone(tables)).any():
        raise NotEstimable(
            "Some answers are so rare that shuffled answers have polychoric correlations of exactly 1 or −1. Use "
            '`correlation="pearson"`, group rare answers, or choose a larger group.'
        )
    cuts = thresholds(counts)
    rows, columns = (np.tile(cuts[items], (n_replicates, 1)) for items in item_pairs(sample.n_items))
    rho, converged = fit_correlations(tables, rows, columns, start=np.zeros(len(tables)))
    if not converged.all():
        raise NotEstimable(
            'The polychoric correlations of shuffled answers did not converge. Use `correlation="pearson"`, or choose '
            "a larger group."
        )
    return matrix_of_pairs(rho.reshape(n_replicates, -1), diagonal=1.0)


def ordered_categories(sample: CompleteResponses) -> Categories:
    """Give the answers of each item a number.

    Raises
    ------
    NotEstimable
        An item with too many different answers.
    """
    answered = categories(sample.values)
    many = answered.sizes > MOST_CATEGORIES
    if many.any():
        names = named_items([str(item) for item in sample.items[many]])
        raise NotEstimable(
            f"{names} has more than {MOST_CATEGORIES} different answers, too many for polychoric correlations. Use "
            '`correlation="pearson"`, or group the answers.'
        )
    return answered


def rating_categories(sample: CompleteResponses, *, what: str) -> Categories:
    """Give the answers of each item a number, for estimates that have no route without tables.

    Raises
    ------
    NotEstimable
        An item with too many different answers.
    """
    answered = categories(sample.values)
    many = answered.sizes > MOST_CATEGORIES
    if many.any():
        names = named_items([str(item) for item in sample.items[many]])
        raise NotEstimable(
            f"{names} has more than {MOST_CATEGORIES} different answers, so {inside_sentence(what)} cannot be "
            "computed. Group the answers, or leave the item out."
        )
    return answered


def with_continuity(tables: Floats, sizes: Integers, continuity: float) -> Floats:
    """Put `continuity` into the empty cells of the categories that an item has."""
    if not continuity:
        return tables
    first, second = item_pairs(len(sizes))
    category = np.arange(tables.shape[1])
    real = (category < sizes[first, None])[:, :, None] & (category < sizes[second, None])[:, None, :]
    return np.where(real & (tables == 0), continuity, tables)


def matrix_of_pairs(values: Floats, *, diagonal: float) -> Floats:
    """Arrange one value per pair as a symmetric matrix; shape (..., k, k) from (..., p)."""
    k = round((1 + np.sqrt(1 + 8 * values.shape[-1])) / 2)
    first, second = item_pairs(k)
    matrix = np.full((*values.shape[:-1], k, k), diagonal)
    matrix[..., first, second] = matrix[..., second, first] = values
    return matrix


def _refuse_perfect_pairs(sample: CompleteResponses, tables: Floats, first: Integers, second: Integers) -> None:
    never_falls, never_rises = is_monotone(tables)
    for perfect, direction, limit in ((never_falls, "falls", "1"), (never_rises, "rises", "−1")):
        if perfect.any():
            raise NotEstimable(
                f"In {_pairs(sample, first, second, perfect)} one answer never {direction} where the other rises: "
                f"the polychoric correlation would be exactly {limit}, without standard error. Leave out one of the "
                "items or choose a larger group; `polychoric_correlations` also takes `continuity=0.5`."
            )


def _pairs(sample: CompleteResponses, first: Integers, second: Integers, which: NDArray[np.bool_]) -> str:
    names = sample.items.to_numpy()
    pairs = [f"`{names[i]}` and `{names[j]}`" for i, j in zip(first[which], second[which], strict=True)]
    more = f" (and {len(pairs) - NAMED_PAIRS} more pairs)" if len(pairs) > NAMED_PAIRS else ""
    return ", ".join(pairs[:NAMED_PAIRS]) + more
