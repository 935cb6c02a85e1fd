"""How unevenly the respondents of a group may weigh, when only windows of those who weigh as much are told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints

_DECIMALS = 9  # of weights in mean weights: what differs less is the same


def weight_cells(weights: Floats, group: Ints, n_groups: int, *, answered: Bools | None = None) -> list[Floats]:
    """Who weighs the same in each group.

    Parameters
    ----------
    weights : array, shape (n_respondents,)
        Of all respondents, in a group or not.
    group : array of int, shape (n_respondents,)
        That of each respondent, −1 for none.
    n_groups : int
    answered : array of bool, shape (n_respondents,), optional
        Who has a value. Default: all.

    Returns
    -------
    list of array, shape (n_weights, 3)
        For each group respondents with a value, all its respondents, and what each of them weighs in mean weights of
        all, the lightest first. The smallest and the largest weight of all are there also where no one in the group
        has them.
    """
    kind, values = pd.factorize(np.round(weights / weights.mean(), _DECIMALS), sort=True)  # faster than to sort all
    size, inside = len(values), group >= 0
    own = group[inside] * size + kind[inside]
    cell = np.unique(
        np.concatenate([pd.unique(own), np.arange(n_groups) * size, np.arange(1, n_groups + 1) * size - 1])
    )
    place = np.searchsorted(cell, own)
    with_value = place if answered is None else place[answered[inside]]
    n = [np.bincount(some, minlength=len(cell)) for some in (with_value, place)]
    cells = np.column_stack([*n, values[cell % size]]).astype(float)
    return np.split(cells, np.searchsorted(cell, np.arange(1, n_groups) * size)) if n_groups else []


def heaviest(n: Floats, weight: Floats, width: float, *, held: float = 1) -> float:
    r"""Most that `held` respondents of a group may weigh on average, in mean weights of as few as its window holds.

    With :math:`n_k` respondents who weigh :math:`w_k` or more, :math:`w_0` the smallest and :math:`w_m` the largest
    weight, the sum of weights is :math:`w_0 n_0 + \sum_k (w_k - w_{k-1}) n_k`. The largest part of it is held where
    each number is as small as its window lets it be, but no smaller than `held`, who weigh :math:`w_m`. So it hangs on
    windows and on the weights of all, and no respondent carries more.

    Parameters
    ----------
    n, weight : array, shape (n_weights,)
        Respondents of each weight, nobody among them, and the weights.
    width : float
        Of the windows.
    held : float
        Respondents who are taken to have the largest weight.
    """
    gaps, start = _windows(n, weight, width)
    least = np.maximum(start, held)
    return float(weight.max() * least[0] / (gaps @ least))


def apart(n: Floats, weight: Floats, width: float) -> float:
    """Most by which a respondent of a group may weigh more or less than their mean, in mean weights, by windows.

    Parameters
    ----------
    n, weight, width
        As in `heaviest`.
    """
    gaps, start = _windows(n, weight, width)
    lightest, end = gaps[0], start + width - 1
    least = lightest + gaps[1:] @ np.maximum(start[1:], 1) / end[0]
    most = lightest + gaps[1:] @ np.minimum(end[1:] / max(start[0], 1), 1.0)
    return float(max(weight.max() / least - 1, 1 - lightest / most))


def _windows(n: Floats, weight: Floats, width: float) -> tuple[Floats, Floats]:
    """Smallest weight and how much the next ones are larger, and starts of windows of those who weigh as much."""
    order = np.argsort(weight, kind="stable")
    as_heavy = np.cumsum(n[order][::-1])[::-1]
    return np.diff(weight[order], prepend=0.0), as_heavy // width * width
