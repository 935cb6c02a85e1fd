"""The rows a regression rests on: who is complete, what the predictors can tell apart, and what they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.errors import NotEstimable
from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.numerics.disclosure import weight_cells
from workbench.numerics.regression import CovariatePatterns, FittedCounts, LevelCounts
from workbench.population.design import grouping, numbers
from workbench.wording import say

OUTCOME = "the outcome"  # as what it is counted who lacks it
PER_UNIT = "per unit"  # what tables call the only row of a numeric predictor
_LARGEST_KEY = 2**62


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelRows:
    """Respondents complete in outcome and predictors, those who agree in all of them as one row.

    Attributes
    ----------
    codes : array of int, shape (n_rows, n_predictors)
        Number of the level of each predictor, reference = 0; of a numeric one the number of its value.
    outcome : array, shape (n_rows,)
    place : array of int, shape (n_respondents,)
        Row of each respondent of the whole survey, −1 outside the model.
    levels : dict of str to list of str
        Levels of each predictor, the reference first; of a numeric one the single entry `per unit`.
    values : dict of str to array
        Distinct values of the numeric predictors.
    columns : dict of str to array of int
        Levels that get a coefficient: all but the reference and empty ones.
    level_n, level_events : dict of str to array of int
        Respondents and respondents with the outcome, by level; no events for an outcome of more than two values.
    level_answered, level_answered_events : dict of str to array of int
        The same of all who have an outcome and the level, complete or not.
    level_largest : dict of str to array
        Largest part of the weights of a level that one respondent carries; of a number the largest change of its
        straight-line slope per unit of the outcome of one respondent.
    level_weights : dict of str to list of array
        Who weighs the same, of all who have an outcome and the level: a second window of those in the model would tell
        of the few whom it leaves out.
    outcome_range : tuple of float
        Smallest and largest outcome of all respondents who have one, complete or not.
    missing : dict of str to int
        Respondents without a value, by variable.
    n_used, n_events : int
        Respondents used, those used who have the outcome.
    """

    codes: Ints
    outcome: Floats
    place: Ints
    levels: dict[str, list[str]]
    values: dict[str, Floats]
    columns: dict[str, Ints]
    level_n: dict[str, Ints]
    level_events: dict[str, Ints]
    level_answered: dict[str, Ints]
    level_answered_events: dict[str, Ints]
    level_largest: dict[str, Floats]
    level_weights: dict[str, list[Floats]]
    outcome_range: tuple[float, float]
    missing: dict[str, int]
    n_used: int
    n_events: int

    def of(self, variables: Sequence[str]) -> ModelRows:
        """Return the same respondents with these predictors only, in as few rows as they need."""
        names = list(self.levels)
        columns = [self.codes[:, names.index(v)] for v in variables]
        distinct, outcome = np.unique(self.outcome, return_inverse=True)
        fewer, codes = _agreeing([outcome, *columns])
        return replace(
            self,
            codes=codes[:, 1:],
            outcome=distinct[codes[:, 0]],
            place=np.where(self.place >= 0, fewer[self.place], -1),
            levels={v: self.levels[v] for v in variables},
            columns={v: self.columns[v] for v in variables},
        )

    def indicators(self, variable: str) -> Floats:
        """One column per level that gets a coefficient, or the values of a number, shape (n_rows, n_columns)."""
        codes = self.codes[:, [list(self.levels).index(variable)]]
        if variable in self.values:
            return self.values[variable][codes]
        return np.asarray(codes == self.columns[variable], dtype=np.float64)

    def design_matrix(self, variables: Sequence[str]) -> Floats:
        """Ones and an indicator per level with a coefficient, shape (n_rows, n_parameters)."""
        return np.hstack([np.ones((len(self.outcome), 1)), *(self.indicators(v) for v in variables)])

    def spans(self, variables: Sequence[str]) -> dict[str, slice]:
        """Where the coefficients of each predictor stand in those of `design_matrix`."""
        ends = 1 + np.cumsum([0, *(len(self.columns[v]) for v in variables)])
        return {v: slice(int(a), int(b)) for v, a, b in zip(variables, ends[:-1], ends[1:], strict=True)}

    def row_weights(self, weights: Floats) -> Floats:
        """Sum of the respondents' weights in each row, rescaled so that all of them sum to the respondents used."""
        inside = self.place >= 0
        sums = np.bincount(self.place[inside], weights=weights[inside], minlength=len(self.outcome))
        return np.asarray(sums * (self.n_used / sums.sum()))


