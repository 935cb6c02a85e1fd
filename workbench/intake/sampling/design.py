"""The survey design: with what probability each respondent was drawn, and every refusal of a weight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import DataError
from workbench.intake.sampling.replicates import stratified_coefficients, unstratified_replicates
from workbench.numerics.sampling import Calibration
from workbench.options import LONELY_STRATA, REPLICATE_METHODS, check_option
from workbench.wording import n_rows

MOST_STAGES = 2

_KINDS: dict[str, tuple[type, ...]] = {
    "sampling_weights": (pd.Series,),
    "strata": (pd.Series,),
    "clusters": (pd.Series, pd.DataFrame),
    "population_size": (pd.Series, pd.DataFrame),
    "replicate_weights": (pd.DataFrame,),
}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SurveyDesign:
    """How the respondents were drawn. ``SurveyDesign()`` is a simple random sample.

    All parts share one index, that of the respondents. With `replicate_weights` variances come from these; else from
    linearisation over strata, clusters and finite populations.

    Psychometric functions take a design, or in its place `sampling_weights` with or without `replicate_weights`, never
    both. Estimates use the sampling weights, on any scale; standard errors, intervals and tests come from the
    replicates (JK1 or JKn). Without these respondents count as drawn one by one, and `.notes` of the result says so.

    Attributes
    ----------
    sampling_weights : Series of float, shape (n_respondents,), optional
        Persons of the population that a respondent stands for (any positive scale; totals need the true one).
    strata : Series, shape (n_respondents,), optional
        Stratum of each respondent.
    clusters : Series, or DataFrame with one column per stage, optional
        Sampled unit of each respondent, for two stages the larger unit first. Labels of the second stage need only
        differ within the larger unit.
    population_size : Series of float, or DataFrame with one column per stage, optional
        Units in the population: at the first stage clusters (respondents if there are none) in the stratum, at the
        second units in the cluster. One more column than `clusters` counts the respondents' own stage. A stage
        without a column counts as drawn from an infinite population.
    replicate_weights : DataFrame, shape (n_respondents, n_replicates), optional
        Jackknife weights of each replicate, zero for a respondent whom the replicate leaves out.
    lonely_strata : {"refuse", "centre", "certainty"}
        A stratum with one unit sampled of several has no variance of its own: refuse it; `centre` takes its total from
        0, the mean of everybody's contributions (R: ``survey.lonely.psu = "adjust"``); `certainty` takes it as fixed.
    nested : bool
        True where labels of clusters start anew in every stratum.
    replicate_method : {"JK1", "JKn"}
        One group left out of the whole sample, or one unit of one stratum (which `strata` names).
    calibration : Calibration, optional
        Set by `calibrate` alone.
    notes : tuple of str
        What was done to the design; results repeat it.

    Raises
    ------
    DataError
        A part that is no Series or DataFrame, parts with different indexes; a weight that is missing, zero (in
        `sampling_weights`), negative or not a number; replicate weights without sampling weights; more than two stages;
        population sizes that are missing or not positive.
    ParameterError
        Unknown `lonely_strata` or `replicate_method`.
    """

    sampling_weights: pd.Series | None = None
    strata: pd.Series | None = None
    clusters: pd.Series | pd.DataFrame | None = None
    population_size: pd.Series | pd.DataFrame | None = None
    replicate_weights: pd.DataFrame | None = None
    lonely_strata: str = "refuse"
    nested: bool = False
    replicate_method: str = "JK1"
    calibration: Calibration | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check words, weights, stages and indexes."""
        check_option("lonely_strata", self.lonely_strata, LONELY_STRATA)
        check_option("replicate_method", self.replicate_method, REPLICATE_METHODS)
        self._check_kinds()
        self._check_index()
        if self.sampling_weights is not None:
            check_sampling_weights(self.sampling_weights)
        if self.replicate_weights is not None:
            check_replicate_weights(self.replicate_weights)
            if self.sampling_weights is None:
                raise DataError("Replicate weights stand without sampling weights. Name `sampling_weights` too.")
        for size in stages_of(self.population_size):
            check_population_size(size)
        self._check_stages()

    def __repr__(self) -> str:
        """One line, no data."""
        return f"SurveyDesign({', '.join(self.parts()) or 'simple random sample'})"

    def _check_kinds(self) -> None:
        for name, part in self.parts().items():
            if not isinstance(part, _KINDS[name]):
                words = " or ".join(kind.__name__ for kind in _KINDS[name])
                raise DataError(
                    f"`{name}` is a {type(part).__name__}. Give a pandas {words} with the index of the respondents, so "
                    "that weights and answers stay together."
                )

    def _check_index(self) -> None:
        parts = self.parts()
        for name, part in parts.items():
            first = next(iter(parts))
            if not part.index.equals(parts[first].index):
                raise DataError(
                    f"Parts of the design belong to different respondents: `{first}` has {n_rows(len(parts[first]))}, "
                    f"`{name}` {n_rows(len(part))}. Take all of them from the same survey."
                )

    def _check_stages(self) -> None:
        n_clusters, n_sizes = len(stages_of(self.clusters)), len(stages_of(self.population_size))
        if n_clusters > MOST_STAGES:
            raise DataError(
                f"`clusters` has {n_clusters} stages. Give one or two, the larger units first: further stages add "
                "little to the variance."
            )
        if n_sizes > n_clusters + 1:
            raise DataError(
                f"`population_size` has {n_sizes} columns for {n_clusters} stages of clusters. Give one per stage, and "
                "at most one more for the respondents themselves."
            )

    def parts(self) -> dict[str, pd.Series | pd.DataFrame]:
        """Return the parts that are known, those with a row per respondent."""
        return {name: getattr(self, name) for name in _KINDS if getattr(self, name) is not None}

    @property
    def is_weighted(self) -> bool:
        """Whether sampling weights are known."""
        return self.sampling_weights is not None

    def subset(self, index: pd.Index) -> SurveyDesign:
        """Return the design of these respondents alone, as for a file that holds nobody else.

        Calibration is to everybody's totals and is forgotten; the weights stay as they are. JKn replicates become those
        of a JK1 with the same variance, because a subset may have lost whom a replicate leaves out. Groups of a
        population are not estimated from a subset: they are domains of the whole design.
        """
        kept: dict[str, Any] = {name: part.loc[index] for name, part in self.parts().items()}
        if self.replicate_weights is not None and self.sampling_weights is not None:
            c = self.replicate_coefficients()
            if c is not None:
                replicates = unstratified_replicates(self.sampling_weights, self.replicate_weights, c)
                kept |= {"replicate_weights": replicates.loc[index], "replicate_method": "JK1"}
        return replace(self, **kept, calibration=None)

    def replicate_coefficients(self) -> Floats | None:
        """Return what each replicate counts in the variance; None where all count (R − 1) / R (JK1).

        Raises
        ------
        DataError
            Strata that do not fit the replicates of a JKn.
        """
        if self.replicate_method == "JK1" or self.replicate_weights is None:
            return None
        return stratified_coefficients(self.replicate_weights, self.strata)


