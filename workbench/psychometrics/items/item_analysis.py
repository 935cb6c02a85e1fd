"""Item analysis: how each item is answered and how it goes with the rest of the scale."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.disclosure import weight_cells
from workbench.numerics.moments import correlation_matrix, skewness_and_kurtosis
from workbench.numerics.reliability import alpha_if_deleted, item_rest_correlations, rest_variances
from workbench.psychometrics.answers import SINGULAR, CompleteResponses, complete_responses, design_weights, named_items
from workbench.results import Result
from workbench.wording import number, say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ItemAnalysis(Result):
    """Item statistics of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per item, in the order of the responses: item, n_respondents, mean, std_dev, skewness, kurtosis,
        value_minimum, value_maximum, weight_cells, item_rest_correlation, alpha_if_deleted (the last one only with
        three items or more).
    correlations, covariances : pandas.DataFrame
        Items × items; Pearson correlations, and covariances with divisor n − 1.
    """

    correlations: pd.DataFrame = field(metadata={"matrix": True})
    covariances: pd.DataFrame = field(metadata={"matrix": True, "private": True})


def item_analysis(
    responses: pd.DataFrame,
    *,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ItemAnalysis:
    r"""Describe the items one by one and against the rest of the scale.

    Item-rest correlation: Pearson correlation of the item with the sum of the *other* items. Skewness and kurtosis:
    :math:`m_3 / s^3` and :math:`m_4 / s^4 - 3` with :math:`s` from divisor n − 1 (type 3 of Joanes & Gill 1998).

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    ItemAnalysis

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than two items or respondents, an item that everybody answers alike, or other items that cancel out.

    Notes
    -----
    R gives the same: ``psych::describe(x, type = 3)``, ``cor(x)``, ``cov(x)`` and, in ``psych::alpha(x)``,
    ``item.stats$r.drop`` and ``alpha.drop$raw_alpha``; with weights w that sum to n, covariances are
    ``cov.wt(x, w / n, method = "ML")$cov * n / (n - 1)``, which is ``survey::svyvar``, and the moments of skewness and
    kurtosis are sums of w (x − m)³ and w (x − m)⁴ over n. The shares of answers in the lowest and highest option stand
    in ``intake.response_quality``, which knows the ends of the scale even where nobody used them.

    Proof: tests/reference/items.

    References
    ----------
    Joanes & Gill (1998), The Statistician 47(1), 183-189.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> found = psychometrics.item_analysis(complete.responses)
    >>> found.table[["item", "mean", "std_dev", "item_rest_correlation"]].round(2)
      item  mean  std_dev  item_rest_correlation
    0   A1  4.59     1.40                   0.31
    1   A2  4.80     1.18                   0.56
    2   A3  4.60     1.30                   0.59
    3   A4  4.68     1.49                   0.39
    4   A5  4.55     1.26                   0.49
    """
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=say("Item analysis"))
    everyone = np.zeros(sample.n_respondents, dtype=np.int64)
    skewness, kurtosis = skewness_and_kurtosis(sample.values, sample.weights)
    described = pd.DataFrame(
        {
            "item": sample.items,
            "n_respondents": sample.n_respondents,
            "mean": sample.weights @ sample.values / sample.n_respondents,
            "std_dev": np.sqrt(np.diag(sample.covariances)),
            "skewness": skewness,
            "kurtosis": kurtosis,
            # Of all items: that of one would tell the gate's reader whether nobody gave its first or last answer.
            "value_minimum": sample.values.min(),
            "value_maximum": sample.values.max(),
            "weight_cells": weight_cells(sample.weights, everyone, 1) * len(sample.items),
        }
    )
    against_rest = items_against_rest(sample)
    return ItemAnalysis(
        table=described.merge(against_rest, on="item"),
        correlations=sample.matrix(correlation_matrix(sample.covariances)),
        covariances=sample.matrix(sample.covariances),
        method=say(
            "Item statistics of complete responses: standard deviations with divisor n − 1, Pearson correlations, all "
            "weighted."
        )
        if sample.weighted
        else say(
            "Item statistics of complete responses: standard deviations with divisor n − 1, Pearson correlations."
        ),
        notes=(*weights.notes, *item_notes(sample, against_rest)),
    )


def items_against_rest(sample: CompleteResponses) -> pd.DataFrame:
    """Item-rest correlation and alpha without the item (only with three items or more), one row per item.

    Raises
    ------
    NotEstimable
        The sum of the other items is the same for everybody.
    """
    covariances = sample.covariances
    flat = rest_variances(covariances) < SINGULAR * np.trace(covariances)
    if flat.any():
        names = named_items([str(item) for item in sample.items[flat]])
        raise NotEstimable(
            say(
                "Without {items} the sum of the other items is the same for all respondents. Check whether an item is "
                "stored reversed, or leave it out.",
                items=names,
            )
        )
    columns = {"item": sample.items, "item_rest_correlation": item_rest_correlations(covariances)}
    if sample.n_items > 2:
        columns["alpha_if_deleted"] = alpha_if_deleted(covariances)
    return pd.DataFrame(columns)


def item_notes(sample: CompleteResponses, against_rest: pd.DataFrame) -> tuple[str, ...]:
    """Say what a reader must know of items that go against the scale, or of a scale of two items."""
    notes = [
        say(
            "Item `{item}` goes against the rest of the scale (item-rest correlation {value}); check whether the file "
            "stores it reversed.",
            item=item,
            value=number(value),
        )
        for item, value in zip(sample.items, against_rest["item_rest_correlation"].to_numpy(float), strict=True)
        if value < 0
    ]
    if sample.n_items == 2:
        notes.append(say("With two items there is no alpha without an item."))
    return tuple(notes)
