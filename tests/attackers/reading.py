"""What an outsider reads in the published files: windows of counts, and how exactly an estimate is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

_SERIES = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
UNKNOWN = 1e6  # more than any number of respondents


@dataclass(frozen=True)
class Window:
    """Everything from `low` to `high`, both included."""

    low: float
    high: float

    @property
    def whole(self) -> range:
        """Whole numbers inside."""
        return range(int(np.ceil(self.low - 1e-9)), int(np.floor(self.high + 1e-9)) + 1)


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return every published table under its file's name; empty words as ''."""
    return {
        path.stem: pd.read_csv(path, keep_default_na=False, na_values=[""]) for path in sorted(folder.glob("*.csv"))
    }


def window(middle: float, width: int = 5) -> Window:
    """Window of a published count, whose width its middle tells: 7 is 5 to 9 and 14.5 is 10 to 19."""
    if np.isnan(middle):
        return Window(0, UNKNOWN)
    for wide in (width, 2 * width):
        if np.isclose((middle - (wide - 1) / 2) % wide, 0):
            return Window(middle - (wide - 1) / 2, middle + (wide - 1) / 2)
    raise ValueError(f"{middle} is the middle of no window of {width} or {2 * width}.")


def count(value: float, exact: bool, width: int = 5) -> Window:
    """Number of respondents behind a published one; a report without protection gives it exactly."""
    return Window(value, value) if exact else window(value, width)


def step_above(at_least: float) -> float:
    """Smallest step of the published series that is not below a number: anybody may read the rule."""
    power = 10.0 ** np.floor(np.log10(at_least) + 1e-9)
    return float(power * next(m for m in _SERIES if m * power >= at_least * (1 - 1e-9)))


def mean_window(row: pd.Series, n: Window, span: float, exact: bool) -> Window:
    """Mean of a group: within half a step, which follows from the published standard error and number."""
    value = float(row["estimate"])
    if exact:
        return Window(value - 1e-9, value + 1e-9)
    error = float(row["std_error"]) if not np.isnan(row["std_error"]) else 0.0
    half = step_above(max(error * 1.051 / 2, span / max(n.low, 1))) / 2  # the error is known to two digits
    return Window(value - half, value + half)


def coefficient_window(value: float, error: float, share_of_error: float, floor: float, exact: bool) -> Window:
    """Coefficient: within half a step of half its standard error, or of what few respondents change."""
    if exact:
        return Window(value - 1e-9, value + 1e-9)
    half = step_above(max(error * share_of_error, floor)) / 2
    return Window(value - half, value + half)
