"""How published numbers are rounded: counts to windows, estimates to steps; and what that leaves open."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

_WHOLE = 1e-9
SERIES = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)  # times powers of ten
_EQUAL = 1e-9


class Window(NamedTuple):
    """Smallest and largest whole number that a published count stands for."""

    low: int
    high: int

    def holds(self, n: int) -> bool:
        """Whether a number lies in the window."""
        return self.low <= n <= self.high

    @property
    def first(self) -> bool:
        """Whether nobody at all is possible."""
        return self.low == 0


def window_of(published: float, width: int) -> Window | None:
    """Read a published count as the middle of an aligned window of `width` or twice that; None if it is neither."""
    for wide in (width, 2 * width):
        low = published - (wide - 1) / 2
        if low >= -_WHOLE and abs(low / wide - np.round(low / wide)) < _WHOLE:
            return Window(round(low), round(low) + wide - 1)
    return None


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
