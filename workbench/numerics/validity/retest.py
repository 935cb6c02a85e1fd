"""Two occasions: intraclass correlations, measurement error in points, weighted kappa."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from workbench.arrays import Floats

Ends = tuple[float, float]
NO_ENDS = (np.nan, np.nan)


class Retest(NamedTuple):
    """What n pairs of scores tell.

    Attributes
    ----------
    agreement, consistency : float
        ICC(A,1) and ICC(C,1).
    agreement_ends, consistency_ends : pair of float
        Ends of their intervals; NaN where everybody changed alike.
    error : float
        Standard error of measurement for agreement, in points.
    change, change_std_dev : float
        Mean and standard deviation (n − 1) of second less first.
    occasion_variance : float
        Estimated variance of the means of the occasions; below 0 where they are closer than chance would have them.
    """

    agreement: float
    agreement_ends: Ends
    consistency: float
    consistency_ends: Ends
    error: float
    change: float
    change_std_dev: float
    occasion_variance: float


def retest(first: Floats, second: Floats, *, conf_level: float) -> Retest:
    r"""Analyse the variance of n respondents on two occasions.

    With mean squares of respondents :math:`MS_R`, occasions :math:`MS_C` and error :math:`MS_E`,

    .. math:: ICC(C,1) = \frac{MS_R - MS_E}{MS_R + MS_E}, \quad
        ICC(A,1) = \frac{MS_R - MS_E}{MS_R + MS_E + 2 (MS_C - MS_E) / n}

    and the squared error of measurement is :math:`MS_E + (MS_C - MS_E) / n = \overline{d^2} / 2`, half the mean
    squared change.

    Parameters
    ----------
    first, second : array, shape (n,)
        Not all alike.
    conf_level : float

    Notes
    -----
    Intervals: McGraw & Wong (1996), table 7; that of agreement by Satterthwaite's degrees of freedom.
    R: ``psych::ICC(cbind(first, second), lmer = FALSE)``, rows ICC2 and ICC3.
    """
    n, change = len(first), second - first
    within = float(change.var(ddof=1)) / 2
    between = 2 * float(((first + second) / 2).var(ddof=1))
    occasions = n * float(change.mean()) ** 2 / 2
    variance = (occasions - within) / n
    agreement = (between - within) / (between + within + 2 * variance)
    consistency = (between - within) / (between + within)
    tail = (1 - conf_level) / 2
    return Retest(
        agreement=agreement,
        agreement_ends=_agreement_ends(agreement, between, occasions, within, n, tail) if within > 0 else NO_ENDS,
        consistency=consistency,
        consistency_ends=_consistency_ends(between / within, n, tail) if within > 0 else NO_ENDS,
        error=float(np.sqrt((change**2).mean() / 2)),
        change=float(change.mean()),
        change_std_dev=float(change.std(ddof=1)),
        occasion_variance=variance,
    )


def _consistency_ends(ratio: float, n: int, tail: float) -> Ends:
    quantile = float(stats.f.isf(tail, n - 1, n - 1))
    low, high = ratio / quantile, ratio * quantile
    return (low - 1) / (low + 1), (high - 1) / (high + 1)


def _agreement_ends(agreement: float, between: float, occasions: float, within: float, n: int, tail: float) -> Ends:
    ratio = occasions / within
    rest = n * (1 + agreement) - 2 * agreement
    df = (n - 1) * (2 * agreement * ratio + rest) ** 2 / ((n - 1) * (2 * agreement * ratio) ** 2 + rest**2)
    spread = 2 * occasions + (2 * n - 2 - n) * within
    down, up = float(stats.f.isf(tail, n - 1, df)), float(stats.f.isf(tail, df, n - 1))
    low = n * (between - down * within) / (down * spread + n * between)
    high = n * (up * between - within) / (spread + n * up * between)
    return low, high


def limits_of_agreement_errors(std_dev: float, n: int, *, width: float) -> float:
    """Return the standard error of a limit `width` standard deviations off the mean change.

    Bland & Altman (1999), without rounding 2 (n − 1) to 2 n: s √(1/n + width² / (2 (n − 1))).
    """
    return float(std_dev * np.sqrt(1 / n + width**2 / (2 * (n - 1))))


class WeightedKappa(NamedTuple):
    """Agreement beyond chance with quadratic weights; NaN where chance alone agrees wholly.

    Attributes
    ----------
    kappa, std_error : float
    agreement : float
        Part of the respondents with the same answer twice.
    """

    kappa: float
    std_error: float
    agreement: float


def weighted_kappa(table: Floats, points: Floats) -> WeightedKappa:
    r"""Cohen's (1968) kappa of a table of two occasions, with weights :math:`1 - (a - b)^2 / range^2`.

    .. math:: \widehat{var} = \frac{\sum p_{ab} [w_{ab} (1 - p_c) - (\bar w_{a\cdot} + \bar w_{\cdot b}) (1 - p_o)]^2
        - (p_o p_c - 2 p_c + p_o)^2}{n (1 - p_c)^4}

    Parameters
    ----------
    table : array, shape (c, c)
        Respondents; the first occasion in the rows.
    points : array, shape (c,)
        Of the answers, ascending.

    Notes
    -----
    Standard error: Fleiss, Cohen & Everitt (1969). R: ``psych::cohen.kappa`` has the same kappa; its standard error
    (2.2.9) takes the sums of weights for their means weighted by the first margin.
    """
    n, shares = table.sum(), table / table.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    width = points[-1] - points[0]
    if width == 0:
        return WeightedKappa(np.nan, np.nan, 1.0)
    weights = 1 - (points[:, None] - points) ** 2 / width**2
    observed, chance = float((weights * shares).sum()), float(rows @ weights @ columns)
    of_rows, of_columns = weights @ columns, rows @ weights
    spread = weights * (1 - chance) - (of_rows[:, None] + of_columns) * (1 - observed)
    variance = (shares * spread**2).sum() - (observed * chance - 2 * chance + observed) ** 2
    return WeightedKappa(
        kappa=(observed - chance) / (1 - chance),
        std_error=float(np.sqrt(max(variance, 0.0) / n)) / (1 - chance) ** 2,
        agreement=float(np.trace(shares)),
    )
