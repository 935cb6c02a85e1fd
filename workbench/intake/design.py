"""The survey design: with what probability each respondent was drawn, and every refusal of a weight."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.errors import DataError
from workbench.intake.checks import n_rows


@dataclass(frozen=True, eq=False, kw_only=True)
class SurveyDesign:
    """How the respondents were drawn. ``SurveyDesign()`` is a simple random sample.

    All parts share one index, that of the respondents.

    Attributes
    ----------
    sampling_weights : Series of float, shape (n_respondents,), optional
        Persons of the population that a respondent stands for (any positive scale).
    strata, clusters : Series, shape (n_respondents,), optional
        Stratum and primary sampling unit of each respondent.
    population_size : Series of float, shape (n_respondents,), optional
        Size of the respondent's stratum (or of the population) for the finite population correction.
    replicate_weights : DataFrame, shape (n_respondents, n_replicates), optional
        Weights of each replicate, zero for a respondent whom the replicate leaves out.

    Raises
    ------
    DataError
        A weight that is missing, zero (in `sampling_weights`), negative or not a number; parts with different indexes.
    """

    sampling_weights: pd.Series | None = None
    strata: pd.Series | None = None
    clusters: pd.Series | None = None
    population_size: pd.Series | None = None
    replicate_weights: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Check weights and indexes."""
        parts = [p for p in vars(self).values() if p is not None]
        if any(not part.index.equals(parts[0].index) for part in parts[1:]):
            raise DataError("The parts of the design do not share one index. Take all of them from the same survey.")
        if self.sampling_weights is not None:
            check_sampling_weights(self.sampling_weights)
        if self.replicate_weights is not None:
            check_replicate_weights(self.replicate_weights)

    @property
    def is_weighted(self) -> bool:
        """Whether sampling weights are known."""
        return self.sampling_weights is not None

    def subset(self, index: pd.Index) -> SurveyDesign:
        """Return the design of these respondents alone, as for a file that holds nobody else."""
        return replace(self, **{name: part.loc[index] for name, part in vars(self).items() if part is not None})


def aligned_weights(index: pd.Index, sampling_weights: pd.Series | None) -> np.ndarray:
    """Return the weights of these respondents, rescaled to sum to their number; ones if there are no weights.

    Raises
    ------
    DataError
        Weights of other respondents than those in `index`, or weights that `check_sampling_weights` refuses.
    """
    if sampling_weights is None:
        return np.ones(len(index))
    if not sampling_weights.index.equals(index):
        raise DataError(
            f"Answers and sampling weights belong to different respondents ({len(index)} and {len(sampling_weights)} "
            "rows). Take both from the same survey: `complete(survey)` keeps them together."
        )
    check_sampling_weights(sampling_weights)
    weights: np.ndarray = sampling_weights.to_numpy(float)
    return np.asarray(weights * (len(weights) / weights.sum()))


def aligned_replicate_weights(index: pd.Index, replicate_weights: pd.DataFrame) -> np.ndarray:
    """Return the replicate weights of these respondents, each replicate rescaled to sum to their number.

    Parameters
    ----------
    index : Index, shape (n_respondents,)
    replicate_weights : DataFrame, shape (n_respondents, n_replicates)

    Returns
    -------
    array, shape (n_respondents, n_replicates)

    Raises
    ------
    DataError
        Weights of other respondents than those in `index`, or weights that `check_replicate_weights` refuses.
    """
    if not replicate_weights.index.equals(index):
        raise DataError(
            f"Answers and replicate weights belong to different respondents ({len(index)} and "
            f"{len(replicate_weights)} rows). Take both from the same survey: `complete(survey)` keeps them together."
        )
    check_replicate_weights(replicate_weights)
    weights: np.ndarray = replicate_weights.to_numpy(float)
    return np.asarray(weights * (len(weights) / weights.sum(axis=0)))


def check_sampling_weights(weights: pd.Series) -> None:
    """Refuse missing, zero, negative and non-numeric weights.

    Raises
    ------
    DataError
        Names the column, the fault and the number of rows.
    """
    _check_column(weights, "Weight column")
    if zeros := int((weights == 0).sum()):
        raise DataError(_fault(f"Weight column `{weights.name}`", "zero", zeros))


def check_replicate_weights(weights: pd.DataFrame) -> None:
    """Refuse missing, negative and non-numeric weights, an empty replicate, and fewer than two replicates.

    Raises
    ------
    DataError
        Names the column, the fault and the number of rows.
    """
    if weights.shape[1] < 2:
        raise DataError(
            f"Replicate weights need at least 2 columns; got {weights.shape[1]}. Name the columns of all replicates, "
            "or leave replicate weights out: standard errors then come from linearisation."
        )
    for place in range(weights.shape[1]):
        column = weights.iloc[:, place]
        _check_column(column, "Replicate weight column")
        if not column.any():
            raise DataError(
                f"Replicate weight column `{column.name}` is zero in all {n_rows(len(column))}. Leave this replicate "
                "out, or choose a larger group."
            )


def _check_column(weights: pd.Series, what: str) -> None:
    name = f"{what} `{weights.name}`"
    if not pd.api.types.is_numeric_dtype(weights) or pd.api.types.is_bool_dtype(weights):
        raise DataError(f"{name} holds text. Store the weights as numbers, or name another column in the codebook.")
    values = weights.to_numpy(float, na_value=np.nan)
    faults = {"missing": np.isnan(values), "infinite": np.isinf(values), "negative": values < 0}
    for fault, where in faults.items():
        if where.any():
            raise DataError(_fault(name, fault, int(where.sum())))


def _fault(name: str, fault: str, count: int) -> str:
    return (
        f"{name} is {fault} in {n_rows(count)}. Correct these weights, or remove rows that do not "
        "belong to the sample, before reading the file; the workbench leaves no row out silently."
    )
