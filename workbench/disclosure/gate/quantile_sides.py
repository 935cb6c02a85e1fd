"""Quantiles, where the published counts leave open on which side of a cut-off they lie.

The quarter of a group lies below a cut-off where at least a quarter of its respondents do. Where the window of those
below holds both, the quantile would cut it: it says which of the two it is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.disclosure.gate.estimates import EQUAL, Rows, step_of_shift
from workbench.disclosure.gate.steps import window_middle
from workbench.disclosure.plan import ProtectionPlan


def without_told_sides(rows: Rows, plan: ProtectionPlan) -> pd.DataFrame:
    """Return the rows without the quantiles that would tell on which side of a cut-off they lie."""
    frame = rows.frame
    if "distribution" not in frame:
        return frame
    told = np.zeros(len(frame), dtype=bool)
    for limit in plan.cutoffs:
        told |= _told(rows, limit)
    return frame.assign(estimate=frame["estimate"].mask(told))


def _told(rows: Rows, limit: float) -> Bools:
    """Whether the published share below a limit may be the quantile's part as well as less than it."""
    at = [_below(own, limit) for own in rows.frame["distribution"]]
    part, below, n = (np.array(column, dtype=float) for column in zip(*at, strict=True))
    quantile = rows.number("quantile")
    with np.errstate(invalid="ignore", divide="ignore"):
        shift = part - below / n
        slack = np.where(rows.weighted, step_of_shift(rows, below / n), EQUAL)
    ends = [_window(below, n, rows.width), tuple(1 - end for end in reversed(_window(n - below, n, rows.width)))]
    told = [(quantile >= low + shift - slack) & (quantile <= high + shift + slack) for low, high in ends]
    return np.asarray(told[0] | told[1])


def _below(distribution: Floats, limit: float) -> tuple[float, float, float]:
    """Part of the weights and respondents below a limit, and all respondents."""
    if not len(distribution):
        return np.nan, np.nan, np.nan
    place = int(np.searchsorted(distribution[:, 0], limit - EQUAL))
    part, below = distribution[place - 1, 1:] if place else (0.0, 0.0)
    return float(part), float(below), float(distribution[-1, 2])


def _window(counted: Floats, n: Floats, width: Floats) -> tuple[Floats, Floats]:
    """Smallest and largest share that the windows of a count and of the respondents hold."""
    half = (width - 1) / 2
    counted, n = window_middle(counted, width), window_middle(n, width)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (counted - half) / (n + half), (counted + half) / np.fmax(n - half, 1)
