"""Results as pictures for people: colours, axes, alternative texts."""

from workbench.plots.confirmatory import path_diagram, residual_correlations, standardized_loadings
from workbench.plots.inclusion import odds_ratios, score_bands
from workbench.plots.item_bias import item_bias
from workbench.plots.item_response import category_curves, item_information, misclassification, scale_information
from workbench.plots.measurement_invariance import invariance_effects
from workbench.plots.reliability import reliability
from workbench.plots.report_figure import ReportFigure
from workbench.plots.response_quality import response_distribution
from workbench.plots.single_factor import correlations, polychoric_correlations, scree
from workbench.plots.subgroups import group_means, group_shares

__all__ = [
    "ReportFigure",
    "category_curves",
    "correlations",
    "group_means",
    "group_shares",
    "invariance_effects",
    "item_bias",
    "item_information",
    "misclassification",
    "odds_ratios",
    "path_diagram",
    "polychoric_correlations",
    "reliability",
    "residual_correlations",
    "response_distribution",
    "scale_information",
    "score_bands",
    "scree",
    "standardized_loadings",
]
