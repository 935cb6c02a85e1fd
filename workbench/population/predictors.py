"""The rows a regression rests on: who is complete, what the predictors can tell apart, and what they cannot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.errors import DataError, NotEstimable
from workbench.numerics.logistic_regression import Floats
from workbench.population.estimation import grouping
from workbench.population.thresholds import MINIMUM_BELOW, MINIMUM_NOT_BELOW


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelRows:
    """Respondents complete in outcome and predictors, those who agree in all of them as one row.

    Attributes
    ----------
    codes : array of int, shape (n_rows, n_predictors)
        Number of the level of each predictor, reference = 0.
    outcome, weight, squared_weight : array, shape (n_rows,)
        Outcome, sum of weights, sum of squared weights of the respondents in the row.
    levels : dict of str to list of str
        Levels of each predictor, the reference first.
    columns : dict of str to array of int
        Levels that get a coefficient: all but the reference and empty ones.
    level_n, level_events : dict of str to array of int
        Respondents and respondents with the outcome, by level.
    missing : dict of str to int
        Respondents without a value, by variable.
    n_sample, n_used, n_events : int
        Respondents of the whole survey, those used, those used who have the outcome.
    """

    codes: np.ndarray
    outcome: Floats
    weight: Floats
    squared_weight: Floats
    levels: dict[str, list[str]]
    columns: dict[str, np.ndarray]
    level_n: dict[str, np.ndarray]
    level_events: dict[str, np.ndarray]
    missing: dict[str, int]
    n_sample: int
    n_used: int
    n_events: int

    def design_matrix(self, variables: list[str]) -> Floats:
        """Ones and an indicator per level with a coefficient, shape (n_rows, n_parameters)."""
        places = list(self.levels)
        blocks = [np.ones((len(self.outcome), 1))]
        blocks += [self.codes[:, [places.index(v)]] == self.columns[v] for v in variables]
        return np.hstack(blocks).astype(float)


def model_rows(y: Floats, predictors: pd.DataFrame, weights: Floats, index: pd.Index) -> ModelRows:
    """Keep complete respondents and put together those with the same outcome and predictors.

    Raises
    ------
    DataError
        Predictors of other respondents, not categorical, or none.
    NotEstimable
        Nobody complete, constant outcome, empty reference, one level, more parameters than respondents.
    """
    frame = grouping(predictors, index)
    if not len(frame.columns):
        raise DataError(
            "There is no predictor. Name at least one background variable under `predictors` in the codebook."
        )
    codes = np.column_stack([frame[v].cat.codes.to_numpy(np.int64) for v in frame])
    used = ~np.isnan(y) & (codes >= 0).all(axis=1)
    levels = {str(v): [str(level) for level in frame[v].cat.categories] for v in frame}
    missing = {"the outcome": int(np.isnan(y).sum())} | {v: int((codes[:, j] < 0).sum()) for j, v in enumerate(levels)}
    y, codes, weights = y[used], codes[used], weights[used]
    _check_outcome(y)
    counts = [np.bincount(codes[:, j], minlength=len(names)) for j, names in enumerate(levels.values())]
    events = [np.bincount(codes[y == 1, j], minlength=len(names)) for j, names in enumerate(levels.values())]
    level_n = dict(zip(levels, counts, strict=True))
    _check_levels(levels, level_n, len(y))
    group, first = _agreeing(np.column_stack([y.astype(np.int64), codes]))
    weights = weights * (len(weights) / weights.sum())
    return ModelRows(
        codes=codes[first],
        outcome=y[first],
        weight=np.bincount(group, weights=weights).astype(float),
        squared_weight=np.bincount(group, weights=weights**2).astype(float),
        levels=levels,
        columns={v: np.flatnonzero(n)[1:] for v, n in level_n.items()},
        level_n=level_n,
        level_events=dict(zip(levels, events, strict=True)),
        missing=missing,
        n_sample=len(used),
        n_used=len(y),
        n_events=int(y.sum()),
    )


def check_separation(rows: ModelRows) -> None:
    """Refuse a level with too few respondents on one side of the outcome: its odds ratio is 0 or infinite."""
    for variable, n in rows.level_n.items():
        events = rows.level_events[variable]
        if ((n > 0) & ((events == 0) | (events == n))).any():
            # neither the level nor the side is named: the message is published, and the level's mean tells the rest
            raise NotEstimable(
                "A level of a predictor has too few respondents with or without the outcome for an odds ratio. Find "
                "it with `workbench check`, then merge levels in the codebook or leave the predictor out."
            )


def check_rank(rows: ModelRows) -> None:
    """Refuse predictors that determine one another, naming the pair where two suffice."""
    variables = list(rows.levels)
    if _full_rank(rows.design_matrix(variables)):
        return
    for pair in combinations(variables, 2):
        if not _full_rank(rows.design_matrix(list(pair))):
            raise NotEstimable(
                f"Predictors `{pair[0]}` and `{pair[1]}` cannot be told apart: a level of one follows from the other. "
                "Leave one of them out or merge levels in the codebook."
            )
    raise NotEstimable(
        f"Predictors {', '.join(f'`{v}`' for v in variables)} cannot be told apart: a level of one follows from the "
        "others. "
        "Leave one of them out or merge levels in the codebook."
    )


def _full_rank(matrix: Floats) -> bool:
    return bool(np.linalg.matrix_rank(np.unique(matrix, axis=0)) == matrix.shape[1])


def _agreeing(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each row the number of its pattern, and say where each pattern stands first."""
    key = np.zeros(len(codes), dtype=np.int64)
    for column in codes.T:  # made dense after each column, so the key cannot overflow
        _, key = np.unique(key * (column.max() + 1) + column, return_inverse=True)
    _, first = np.unique(key, return_index=True)
    return key, first


def _check_outcome(y: Floats) -> None:
    if not len(y):
        raise NotEstimable(
            "No respondent has the outcome and every predictor. Leave out the predictor with the most missing answers."
        )
    # One sentence for nobody, everybody and nearly so: which it is would tell the outcome of single respondents.
    if (y == 1).sum() < MINIMUM_BELOW or (y == 0).sum() < MINIMUM_NOT_BELOW:
        raise NotEstimable(
            "Too few respondents who are complete in the predictors are on one side of the outcome. Choose another "
            "cut-off or leave out predictors with many missing answers."
        )


def _check_levels(levels: dict[str, list[str]], level_n: dict[str, np.ndarray], n_used: int) -> None:
    for variable, n in level_n.items():
        if (n > 0).sum() < 2:
            raise NotEstimable(
                f"Predictor `{variable}` has one level only among the {n_used} respondents used. Leave it out of "
                "`predictors` "
                "in the codebook."
            )
        if n[0] == 0:
            raise NotEstimable(
                f"The reference `{levels[variable][0]}` of `{variable}` has no respondents among the {n_used} used. "
                "Choose "
                "another `reference` in the codebook."
            )
    n_parameters = 1 + sum(int((n > 0).sum()) - 1 for n in level_n.values())
    if n_used <= n_parameters:
        raise NotEstimable(
            f"The model has {n_parameters} parameters for {n_used} respondents. Leave predictors out or merge levels "
            "in the "
            "codebook."
        )
