"""Factor loadings as frames, and what must be said when an item has no variance of its own left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.numerics.factors import UNIQUENESS_BOUNDS, Extraction


def factor_names(n_factors: int) -> list[str]:
    """F1, F2, … in order of extraction."""
    return [f"F{number}" for number in range(1, n_factors + 1)]


def loadings_frame(solution: Extraction, items: pd.Index) -> pd.DataFrame:
    """Long frame of one solution: item, factor, loading, communality, uniqueness; items in order, factors within."""
    loadings = solution.loadings[0]
    k, p = loadings.shape
    return pd.DataFrame(
        {
            "item": np.repeat(items.to_numpy(), p),
            "factor": factor_names(p) * k,
            "loading": loadings.ravel(),
            "communality": np.repeat((loadings**2).sum(axis=1), p),
            "uniqueness": np.repeat(solution.uniquenesses[0], p),
        }
    )


def heywood_notes(solution: Extraction, items: pd.Index) -> list[str]:
    """One note for each item whose uniqueness ended at the lower bound (a Heywood case)."""
    lowest = UNIQUENESS_BOUNDS[0]
    at_bound = items[solution.uniquenesses[0] <= lowest * 1.001]
    return [
        f"Heywood case: the uniqueness of item `{item}` stopped at its lower bound {lowest}. Factor and item nearly "
        "coincide, so the loadings are not to be trusted."
        for item in at_bound
    ]
