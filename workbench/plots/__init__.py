"""Results as pictures for people: colours, axes, alternative texts."""

from workbench.plots.inclusion import odds_ratios, score_bands
from workbench.plots.reliability import reliability
from workbench.plots.report_figure import ReportFigure
from workbench.plots.response_quality import response_distribution
from workbench.plots.single_factor import (
    correlations,
    one_factor_loadings,
    polychoric_correlations,
    residual_correlations,
    scree,
)
from workbench.plots.subgroups import group_means, group_shares

__all__ = [
    "ReportFigure",
    "correlations",
    "group_means",
    "group_shares",
    "odds_ratios",
    "one_factor_loadings",
    "polychoric_correlations",
    "reliability",
    "residual_correlations",
    "response_distribution",
    "score_bands",
    "scree",
]
