"""Mokken scalability: how far the answers order the respondents, by item pair, item and scale (Loevinger's H)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats, Ints
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.items import (
    LEAST_RESPONDENTS,
    PairMoments,
    crit,
    item_and_scale_variances,
    monotonicity,
    pair_moments,
    pair_variances,
    partition,
    scalability,
)
from workbench.numerics.ordered_answers import OrderedAnswers, cross_tables, distinct_sums, matrix_of_pairs
from workbench.numerics.sampling import jackknife_covariance
from workbench.options import check_fraction
from workbench.psychometrics.answers import (
    CompleteResponses,
    complete_responses,
    design_weights,
    named_items,
    rating_answers,
)
from workbench.results import Result
from workbench.wording import Unpublished, numbers, say

WHAT = say("Scalability")
MONOTONICITY = [
    *("item", "n_comparisons", "n_violations", "share_violations", "largest_violation", "sum_violations"),
    *("mean_violation", "largest_z", "n_significant", "crit"),
]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ScalabilityCoefficients(Result):
    """Scalability coefficients of one scale with standard errors, and the check of monotonicity.

    Attributes
    ----------
    table : pandas.DataFrame
        One row, the scale: term ("H"), measure, estimate, std_error, conf_low, conf_high, n_respondents, n_items.
    items : pandas.DataFrame
        One row per item, in the order of the responses: item, measure, estimate, std_error, conf_low, conf_high, scale
        (number of the scale into which Mokken's item selection puts the item at a lower bound of .3, 0 for none).
    pairs : pandas.DataFrame
        One row per pair of items, (1, 2), (1, 3), …, (2, 3), …: item, item_other, measure, estimate, std_error,
        conf_low, conf_high.
    monotonicity : pandas.DataFrame
        One row per item: item, n_comparisons, n_violations, share_violations, largest_violation, sum_violations,
        mean_violation, largest_z, n_significant, crit; no rows below 100 respondents.
    """

    items: pd.DataFrame
    pairs: pd.DataFrame
    monotonicity: pd.DataFrame


def scalability_coefficients(
    responses: pd.DataFrame,
    *,
    conf_level: float = 0.95,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ScalabilityCoefficients:
    r"""Estimate Loevinger's H of each item pair, each item and the scale (Mokken 1971; Molenaar 1991).

    .. math:: H_{ij} = \frac{s_{ij}}{\max s_{ij}}, \quad H_i = \frac{\sum_j s_{ij}}{\sum_j \max s_{ij}}, \quad
        H = \frac{\sum_{i<j} s_{ij}}{\sum_{i<j} \max s_{ij}}

    with covariances :math:`s_{ij}` and the largest covariances that the two margins allow. Standard errors follow by
    the delta method from the counts of answer patterns (Kuijpers, van der Ark & Croon 2013).

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    conf_level : float
        Coverage of the intervals, between 0 and 1.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    ScalabilityCoefficients

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than two items or respondents, an item that everybody answers alike (also in one replicate), or an item
        with more than 20 different answers.
    ParameterError
        `conf_level` outside 0–1.

    Notes
    -----
    R gives the same: ``mokken::coefH(x)`` with its Wald intervals (``ci = .95``), ``summary(check.monotonicity(x))``
    (which rounds, and `crit` down to a whole number) and ``aisp(x)``. Steps of two items with equal shares count half
    in either order, as there. The check of monotonicity and the tests of the item selection count respondents, with
    weights too.

    Proof: tests/reference/items.

    References
    ----------
    Kuijpers, van der Ark & Croon (2013), Sociological Methodology 43(1), 42-69.
    Mokken (1971), A Theory and Procedure of Scale Analysis, Mouton.
    Molenaar (1991), Kwantitatieve Methoden 37, 97-117.
    Molenaar & Sijtsma (2000), User's Manual MSP5 for Windows, iec ProGAMMA.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> found = psychometrics.scalability_coefficients(complete.responses)
    >>> found.table[["term", "estimate", "std_error"]].round(3)
      term  estimate  std_error
    0    H      0.34      0.012
    >>> found.items[["item", "estimate", "std_error"]].round(3)
      item  estimate  std_error
    0   A1     0.240      0.016
    1   A2     0.407      0.013
    2   A3     0.414      0.013
    3   A4     0.299      0.014
    4   A5     0.357      0.014
    """
    check_fraction("conf_level", conf_level)
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=WHAT)
    answers, k = rating_answers(sample, refusal=_too_many), sample.n_items
    moments = pair_moments(answers.tables, answers.points)
    coefficients = scalability(moments, k)
    std_errors = _std_errors(sample, answers, moments)
    estimates = np.concatenate([coefficients.pairs, coefficients.items, [coefficients.scale]])
    estimated = _estimated(estimates, std_errors, conf_level, sample)
    p, names, (first, second) = len(coefficients.pairs), sample.items.to_numpy(), answers.pairs
    scales = _partition(sample, moments)
    checked, notes = _monotonicity(sample, answers, coefficients.items)
    return ScalabilityCoefficients(
        table=_led_by(estimated[-1:], {"term": ["H"]}).assign(n_respondents=sample.n_respondents, n_items=k),
        items=_led_by(estimated[p:-1], {"item": names}).assign(scale=scales),
        pairs=_led_by(estimated[:p], {"item": names[first], "item_other": names[second]}),
        monotonicity=checked,
        method=_method(sample, conf_level),
        notes=(*weights.notes_on_errors(), *_notes(sample, answers, coefficients.pairs), *notes),
    )


def _std_errors(sample: CompleteResponses, answers: OrderedAnswers, moments: PairMoments) -> Floats:
    """Of the pairs, then the items, then the scale."""
    if sample.replicates is not None:
        replicated = pair_moments(answers.replicated_tables(sample.replicates), answers.points)
        _refuse_constant_replicates(sample, replicated)
        parts = scalability(replicated, sample.n_items)
        draws = np.column_stack([parts.pairs, parts.items, parts.scale])
        return np.asarray(np.sqrt(np.diag(jackknife_covariance(draws))))
    variances = pair_variances(answers, moments), item_and_scale_variances(answers, moments)
    return np.asarray(np.sqrt(np.concatenate(variances)))


def _refuse_constant_replicates(sample: CompleteResponses, replicated: PairMoments) -> None:
    flat = replicated.largest <= 1e-12 * np.diag(sample.covariances).max()
    if flat.any():
        raise NotEstimable(
            say(
                "In some replicates everybody answers an item alike, so the replicates give no standard errors. Leave "
                "out the item that varies least, or the replicate weights."
            )
        )


def _estimated(estimates: Floats, std_errors: Floats, conf_level: float, sample: CompleteResponses) -> pd.DataFrame:
    degrees = np.inf if sample.replicates is None else sample.replicates.shape[1] - 1
    half = stats.t.isf((1 - conf_level) / 2, degrees) * std_errors
    return pd.DataFrame(
        {
            "measure": "coefficient",
            "estimate": estimates,
            "std_error": std_errors,
            "conf_low": estimates - half,
            "conf_high": estimates + half,
        }
    )


def _led_by(frame: pd.DataFrame, names: dict[str, object]) -> pd.DataFrame:
    """Put the columns that name a row first."""
    return pd.concat([pd.DataFrame(names), frame.reset_index(drop=True)], axis=1)


def _partition(sample: CompleteResponses, moments: PairMoments) -> Ints:
    covariances, largest = (matrix_of_pairs(part, diagonal=0.0) for part in (moments.covariances, moments.largest))
    n = sample.n_respondents
    return partition(covariances, largest, np.diag(sample.covariances) * (n - 1) / n, n=n)


def _monotonicity(
    sample: CompleteResponses, answers: OrderedAnswers, of_items: Floats
) -> tuple[pd.DataFrame, list[str]]:
    if sample.n_respondents < LEAST_RESPONDENTS:
        note = say(
            "Monotonicity is not checked: its groups of equal rest score need {n} respondents, and there are fewer.",
            n=LEAST_RESPONDENTS,
        )
        return pd.DataFrame(columns=MONOTONICITY), [note]
    scores, place = distinct_sums(sample.values)
    tables = cross_tables(answers.codes, place, None, n_rows=len(scores), size=answers.size)
    every = np.unique(np.concatenate(answers.levels))
    rows, few = [], []
    for item, table, levels, own in zip(sample.items, tables, answers.levels, of_items, strict=True):
        check = monotonicity(table[:, : len(levels)], scores, levels, every)
        n = check.n_comparisons or np.nan
        counts = (item, check.n_comparisons, check.n_violations, check.n_violations / n)
        falls = (check.largest, check.total, check.total / n, check.largest_z, check.n_significant)
        rows.append((*counts, *falls, crit(check, own)))
        if not check.n_comparisons:
            few.append(str(item))
    note = Unpublished(
        say("The rest scores of {items} form too few groups to check monotonicity.", items=named_items(few))
    )
    return pd.DataFrame(rows, columns=MONOTONICITY), [note] if few else []


def _method(sample: CompleteResponses, conf_level: float) -> str:
    level = numbers.shortest(100 * conf_level)
    if sample.replicates is not None:
        r = sample.replicates.shape[1]
        return say(
            "Weighted scalability coefficients (Mokken 1971; Molenaar 1991); standard errors from {n} replicate "
            "weights (jackknife), t intervals ({df} degrees of freedom) of {level} %; monotonicity by rest-score "
            "groups (Molenaar & Sijtsma 2000).",
            n=r, df=r - 1, level=level,
        )  # fmt: skip
    if sample.weighted:
        return say(
            "Weighted scalability coefficients (Mokken 1971; Molenaar 1991); standard errors by the delta method "
            "(Kuijpers, van der Ark & Croon 2013, linearised for the weights), normal intervals of {level} %; "
            "monotonicity by rest-score groups (Molenaar & Sijtsma 2000).",
            level=level,
        )
    return say(
        "Scalability coefficients (Mokken 1971; Molenaar 1991); standard errors by the delta method (Kuijpers, van der "
        "Ark & Croon 2013), normal intervals of {level} %; monotonicity by rest-score groups (Molenaar & Sijtsma "
        "2000).",
        level=level,
    )


def _too_many(items: str, most: int) -> str:
    return say(
        "{items} has more than {n} different answers, so scalability cannot be computed. Group the answers, or leave "
        "the item out.",
        items=items,
        n=most,
    )


def _notes(sample: CompleteResponses, answers: OrderedAnswers, of_pairs: Floats) -> list[str]:
    first, second = answers.pairs
    notes: list[str] = []
    if negative := int((of_pairs < 0).sum()):
        low = int(np.argmin(of_pairs))
        notes.append(
            say(
                "{n} of {pairs} pairs of items have a negative coefficient, most of all `{item}` and `{other}`; check "
                "whether an item is stored reversed.",
                n=negative,
                pairs=len(of_pairs),
                item=sample.items[first[low]],
                other=sample.items[second[low]],
            )
        )
    if perfect := int((of_pairs > 1 - 1e-12).sum()):
        notes.append(
            Unpublished(  # nobody answered one of the two as if it were the harder
                say(
                    "{n} of {pairs} pairs of items are as closely related as their margins allow; the standard error "
                    "of such a coefficient is 0 and says nothing.",
                    n=perfect,
                    pairs=len(of_pairs),
                )
            )
        )
    if sample.weighted:
        notes.append(
            say(
                "The check of monotonicity and the tests of the item selection count respondents, without their "
                "weights."
            )
        )
    return notes
