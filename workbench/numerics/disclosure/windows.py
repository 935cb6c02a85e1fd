"""Windows of counts: of width w and aligned at 0, so that the first one is 0 to w − 1."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats, Ints


def window_start(count: Ints, width: Ints | int) -> Ints:
    """Return the smallest number of the window that each count lies in, a multiple of the width."""
    return np.asarray(count // width * width, dtype=np.int64)


def window_middle(count: Ints, width: Ints | int) -> Floats:
    """Return the middle of the window that each count lies in: 2, 7, 12 for a width of 5, 4.5 and 14.5 for 10."""
    return np.asarray(window_start(count, width) + (np.asarray(width) - 1) / 2, dtype=float)
