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


def extreme_weights(weights: Floats) -> tuple[float, float]:
    """Return the smallest and the largest weight of everybody, in mean weights of everybody.

    How coarse a number of a group is hangs on these and on the windows of the group, and on no weight of the group
    itself: who carries which weight may be known, so that the mean weight of a group tells how many of it carry one.

    Parameters
    ----------
    weights : array, shape (n_respondents,)
        Of everybody, in the group or not.
    """
    relative = np.round(weights / weights.mean(), _WEIGHT_DECIMALS)
    return float(relative.min()), float(relative.max())


def largest_parts(weights: Floats, group: Domains) -> Floats:
    """Part of each group of mean weight that the largest weight of everybody is; NaN for nobody."""
    return _parts(extreme_weights(weights)[1], group)


def smallest_parts(weights: Floats, group: Domains) -> Floats:
    """Part of each group of mean weight that the smallest weight of everybody is; NaN for nobody."""
    return _parts(extreme_weights(weights)[0], group)


def _parts(weight: float, group: Domains) -> Floats:
    n = group.counts()
    parts: Floats = np.divide(weight, n, where=n > 0, out=np.full(len(n), np.nan))
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
