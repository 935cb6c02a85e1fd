"""How exactly a number is published: windows of counts, steps of estimates, bands of p-values."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.numerics.disclosure import next_of, significant, step_of, to_step, window_middle

# Mantissas of the standard errors of coefficients.
_TENTHS = np.array([1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10])
_BANDS = np.array([0.001, 0.01, 0.05])
_FIT_RESPONDENTS = 500
# Of a model whose diagnostics are shown: those of two follow from few numbers.
MANY_PREDICTORS = 3
# Its diagnostics are shown where it has as many coefficients, so that no sum over a level follows from the others and
# from what is said of the whole, and published sums leave over so many times the minimum of respondents.
MANY_COEFFICIENTS = 8
SPARE = 4
SHARE_DIGITS = 4  # of a share of published counts
_SETS = 3  # of few respondents, that steps of shifts by weights are not finer than
_EQUAL = 1e-9

__all__ = [
    "MANY_COEFFICIENTS",
    "MANY_PREDICTORS",
    "SHARE_DIGITS",
    "SPARE",
    "band_of",
    "fit_decimals",
    "in_first_window",
    "share_of_counts",
    "significant",
    "step_of",
    "step_of_unevenness",
    "to_decade",
    "to_step",
    "window_middle",
]


def in_first_window(middle: npt.ArrayLike, width: npt.ArrayLike) -> Bools:
    """Whether a published count stands for fewer than `width`."""
    return np.asarray(np.asarray(middle, dtype=float) < np.asarray(width, dtype=float))


def step_of_unevenness(minimum: int, unevenness: npt.ArrayLike) -> Floats:
    """Return thrice what one respondent fewer than the minimum moves by carrying more or less than the equal part."""
    return step_of(_SETS * (minimum - 1) * np.asarray(unevenness, dtype=float))


def share_of_counts(shares: pd.DataFrame) -> Bools:
    """Whether a published share is the published number below the cut-off over that of respondents.

    Of a weighted share that says that the shift by weights was rounded to 0, and no more than whoever divides the two.

    Parameters
    ----------
    shares : DataFrame
        As published: n_respondents, n_events, estimate, bound.
    """
    n, e, share = (shares[name].to_numpy(float) for name in ("n_respondents", "n_events", "estimate"))
    with np.errstate(invalid="ignore", divide="ignore"):
        plain = significant(e / n, SHARE_DIGITS)
    return np.asarray((np.abs(plain - share) < _EQUAL) & shares["bound"].eq("").to_numpy())


def to_decade(x: npt.ArrayLike) -> Floats:
    """Nearest of ten numbers to a decade (1, 1.25, 1.6, 2, …), on the scale of logarithms."""
    x = np.asarray(x, dtype=float)
    above = next_of(x, _TENTHS)
    below = next_of(above / 1.3, _TENTHS)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(x / below < above / x, below, above)


def fit_decimals(n_respondents: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Decimals of a fit index: of few respondents one or two change the third one, and the reader learns nothing."""
    return np.where(np.asarray(n_respondents, dtype=float) >= _FIT_RESPONDENTS, 3, 2)


def band_of(p_value: npt.ArrayLike) -> Floats:
    """Upper end of the band of a p-value: .001, .01, .05 or 1."""
    p = np.asarray(p_value, dtype=float)
    ends = np.append(_BANDS, 1.0)[np.searchsorted(_BANDS, np.nan_to_num(p), side="right")]
    return np.asarray(np.where(np.isnan(p), np.nan, ends))
