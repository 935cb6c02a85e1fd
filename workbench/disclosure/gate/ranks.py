"""Ranks of groups, from their published estimates."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.disclosure.gate.estimates import Published, Rows
from workbench.numerics.sampling import rank_intervals


def published_ranks(rows: Rows, own: Published, *, share: bool) -> dict[str, Floats]:
    """Ranks that each group may have; one of which only a bound or nothing is published may have any."""
    estimate = np.where(np.array(own.bound) == "", own.estimate, np.nan)
    low, high = np.full(len(estimate), np.nan), np.full(len(estimate), np.nan)
    for at in rows.frame.reset_index(drop=True).groupby("variable", sort=False).indices.values():
        ends = rank_intervals(estimate[at], own.std_error[at], rows.df[at], tail=float(rows.tail()[at[0]]), share=share)
        low[at], high[at] = ends
    return {"rank_low": low, "rank_high": high}
