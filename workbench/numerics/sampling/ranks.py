"""Intervals of ranks that hold for all groups at once."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.sampling.share_intervals import logit_interval, t_quantile


def rank_intervals(
    estimate: Floats, std_error: Floats, df: Floats, *, tail: float, share: bool
) -> tuple[Floats, Floats]:
    """Find between which ranks each of K groups lies, with a confidence that holds for all groups together.

    Each group gets an interval with a tail of ``tail / K`` (Bonferroni), so that all K hold together whatever their
    dependence. Where they do, every group whose interval lies wholly below another's ranks below it.

    Parameters
    ----------
    estimate, std_error, df : array, shape (K,)
        NaN of a group of which nothing is known: it may have any rank.
    tail : float
        Probability of each tail of the whole.
    share : bool
        Intervals on the scale of log-odds; else t intervals.

    Returns
    -------
    low, high : array, shape (K,)
        Ranks from 1 (the lowest estimate) to K; NaN where nothing is known.

    References
    ----------
    Klein, M., Wright, T. & Wieczorek, J. (2020). A joint confidence region for an overall ranking of populations.
    Journal of the Royal Statistical Society C 69(3), 589–606.
    """
    n = len(estimate)
    if share:
        lower, upper = logit_interval(estimate, std_error, df, tail / max(n, 1))
    else:
        margin = t_quantile(tail / max(n, 1), df) * std_error
        lower, upper = estimate - margin, estimate + margin
    known = np.isfinite(lower) & np.isfinite(upper)
    low = 1.0 + np.array([(upper[known] < own).sum() for own in lower])
    high = n - np.array([(lower[known] > own).sum() for own in upper], dtype=float)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
