"""Pictures of what the sample says about the population."""

from workbench.plots.population.estimates import score_bands
from workbench.plots.population.funnel import group_funnel
from workbench.plots.population.groups import composition, group_means, group_quartiles, group_shares
from workbench.plots.population.groups_crossed import crossed_means, crossed_shares
from workbench.plots.population.groups_in_order import groups_in_order
from workbench.plots.population.regression import adjusted_shares, odds_ratios
from workbench.plots.population.regression_curves import curves
from workbench.plots.population.regression_trust import cutoff_sensitivity

__all__ = [
    "adjusted_shares",
    "composition",
    "crossed_means",
    "crossed_shares",
    "curves",
    "cutoff_sensitivity",
    "group_funnel",
    "group_means",
    "group_quartiles",
    "group_shares",
    "groups_in_order",
    "odds_ratios",
    "score_bands",
]
