"""Thresholds and polychoric correlations of ordered answers, each pair by itself, and what cannot be had."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable, ParameterError
from workbench.numerics.moments import correlation_matrix, random_order
from workbench.numerics.ordered_answers import (
    OrderedAnswers,
    fit_correlations,
    is_monotone,
    margins,
    matrix_of_pairs,
    pairs_of_matrix,
    thresholds,
)
from workbench.psychometrics.answers import CompleteResponses, IncompleteResponses, rating_answers, unused_answers
from workbench.wording import Unpublished, joined, number, say, say_count

# Threshold below a lowest answer that a sample lacks: the distribution function is exactly 0 there.
LOWEST_CUT = -40.0
# A message names so many pairs and counts the others.
NAMED_PAIRS = 5


class PairwiseFit(NamedTuple):
    """Polychoric correlations of all item pairs.

    Attributes
    ----------
    answers : OrderedAnswers
        With the tables as answered.
    continuity : float
        Respondents put into each empty cell for the correlations.
    fitted : array, shape (p, size, size)
        Tables with the continuity correction, if there is one.
    cuts : array, shape (k, size − 1)
        Thresholds; infinity after an item's last one.
    rho : array, shape (p,)
    """

    answers: OrderedAnswers
    continuity: float
    fitted: Floats
    cuts: Floats
    rho: Floats

    @property
    def correlations(self) -> Floats:
        """Polychoric correlation matrix, shape (k, k)."""
        return matrix_of_pairs(self.rho, diagonal=1.0)

    def notes(self, sample: CompleteResponses | IncompleteResponses) -> tuple[str, ...]:
        """Name the answers that other items got and an item did not: they have no threshold."""
        return tuple(
            Unpublished(say("Nobody answered {answers} to `{item}`, so there is no threshold for it.", **unused))
            for unused in unused_answers(sample.items, self.answers.levels)
        )


def fit_pairs(sample: CompleteResponses | IncompleteResponses, *, continuity: float = 0.0) -> PairwiseFit:
    """Fit the polychoric correlations of all pairs of items.

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
    answers = rating_answers(sample, refusal=_too_many)
    cuts, fitted = thresholds(answers.counts), answers.with_continuity(answers.tables, continuity)
    _refuse_perfect_pairs(sample, answers, fitted)
    start = pairs_of_matrix(correlation_matrix(sample.covariances))
    rho, converged = fit_correlations(fitted, cuts, start=start)
    if not converged.all():
        raise NotEstimable(
            say(
                "The polychoric correlation of {pairs} did not converge. Leave out one of the items, or choose a "
                "larger group.",
                pairs=_named_pairs(sample, answers, ~converged),
            )
        )
    return PairwiseFit(answers, continuity, fitted, cuts, rho)


def replicated_estimates(replicates: Floats, fit: PairwiseFit) -> Floats:
    """Thresholds item by item and correlations under each replicate's weights, shape (R, q + p).

    Raises
    ------
    NotEstimable
        A replicate in which an answer is missing or a correlation would be 1 or −1.
    """
    tables = fit.answers.replicated_tables(replicates)
    fitted, counts = fit.answers.with_continuity(tables, fit.continuity), margins(tables)
    lacking = ((counts == 0) & (fit.answers.counts > 0)).any(axis=(1, 2))
    if (lacking | perfect_samples(fitted)).any():
        raise NotEstimable(
            say(
                "In some replicates nobody gives one of the answers, or one answer never falls where another rises, so "
                "polychoric correlations have no standard errors. Group rare answers, or leave replicate weights out."
            )
        )
    cuts, rho, converged = refit_pairs(fitted, counts, fit.rho)
    if not converged.all():
        raise NotEstimable(
            say(
                "The polychoric correlations of a replicate did not converge. Leave replicate weights out, or choose a "
                "larger group."
            )
        )
    return np.column_stack([cuts[:, np.isfinite(fit.cuts)], rho])


def perfect_samples(tables: Floats) -> Bools:
    """In which of B samples, tables (B, p, size, size), a correlation would be 1 or −1, shape (B,)."""
    return np.asarray(np.logical_or(*is_monotone(tables)).any(axis=-1))