def stages_of(part: pd.Series | pd.DataFrame | None) -> list[pd.Series]:
    """Columns of a part that may have one per stage."""
    if part is None:
        return []
    return [part] if isinstance(part, pd.Series) else [part.iloc[:, place] for place in range(part.shape[1])]


def aligned_weights(index: pd.Index, sampling_weights: pd.Series | None) -> np.ndarray:
    """Return the weights of these respondents, rescaled to sum to their number; ones if there are no weights.

    Raises
    ------
    DataError
        Weights of other respondents than those in `index`, or weights that `check_sampling_weights` refuses.
    """
    if sampling_weights is None:
        return np.ones(len(index))
    check_same_respondents(index, sampling_weights, "sampling weights")
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
    check_same_respondents(index, replicate_weights, "replicate weights")
    check_replicate_weights(replicate_weights)
    weights: np.ndarray = replicate_weights.to_numpy(float)
    return np.asarray(weights * (len(weights) / weights.sum(axis=0)))


def check_same_respondents(index: pd.Index, part: pd.Series | pd.DataFrame, what: str) -> None:
    """Refuse weights, or another part of a design, of other respondents than those whose answers are in `index`."""
    if not part.index.equals(index):
        raise DataError(
            f"Answers and {what} belong to different respondents ({len(index)} and {len(part)} rows). Take both from "
            "the same survey: `complete(survey)` keeps them together."
        )


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


def check_population_size(sizes: pd.Series) -> None:
    """Refuse population sizes that are missing, not positive or not numbers.

    Raises
    ------
    DataError
        Names the column, the fault and the number of rows.
    """
    is_number = pd.api.types.is_numeric_dtype(sizes) and not pd.api.types.is_bool_dtype(sizes)
    values = sizes.to_numpy(float, na_value=np.nan) if is_number else np.full(len(sizes), np.nan)
    if count := int((~(values > 0) | np.isinf(values)).sum()):
        raise DataError(
            f"Population size `{sizes.name}` is missing, not above 0 or no number in {n_rows(count)}. Give the number "
            "of units in the population of each respondent's stratum or cluster, or leave population sizes out."
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
