"""Ordered answers of two items at a time: tables, bivariate normal, polychoric likelihood."""

from workbench.numerics.ordered_answers.bivariate_normal import FAR, distribution_on_grid
from workbench.numerics.ordered_answers.category_patterns import CategoryPatterns, category_patterns, pattern_numbers
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers
from workbench.numerics.ordered_answers.contingency import (
    BLOCK_ROWS,
    MOST_CATEGORIES,
    cross_tables,
    distinct_sums,
    is_monotone,
    levels_and_codes,
    margins,
    replicated_cross_tables,
)
from workbench.numerics.ordered_answers.item_pairs import both_items, item_pairs, matrix_of_pairs, pairs_of_matrix
from workbench.numerics.ordered_answers.normal_samples import NormalAnswers
from workbench.numerics.ordered_answers.pairwise_likelihood import fit_correlations, thresholds
from workbench.numerics.ordered_answers.pairwise_normality import (
    PairwiseNormality,
    misfit_of_pairs,
    pairwise_normality,
)
from workbench.numerics.ordered_answers.polychoric_covariance import (
    asymptotic_covariance,
    correlation_influences,
    correlation_variances,
    covariance_of_correlations,
    normal_theory_variances,
)

__all__ = [
    "BLOCK_ROWS",
    "FAR",
    "MOST_CATEGORIES",
    "CategoryPatterns",
    "NormalAnswers",
    "OrderedAnswers",
    "PairwiseNormality",
    "asymptotic_covariance",
    "both_items",
    "category_patterns",
    "correlation_influences",
    "correlation_variances",
    "covariance_of_correlations",
    "cross_tables",
    "distinct_sums",
    "distribution_on_grid",
    "fit_correlations",
    "is_monotone",
    "item_pairs",
    "levels_and_codes",
    "margins",
    "matrix_of_pairs",
    "misfit_of_pairs",
    "normal_theory_variances",
    "pairs_of_matrix",
    "pairwise_normality",
    "pattern_numbers",
    "replicated_cross_tables",
    "thresholds",
]
