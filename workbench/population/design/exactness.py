"""How exactly the numbers of a group are known: what the publication gate reads beside an estimate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.numerics.disclosure import weight_cells as weights_of
from workbench.population.design.respondent_values import Domains


def value_range(y: Floats, *, is_flag: bool = False) -> tuple[float, float]:
    """Smallest and largest value of all respondents; those of a flag are 0 and 1 whatever was answered."""
    return (0.0, 1.0) if is_flag else (float(np.nanmin(y)), float(np.nanmax(y)))


def two_valued(y: Floats) -> bool:
    """Whether the values say yes or no, in whatever numbers they are written."""
    lowest, highest = value_range(y)
    return bool((np.isnan(y) | (y == lowest) | (y == highest)).all())


def weight_cells(weights: Floats, answered: Domains, everybody: Domains | None = None) -> pd.Series:
    """Who weighs the same in each group, as the publication gate reads it.

    Parameters
    ----------
    weights : array, shape (n_respondents,)
    answered, everybody : Domains
        The same groups: their respondents with a value, and all of them. Default: those with a value are all.
    """
    cells = weights_of(weights, (everybody or answered).codes, len(answered.levels), answered=answered.codes >= 0)
    return pd.Series(cells, index=range(len(cells)), dtype=object)


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
        value_minimum, value_maximum (of everyone), weight_cells of each group, and n_events, the respondents with the
        larger value, where there are just two: an outcome stays one when it is written as numbers.
    """
    lowest, highest = value_range(y, is_flag=is_flag)
    events = {"n_events": group.counts(y == highest)} if is_flag or two_valued(y) else {}
    return {
        **events,
        "value_minimum": lowest,
        "value_maximum": highest,
        "weight_cells": weight_cells(weights, group),
    }
