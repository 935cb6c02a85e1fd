"""Quantiles, where the published counts leave open on which side of a cut-off they lie.

The quarter of a group lies below a cut-off where at least a quarter of its respondents do. Where the window of those
below holds both, the quantile would cut it: it says which of the two it is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.disclosure.gate.estimates import EQUAL, Rows, step_of_shift
from workbench.disclosure.gate.steps import to_step, window_middle
from workbench.disclosure.plan import ProtectionPlan
from workbench.instruments import Cutoff


def without_told_sides(rows: Rows, plan: ProtectionPlan) -> pd.DataFrame:
    """Return the rows without the quantiles that would tell on which side of a cut-off they lie."""
    frame = rows.frame
    if "distribution" not in frame:
        return frame
    told = np.zeros(len(frame), dtype=bool)
    for cutoff in plan.cutoffs:
        told |= _told(rows, cutoff)
    return frame.assign(estimate=frame["estimate"].mask(told))


def _told(rows: Rows, cutoff: Cutoff) -> Bools:
    """Whether the published share beyond a cut-off may be the quantile's part as well as less than it.

    Published numbers alone decide: that a quantile is not shown says no more than they do.
    """
    at = [_below(own, cutoff.limit) for own in rows.frame["distribution"]]
    part, beyond, n = (np.array(column, dtype=float) for column in zip(*at, strict=True))
    quantile = rows.number("quantile")
    if cutoff.below is None:
        part, beyond, quantile = 1 - part, n - beyond, 1 - quantile
    low, high = _window(beyond, n, rows.width)
    with np.errstate(invalid="ignore", divide="ignore"):
        step = step_of_shift(rows, window_middle(beyond, rows.width) / window_middle(n, rows.width))
        shift = np.where(rows.weighted, to_step(part - beyond / n, step), 0.0)
    slack = np.where(rows.weighted, step / 2, 0.0) + EQUAL
    return np.asarray((quantile >= low + shift - slack) & (quantile <= high + shift + slack))


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