def model_rows(
    y: Floats, predictors: pd.DataFrame, index: pd.Index, weights: Floats, *, binary: bool = True
) -> ModelRows:
    """Keep complete respondents and put together those with the same outcome and predictors.

    With the outcome are those with the larger one wherever there are just two, whatever the kind of model.

    Raises
    ------
    DataError
        Predictors of other respondents, not categorical, or none.
    NotEstimable
        Nobody complete, constant outcome, empty reference, one level, more parameters than respondents.
    """
    levels, values, codes = _coded(predictors, index)
    used = has_value = ~np.isnan(y)
    missing = {OUTCOME: int((~used).sum())} | {v: int((c < 0).sum()) for v, c in zip(levels, codes, strict=True)}
    for column in codes:
        used = used & (column >= 0)
    _check_outcome(y[used], binary)
    place = np.full(len(used), -1, dtype=np.int64)
    distinct, outcome_codes = np.unique(y[used], return_inverse=True)
    place[used], rows = _agreeing([outcome_codes, *(column[used] for column in codes)])
    size = np.bincount(place[used], minlength=len(rows))
    outcome = distinct[rows[:, 0]]
    has_outcome, two_valued = outcome == distinct[-1], len(distinct) == 2
    counts = _by_level(levels, values, rows[:, 1:], size)
    answers = np.column_stack(codes)
    _check_levels(levels, values, counts, rows)
    return ModelRows(
        codes=rows[:, 1:],
        outcome=outcome,
        place=place,
        levels=levels,
        values=values,
        columns={v: np.flatnonzero(n)[int(v not in values) :] for v, n in counts.items()},
        level_n=counts,
        level_events=_by_level(levels, values, rows[:, 1:], size * has_outcome) if two_valued else {},
        level_answered=_by_level(levels, values, answers, has_value),
        level_answered_events=_by_level(levels, values, answers, y == distinct[-1]) if two_valued else {},
        level_largest=_largest(values, [column[used] for column in codes], counts, weights[used]),
        level_weights={
            v: weight_cells(weights, own, len(names))
            for (v, names), column in zip(levels.items(), codes, strict=True)
            for own in [np.where(has_value & (column >= 0), column * (v not in values), -1)]
        },
        outcome_range=(float(np.nanmin(y)), float(np.nanmax(y))),
        missing=missing,
        n_used=int(used.sum()),
        n_events=int(size[has_outcome].sum()) if two_valued else 0,
    )


def covariate_patterns(y: Floats, predictors: pd.DataFrame, index: pd.Index) -> CovariatePatterns:
    """Return the patterns of those who have an outcome and every predictor; a number is as many levels as it has."""
    levels, _, codes = _coded(predictors, index)
    answers = np.column_stack(codes)[~np.isnan(y)]
    patterns, size = np.unique(answers[(answers >= 0).all(axis=1)], axis=0, return_counts=True)
    return CovariatePatterns(tuple(levels), patterns, size.astype(np.int64))


def fitted_counts(
    y: Floats, predictors: pd.DataFrame, index: pd.Index, rows: ModelRows, variables: Sequence[str]
) -> FittedCounts:
    """Return what the model of some of the predictors is fitted to; `rows` have all predictors."""
    names, values, codes = _coded(predictors, index)
    own = [codes[list(names).index(v)] for v in variables]
    known = ~np.isnan(y) & np.logical_and.reduce([column >= 0 for column in own])
    inside = np.logical_and.reduce([column >= 0 for column in codes])[known]
    place, combinations = _agreeing([column[known] for column in own])

    def counted(who: Bools) -> Ints:
        return np.bincount(place[who], minlength=len(combinations)).astype(np.int64)

    levels = (
        LevelCounts(
            variable=v,
            levels=tuple(rows.levels[v]),
            n=rows.level_n[v],
            answered=rows.level_answered[v],
            events=rows.level_events.get(v),
            answered_events=rows.level_answered_events.get(v),
            values=values.get(v),
        )
        for v in variables
    )
    return FittedCounts(
        predictors=tuple(levels),
        codes=combinations,
        n=counted(inside),
        answered=counted(np.ones(len(inside), dtype=bool)),
        events=counted(inside & (y[known] == np.nanmax(y))) if rows.level_events else None,
    )


def _coded(predictors: pd.DataFrame, index: pd.Index) -> tuple[dict[str, list[str]], dict[str, Floats], list[Ints]]:
    """Levels, distinct values of numbers, and codes of each predictor, missing = −1."""
    is_number = {v: pd.api.types.is_numeric_dtype(predictors[v]) for v in predictors if predictors.columns.is_unique}
    frame = grouping(predictors[[v for v in predictors if not is_number.get(v)]], index)
    levels: dict[str, list[str]] = {}
    values: dict[str, Floats] = {}
    codes: list[Ints] = []
    for v in predictors:
        if is_number[v]:
            levels[str(v)] = [PER_UNIT]
            found, distinct = pd.factorize(numbers(predictors[v]), sort=True)
            values[str(v)] = np.asarray(distinct, dtype=np.float64)
            codes.append(np.asarray(found, dtype=np.int64))
        else:
            levels[str(v)] = [str(level) for level in frame[v].cat.categories]
            codes.append(frame[v].cat.codes.to_numpy().astype(np.int64))
    return levels, values, codes


