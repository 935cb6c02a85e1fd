"""Steps that published estimates are rounded to."""

from __future__ import annotations

import math

SERIES = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)  # times powers of ten
_EQUAL = 1e-9


def next_step(least: float) -> float:
    """Smallest step of the series that is not finer than `least`."""
    if least <= 0:
        return 0.0
    power = math.floor(math.log10(least) + _EQUAL)
    steps = (step * 10.0**p for p in (power, power + 1) for step in SERIES)
    return next(step for step in steps if step >= least * (1 - _EQUAL))


def on_step_of_at_least(value: float, least: float) -> bool:
    """Whether a number is a multiple of a step of the series that is not finer than `least` and not 100 times coarser."""
    if value == 0 or least <= 0:
        return True
    power = math.floor(math.log10(least))
    steps = (step * 10.0**p for p in range(power, power + 3) for step in SERIES)
    return any(_multiple(value, step) for step in steps if step >= least * (1 - _EQUAL))


def _multiple(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6
