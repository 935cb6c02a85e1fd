"""The graded response model: curves, likelihood, estimation, fit."""

from workbench.numerics.response_theory.curves import Layout, curves, item_information, layout, score_matrix, slopes
from workbench.numerics.response_theory.estimation import (
    Maximum,
    Problem,
    maximise,
    maximise_replicate,
    starting_values,
)
from workbench.numerics.response_theory.group_posteriors import (
    GroupFactors,
    KnownItems,
    factors_of_groups,
    means_without_item,
)
from workbench.numerics.response_theory.likelihood import factor_summary, score_products
from workbench.numerics.response_theory.limited_information import (
    Discrepancy,
    Moments,
    discrepancy,
    independent_moments,
    model_moments,
    replicate_moments,
    root_mean_square_residual,
    sample_moments,
)
from workbench.numerics.response_theory.quadrature import N_POINTS, REACH, normal_grid, normal_segments
from workbench.numerics.response_theory.simulated_answers import draw_answers
from workbench.numerics.response_theory.sum_scores import probability_of_sums, sum_distribution

__all__ = [
    "N_POINTS",
    "REACH",
    "Discrepancy",
    "GroupFactors",
    "KnownItems",
    "Layout",
    "Maximum",
    "Moments",
    "Problem",
    "curves",
    "discrepancy",
    "draw_answers",
    "factor_summary",
    "factors_of_groups",
    "independent_moments",
    "item_information",
    "layout",
    "maximise",
    "maximise_replicate",
    "means_without_item",
    "model_moments",
    "normal_grid",
    "normal_segments",
    "probability_of_sums",
    "replicate_moments",
    "root_mean_square_residual",
    "sample_moments",
    "score_matrix",
    "score_products",
    "slopes",
    "starting_values",
    "sum_distribution",
]
