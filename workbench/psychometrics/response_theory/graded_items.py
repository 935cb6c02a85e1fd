"""Estimation behind the graded response model: from checked responses to parameters with their covariance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.moments import correlation_matrix
from workbench.numerics.ordered_answers import CategoryPatterns, category_patterns
from workbench.numerics.response_theory import (
    Layout,
    Maximum,
    Problem,
    layout,
    maximise,
    maximise_replicate,
    normal_grid,
    score_products,
    slopes,
    starting_values,
)
from workbench.numerics.sampling import jackknife_covariance
from workbench.psychometrics.answers import CompleteResponses, named_items, rating_answers
from workbench.wording import say

WHAT = say("The graded response model")


class GradedItems(NamedTuple):
    """Estimated items, as other analyses need them.

    Attributes
    ----------
    items : pandas.Index
    levels : tuple of arrays
        Points of the answers that somebody gave to each item, lowest first.
    place : Layout
        Where each item stands in `parameters`: its slope, then its intercepts.
    parameters : array, shape (c,)
    covariance : array, shape (c, c)
    df_residual : float
        Degrees of freedom of the covariance: replicates − 1, infinite without replicates.
    n_respondents : int
    effective_n : float
        Respondents of a simple random sample that would know the items as exactly.
    """

    items: pd.Index
    levels: tuple[Floats, ...]
    place: Layout
    parameters: Floats
    covariance: Floats
    df_residual: float
    n_respondents: int
    effective_n: float

    @property
    def points(self) -> Floats:
        """Points of each category, shape (c,)."""
        return np.concatenate(self.levels)


class GradedFit(NamedTuple):
    """Estimated items and what they were estimated from.

    Attributes
    ----------
    model : GradedItems
    patterns : CategoryPatterns
    problem : Problem
    log_likelihood : float
    """

    model: GradedItems
    patterns: CategoryPatterns
    problem: Problem
    log_likelihood: float

    def respondents_by_category(self) -> Floats:
        """Respondents in each category, shape (c,), whatever their weights."""
        return self.problem._replace(weights=self.patterns.sums(None)).counts()


def fit_items(sample: CompleteResponses) -> GradedFit:
    """Estimate all items.

    Raises
    ------
    NotEstimable
        Too few respondents, too many categories, a slope without bounds, no convergence.
    """
    if sample.n_respondents <= sample.n_items:
        raise NotEstimable(
            say(
                "{what} of {k} items needs more than {k} respondents. Choose a larger group or fewer items.",
                what=WHAT,
                k=sample.n_items,
            )
        )
    answers = rating_answers(sample, refusal=_too_many)
    patterns, place = category_patterns(answers), layout(answers.sizes)
    weights = sample.weights if sample.weighted else None
    problem = Problem(patterns.codes, patterns.sums(weights), place, normal_grid())
    values, vectors = np.linalg.eigh(correlation_matrix(sample.covariances))
    loadings = vectors[:, -1] * np.sqrt(values[-1])
    start = starting_values(problem.counts(), loadings * (1 if loadings.sum() >= 0 else -1), place)
    found = maximise(problem, start)
    _refuse_lost_search(sample, found)
    if slopes(found.parameters, place).sum() < 0:  # the factor has no direction of its own: the items give it one
        found = _turned(found, place)
    covariance = _covariance(sample, patterns, problem, found)
    df = np.inf if sample.replicates is None else float(sample.replicates.shape[1] - 1)
    model = GradedItems(
        sample.items, answers.levels, place, found.parameters, covariance, df, sample.n_respondents,
        _effective_n(sample, found, covariance),
    )  # fmt: skip
    return GradedFit(model, patterns, problem, found.log_likelihood)


def _effective_n(sample: CompleteResponses, found: Maximum, covariance: Floats) -> float:
    """Kish's with weights; with replicates what their covariance says of clusters too."""
    n = sample.n_respondents
    if sample.replicates is None:
        return float(n**2 / (sample.weights**2).sum())
    return float(n * np.trace(np.linalg.inv(found.information)) / np.trace(covariance))


def _turned(found: Maximum, place: Layout) -> Maximum:
    """Let the factor run the other way; the model stays the same."""
    sign = np.ones(place.size)
    sign[place.starts] = -1
    return found._replace(parameters=sign * found.parameters, information=np.outer(sign, sign) * found.information)


def _refuse_lost_search(sample: CompleteResponses, found: Maximum) -> None:
    if found.endless.any():
        raise NotEstimable(
            say(
                "The discrimination of {items} grows beyond all bounds, so the graded response model has no estimate. "
                "Leave out one of the items that repeat each other, check whether a column was read twice, or choose a "
                "larger group.",
                items=named_items([str(item) for item in sample.items[found.endless]]),
            )
        )
    if not found.converged:
        raise NotEstimable(
            say(
                "The graded response model did not converge with these respondents and {k} items. Choose a larger "
                "group, or leave out items that hardly go with the others.",
                k=sample.n_items,
            )
        )


def _covariance(sample: CompleteResponses, patterns: CategoryPatterns, problem: Problem, found: Maximum) -> Floats:
    """Inverse observed information; a sandwich under weights; the jackknife under replicate weights."""
    inverse = np.asarray(np.linalg.inv(found.information))
    if not sample.weighted:
        return inverse
    if sample.replicates is not None:
        weights = (patterns.sums(np.ascontiguousarray(column)) for column in sample.replicates.T)
        estimates = [
            _replicate(number, problem._replace(weights=own), sample.items, found.parameters, inverse)
            for number, own in enumerate(weights, start=1)
        ]
        return jackknife_covariance(np.array(estimates))
    squares = patterns.sums(sample.weights**2)
    meat = score_products(problem.codes, squares, found.parameters, problem.place, problem.nodes)
    return np.asarray(inverse @ meat @ inverse)


def _replicate(number: int, problem: Problem, items: pd.Index, start: Floats, inverse: Floats) -> Floats:
    """Estimate under the weights of one replicate, shape (c,)."""
    empty = problem.counts() == 0
    if empty.any():
        item = items[problem.place.item[np.flatnonzero(empty)[0]]]
        raise NotEstimable(
            say(
                "In replicate {n} nobody with a weight gives one of the answers to `{item}`, so it has no difficulty "
                "there. Group rare answers, or leave out the item.",
                n=number,
                item=item,
            )
        )
    estimate, converged = maximise_replicate(problem, start, inverse)
    if not converged:
        raise NotEstimable(
            say(
                "The graded response model did not converge under the weights of replicate {n}. Choose a larger group, "
                "or leave out `replicate_weights`.",
                n=number,
            )
        )
    return estimate


def _too_many(items: str, most: int) -> str:
    return say(
        "{items} has more than {n} different answers, too many for the graded response model. Group the answers.",
        items=items,
        n=most,
    )
