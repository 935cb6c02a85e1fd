"""What a published count leaves open: the window around it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

_WHOLE = 1e-9


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
