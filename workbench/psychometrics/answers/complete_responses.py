"""What every estimate of this chapter asks of the responses: complete answers to several items that vary."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import DataError, NotEstimable
from workbench.intake.sampling import aligned_replicate_weights, aligned_weights
from workbench.numerics.moments import covariance_matrix
from workbench.psychometrics.answers.design_weights import DesignWeights
from workbench.wording import n_rows, retold, say, spoken

# Below this share of the items' total variance a variance or an eigenvalue is rounding error, not information.
SINGULAR = 1e-10


@dataclass(frozen=True, eq=False, kw_only=True)
class CompleteResponses:
    """Checked responses as arrays.

    Attributes
    ----------
    values : array, shape (n_respondents, n_items)
    weights : array, shape (n_respondents,)
        Sampling weights rescaled to sum to n_respondents; ones if there are none.
    items : pandas.Index
    covariances : array, shape (n_items, n_items)
        With divisor n − 1.
    weighted : bool
    replicates : array, shape (n_respondents, n_replicates), or None
        Replicate weights, each replicate rescaled to sum to n_respondents; None if there are none.
    """

    values: Floats
    weights: Floats
    items: pd.Index
    covariances: Floats
    weighted: bool
    replicates: Floats | None = None

    @property
    def n_respondents(self) -> int:
        """Number of respondents."""
        return len(self.values)

    @property
    def n_items(self) -> int:
        """Number of items."""
        return len(self.items)

    def matrix(self, values: Floats) -> pd.DataFrame:
        """Return an items × items array as a frame with the items' names on both sides."""
        return pd.DataFrame(values, index=self.items, columns=self.items)


def complete_responses(
    responses: pd.DataFrame, weights: DesignWeights, *, what: str, minimum_items: int = 2
) -> CompleteResponses:
    """Check responses and weights.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    weights : DesignWeights
        Of the same respondents.
    what : str
        The estimate, as messages name it.
    minimum_items : int

    Raises
    ------
    DataError
        A missing or infinite answer, text, two items of one name, weights of other respondents.
    NotEstimable
        Too few items or respondents, or an item that everybody answers alike.
    """
    check_items(responses, what=what, minimum_items=minimum_items)
    missing = responses.isna().sum()
    if missing.any():
        named = ", ".join(f"`{item}` ({n_rows(int(rows))})" for item, rows in missing.items() if rows)
        repair = "Keep complete respondents first: `intake.complete(survey)`."
        raise DataError(f"Answers are missing in {named}. {repair}", in_report=f"Answers are missing. {repair}")
    values = finite_values(responses)
    check_variation(values, responses.columns, what=what)
    aligned, replicates = aligned_weights(responses.index, weights.sampling_weights), weights.replicate_weights
    return CompleteResponses(
        values=values,
        weights=aligned,
        items=responses.columns,
        covariances=covariance_matrix(values, aligned),
        weighted=weights.sampling_weights is not None,
        replicates=None if replicates is None else aligned_replicate_weights(responses.index, replicates),
    )


def check_items(responses: pd.DataFrame, *, what: str, minimum_items: int) -> None:
    """Refuse too few items, items of one name, and text."""
    k = responses.shape[1]
    if k < minimum_items:
        raise NotEstimable(
            say(
                "{what} needs at least {n} items; got {k}. What needs fewer items is estimated without it.",
                what=what, n=minimum_items, k=k,
            )
        )  # fmt: skip
    if twice := sorted({str(item) for item in responses.columns[responses.columns.duplicated()]}):
        raise DataError(f"The responses have two columns named {named_items(twice)}. Give every item its own name.")
    if text := [str(item) for item in responses if not pd.api.types.is_numeric_dtype(responses[item])]:
        raise DataError(f"Items {named_items(text)} hold text. Code the answers as points in the codebook.")


def check_variation(values: Floats, items: pd.Index, *, what: str) -> None:
    """Refuse fewer than two respondents, and items whose answers are all alike; NaN is no answer."""
    if len(values) < 2:
        raise NotEstimable(say("{what} needs at least 2 respondents. Choose a larger group.", what=what))
    if constant := [str(item) for item in items[np.nanmin(values, axis=0) == np.nanmax(values, axis=0)]]:
        named, refused = named_items(constant), inside_sentence(what)
        if np.isnan(values).any():
            alike = say(
                "All answers to {items} are alike, so {what} cannot be computed. Leave out items without variation, or "
                "choose a larger group.",
                items=named, what=refused,
            )  # fmt: skip
        else:
            alike = say(
                "All respondents answer {items} alike, so {what} cannot be computed. Leave out items without "
                "variation, or choose a larger group.",
                items=named, what=refused,
            )  # fmt: skip
        raise NotEstimable(alike)


def finite_values(responses: pd.DataFrame) -> Floats:
    """Return the answers as an array; refuse infinite ones."""
    values = responses.to_numpy(float)
    infinite = np.isinf(values).sum(axis=0)
    if infinite.any():
        named = named_items([str(item) for item in responses.columns[infinite > 0]])
        raise DataError(
            f"Answers to {named} are infinite in {n_rows(int(infinite.sum()))}. Correct the data.",
            in_report=f"Answers to {named} are infinite. Correct the data.",
        )
    return values


@retold
def inside_sentence(what: str) -> str:
    """Return the name of an estimate, or a whole sentence, as it stands inside a sentence."""
    words = spoken(what)
    return words[0].lower() + words[1:]


def named_items(items: list[str]) -> str:
    """Return items as messages name them."""
    return ", ".join(f"`{item}`" for item in items)
