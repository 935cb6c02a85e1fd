"""Pictures of what the answers say about the scale."""

from workbench.plots.psychometrics.dimensionality import correlations, polychoric_correlations, scree
from workbench.plots.psychometrics.factors import path_diagram, residual_correlations, standardized_loadings
from workbench.plots.psychometrics.invariance import invariance_effects
from workbench.plots.psychometrics.items import item_bias
from workbench.plots.psychometrics.reliability import reliability
from workbench.plots.psychometrics.response_theory import (
    category_curves,
    item_information,
    misclassification,
    scale_information,
)

__all__ = [
    "category_curves",
    "correlations",
    "invariance_effects",
    "item_bias",
    "item_information",
    "misclassification",
    "path_diagram",
    "polychoric_correlations",
    "reliability",
    "residual_correlations",
    "scale_information",
    "scree",
    "standardized_loadings",
]
