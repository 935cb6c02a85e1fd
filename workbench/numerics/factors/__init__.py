"""Exploratory factors: extraction, chance eigenvalues, least squares, fit indices."""

from workbench.numerics.factors.chance_correlations import normal_correlations, shuffled_correlations
from workbench.numerics.factors.extraction import (
    UNIQUENESS_BOUNDS,
    Extraction,
    extract_factors,
    squared_multiple_correlations,
)
from workbench.numerics.factors.fit_indices import Rmsea, comparative_fit, rmsea, root_mean_square, tucker_lewis
from workbench.numerics.factors.one_factor_least_squares import one_factor

__all__ = [
    "UNIQUENESS_BOUNDS",
    "Extraction",
    "Rmsea",
    "comparative_fit",
    "extract_factors",
    "normal_correlations",
    "one_factor",
    "rmsea",
    "root_mean_square",
    "shuffled_correlations",
    "squared_multiple_correlations",
    "tucker_lewis",
]
