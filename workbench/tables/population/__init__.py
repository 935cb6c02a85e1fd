"""Tables of what the sample says about the population."""

from workbench.tables.population.characteristics import characteristics
from workbench.tables.population.design import sampling_weights, trimmed_weights
from workbench.tables.population.estimates import missing_rule, overall, score_bands, shares_by_group
from workbench.tables.population.estimates_beside_published import beside_published
from workbench.tables.population.groups import (
    composition,
    differences,
    group_quantiles,
    group_ranks,
    means_and_shares,
    precision,
)
from workbench.tables.population.groups_trends import inequality, standardised_shares, trends, yearly_change
from workbench.tables.population.regression import adjusted_shares, joint_tests, odds_ratios, score_differences
from workbench.tables.population.regression_curves import curve_tests, curves
from workbench.tables.population.regression_trust import (
    cutoff_sensitivity,
    cutoff_shares,
    diagnostics,
    left_out,
    missing_covariates,
)
from workbench.tables.population.regression_within_groups import (
    interaction_tests,
    simple_effects,
    stratified_odds_ratios,
)

__all__ = [
    "adjusted_shares",
    "beside_published",
    "characteristics",
    "composition",
    "curve_tests",
    "curves",
    "cutoff_sensitivity",
    "cutoff_shares",
    "diagnostics",
    "differences",
    "group_quantiles",
    "group_ranks",
    "inequality",
    "interaction_tests",
    "joint_tests",
    "left_out",
    "means_and_shares",
    "missing_covariates",
    "missing_rule",
    "odds_ratios",
    "overall",
    "precision",
    "sampling_weights",
    "score_bands",
    "score_differences",
    "shares_by_group",
    "simple_effects",
    "standardised_shares",
    "stratified_odds_ratios",
    "trends",
    "trimmed_weights",
    "yearly_change",
]
