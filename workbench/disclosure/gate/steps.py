"""How exactly a number is published: windows of counts, steps of estimates, bands of p-values."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Floats

# Mantissas of the steps of estimates and of the standard errors of coefficients; the next one is at most half as much
# again, or a quarter, so that little exactness is lost to the roundness of numbers.
_STEPS = np.array([1, 1.5, 2, 3, 4, 5, 6, 8, 10])
_TENTHS = np.array([1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8, 10])
_BANDS = np.array([0.001, 0.01, 0.05])
_ROUNDING = 1e-9
_FIT_RESPONDENTS = 500


def window_middle(n: npt.ArrayLike, width: npt.ArrayLike) -> Floats:
    """Middle of the window of a count; windows are 0 to width − 1, width to 2 · width − 1, and so on."""
    n, width = np.asarray(n, dtype=float), np.asarray(width, dtype=float)
    return np.asarray(np.floor(n / width) * width + (width - 1) / 2)


def in_first_window(middle: npt.ArrayLike, width: npt.ArrayLike) -> Bools:
    """Whether a published count stands for fewer than `width`."""
    return np.asarray(np.asarray(middle, dtype=float) < np.asarray(width, dtype=float))


def step_of(at_least: npt.ArrayLike) -> Floats:
    """Smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below a number; NaN for none above 0."""
    return _next(np.asarray(at_least, dtype=float), _STEPS)


def to_step(x: npt.ArrayLike, step: npt.ArrayLike) -> Floats:
    """Round to the nearest multiple of a step, and write it without the noise of binary fractions."""
    x, step = np.asarray(x, dtype=float), np.asarray(step, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        rounded = np.round(x / step) * step
    return significant(rounded, 12) + 0.0  # no negative zero


def to_decade(x: npt.ArrayLike) -> Floats:
    """Nearest of ten numbers to a decade (1, 1.25, 1.6, 2, …), on the scale of logarithms."""
    x = np.asarray(x, dtype=float)
    above = _next(x, _TENTHS)
    below = _next(above / 1.3, _TENTHS)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(x / below < above / x, below, above)


def significant(x: npt.ArrayLike, digits: int) -> Floats:
    """Round to significant digits."""
    x = np.asarray(x, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        power = np.where((x == 0) | ~np.isfinite(x), 0.0, np.floor(np.log10(np.abs(x))))
    scale = 10.0 ** (digits - 1 - power)
    return np.asarray(np.where(np.isfinite(x), np.round(x * scale) / scale, x))


def fit_decimals(n_respondents: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Decimals of a fit index: of few respondents one or two change the third one, and the reader learns nothing."""
    return np.where(np.asarray(n_respondents, dtype=float) >= _FIT_RESPONDENTS, 3, 2)


def band_of(p_value: npt.ArrayLike) -> Floats:
    """Upper end of the band of a p-value: .001, .01, .05 or 1."""
    p = np.asarray(p_value, dtype=float)
    ends = np.append(_BANDS, 1.0)[np.searchsorted(_BANDS, np.nan_to_num(p), side="right")]
    return np.asarray(np.where(np.isnan(p), np.nan, ends))


def _next(x: Floats, mantissas: npt.NDArray[Any]) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        power = np.floor(np.log10(x) + _ROUNDING)
        unit = 10.0**power
        place = np.searchsorted(mantissas, np.nan_to_num(x / unit) - _ROUNDING)
        found = significant(mantissas[np.minimum(place, len(mantissas) - 1)] * unit, 6)
    return np.where(x > 0, found, np.nan)