def refit_pairs(tables: Floats, counts: Floats, rho: Floats) -> tuple[Floats, Floats, Bools]:
    """Estimate B samples of the same items, none of them perfect, from the correlations of the whole sample on.

    Parameters
    ----------
    tables : array, shape (B, p, size, size)
    counts : array, shape (B, k, size)
    rho : array, shape (p,)

    Returns
    -------
    tuple of array (B, k, size − 1), array (B, p) and array of bool (B,)
        Thresholds, correlations, and whether all of them converged.
    """
    cuts = np.maximum(thresholds(counts), LOWEST_CUT)
    start = np.broadcast_to(rho, (len(counts), len(rho)))
    found, converged = fit_correlations(tables, cuts, start=start)
    return cuts, found, np.asarray(converged.all(axis=1))


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
    answers, rng = replace(rating_answers(sample, refusal=_too_many), weights=None), np.random.default_rng(seed)
    drawn = []
    for _ in range(n_replicates):
        codes = np.array([random_order(row.astype(np.int64), rng) for row in answers.counts])
        drawn.append(replace(answers, codes=codes).tables)
    tables = np.array(drawn)
    if perfect_samples(tables).any():
        raise NotEstimable(
            say(
                "Some answers are so rare that shuffled answers have polychoric correlations of exactly 1 or −1. Use "
                '`correlation="pearson"`, group rare answers, or choose a larger group.'
            )
        )
    cuts = np.repeat(thresholds(answers.counts)[None], n_replicates, axis=0)
    rho, converged = fit_correlations(tables, cuts, start=np.zeros(tables.shape[:2]))
    if not converged.all():
        raise NotEstimable(
            say(
                "The polychoric correlations of shuffled answers did not converge. Use "
                '`correlation="pearson"`, or choose a larger group.'
            )
        )
    return matrix_of_pairs(rho, diagonal=1.0)


def matrix_notes(correlations: Floats) -> list[str]:
    """Say that a matrix is not positive definite."""
    smallest = float(np.linalg.eigvalsh(correlations)[0])
    if smallest > 0:
        return []
    return [
        say(
            "The matrix of polychoric correlations is not positive definite (smallest eigenvalue {value}); each pair "
            "was estimated by itself, and nothing is smoothed.",
            value=number(smallest),
        )
    ]


def _refuse_perfect_pairs(
    sample: CompleteResponses | IncompleteResponses, answers: OrderedAnswers, tables: Floats
) -> None:
    never_falls, never_rises = is_monotone(tables)
    if never_falls.any():
        raise NotEstimable(
            say(
                "In {pairs} one answer never falls where the other rises: the polychoric correlation would be exactly "
                "1, without standard error. Leave out one of the items or choose a larger group; "
                "`polychoric_correlations` also takes `continuity=0.5`.",
                pairs=_named_pairs(sample, answers, never_falls),
            )
        )
    if never_rises.any():
        raise NotEstimable(
            say(
                "In {pairs} one answer never rises where the other rises: the polychoric correlation would be exactly "
                "−1, without standard error. Leave out one of the items or choose a larger group; "
                "`polychoric_correlations` also takes `continuity=0.5`.",
                pairs=_named_pairs(sample, answers, never_rises),
            )
        )


def _too_many(items: str, most: int) -> str:
    return say(
        "{items} has more than {n} different answers, too many for polychoric correlations. Use "
        '`correlation="pearson"`, or group the answers.',
        items=items,
        n=most,
    )


def _named_pairs(sample: CompleteResponses | IncompleteResponses, answers: OrderedAnswers, which: Bools) -> str:
    names, (first, second) = sample.items.to_numpy(), answers.pairs
    pairs: list[str] = [
        say("`{item}` and `{other}`", item=names[i], other=names[j])
        for i, j in zip(first[which], second[which], strict=True)
    ]
    named, more = joined(pairs[:NAMED_PAIRS], ", "), len(pairs) - NAMED_PAIRS
    if more <= 0:
        return named
    return say_count("{pairs} (and {n} more pair)", "{pairs} (and {n} more pairs)", n=more, pairs=named)
