"""Predictors of a regression that enough respondents tell apart from the others: decided before anything is fitted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.regression import identifying_respondents

LEAST_EVENTS = 5  # expected on the rarer side: then all of them are on the other side in fewer than 1 of 100 surveys

Levels = frozenset[str]
Confounded = Mapping[str, frozenset[Levels]]
"""By predictor the sets of levels that, as one level, too few respondents tell apart from the other predictors."""


class Respondents(NamedTuple):
    """Who has an outcome, their weights, and how many of them must tell a coefficient apart.

    `rarer` gives of a predictor and some of its levels the part on the rarer side of the outcome, as it is published;
    1 for an outcome that is no yes and no.
    """

    answered: Bools
    weights: Floats
    least: int
    rarer: Callable[[str, Levels], float]


class _Coefficient(NamedTuple):
    """A predictor, its level and reference; of a number no level."""

    variable: str
    compared: tuple[Levels, Levels]


class _Failing(NamedTuple):
    """Levels of a predictor without a coefficient, and whether it has others with one."""

    levels: frozenset[Levels]
    others: bool


def told_apart(
    predictors: pd.DataFrame, merge: Callable[[Confounded], pd.DataFrame], who: Respondents, *, last: str = ""
) -> pd.DataFrame:
    """Leave out predictors, or merge levels, until enough respondents tell every coefficient of the model apart.

    Of predictors that have no coefficient left the one with the fewest goes first, of equals the last in the order of
    the codebook: it is all but a function of the others. Where single levels are confounded, those of the predictor
    with the fewest of them are merged, and what cannot be merged any further is left out.

    Parameters
    ----------
    predictors : DataFrame, shape (n_respondents, n_predictors)
        With the levels of the survey.
    merge : callable
        From confounded levels to the predictors with these and all that are too small merged.
    who : Respondents
    last : str
        A predictor that is left out only if it alone is confounded.
    """
    confounded: dict[str, frozenset[Levels]] = {}
    left_out: list[str] = []
    while True:
        frame = merge(confounded).drop(columns=left_out, errors="ignore")
        failing = _few_tell_apart(predictors, frame, who)
        if not failing:
            return frame
        own = {name: levels for name, levels in failing.items() if name != last} or failing
        whole = [name for name in own if not own[name].others]
        name = min(reversed(whole or list(own)), key=lambda name: len(own[name].levels))
        known = confounded.get(name, frozenset())
        if name in whole or own[name].levels <= known:
            left_out.append(name)
        else:
            confounded[name] = known | own[name].levels


def is_told_apart(variable: str, predictors: pd.DataFrame, who: Respondents) -> bool:
    """Whether enough respondents tell one predictor apart from the others."""
    return variable not in _few_tell_apart(predictors, predictors, who)


def _few_tell_apart(predictors: pd.DataFrame, frame: pd.DataFrame, who: Respondents) -> dict[str, _Failing]:
    """Return the predictors with levels of which the coefficient in the model of all rests on too few respondents.

    Only who belongs where decides, and what is published of outcomes. A coefficient compares two sets of respondents,
    those that raise it and those that lower it, all other predictors held equal. Each must count the minimum of
    respondents; of a yes and no so many that five are expected on the rarer side, for else it would tell the answers of
    the few whether the model exists.
    """
    used = who.answered & frame.notna().all(axis=1).to_numpy()
    if frame.columns.empty or not used.any():
        return {}
    first, weight, square = _patterns(frame[used], who.weights[used])
    coefficients, matrix = _design(predictors, frame, np.flatnonzero(used)[first])
    enough: dict[str, dict[Levels, bool]] = {}
    for own, *sides in zip(
        coefficients, *(n[1:] for n in identifying_respondents(matrix, weight, square)), strict=True
    ):
        events = min(n * who.rarer(own.variable, level) for n, level in zip(sides, own.compared, strict=True))
        enough.setdefault(own.variable, {})[own.compared[0]] = min(sides) >= who.least and events >= LEAST_EVENTS
    return {
        name: _Failing(frozenset(level for level, is_enough in own.items() if not is_enough), any(own.values()))
        for name, own in enough.items()
        if not all(own.values())
    }


def _patterns(frame: pd.DataFrame, weights: Floats) -> tuple[Bools, Floats, Floats]:
    """First respondent of each pattern of the predictors, with the sums of weights and squared weights of all of it."""
    codes = pd.DataFrame({place: pd.factorize(frame[name])[0] for place, name in enumerate(frame)})
    pattern = codes.groupby(list(codes), sort=False).ngroup().to_numpy()
    weights = weights / weights.mean()
    first = ~pd.Series(pattern).duplicated().to_numpy()
    sums = (np.bincount(pattern, weights=values)[pattern[first]] for values in (weights, weights**2))
    weight, square = (np.asarray(own, dtype=np.float64) for own in sums)
    return first, weight, square


def _design(predictors: pd.DataFrame, frame: pd.DataFrame, rows: Ints) -> tuple[list[_Coefficient], Floats]:
    """Return the coefficients of a model, those of empty levels included, and the columns of some rows, first ones."""
    found, columns = [], [np.ones(len(rows))]
    for name in map(str, frame):
        column = frame[name]
        if not isinstance(column.dtype, pd.CategoricalDtype):
            rank = column.rank().to_numpy(float)[rows]  # not the value: else a few far out would be all that counts
            columns.append((rank - rank.mean()) / (rank.std() or 1.0))
            found.append(_Coefficient(name, (frozenset(), frozenset())))
            continue
        codes = column.cat.codes.to_numpy()
        held = pd.DataFrame({"code": codes, "part": predictors[name].cat.codes.to_numpy()}).drop_duplicates()
        names = predictors[name].cat.categories.astype(str).to_numpy()[held["part"]]
        parts = pd.Series(names).groupby(held["code"].to_numpy()).agg(frozenset)
        reference, *others = (parts.get(code, frozenset()) for code in range(len(column.cat.categories)))
        for code, own in enumerate(others, start=1):
            columns.append((codes[rows] == code).astype(float))
            found.append(_Coefficient(name, (own, reference)))
    return found, np.column_stack(columns)
