"""Ordered answers: thresholds and polychoric correlations."""

from workbench.psychometrics.ordered_answers.analysed_correlations import NAMES, correlations, named_correlations
from workbench.psychometrics.ordered_answers.categories import (
    PairwiseFit,
    correlations_without_association,
    fit_pairs,
    margins,
    matrix_notes,
    perfect_samples,
    rating_categories,
    refit_pairs,
)
from workbench.psychometrics.ordered_answers.polychoric import (
    PolychoricCorrelations,
    covariance_of_pairs,
    pair_notes,
    polychoric_correlations,
)

__all__ = [
    "NAMES",
    "PairwiseFit",
    "PolychoricCorrelations",
    "correlations",
    "correlations_without_association",
    "covariance_of_pairs",
    "fit_pairs",
    "margins",
    "matrix_notes",
    "named_correlations",
    "pair_notes",
    "perfect_samples",
    "polychoric_correlations",
    "rating_categories",
    "refit_pairs",
]
