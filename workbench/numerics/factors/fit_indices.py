"""Indices of how well a factor model fits, from chi-square statistics of the model and of the baseline.

The baseline has the means or thresholds and the variances free and no covariances.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import optimize, stats

from workbench.arrays import Floats

# Levels that the field reports: a 90 % interval, and the test that RMSEA is at most 0.05.
RMSEA_LEVEL = 0.90
CLOSE_FIT = 0.05


class Rmsea(NamedTuple):
    """Root mean square error of approximation (Steiger & Lind 1980; Browne & Cudeck 1993).

    Attributes
    ----------
    estimate, low, high : float
        With a 90 % interval.
    close_p_value : float
        P value of the hypothesis that RMSEA is at most 0.05.
    """

    estimate: float
    low: float
    high: float
    close_p_value: float


def approximation_error(point: float, *, df: float, n: float, n_groups: int, factor: float = 1.0) -> float:
    """Estimate of `rmsea` alone, without interval."""
    return float(np.sqrt(max(point - factor * df, 0.0) * n_groups / (n * df))) if df > 0 else 0.0


def rmsea(point: float, statistic: float, *, df: float, n: float, n_groups: int, factor: float = 1.0) -> Rmsea:
    """RMSEA of a chi-square statistic.

    Parameters
    ----------
    point : float
        Statistic behind the estimate.
    statistic : float
        Statistic behind interval and test, compared with noncentral chi-squares of `df`.
    n : float
        Respondents (for least squares: less the number of groups).
    factor : float
        Expected value of `point` without misfit over its degrees of freedom.
    """
    if not df > 0:
        return Rmsea(0.0, 0.0, 0.0, np.nan)
    unit = n_groups / (n * df)
    estimate = approximation_error(point, df=df, n=n, n_groups=n_groups, factor=factor)
    low, high = (np.sqrt(factor * _noncentrality(statistic, df, p) * unit) for p in _TAILS)
    close = stats.ncx2.sf(statistic, df, CLOSE_FIT**2 / (factor * unit))
    return Rmsea(estimate, float(low), float(high), float(close))


_TAILS = ((1 + RMSEA_LEVEL) / 2, (1 - RMSEA_LEVEL) / 2)


def _noncentrality(statistic: float, df: float, probability: float) -> float:
    """Noncentrality at which the statistic is the quantile of this probability; 0 if there is none."""

    def away(noncentrality: float) -> float:
        cdf = stats.ncx2.cdf if noncentrality > 0 else lambda x, d, _: stats.chi2.cdf(x, d)
        return float(cdf(statistic, df, noncentrality)) - probability

    if away(0.0) <= 0:
        return 0.0
    upper = max(statistic, 1.0)
    while away(upper) > 0:
        upper *= 2
    return float(optimize.brentq(away, 0.0, upper, xtol=1e-10, rtol=1e-12))


def comparative_fit(model: float, baseline: float) -> float:
    """Return the comparative fit index (Bentler 1990) from noncentralities: χ² less its expectation."""
    worst = max(model, baseline, 0.0)
    return 1.0 if worst == 0 else float(1 - max(model, 0.0) / worst)


def tucker_lewis(model: float, baseline: float, *, df: int, baseline_df: int) -> float:
    """Tucker–Lewis index from noncentralities, NaN where the baseline fits perfectly."""
    if df == 0:
        return 1.0
    return float(1 - model / baseline * baseline_df / df) if baseline != 0 else np.nan


def root_mean_square(residuals: list[Floats], shares: list[float]) -> float:
    """Mean over groups of the root mean square of standardised residuals (SRMR)."""
    return float(sum(share * np.sqrt(np.mean(each**2)) for share, each in zip(shares, residuals, strict=True)))
