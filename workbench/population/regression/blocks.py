"""Which predictors stand in which model of a set, and who is left out of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import DataError, NotInSurvey, ParameterError, did_you_mean
from workbench.numerics.disclosure import weight_cells
from workbench.population.design import SamplingVariance
from workbench.population.regression.predictors import OUTCOME, ModelRows, largest_parts
from workbench.wording import Unpublished, counted, say

CRUDE = "crude"
ADJUSTED = "adjusted"
ONE_CLUSTER = say(
    "A level or reference lies in one cluster of each of its strata. That does not show how clusters differ: standard "
    "errors and intervals of what rests on it are too small, as in any linearised regression."
)


def model_words(name: str) -> str:
    """Say the name of a model in the language that is spoken; blocks have the names that users gave them."""
    return {CRUDE: say("crude"), ADJUSTED: say("adjusted")}.get(name, name)


def cumulative_blocks(
    blocks: Mapping[str, Sequence[str]] | None, predictors: pd.DataFrame
) -> dict[str, tuple[str, ...]]:
    """Return the predictors of each adjusted model, those of the blocks before included.

    Raises
    ------
    NotInSurvey
        There is no predictor.
    ParameterError
        Blocks that do not hold each predictor once.
    """
    known = [str(v) for v in predictors.columns]
    if not known:
        raise NotInSurvey(
            "There is no predictor. Name at least one background variable under `predictors` in the codebook."
        )
    if blocks is None:
        return {ADJUSTED: tuple(known)}
    found: dict[str, tuple[str, ...]] = {}
    before: tuple[str, ...] = ()
    for name, variables in blocks.items():
        if name == CRUDE:
            raise ParameterError(f"A block is named `{CRUDE}`, which the models of single predictors are. Rename it.")
        for variable in variables:
            if variable not in known:
                raise ParameterError(
                    f"`blocks` names `{variable}`, which is no predictor.{did_you_mean(variable, known)} "
                    f"Known: {', '.join(known)}."
                )
        before = (*before, *variables)
        found[name] = before
    if sorted(before) != sorted(known):
        wrong = next(v for v in known if before.count(v) != 1)
        raise ParameterError(
            f"Predictor `{wrong}` stands in {before.count(wrong)} blocks. Give each predictor in exactly one block: "
            "blocks add up."
        )
    return found


def kept_blocks(
    blocks: Mapping[str, Sequence[str]] | None, predictors: pd.DataFrame
) -> dict[str, tuple[str, ...]] | None:
    """Return blocks without the predictors that are not in the frame, as where merging left one level of them.

    Parameters
    ----------
    blocks : mapping of str to list of str, optional
        As in `fit_logistic`.
    predictors : DataFrame, shape (n_respondents, n_predictors)

    Returns
    -------
    dict of str to tuple of str, or None
        Blocks that are empty now are left out; None for None.

    Notes
    -----
    Proof: tests/unit/population/regression.
    """
    if blocks is None:
        return None
    kept = {name: tuple(v for v in variables if v in predictors) for name, variables in blocks.items()}
    return {name: variables for name, variables in kept.items() if variables}


def as_answered(rows: ModelRows, outcome: Floats, predictors: pd.DataFrame, weights: Floats) -> ModelRows:
    """Return rows of filled predictors with the counts of the answers that were given, and who gave none."""
    inside = ~np.isnan(outcome)
    n, events, largest, cells = {}, {}, {}, {}
    for v, levels in rows.levels.items():
        codes = predictors[v].cat.codes.to_numpy()[inside].astype(np.int64)
        given, size = codes >= 0, len(levels)
        n[v] = np.bincount(codes[given], minlength=size)
        events[v] = np.bincount(codes[given & (outcome[inside] == rows.outcome.max())], minlength=size)
        largest[v] = largest_parts(codes[given], size, weights[inside][given])
        own = np.where(inside, predictors[v].cat.codes.to_numpy(), -1).astype(np.int64)
        cells[v] = weight_cells(weights, own, size)
    return replace(
        rows,
        missing={OUTCOME: int((~inside).sum())},
        level_n=n,
        level_events=events if rows.level_events else {},
        level_answered=n,
        level_answered_events=events if rows.level_events else {},
        level_largest=largest,
        level_weights=cells,
    )


def incomplete(outcome: pd.Series, predictors: pd.DataFrame) -> pd.Series:
    """Mark respondents who have the outcome but lack a predictor: those whom the complete-answer rule leaves out.

    Parameters
    ----------
    outcome : Series, shape (n_respondents,)
    predictors : DataFrame, shape (n_respondents, n_predictors)

    Returns
    -------
    Series of boolean, shape (n_respondents,)
        Missing where the outcome is missing; for `population.share(..., by=...)`.

    Raises
    ------
    DataError
        Outcome and predictors of different respondents.

    Notes
    -----
    Proof: tests/unit/population/regression.
    """
    if not predictors.index.equals(outcome.index):
        raise DataError("Outcome and predictors belong to different respondents. Take both from the same survey.")
    return predictors.isna().any(axis=1).astype("boolean").mask(outcome.isna()).rename("incomplete")


def left_out_of_models(rows: ModelRows) -> tuple[str, ...]:
    """Return notes on respondents outside every model and on empty levels."""
    notes: list[str] = []
    n_sample = len(rows.place)
    if rows.n_used < n_sample:
        without = tuple(
            counted("{variable} ({0})", n, variable=say("the outcome") if name == OUTCOME else f"`{name}`")
            for name, n in rows.missing.items()
            if n
        )
        notes.append(
            counted(
                "Left out of every model: {0} of {1} respondents, without an answer that counts in: {variables}.",
                n_sample - rows.n_used,
                n_sample,
                variables=without,
            )
        )
    if any((n == 0).any() for n in rows.level_n.values()):
        # for a report nobody is as few
        notes.append(Unpublished(say("A level with no respondents among those used has no estimate.")))
    return tuple(notes)


def without_spread(covariance: Floats, rows: ModelRows, sampling: SamplingVariance) -> tuple[str, ...]:
    """Return notes on standard errors that are missing or too small, since nothing shows how units differ."""
    if np.isnan(covariance).all():
        return (say("No standard errors, intervals and tests: the whole population is in the sample."),)
    return (ONE_CLUSTER,) if _in_one_cluster(rows, sampling) else ()


def _in_one_cluster(rows: ModelRows, sampling: SamplingVariance) -> bool:
    """Whether the respondents of a level lie in one cluster of each of their strata."""
    if sampling.structure is None or len(sampling.structure.stages[0].group) == len(rows.place):
        return False  # replicates, or respondents drawn one by one
    inside, codes = rows.place >= 0, np.full(len(rows.place), -1, dtype=np.int64)
    for place, (variable, names) in enumerate(rows.levels.items()):
        if variable in rows.values:
            continue
        codes[inside] = rows.codes[rows.place[inside], place]
        found = np.bincount(codes[inside], minlength=len(names)) > 0
        if (found & (sampling.domain_degrees_of_freedom(codes, len(names)) <= 0)).any():
            return True
    return False
