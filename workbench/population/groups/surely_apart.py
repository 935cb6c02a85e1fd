"""Which groups surely differ from everyone: by published numbers alone, corrected for how many are looked at."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Bools, Floats
from workbench.numerics.disclosure import step_of

_DF = np.append(np.arange(1, 101), np.inf)  # degrees of freedom that an interval is looked up in


class SurelyApart(NamedTuple):
    """Rows that surely lie above everyone, those that surely lie below, and the number of groups compared."""

    above: Bools
    below: Bools
    n_compared: int


def surely_apart(
    groups: pd.DataFrame, everyone: float, *, is_share: bool, width: int, span: float, weighted: bool
) -> SurelyApart:
    """Compare published means or shares of groups with the published one of everyone.

    The published interval of each group is widened to the level of Bonferroni over all groups that have an estimate, a
    share's on the scale of log odds, and by half of the step that the estimate is published in. A share that is only a
    bound has the interval of Clopper and Pearson that begins there.

    Parameters
    ----------
    groups : DataFrame
        As published.
    everyone : float
    is_share : bool
        Whether these are shares; a mean of just two values is none.
    width : int
        Of the windows of the respondents; 1 where nothing is rounded.
    span : float
        Range of the values: 1 for shares.
    weighted : bool
        Whether respondents carry different weights.
    """
    compared = groups["estimate"].notna().to_numpy()
    n_compared = int(compared.sum())
    tail = (1 - groups["conf_level"].to_numpy(float)) / 2
    low, high = _widened(groups, is_share, tail, max(n_compared, 1))
    rounding = _rounding(groups, is_share, width, span, weighted) if width > 1 else np.zeros(len(groups))
    bound = groups["bound"].to_numpy() if "bound" in groups else np.full(len(groups), "")
    estimate = (
        groups["estimate"].to_numpy(float) if is_share else np.full(len(groups), np.nan)
    )  # a bound of a mean says nothing of the population
    effective = (groups["n_respondents"] / groups["design_effect"]).to_numpy(float)
    under, over = (
        stats.beta.isf(tail / max(n_compared, 1), most * effective + 1, (1 - most) * effective)
        for most in (estimate, 1 - estimate)
    )
    with np.errstate(invalid="ignore"):
        above = np.where(bound == "over", 1 - over > everyone, (bound == "") & (low - rounding > everyone))
        below = np.where(bound == "under", under < everyone, (bound == "") & (high + rounding < everyone))
    return SurelyApart(compared & above.astype(bool), compared & below.astype(bool), n_compared)


def _widened(groups: pd.DataFrame, is_share: bool, tail: Floats, n_compared: int) -> tuple[Floats, Floats]:
    """Return intervals at the corrected level; their degrees of freedom follow from the published ends and errors."""
    estimate, error, low, high = (
        groups[name].to_numpy(float) for name in ("estimate", "std_error", "conf_low", "conf_high")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        ends = [np.log(x / (1 - x)) if is_share else x for x in (low, estimate, high)]
        error = error / (estimate * (1 - estimate)) if is_share else error
        half = (ends[2] - ends[0]) / 2
        quantiles = stats.t.isf(tail[:, None], _DF)
        df = _DF[np.abs(quantiles - (half / error)[:, None]).argmin(axis=1)]
        half *= stats.t.isf(tail / n_compared, df) / stats.t.isf(tail, df)
        wide = [1 / (1 + np.exp(-x)) if is_share else x for x in (ends[1] - half, ends[1] + half)]
    return wide[0], wide[1]


def _rounding(groups: pd.DataFrame, is_share: bool, width: int, span: float, weighted: bool) -> Floats:
    """Half of the steps of the estimates: of shares the windows of their counts, and what weights add to them."""
    n, estimate, error = (groups[name].to_numpy(float) for name in ("n_respondents", "estimate", "std_error"))
    half, least = (width - 1) / 2, np.fmax(n - (width - 1) / 2, 1)
    if not is_share:
        return np.asarray(step_of(np.fmax(error / 2, span * groups["design_effect"].to_numpy(float) / least)) / 2)
    events = groups["n_events"].to_numpy(float)
    counted = ((events + half) / least - (events - half) / (n + half)) / 2
    # what weights add and is not 0 is a step at least
    added = np.fmax(step_of(error / 2), np.abs(estimate - events / n)) / 2 if weighted else 0.0
    return np.asarray(counted + added)
