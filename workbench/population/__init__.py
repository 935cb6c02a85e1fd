"""What the sample says about the population, and what may be published of it."""

from workbench.disclosure.audit import Audit, audit
from workbench.disclosure.gate import ProtectedTable, protect
from workbench.disclosure.plan import comparable_group, merged_levels, preflight, protection_plan, shown_levels
from workbench.population.design import weight_diagnostics
from workbench.population.estimates import (
    composition,
    covariances,
    distribution,
    mean,
    quantiles,
    ratio,
    share,
    total,
    trimming_sensitivity,
)
from workbench.population.groups import association_test, compare_groups, inequality, standardised_share, trend
from workbench.population.regression import (
    cutoff_sensitivity,
    cutoff_shares,
    fit_curves,
    fit_interaction,
    fit_interactions,
    fit_linear,
    fit_logistic,
    fit_logistic_by,
    fit_spline,
    incomplete,
    kept_blocks,
    not_answered_as_level,
)

__all__ = [
    "Audit",
    "ProtectedTable",
    "association_test",
    "audit",
    "comparable_group",
    "compare_groups",
    "composition",
    "covariances",
    "cutoff_sensitivity",
    "cutoff_shares",
    "distribution",
    "fit_curves",
    "fit_interaction",
    "fit_interactions",
    "fit_linear",
    "fit_logistic",
    "fit_logistic_by",
    "fit_spline",
    "incomplete",
    "inequality",
    "kept_blocks",
    "mean",
    "merged_levels",
    "not_answered_as_level",
    "preflight",
    "protect",
    "protection_plan",
    "quantiles",
    "ratio",
    "share",
    "shown_levels",
    "standardised_share",
    "total",
    "trend",
    "trimming_sensitivity",
    "weight_diagnostics",
]
