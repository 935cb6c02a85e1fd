"""What full-information estimates ask of the responses: every two items answered together by somebody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable
from workbench.intake.sampling import aligned_replicate_weights, aligned_weights
from workbench.numerics.moments import covariance_matrix
from workbench.psychometrics.answers.complete_responses import (
    check_items,
    check_variation,
    finite_values,
    inside_sentence,
    named_items,
)
from workbench.psychometrics.answers.design_weights import DesignWeights
from workbench.wording import say


@dataclass(frozen=True, eq=False, kw_only=True)
class IncompleteResponses:
    """Checked responses of those who answered at least one item.

    Attributes
    ----------
    values : array, shape (n_respondents, n_items)
        NaN where an answer is missing.
    weights : array, shape (n_respondents,)
        Sampling weights rescaled to sum to n_respondents; ones if there are none.
    replicates : array, shape (n_respondents, n_replicates), or None
        Replicate weights, each replicate rescaled to sum to n_respondents.
    n_empty : int
        Respondents left out because they answered nothing.
    kept : float
        Part of the weights that stays.
    items : pandas.Index
    weighted : bool
    """

    values: Floats
    weights: Floats
    replicates: Floats | None
    n_empty: int
    kept: float
    items: pd.Index
    weighted: bool

    @property
    def n_respondents(self) -> int:
        """Number of respondents."""
        return len(self.values)

    @property
    def covariances(self) -> Floats:
        """Covariances with each item's mean in place of its missing answers: where a search may start."""
        return covariance_matrix(
            np.where(np.isnan(self.values), np.nanmean(self.values, axis=0), self.values), self.weights
        )


def incomplete_responses(
    responses: pd.DataFrame, weights: DesignWeights, *, what: str, minimum_items: int
) -> IncompleteResponses:
    """Check responses and weights, and leave out respondents without any answer.

    Raises
    ------
    DataError
        An infinite answer, text, two items of one name, weights of other respondents.
    NotEstimable
        Too few items or respondents, an item without answers or with one only, two items that nobody answered both.
    """
    check_items(responses, what=what, minimum_items=minimum_items)
    values = finite_values(responses)
    answered = ~np.isnan(values)
    _check_coverage(answered, responses.columns, what)
    some = answered.any(axis=1)
    values = values[some]
    check_variation(values, responses.columns, what=what)
    aligned = aligned_weights(responses.index, weights.sampling_weights)
    kept = aligned[some].sum() / aligned.sum()
    replicates = None
    if weights.replicate_weights is not None:
        replicates = aligned_replicate_weights(responses.index, weights.replicate_weights)[some]
        replicates = replicates * (len(values) / replicates.sum(axis=0))
    return IncompleteResponses(
        values=values,
        weights=aligned[some] * (len(values) / aligned[some].sum()),
        replicates=replicates,
        n_empty=int((~some).sum()),
        kept=float(kept),
        items=responses.columns,
        weighted=weights.sampling_weights is not None,
    )


def _check_coverage(answered: Bools, items: pd.Index, what: str) -> None:
    if unanswered := [str(item) for item in items[np.flatnonzero(~answered.any(axis=0))]]:
        raise NotEstimable(
            say(
                "Nobody answered {items}, so {what} cannot be computed. Leave out items without answers, or choose a "
                "larger group.",
                items=named_items(unanswered),
                what=inside_sentence(what),
            )
        )
    together = answered.T.astype(float) @ answered
    apart = np.argwhere(np.triu(together == 0))
    if len(apart):
        first, second = (str(items[position]) for position in apart[0])
        raise NotEstimable(
            say(
                "Nobody answered both `{item}` and `{other}`, so how the two go together cannot be known from these "
                "data. Leave out one of them, or fit the items of each questionnaire form by themselves.",
                item=first,
                other=second,
            )
        )
