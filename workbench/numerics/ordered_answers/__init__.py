"""Ordered answers of two items at a time: tables, bivariate normal, polychoric likelihood."""

from workbench.numerics.ordered_answers.bivariate_normal import FAR, distribution_on_grid
from workbench.numerics.ordered_answers.category_patterns import CategoryPatterns, category_patterns, pattern_numbers
from workbench.numerics.ordered_answers.contingency import (
    BLOCK_ROWS,
    MOST_CATEGORIES,
    Categories,
    categories,
    cross_tables,
    distinct_sums,
    is_monotone,
    item_counts,
    item_pairs,
    levels_and_codes,
    matrix_of_pairs,
    pair_tables,
    replicated_cross_tables,
    replicated_pair_tables,
)
from workbench.numerics.ordered_answers.pairwise_likelihood import fit_correlations, pair_scores, thresholds
from workbench.numerics.ordered_answers.polychoric_covariance import asymptotic_covariance, correlation_variances

__all__ = [
    "BLOCK_ROWS",
    "FAR",
    "MOST_CATEGORIES",
    "Categories",
    "CategoryPatterns",
    "asymptotic_covariance",
    "categories",
    "category_patterns",
    "correlation_variances",
    "cross_tables",
    "distinct_sums",
    "distribution_on_grid",
    "fit_correlations",
    "is_monotone",
    "item_counts",
    "item_pairs",
    "levels_and_codes",
    "matrix_of_pairs",
    "pair_scores",
    "pair_tables",
    "pattern_numbers",
    "replicated_cross_tables",
    "replicated_pair_tables",
    "thresholds",
]
