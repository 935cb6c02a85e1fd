"""Closed forms of reliability from a covariance matrix or from thresholds and loadings."""

from workbench.numerics.reliability.internal_consistency import (
    alpha,
    alpha_if_deleted,
    guttman_bounds,
    item_rest_correlations,
    linearised_variances,
    normal_theory_variance,
    rest_variances,
)
from workbench.numerics.reliability.ordinal_sum import categorical_omega
from workbench.numerics.reliability.split_halves import MOST_ENUMERATED, N_DRAWN, Splits, split_coefficients, splits

__all__ = [
    "MOST_ENUMERATED",
    "N_DRAWN",
    "Splits",
    "alpha",
    "alpha_if_deleted",
    "categorical_omega",
    "guttman_bounds",
    "item_rest_correlations",
    "linearised_variances",
    "normal_theory_variance",
    "rest_variances",
    "split_coefficients",
    "splits",
]
