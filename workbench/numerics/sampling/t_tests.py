"""Tests of estimates against 0 and their intervals by Student's t: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
import scipy  # `scipy.stats` is loaded by its first use: reading a survey does without that second

from workbench.arrays import Floats
from workbench.numerics.sampling.share_intervals import t_quantile


def t_tests(estimate: Floats, std_error: Floats, df: Floats, conf_level: float) -> dict[str, Floats]:
    r"""Test each estimate against 0, both sides, and give its interval :math:`\hat\theta \pm t_{df} \cdot se`.

    Parameters
    ----------
    estimate, std_error, df : array, shape (n,)
        Infinite degrees of freedom: normal distribution.
    conf_level : float
        Coverage of the intervals.

    Returns
    -------
    dict of array
        statistic (estimate / std_error), df (as given), p_value, conf_low, conf_high; NaN where there is no standard
        error, p and interval also where there are no degrees of freedom.

    Notes
    -----
    R: ``2 * pt(-abs(estimate / se), df)``, ``estimate + c(-1, 1) * qt((1 + conf_level) / 2, df) * se``.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = estimate / std_error
    margin = t_quantile((1 - conf_level) / 2, df) * std_error
    return {
        "statistic": statistic,
        "df": df,
        "p_value": 2 * scipy.stats.t.sf(np.abs(statistic), df),
        "conf_low": estimate - margin,
        "conf_high": estimate + margin,
    }
