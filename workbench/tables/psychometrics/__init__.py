"""Tables of what the answers say about the scale."""

from workbench.tables.psychometrics.dimensionality import (
    eigenvalues,
    factor_numbers,
    item_statistics,
    loadings_by_correlation,
    minimum_average_partial,
    sampling_adequacy,
)
from workbench.tables.psychometrics.dimensionality_bifactor import (
    bifactor_loadings,
    essential_unidimensionality,
    group_factors,
)
from workbench.tables.psychometrics.dimensionality_criteria import criteria_single_factor, recommended_fit
from workbench.tables.psychometrics.factors import model_fit, modification_indices, standardized_loadings
from workbench.tables.psychometrics.invariance import (
    criteria_invariance,
    invariance_effects,
    invariance_ladder,
    latent_means,
    released_equalities,
)
from workbench.tables.psychometrics.invariance_effect_sizes import difference_rmsea, item_effect_sizes
from workbench.tables.psychometrics.items import item_bias, item_bias_groups, monotonicity, scalability
from workbench.tables.psychometrics.reliability import (
    alpha_intervals,
    guttman_lambdas,
    item_contributions,
    measurement_error,
    reliability,
    reliability_by_group,
    split_half,
)
from workbench.tables.psychometrics.reliability_criteria import criteria_reliability
from workbench.tables.psychometrics.response_theory import (
    cutoff_precision,
    graded_fit,
    graded_reliability,
    item_difficulties,
    item_discriminations,
    local_dependence,
    misclassification,
)
from workbench.tables.psychometrics.response_theory_criteria import criteria_item_response
from workbench.tables.psychometrics.simulated_limits import critical_local_dependence, dynamic_cutoffs

__all__ = [
    "alpha_intervals",
    "bifactor_loadings",
    "criteria_invariance",
    "criteria_item_response",
    "criteria_reliability",
    "criteria_single_factor",
    "critical_local_dependence",
    "cutoff_precision",
    "difference_rmsea",
    "dynamic_cutoffs",
    "eigenvalues",
    "essential_unidimensionality",
    "factor_numbers",
    "graded_fit",
    "graded_reliability",
    "group_factors",
    "guttman_lambdas",
    "invariance_effects",
    "invariance_ladder",
    "item_bias",
    "item_bias_groups",
    "item_contributions",
    "item_difficulties",
    "item_discriminations",
    "item_effect_sizes",
    "item_statistics",
    "latent_means",
    "loadings_by_correlation",
    "local_dependence",
    "measurement_error",
    "minimum_average_partial",
    "misclassification",
    "model_fit",
    "modification_indices",
    "monotonicity",
    "recommended_fit",
    "released_equalities",
    "reliability",
    "reliability_by_group",
    "sampling_adequacy",
    "scalability",
    "split_half",
    "standardized_loadings",
]
