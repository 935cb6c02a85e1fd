"""Results as pictures for people: colours, axes, alternative texts."""

from workbench.plots.confirmatory import path_diagram, residual_correlations, standardized_loadings
from workbench.plots.crossings import crossed_means, crossed_shares
from workbench.plots.curves import curves
from workbench.plots.inclusion import score_bands
from workbench.plots.item_bias import item_bias
from workbench.plots.item_response import (
    category_curves,
    item_information,
    misclassification,
    scale_information,
)
from workbench.plots.measurement_invariance import invariance_effects
from workbench.plots.regression import adjusted_shares, odds_ratios
from workbench.plots.regression_trust import calibration, cutoff_sensitivity
from workbench.plots.reliability import reliability
from workbench.plots.report_figure import ReportFigure
from workbench.plots.response_quality import response_distribution
from workbench.plots.single_factor import correlations, polychoric_correlations, scree
from workbench.plots.subgroups import composition, group_means, group_quartiles, group_shares

__all__ = [
    "ReportFigure",
    "adjusted_shares",
    "calibration",
    "category_curves",
    "composition",
    "correlations",
    "crossed_means",
    "crossed_shares",
    "curves",
    "cutoff_sensitivity",
    "group_means",
    "group_quartiles",
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
