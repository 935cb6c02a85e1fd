"""How groups differ: comparisons, association, trends, inequality, standardised shares."""

from workbench.population.groups.association import association_test
from workbench.population.groups.group_differences import compare_groups
from workbench.population.groups.inequality import inequality
from workbench.population.groups.ranks import rank_groups
from workbench.population.groups.reference_level import reference_level
from workbench.population.groups.standardisation import standardised_share
from workbench.population.groups.surely_apart import SurelyApart, surely_apart
from workbench.population.groups.trend import trend

__all__ = [
    "SurelyApart",
    "association_test",
    "compare_groups",
    "inequality",
    "rank_groups",
    "reference_level",
    "standardised_share",
    "surely_apart",
    "trend",
]
