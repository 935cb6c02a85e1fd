"""Exploratory factors: extraction, rotation, bifactor solutions, chance eigenvalues, least squares, fit indices."""

from workbench.numerics.factors.bifactor import (
    BifactorIndices,
    bifactor_indices,
    direct_schmid_leiman,
    schmid_leiman,
)
from workbench.numerics.factors.chance_correlations import normal_correlations, shuffled_correlations
from workbench.numerics.factors.extraction import (
    UNIQUENESS_BOUNDS,
    Extraction,
    extract_factors,
    squared_multiple_correlations,
)
from workbench.numerics.factors.fit_indices import (
    Rmsea,
    approximation_error,
    comparative_fit,
    rmsea,
    root_mean_square,
    tucker_lewis,
)
from workbench.numerics.factors.one_factor_least_squares import one_factor
from workbench.numerics.factors.rotation import N_STARTS, Rotation, rotate_factors

__all__ = [
    "N_STARTS",
    "UNIQUENESS_BOUNDS",
    "BifactorIndices",
    "Extraction",
    "Rmsea",
    "Rotation",
    "approximation_error",
    "bifactor_indices",
    "comparative_fit",
    "direct_schmid_leiman",
    "extract_factors",
    "normal_correlations",
    "one_factor",
    "rmsea",
    "root_mean_square",
    "rotate_factors",
    "schmid_leiman",
    "shuffled_correlations",
    "squared_multiple_correlations",
    "tucker_lewis",
]
