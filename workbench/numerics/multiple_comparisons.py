"""P-values of several tests at once."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats


def holm(p_values: Floats) -> Floats:
    """Adjust p-values by Holm's step-down rule (1979), in their own order.

    Notes
    -----
    R: ``p.adjust(p, "holm")``.
    """
    order = np.argsort(p_values, kind="stable")
    factors = np.arange(len(order), 0, -1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return adjusted
