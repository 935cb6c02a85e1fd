"""How exactly the numbers of a group are known: what the publication gate reads beside an estimate."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbench.arrays import Floats
from workbench.population.design.respondent_values import Domains


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