def _by_level(
    levels: dict[str, list[str]], values: dict[str, Floats], codes: Ints, size: npt.NDArray[np.number] | Bools
) -> dict[str, Ints]:
    """Sum of sizes by level; whoever has no level, with the code −1, counts in none."""
    found = {}
    for j, (variable, names) in enumerate(levels.items()):
        has_level = codes[:, j] >= 0
        own = codes[has_level, j] * (variable not in values)
        found[variable] = np.bincount(own, weights=size[has_level], minlength=len(names)).astype(np.int64)
    return found


def _largest(
    values: dict[str, Floats], codes: list[Ints], counts: dict[str, Ints], weights: Floats
) -> dict[str, Floats]:
    found = {}
    for (variable, n), column in zip(counts.items(), codes, strict=True):
        if variable in values:
            x = values[variable][column]
            around = x - np.average(x, weights=weights)
            found[variable] = np.array([(weights * np.abs(around)).max() / (weights @ around**2)])
        else:
            found[variable] = largest_parts(column, len(n), weights)
    return found


def largest_parts(codes: Ints, n_levels: int, weights: Floats) -> Floats:
    """Largest part of the weights of each level that one respondent carries; NaN for a level without respondents."""
    largest = np.full(n_levels, np.nan)
    np.fmax.at(largest, codes, weights)
    return np.asarray(largest / np.bincount(codes, weights=weights, minlength=n_levels).clip(np.finfo(float).tiny))


def _agreeing(columns: list[np.ndarray]) -> tuple[Ints, Ints]:
    """Give each respondent the number of the pattern, and return the codes of each pattern; patterns are sorted."""
    sizes = [int(column.max()) + 1 for column in columns]
    key = np.zeros(len(columns[0]), dtype=np.int64)
    span = 1
    for column, size in zip(columns, sizes, strict=True):
        if span * size > _LARGEST_KEY:  # made dense, so the key cannot overflow
            key, found = pd.factorize(key, sort=True)
            span = len(found)
        key, span = key * size + column, span * size
    place, _ = pd.factorize(key, sort=True)
    first = np.zeros(int(place.max()) + 1, dtype=np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    return place.astype(np.int64), np.column_stack([column[first].astype(np.int64) for column in columns])


def _check_outcome(y: Floats, binary: bool) -> None:
    if not len(y):
        raise NotEstimable(
            say(
                "No respondent has the outcome and every predictor. Leave out the predictor with the most missing "
                "answers."
            )
        )
    if not binary:
        if np.ptp(y) == 0:
            raise NotEstimable(
                say(
                    "All respondents who are complete in the predictors have the same score. Choose other respondents "
                    "or leave out predictors with many missing answers."
                )
            )
        return
    # One sentence for nobody, everybody and nearly so: which it is would tell the outcome of single respondents.
    if min((y == 1).sum(), (y == 0).sum()) < MINIMUM_RESPONDENTS:
        raise NotEstimable(
            say(
                "Too few respondents who are complete in the predictors are on one side of the outcome. Choose another "
                "cut-off or leave out predictors with many missing answers."
            )
        )


def _check_levels(
    levels: dict[str, list[str]], values: dict[str, Floats], level_n: dict[str, Ints], rows: Ints
) -> None:
    n_used = int(next(iter(level_n.values())).sum())
    for j, (variable, n) in enumerate(level_n.items(), start=1):
        if variable in values:
            if len(np.unique(rows[:, j])) < 2:
                raise NotEstimable(
                    say(
                        "Predictor `{variable}` has one value only among the respondents used. Leave it out.",
                        variable=variable,
                    )
                )
            continue
        if (n > 0).sum() < 2:
            raise NotEstimable(
                say(
                    "Predictor `{variable}` has one level only among the respondents used. Leave it out of "
                    "`predictors` in the codebook.",
                    variable=variable,
                )
            )
        if n[0] == 0:
            raise NotEstimable(
                f"The reference `{levels[variable][0]}` of `{variable}` has no respondents among those used. Choose "
                "another `reference` in the codebook.",
                in_report=say(
                    "The reference of `{variable}` has too few respondents. Choose another `reference` in the "
                    "codebook.",
                    variable=variable,
                ),
            )
    n_parameters = 1 + sum(int((n > 0).sum()) - int(v not in values) for v, n in level_n.items())
    if n_used <= n_parameters:
        raise NotEstimable(
            say(
                "The model has as many parameters as respondents, or more. Leave predictors out or join levels by "
                "`merge` in the codebook."
            )
        )
