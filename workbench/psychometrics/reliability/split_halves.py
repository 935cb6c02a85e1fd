"""Split halves and Guttman's lower bounds: reliability from how the parts of a scale go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.moments import correlation_matrix, smallest_eigenvalues
from workbench.numerics.reliability import MOST_ENUMERATED, N_DRAWN, Splits, guttman_bounds, split_coefficients, splits
from workbench.options import LEAST, check_count
from workbench.psychometrics.answers import SINGULAR, CompleteResponses, complete_responses, design_weights, named_items
from workbench.psychometrics.ordered_answers import correlations
from workbench.psychometrics.reliability.intervals import (
    check_replicates,
    check_total_varies,
    covariances_of_replicates,
    replicate_std_errors,
)
from workbench.results import Result
from workbench.wording import count, joined, say

QUANTILES = (0.025, 0.5, 0.975)
BOUNDS = ("lambda 1", "lambda 2", "lambda 3", "lambda 4", "lambda 5", "lambda 6")
SUMMARIES = ("odd-even", "maximum", "mean", "minimum", *(f"quantile {q:g}" for q in QUANTILES))
COEFFICIENTS = ("correlation of the halves", "Spearman–Brown", "Guttman")
_DRAWN = {"most": MOST_ENUMERATED, "n": count(N_DRAWN)}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GuttmanLambdas(Result):
    """Guttman's lower bounds of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        Rows lambda 1 to lambda 6: term, measure, estimate, estimate_standardized, n_respondents, n_items; with
        replicate weights std_error too.
    enumerated : bool
        Whether lambda 4 rests on all split halves.
    """

    enumerated: bool


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SplitHalf(Result):
    """Split-half coefficients of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        coefficient (correlation of the halves, Spearman–Brown, Guttman), term (odd-even, maximum, mean, minimum,
        quantiles over the splits), measure, estimate, n_respondents, n_items; with replicate weights std_error too.
    n_splits : int
    enumerated : bool
        Whether these are all splits.
    """

    n_splits: int
    enumerated: bool


def guttman_lambdas(
    responses: pd.DataFrame,
    *,
    seed: int = 1,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> GuttmanLambdas:
    r"""Estimate Guttman's (1945) lower bounds of the reliability of the sum.

    With trace T and sum V of the covariances, and :math:`C_j = \sum_{i \ne j} s_{ij}^2`:
    :math:`\lambda_1 = 1 - T/V`, :math:`\lambda_2 = \lambda_1 + \sqrt{\frac{k}{k-1} \sum_j C_j} / V`,
    :math:`\lambda_3 = \frac{k}{k-1} \lambda_1` (coefficient alpha), :math:`\lambda_4` the largest of
    :math:`4 s_{AB} / V` over splits into halves A and B, :math:`\lambda_5 = \lambda_1 + 2 \sqrt{\max_j C_j} / V`,
    :math:`\lambda_6 = 1 - \sum_j e_j^2 / V` with the error variance of each item's regression on the others.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    seed : int
        Of the splits behind lambda 4, where more than 14 items leave too many to list.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    GuttmanLambdas

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than three items, no more respondents than items, an item that everybody answers alike or that follows
        from the others, items that cancel out.
    ParameterError
        A seed that is no whole number.

    Notes
    -----
    R gives `estimate_standardized`: ``psych::guttman(x)``, except lambda 4 of an odd number of items, where psych 2.2.9
    misses splits. In samples lambda 4 capitalises on chance, the more the more items there are.

    Proof: tests/reference/reliability.

    References
    ----------
    Guttman (1945), Psychometrika 10(4), 255-282.
    """
    check_count("seed", seed, minimum=LEAST["seed"])
    what = say("The set of Guttman's lambdas")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what, minimum_items=3)
    check_total_varies(sample)
    correlations(sample, correlation="pearson", what=what)  # refuses an item that follows from the others
    chosen = splits(sample.n_items, seed=seed)
    table = pd.DataFrame(
        {
            "term": BOUNDS,
            "measure": "coefficient",
            "estimate": _bounds(sample.covariances, chosen.halves),
            "estimate_standardized": _bounds(correlation_matrix(sample.covariances), chosen.halves),
            "n_respondents": sample.n_respondents,
            "n_items": sample.n_items,
        }
    )
    if sample.replicates is not None:
        drawn = covariances_of_replicates(sample, sample.replicates)
        check_replicates(smallest_eigenvalues(correlation_matrix(drawn)) > SINGULAR * sample.n_items)  # for lambda 6
        table.insert(3, "std_error", replicate_std_errors(np.array([_bounds(c, chosen.halves) for c in drawn])))
    return GuttmanLambdas(
        table=table,
        enumerated=chosen.enumerated,
        method=joined([*_bounds_in_words(sample.weighted, chosen), *_errors(sample)], "; ", end="."),
        notes=(
            *weights.notes,
            *_if_drawn(
                chosen,
                say(
                    "More than {most} items have too many splits to list: {n} were drawn. Lambda 4 may be larger among "
                    "those not drawn.",
                    **_DRAWN,
                ),
            ),
        ),
    )


def split_half(
    responses: pd.DataFrame,
    *,
    seed: int = 1,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> SplitHalf:
    r"""Correlate halves of the scale, for all splits or many of them.

    For the sums A and B of two halves: r, Spearman and Brown's :math:`2r / (1 + r)` (parallel halves) and Guttman's,
    Flanagan's and Rulon's :math:`4 s_{AB} / s^2_{A+B}` (halves of equal true scores).

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    seed : int
        Of the splits, where more than 14 items leave too many to list.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    SplitHalf

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than two items or respondents, an item that everybody answers alike, items that cancel out, all or half.
    ParameterError
        A seed that is no whole number.

    Notes
    -----
    R gives the same for an even number of items: ``psych::splitHalf(x, covar = TRUE)``; for ``maxrb``, ``meanr`` and
    ``minrb`` of ``psych::splitHalf(x)`` give z scores. Of an odd number psych 2.2.9 misses splits. The mean
    over all splits of Guttman's coefficient is alpha where the number of items is even.

    Proof: tests/reference/reliability.

    References
    ----------
    Guttman (1945), Psychometrika 10(4), 255-282.
    Rulon (1939), Harvard Educational Review 9, 99-103.
    """
    check_count("seed", seed, minimum=LEAST["seed"])
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=say("Split-half reliability"))
    check_total_varies(sample)
    chosen = splits(sample.n_items, seed=seed)
    _check_halves(sample, chosen)
    table = pd.DataFrame(
        {
            "coefficient": np.repeat(COEFFICIENTS, len(SUMMARIES)),
            "term": SUMMARIES * len(COEFFICIENTS),
            "measure": "coefficient",
            "estimate": _summaries(sample.covariances, chosen.halves),
            "n_respondents": sample.n_respondents,
            "n_items": sample.n_items,
        }
    )
    if sample.replicates is not None:
        drawn = covariances_of_replicates(sample, sample.replicates)
        check_replicates(np.array([not _flat(each, chosen).any() for each in drawn]))
        table.insert(4, "std_error", replicate_std_errors(np.array([_summaries(c, chosen.halves) for c in drawn])))
    not_drawn = say(
        "More than {most} items have too many splits to list: {n} were drawn. Maximum and minimum may lie further "
        "apart among those not drawn.",
        **_DRAWN,
    )
    notes = [*weights.notes, *_if_drawn(chosen, not_drawn)]
    if sample.n_items % 2:
        notes.append(
            say("With an odd number of items one half is longer; Spearman and Brown's formula takes them as equal.")
        )
    return SplitHalf(
        table=table,
        n_splits=len(chosen.halves),
        enumerated=chosen.enumerated,
        method=joined([*_halves_in_words(sample.weighted, chosen), *_errors(sample)], "; ", end="."),
        notes=tuple(notes),
    )


def _bounds(covariances: Floats, halves: Floats) -> Floats:
    return np.insert(guttman_bounds(covariances), 3, split_coefficients(covariances, halves).guttman.max())


def _summaries(covariances: Floats, halves: Floats) -> Floats:
    parts = [
        np.array([each[0], each.max(), each.mean(), each.min(), *np.quantile(each, QUANTILES)])
        for each in split_coefficients(covariances, halves)
    ]
    return np.concatenate(parts)


def _check_halves(sample: CompleteResponses, chosen: Splits) -> None:
    """Refuse a half whose items cancel out: it correlates with nothing."""
    flat = _flat(sample.covariances, chosen)
    if flat.any():
        half = np.vstack([chosen.halves, 1 - chosen.halves])[flat][0] == 1
        names = named_items([str(item) for item in sample.items[half]])
        raise NotEstimable(
            say(
                "The sum of {items} is the same for all respondents, so that half correlates with nothing. Check in "
                "the codebook whether items are stored reversed.",
                items=names,
            )
        )


def _flat(covariances: Floats, chosen: Splits) -> Bools:
    """Which halves do not vary, the first half of each split before all second ones, shape (2 m,)."""
    halves = np.vstack([chosen.halves, 1 - chosen.halves])
    own = ((halves @ covariances) * halves).sum(axis=1)
    return np.asarray(own < SINGULAR * np.trace(covariances))


def _bounds_in_words(weighted: bool, chosen: Splits) -> list[str]:
    n = count(len(chosen.halves))
    return [
        say("Guttman's (1945) lower bounds of reliability, weighted, with lambda 3 as coefficient alpha")
        if weighted
        else say("Guttman's (1945) lower bounds of reliability with lambda 3 as coefficient alpha"),
        say("lambda 4 is the largest of all {n} splits into halves", n=n)
        if chosen.enumerated
        else say("lambda 4 is the largest of drawn {n} splits into halves", n=n),
    ]


def _halves_in_words(weighted: bool, chosen: Splits) -> list[str]:
    coefficients = (
        say("Split-half coefficients after Spearman and Brown (1910) and Guttman (1945), weighted,")
        if weighted
        else say("Split-half coefficients after Spearman and Brown (1910) and Guttman (1945)")
    )
    values = {"coefficients": coefficients, "n": count(len(chosen.halves))}
    return [
        say("{coefficients} of all {n} splits into halves", **values)
        if chosen.enumerated
        else say("{coefficients} of drawn {n} splits into halves", **values),
        say("odd-even sets items 1, 3, … against 2, 4, …"),
    ]


def _errors(sample: CompleteResponses) -> list[str]:
    if sample.replicates is None:
        return []
    return [say("standard errors from {n} replicates (JK1)", n=sample.replicates.shape[1])]


def _if_drawn(chosen: Splits, note: str) -> tuple[str, ...]:
    return () if chosen.enumerated else (note,)
