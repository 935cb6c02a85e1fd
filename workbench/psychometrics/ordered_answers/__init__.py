"""Ordered answers: thresholds and polychoric correlations."""

from workbench.psychometrics.ordered_answers.analysed_correlations import correlations, named_correlations
from workbench.psychometrics.ordered_answers.bivariate_normality import BivariateNormality, bivariate_normality
from workbench.psychometrics.ordered_answers.pairwise_fit import (
    PairwiseFit,
    correlations_without_association,
    fit_pairs,
    matrix_notes,
    perfect_samples,
    refit_pairs,
)
from workbench.psychometrics.ordered_answers.polychoric import (
    PolychoricCorrelations,
    assumed_of_errors,
    covariance_of_pairs,
    pair_notes,
    polychoric_correlations,
)

__all__ = [
    "BivariateNormality",
    "PairwiseFit",
    "PolychoricCorrelations",
    "assumed_of_errors",
    "bivariate_normality",
    "correlations",
    "correlations_without_association",
    "covariance_of_pairs",
    "fit_pairs",
    "matrix_notes",
    "named_correlations",
    "pair_notes",
    "perfect_samples",
    "polychoric_correlations",
    "refit_pairs",
]
