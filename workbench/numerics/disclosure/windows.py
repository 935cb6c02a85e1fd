"""Windows of counts: of width w and aligned at 0, so that the first one is 0 to w − 1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.arrays import Floats, Ints


def window_start(count: Ints, width: Ints | int) -> Ints:
    """Return the smallest number of the window that each count lies in, a multiple of the width."""
    return np.asarray(count // width * width, dtype=np.int64)


def window_middle(count: npt.ArrayLike, width: npt.ArrayLike) -> Floats:
    """Return the middle of the window that each count lies in: 2, 7, 12 for a width of 5, 4.5 and 14.5 for 10.

    NaN where there is no count.
    """
    n, width = np.asarray(count, dtype=float), np.asarray(width, dtype=float)
    return np.asarray(np.floor(n / width) * width + (width - 1) / 2)
