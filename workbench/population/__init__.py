"""What the sample says about the population, and what may be published of it."""

from workbench.population.comparable_group import comparable_group
from workbench.population.disclosure import ProtectedTable, audit, protect, protection_plan
from workbench.population.distribution import distribution
from workbench.population.estimation import mean, share
from workbench.population.regression import fit_logistic
from workbench.population.subgroups import compare_groups

__all__ = [
    "ProtectedTable",
    "audit",
    "comparable_group",
    "compare_groups",
    "distribution",
    "fit_logistic",
    "mean",
    "protect",
    "protection_plan",
    "share",
]
