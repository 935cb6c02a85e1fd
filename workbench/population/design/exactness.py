"""How exactly the numbers of a group are known: what the publication gate reads beside an estimate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.population.design.respondent_values import Domains

_WEIGHT_DECIMALS = 9  # of weights in mean weights: what differs less is the same


def value_range(y: Floats, *, is_flag: bool = False) -> tuple[float, float]:
    """Smallest and largest value of all respondents; those of a flag are 0 and 1 whatever was answered."""
    return (0.0, 1.0) if is_flag else (float(np.nanmin(y)), float(np.nanmax(y)))


def two_valued(y: Floats) -> bool:
    """Whether the values say yes or no, in whatever numbers they are written."""
    lowest, highest = value_range(y)
    return bool((np.isnan(y) | (y == lowest) | (y == highest)).all())


def largest_parts(weights: Floats, group: Domains) -> Floats:
    """Part of the sum of weights of each group that the respondent with the largest weight carries; NaN for nobody."""
    return _extreme_parts(weights, group, np.fmax)


def smallest_parts(weights: Floats, group: Domains) -> Floats:
    """Part of the sum of weights of each group that the respondent with the smallest weight carries; NaN for nobody."""
    return _extreme_parts(weights, group, np.fmin)


def _extreme_parts(weights: Floats, group: Domains, extreme: np.ufunc) -> Floats:
    inside, size = group.codes >= 0, len(group.levels)
    sums = np.bincount(group.codes[inside], weights=weights[inside], minlength=size)
    found = np.full(size, np.nan)
    extreme.at(found, group.codes[inside], weights[inside])
    parts: Floats = np.divide(found, sums, where=sums > 0, out=np.full(size, np.nan))
    return parts


def weight_cells(weights: Floats, answered: Domains, everybody: Domains) -> dict[str, Any]:
    """Columns that tell who weighs the same, for parts of the population at the middles of windows.

    Parameters
    ----------
    weights : array, shape (n_respondents,)
    answered, everybody : Domains
        The same groups: their respondents with a value, and all of them.

    Returns
    -------
    dict
        weight_cells: for each group an array of shape (n_weights, 3), respondents with a value and all who carry a
        weight, and the weight in mean weights; weights_apart: the most by which anybody's differs from 1.
    """
    relative = np.round(weights / weights.mean(), _WEIGHT_DECIMALS)
    values, kind = np.unique(relative, return_inverse=True)
    (cell, n), (with_value, n_with_value) = (
        np.unique(group.codes[inside] * len(values) + kind.ravel()[inside], return_counts=True)
        for group in (everybody, answered)
        for inside in [group.codes >= 0]
    )
    cells = np.column_stack([np.zeros(len(cell)), n, values[cell % len(values)]])
    cells[np.searchsorted(cell, with_value), 0] = n_with_value
    ends = np.searchsorted(cell, np.arange(1, len(everybody.levels)) * len(values))
    held = np.split(cells, ends) if everybody.levels else []
    return {
        "weight_cells": pd.Series(held, index=range(len(held)), dtype=object),
        "weights_apart": float(np.abs(relative - 1).max(initial=0.0)),
    }


def exactness(y: Floats, weights: Floats, group: Domains, *, is_flag: bool = False) -> dict[str, Any]:
    """Columns that tell how exactly the mean or share of each group is known.

    Parameters
    ----------
    y : array, shape (n_respondents,)
    weights : array, shape (n_respondents,)
    group : Domains
        Of the respondents with a value.
    is_flag : bool
        Whether `y` was true or false.

    Returns
    -------
    dict
        value_minimum, value_maximum (of everyone), largest_part and smallest_part of each group, and n_events, the
        respondents with the larger value, where there are just two: an outcome stays one when it is written as numbers.
    """
    lowest, highest = value_range(y, is_flag=is_flag)
    events = {"n_events": group.counts(y == highest)} if is_flag or two_valued(y) else {}
    return {
        **events,
        "value_minimum": lowest,
        "value_maximum": highest,
        "largest_part": largest_parts(weights, group),
        "smallest_part": smallest_parts(weights, group),
    }
