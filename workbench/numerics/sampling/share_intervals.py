"""Confidence intervals of shares from estimate, variance and degrees of freedom: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
import scipy  # `scipy.stats` is loaded by its first use: reading a survey does without that second

from workbench.arrays import Floats

Ends = tuple[Floats, Floats]


def share_interval(share: Floats, std_error: Floats, df: Floats, n: Floats, *, interval: str, tail: float) -> Ends:
    r"""Interval of each share; shares of 0 and 1, which have no variance, get that of Clopper and Pearson.

    With t the upper `tail` quantile of Student's distribution:

    - `wald`: :math:`p \pm t \cdot se`
    - `logit`: :math:`\operatorname{logit} p \pm t \cdot se / (p (1 - p))`, carried back
    - `asin`: :math:`\arcsin \sqrt p \pm t \cdot se / (2 \sqrt{p (1 - p)})`, carried back
    - `beta` (Korn & Graubard 1998): Clopper and Pearson's with the effective sample size
      :math:`p (1 - p) / se^2 \cdot (t_{n - 1} / t_{df})^2`

    Parameters
    ----------
    share, std_error, df, n : array, shape (n_groups,)
        Estimates, their standard errors and degrees of freedom, respondents.
    interval : {"logit", "beta", "asin", "wald"}
    tail : float
        Probability of each tail.

    Returns
    -------
    tuple of array
        Lower and upper ends; NaN without degrees of freedom.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = interval_ends(share, std_error, df, n, interval=interval, tail=tail)
        none, everyone = (share <= 0) & (n > 0), (share >= 1) & (n > 0)
        low = np.select([none, everyone], [np.zeros_like(n), tail ** (1 / n)], low)
        high = np.select([none, everyone], [1 - tail ** (1 / n), np.ones_like(n)], high)
    return low, high


def interval_ends(share: Floats, std_error: Floats, df: Floats, n: Floats, *, interval: str, tail: float) -> Ends:
    """Do the same without Clopper and Pearson: shares of 0 and 1 get what the formula says of them, at worst NaN."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return _INTERVALS[interval](share, std_error, df, n, tail)


def _wald(share: Floats, std_error: Floats, df: Floats, n: Floats, tail: float) -> Ends:
    margin = t_quantile(tail, df) * std_error
    return share - margin, share + margin


def _logit(share: Floats, std_error: Floats, df: Floats, n: Floats, tail: float) -> Ends:
    return logit_interval(share, std_error, df, tail)


def _asin(share: Floats, std_error: Floats, df: Floats, n: Floats, tail: float) -> Ends:
    centre = np.arcsin(np.sqrt(share))
    margin = t_quantile(tail, df) * std_error / (2 * np.sqrt(share * (1 - share)))
    # beyond the ends of the scale the sine would turn back
    return np.sin(np.maximum(centre - margin, 0)) ** 2, np.sin(np.minimum(centre + margin, np.pi / 2)) ** 2


def _beta(share: Floats, std_error: Floats, df: Floats, n: Floats, tail: float) -> Ends:
    n_effective = share * (1 - share) / std_error**2 * (t_quantile(tail, n - 1) / t_quantile(tail, df)) ** 2
    low = scipy.stats.beta.ppf(tail, n_effective * share, n_effective * (1 - share) + 1)
    high = scipy.stats.beta.isf(tail, n_effective * share + 1, n_effective * (1 - share))
    return low, high


def logit_interval(share: Floats, std_error: Floats, df: Floats, tail: float) -> Ends:
    """Interval of each share on the scale of log-odds, carried back; NaN for shares of 0 and 1."""
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.log(share / (1 - share))
        margin = t_quantile(tail, df) * std_error / (share * (1 - share))
        return 1 / (1 + np.exp(margin - centre)), 1 / (1 + np.exp(-margin - centre))


def count_interval(count: Floats, std_error: Floats, df: Floats, tail: float) -> Ends:
    r"""Interval of an estimated number of people, :math:`\exp(\log T \pm t \cdot se / T)`; NaN for nobody.

    Parameters
    ----------
    count, std_error, df : array, shape (n_groups,)
    tail : float
        Probability of each tail.

    Returns
    -------
    tuple of array
        Lower and upper ends.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        factor = np.exp(t_quantile(tail, df) * std_error / count)
        return np.where(count > 0, count / factor, np.nan), np.where(count > 0, count * factor, np.nan)


def t_quantile(tail: float, df: Floats) -> Floats:
    """Upper quantile of Student's distribution; NaN where no degrees of freedom are left, normal if infinite."""
    usable = df > 0
    quantile: Floats = np.where(usable, scipy.stats.t.isf(tail, np.where(usable, df, 1.0)), np.nan)
    return quantile


_INTERVALS = {"wald": _wald, "logit": _logit, "asin": _asin, "beta": _beta}
