"""Steps that estimates are rounded to."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Floats

# The next step is at most half as much again, so that little exactness is lost to the roundness of numbers.
_STEPS = np.array([1, 1.5, 2, 3, 4, 5, 6, 8, 10])
_ROUNDING = 1e-9
_LARGEST_SCALE = 300  # power of ten that numbers are multiplied with; one of 308 overflows


def step_of(at_least: npt.ArrayLike) -> Floats:
    """Smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below a number; NaN for none above 0."""
    return next_of(np.asarray(at_least, dtype=float), _STEPS)


def to_step(x: npt.ArrayLike, step: npt.ArrayLike) -> Floats:
    """Round to the nearest multiple of a step, and write it without the noise of binary fractions."""
    x, step = np.asarray(x, dtype=float), np.asarray(step, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        rounded = np.round(x / step) * step
    return significant(rounded, 12) + 0.0  # no negative zero


def significant(x: npt.ArrayLike, digits: int) -> Floats:
    """Round to significant digits."""
    x = np.asarray(x, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        power = np.where((x == 0) | ~np.isfinite(x), 0.0, np.floor(np.log10(np.abs(x))))
    scale = 10.0 ** (digits - 1 - np.maximum(power, digits - _LARGEST_SCALE))  # what is smaller rounds to 0
    return np.asarray(np.where(np.isfinite(x), np.round(x * scale) / scale, x))


def next_of(x: Floats, mantissas: npt.NDArray[Any]) -> Floats:
    """Return the smallest of some mantissas times a power of ten that is not below a number; NaN for none above 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        power = np.floor(np.log10(x) + _ROUNDING)
        unit = 10.0**power
        place = np.searchsorted(mantissas, np.nan_to_num(x / unit) - _ROUNDING)
        found = significant(mantissas[np.minimum(place, len(mantissas) - 1)] * unit, 6)
    return np.where(x > 0, found, np.nan)
