"""What the sample says about the population, and what may be published of it."""

from workbench.population.association import association_test
from workbench.population.audit_result import Audit
from workbench.population.comparable_group import comparable_group
from workbench.population.composition import composition
from workbench.population.covariances import covariances
from workbench.population.cutoff_sensitivity import cutoff_sensitivity
from workbench.population.cutoff_shares import cutoff_shares
from workbench.population.disclosure import ProtectedTable, protect
from workbench.population.disclosure_audit import audit
from workbench.population.distribution import distribution
from workbench.population.estimation import mean, share
from workbench.population.inequality import inequality
from workbench.population.interactions import fit_interaction, fit_interactions
from workbench.population.model_blocks import incomplete
from workbench.population.preflight import preflight
from workbench.population.protection_plan import protection_plan
from workbench.population.published_levels import published_levels
from workbench.population.quantiles import quantiles
from workbench.population.regression import fit_logistic
from workbench.population.score_regression import fit_linear
from workbench.population.spline_regression import fit_curves, fit_spline
from workbench.population.standardisation import standardised_share
from workbench.population.stratified_models import fit_logistic_by
from workbench.population.subgroups import compare_groups
from workbench.population.totals import ratio, total
from workbench.population.trend import trend
from workbench.population.trimming_sensitivity import trimming_sensitivity
from workbench.population.weight_diagnostics import weight_diagnostics

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
    "mean",
    "preflight",
    "protect",
    "protection_plan",
    "published_levels",
    "quantiles",
    "ratio",
    "share",
    "standardised_share",
    "total",
    "trend",
    "trimming_sensitivity",
    "weight_diagnostics",
]
