"""How published numbers are rounded: counts to windows, estimates to steps; and what that leaves open."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from workbench.arrays import Floats

_WHOLE = 1e-9
SERIES = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)  # times powers of ten
_EQUAL = 1e-9
FOUR_DIGITS = 5.001e-4  # relative error of a quotient of two published counts, as told


def windows_of(published: npt.ArrayLike, width: int) -> tuple[Floats, Floats]:
    """Return ends of the windows of `width`, or twice that, whose middles counts are; NaN where they are none."""
    value = np.asarray(published, dtype=float)
    low = high = np.full(value.shape, np.nan)
    for wide in (2 * width, width):
        start = value - (wide - 1) / 2
        fits = (start >= -_WHOLE) & (np.abs(start / wide - np.round(start / wide)) < _WHOLE)
        low, high = np.where(fits, np.round(start), low), np.where(fits, np.round(start) + wide - 1, high)
    return low, high


def is_window(published: float, width: int) -> bool:
    """Whether a count is the middle of a window."""
    return bool(np.isfinite(windows_of(published, width)[0]))


def middle(n: int, width: int) -> float:
    """Middle of the window that holds a number."""
    return n // width * width + (width - 1) / 2


def next_step(least: float) -> float:
    """Smallest step of the series that is not finer than `least`."""
    if least <= 0:
        return 0.0
    power = math.floor(math.log10(least) + _EQUAL)
    steps = (step * 10.0**p for p in (power, power + 1) for step in SERIES)
    return next(step for step in steps if step >= least * (1 - _EQUAL))


def on_step_of_at_least(value: float, least: float) -> bool:
    """Whether a number is a multiple of a step of the series, not finer than `least` nor 100 times coarser."""
    if value == 0 or least <= 0:
        return True
    power = math.floor(math.log10(least))
    steps = (step * 10.0**p for p in range(power, power + 3) for step in SERIES)
    return any(_multiple(value, step) for step in steps if step >= least * (1 - _EQUAL))


def _multiple(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6
