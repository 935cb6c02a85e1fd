"""Answers as ordered categories: tables of item pairs, thresholds, pairwise correlations, and what cannot be had."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats, Ints
from workbench.errors import NotEstimable, ParameterError
from workbench.numerics.moments import correlation_matrix, random_order
from workbench.numerics.ordered_answers import (
    Categories,
    categories,
    fit_correlations,
    is_monotone,
    item_counts,
    item_pairs,
    matrix_of_pairs,
    pair_tables,
    replicated_pair_tables,
    thresholds,
)
from workbench.psychometrics.answers import CompleteResponses, inside_sentence, named_items
from workbench.wording import number

# More options than this are not a rating scale, and the tables would be all but empty.
MOST_CATEGORIES = 20
# Threshold below a lowest answer that a sample lacks: the distribution function is exactly 0 there.
LOWEST_CUT = -40.0
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
    first: Ints
    second: Ints
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
    tables = replicated_pair_tables(fit.categories.codes, replicates, size=fit.counts.shape[1])
    fitted, counts = with_continuity(tables, fit.categories.sizes, continuity), margins(tables, fit)
    lacking = ((counts == 0) & (fit.counts > 0)).any(axis=(1, 2))
    if (useless := int((lacking | perfect_samples(fitted)).sum())) > 0:
        raise NotEstimable(
            f"In {useless} of {len(tables)} replicates nobody gives one of the answers, or one answer never falls "
            "where another rises, so polychoric correlations have no standard errors. Group rare answers, or leave "
            "replicate weights out."
        )
    cuts, rho, converged = refit_pairs(fitted, counts, fit)
    if not converged.all():
        raise NotEstimable(
            "The polychoric correlations of a replicate did not converge. Leave replicate weights out, or choose a "
            "larger group."
        )
    return np.column_stack([cuts[:, np.isfinite(fit.cuts)], rho])


def perfect_samples(tables: Floats) -> Bools:
    """In which of B samples, tables (B, p, size, size), a correlation would be 1 or −1, shape (B,)."""
    n_sets, p, size, _ = tables.shape
    perfect = np.logical_or(*is_monotone(tables.reshape(-1, size, size)))
    return np.asarray(perfect.reshape(n_sets, p).any(axis=1))


def margins(tables: Floats, fit: PairwiseFit) -> Floats:
    """Sum weights per category of each item of B samples, shape (B, k, size) from (B, p, size, size)."""
    counts = np.empty((len(tables), *fit.counts.shape))
    counts[:, fit.first] = tables.sum(axis=3)
    counts[:, -1] = tables[:, -1].sum(axis=1)  # the last item is first in no pair
    return counts


def refit_pairs(tables: Floats, counts: Floats, fit: PairwiseFit) -> tuple[Floats, Floats, Bools]:
    """Estimate B samples of the same items, none of them perfect, from the correlations of the whole sample on.

    Parameters
    ----------
    tables : array, shape (B, p, size, size)
    counts : array, shape (B, k, size)

    Returns
    -------
    tuple of array (B, k, size − 1), array (B, p) and array of bool (B,)
        Thresholds, correlations, and whether all of them converged.
    """
    n_sets, k, size = counts.shape
    cuts = np.maximum(thresholds(counts.reshape(-1, size)), LOWEST_CUT).reshape(n_sets, k, size - 1)
    rows, columns = (cuts[:, items].reshape(-1, size - 1) for items in (fit.first, fit.second))
    rho, converged = fit_correlations(tables.reshape(-1, size, size), rows, columns, start=np.tile(fit.rho, n_sets))
    p = len(fit.rho)
    return cuts, rho.reshape(n_sets, p), np.asarray(converged.reshape(n_sets, p).all(axis=1))


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
    refusal = 'too many for polychoric correlations. Use `correlation="pearson"`, or group the answers.'
    return _categories(sample, refusal)


def rating_categories(sample: CompleteResponses, *, what: str) -> Categories:
    """Give the answers of each item a number, for estimates that have no route without tables.

    Raises
    ------
    NotEstimable
        An item with too many different answers.
    """
    return _categories(
        sample, f"so {inside_sentence(what)} cannot be computed. Group the answers, or leave the item out."
    )


def _categories(sample: CompleteResponses, refusal: str) -> Categories:
    answered = categories(sample.values)
    many = answered.sizes > MOST_CATEGORIES
    if many.any():
        names = named_items([str(item) for item in sample.items[many]])
        raise NotEstimable(f"{names} has more than {MOST_CATEGORIES} different answers, {refusal}")
    return answered


def with_continuity(tables: Floats, sizes: Ints, continuity: float) -> Floats:
    """Put `continuity` into the empty cells of the categories that an item has, tables (..., p, size, size)."""
    if not continuity:
        return tables
    first, second = item_pairs(len(sizes))
    category = np.arange(tables.shape[-1])
    real = (category < sizes[first, None])[:, :, None] & (category < sizes[second, None])[:, None, :]
    return np.where(real & (tables == 0), continuity, tables)


def matrix_notes(correlations: Floats) -> list[str]:
    """Say that a matrix is not positive definite."""
    smallest = float(np.linalg.eigvalsh(correlations)[0])
    if smallest > 0:
        return []
    return [
        f"The matrix of polychoric correlations is not positive definite (smallest eigenvalue {number(smallest, 4)}); "
        "each pair was estimated by itself, and nothing is smoothed."
    ]


def _refuse_perfect_pairs(sample: CompleteResponses, tables: Floats, first: Ints, second: Ints) -> None:
    never_falls, never_rises = is_monotone(tables)
    for perfect, direction, limit in ((never_falls, "falls", "1"), (never_rises, "rises", "−1")):
        if perfect.any():
            raise NotEstimable(
                f"In {_pairs(sample, first, second, perfect)} one answer never {direction} where the other rises: "
                f"the polychoric correlation would be exactly {limit}, without standard error. Leave out one of the "
                "items or choose a larger group; `polychoric_correlations` also takes `continuity=0.5`."
            )


def _pairs(sample: CompleteResponses, first: Ints, second: Ints, which: Bools) -> str:
    names = sample.items.to_numpy()
    pairs = [f"`{names[i]}` and `{names[j]}`" for i, j in zip(first[which], second[which], strict=True)]
    more = f" (and {len(pairs) - NAMED_PAIRS} more pairs)" if len(pairs) > NAMED_PAIRS else ""
    return ", ".join(pairs[:NAMED_PAIRS]) + more
