r"""Chi-square tests whose statistic is not chi-square distributed: corrected by its mean, or by its variance too.

With U the residual weights and Γ the covariance of the statistics, the naive statistic has the mean tr(UΓ) and the
variance 2 tr((UΓ)²). It is divided by :math:`c = \mathrm{tr}(U\Gamma) / df` (Satorra & Bentler 1994), or by
:math:`a = \sqrt{\mathrm{tr}((U\Gamma)^2) / df}` and shifted by :math:`df - \mathrm{tr}(U\Gamma) / a` (Asparouhov &
Muthén 2010).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class ScaledTest(NamedTuple):
    """Chi-square of a model, naive and corrected.

    Attributes
    ----------
    naive : float
    df : int
    scaled : float
        NaN where no correction is made.
    factor : float
        Divisor of the naive statistic.
    shift : float
        Added after the division.
    """

    naive: float
    df: int
    scaled: float = np.nan
    factor: float = np.nan
    shift: float = np.nan


def scaled_shifted(naive: float, df: int, first: float, second: float) -> ScaledTest:
    """Correct mean and variance (Asparouhov & Muthén 2010); `first`, `second` are traces of UΓ and (UΓ)²."""
    if df == 0:
        return ScaledTest(naive, 0, naive)
    factor = np.sqrt(second / df)
    shift = df - first / factor
    return ScaledTest(naive, df, naive / factor + shift, float(factor), float(shift))


def scaled_by(naive: float, df: int, factor: float) -> ScaledTest:
    """Correct the mean by a scaling factor."""
    return ScaledTest(naive, df, naive / factor if factor > 0 else np.nan, factor, 0.0)
