"""Results as tables for people: rounding, headings, footnotes."""

from workbench.tables.confirmatory import model_fit, modification_indices, standardized_loadings
from workbench.tables.criteria import Criterion, criteria_table
from workbench.tables.curves import curves
from workbench.tables.gradients import inequality, standardised_shares, trends, yearly_change
from workbench.tables.inclusion import missing_rule, overall, score_bands, shares_by_group
from workbench.tables.item_bias import item_bias, item_bias_groups
from workbench.tables.item_response import (
    cutoff_precision,
    graded_fit,
    graded_reliability,
    item_difficulties,
    item_discriminations,
    local_dependence,
    misclassification,
)
from workbench.tables.item_response_criteria import criteria_item_response
from workbench.tables.measurement_invariance import (
    criteria_invariance,
    invariance_effects,
    invariance_ladder,
    latent_means,
    released_equalities,
)
from workbench.tables.provenance import how_made
from workbench.tables.published import beside_published
from workbench.tables.regression import adjusted_shares, odds_ratios, score_differences
from workbench.tables.regression_trust import (
    calibration,
    collinearity,
    cutoff_sensitivity,
    cutoff_shares,
    diagnostics,
    left_out,
    missing_covariates,
)
from workbench.tables.regression_within_groups import simple_effects, stratified_odds_ratios
from workbench.tables.reliability import (
    alpha_intervals,
    guttman_lambdas,
    item_contributions,
    measurement_error,
    reliability,
    reliability_by_group,
    split_half,
)
from workbench.tables.reliability_criteria import criteria_reliability
from workbench.tables.report_table import Headline, ReportTable, TableColumn
from workbench.tables.response_quality import (
    analysed,
    answer_patterns,
    dropped_by_group,
    item_nonresponse,
    item_nonresponse_by_group,
    longest_runs,
    missing_answers,
    survey_file,
)
from workbench.tables.scalability import monotonicity, scalability
from workbench.tables.single_factor import (
    eigenvalues,
    factor_numbers,
    item_statistics,
    loadings_by_correlation,
    minimum_average_partial,
    sampling_adequacy,
)
from workbench.tables.single_factor_criteria import criteria_single_factor
from workbench.tables.subgroups import (
    composition,
    differences,
    group_quantiles,
    means_and_shares,
    precision,
)
from workbench.tables.wald_tests import curve_tests, interaction_tests, joint_tests
from workbench.tables.weights import sampling_weights, trimmed_weights

__all__ = [
    "Criterion",
    "Headline",
    "ReportTable",
    "TableColumn",
    "adjusted_shares",
    "alpha_intervals",
    "analysed",
    "answer_patterns",
    "beside_published",
    "calibration",
    "collinearity",
    "composition",
    "criteria_invariance",
    "criteria_item_response",
    "criteria_reliability",
    "criteria_single_factor",
    "criteria_table",
    "curve_tests",
    "curves",
    "cutoff_precision",
    "cutoff_sensitivity",
    "cutoff_shares",
    "diagnostics",
    "differences",
    "dropped_by_group",
    "eigenvalues",
    "factor_numbers",
    "graded_fit",
    "graded_reliability",
    "group_quantiles",
    "guttman_lambdas",
    "how_made",
    "inequality",
    "interaction_tests",
    "invariance_effects",
    "invariance_ladder",
    "item_bias",
    "item_bias_groups",
    "item_contributions",
    "item_difficulties",
    "item_discriminations",
    "item_nonresponse",
    "item_nonresponse_by_group",
    "item_statistics",
    "joint_tests",
    "latent_means",
    "left_out",
    "loadings_by_correlation",
    "local_dependence",
    "longest_runs",
    "means_and_shares",
    "measurement_error",
    "minimum_average_partial",
    "misclassification",
    "missing_answers",
    "missing_covariates",
    "missing_rule",
    "model_fit",
    "modification_indices",
    "monotonicity",
    "odds_ratios",
    "overall",
    "precision",
    "released_equalities",
    "reliability",
    "reliability_by_group",
    "sampling_adequacy",
    "sampling_weights",
    "scalability",
    "score_bands",
    "score_differences",
    "shares_by_group",
    "simple_effects",
    "split_half",
    "standardised_shares",
    "standardized_loadings",
    "stratified_odds_ratios",
    "survey_file",
    "trends",
    "trimmed_weights",
    "yearly_change",
]
