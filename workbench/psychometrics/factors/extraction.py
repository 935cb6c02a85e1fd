"""The best of several ends of the search for unrotated factors, and what its notes say."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from factor_analyzer import FactorAnalyzer

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics import one_blas_thread
from workbench.numerics.factors import UNIQUENESS_BOUNDS, Extraction, extract_factors, squared_multiple_correlations
from workbench.wording import numbers, say

# A start near the lower bound of uniquenesses, but not at it: there the search could not tell up from down.
NEARLY_NOTHING = 0.01


def best_extraction(matrix: Floats, n_factors: int, method: str) -> Extraction:
    """Of the ends that Newton's method reaches from several starts, take the one with the lowest criterion.

    Several factors can have several minima, most of them with an item that a factor nearly coincides with. So beside
    the usual starts there is one for each item, at which that item has hardly any variance of its own.

    Raises
    ------
    NotEstimable
        No convergence from any start.
    """
    usual = 1 - squared_multiple_correlations(matrix)
    alone = np.where(np.eye(len(matrix), dtype=bool), NEARLY_NOTHING, usual)
    starts = np.vstack([_first_route(matrix, n_factors, method), usual, alone])
    ends = extract_factors(np.stack([matrix] * len(starts)), n_factors=n_factors, method=method, start=starts)
    found = [
        Extraction(ends.loadings[[i]], ends.uniquenesses[[i]], ends.converged[[i]])
        for i in np.flatnonzero(ends.converged)
    ]
    if not found:
        raise NotEstimable(
            say(
                "The factor search did not converge with `n_factors` {n}. Ask for fewer factors, leave out an item, or "
                "choose a larger group.",
                n=n_factors,
            )
        )
    return min(found, key=lambda end: _discrepancy(matrix, end, method))


def _discrepancy(matrix: Floats, solution: Extraction, method: str) -> float:
    """ML discrepancy or half the sum of squared residuals."""
    loadings = solution.loadings[0]
    implied = loadings @ loadings.T + np.diag(solution.uniquenesses[0])
    if method == "ml":
        return float(np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, matrix)))
    return float(((matrix - implied) ** 2).sum() / 2)


@one_blas_thread
def _first_route(matrix: Floats, n_factors: int, method: str) -> Floats:
    """Uniquenesses by factor_analyzer."""
    with warnings.catch_warnings():
        # scikit-learn's renamed argument, and a search that stops early: ours goes on and says if it fails.
        warnings.simplefilter("ignore")
        analyzer = FactorAnalyzer(n_factors, rotation=None, method=method, is_corr_matrix=True)
        analyzer.fit(matrix.copy())
    return np.asarray(analyzer.get_uniquenesses(), dtype=float)


def factor_names(n_factors: int) -> list[str]:
    """F1, F2, … in order of extraction."""
    return [f"F{number}" for number in range(1, n_factors + 1)]


def loadings_frame(solution: Extraction, items: pd.Index, *, pattern: Floats | None = None) -> pd.DataFrame:
    """Long frame of one solution: item, factor, loading, communality, uniqueness; items in order, factors within.

    Loadings are those of `pattern` where the factors were rotated.
    """
    loadings = solution.loadings[0]
    k, p = loadings.shape
    return pd.DataFrame(
        {
            "item": np.repeat(items.to_numpy(), p),
            "factor": factor_names(p) * k,
            "loading": (loadings if pattern is None else pattern).ravel(),
            "communality": np.repeat((loadings**2).sum(axis=1), p),
            "uniqueness": np.repeat(solution.uniquenesses[0], p),
        }
    )


def heywood_notes(solution: Extraction, items: pd.Index) -> list[str]:
    """One note for each item whose uniqueness ended at the lower bound (a Heywood case)."""
    lowest = UNIQUENESS_BOUNDS[0]
    at_bound = items[solution.uniquenesses[0] <= lowest * 1.001]
    return [
        say(
            "Heywood case: the uniqueness of item `{item}` stopped at its lower bound {lowest}. Factor and item nearly "
            "coincide, so the loadings are not to be trusted.",
            item=item,
            lowest=numbers.shortest(lowest),
        )
        for item in at_bound
    ]
