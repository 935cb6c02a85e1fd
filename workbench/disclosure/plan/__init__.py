"""The protection plan: what is decided once for everything that is published of a survey."""

from workbench.disclosure.plan.plan import ProtectionPlan, protection_plan
from workbench.disclosure.plan.shown_levels import comparable_group, merged_levels, shown_levels

__all__ = ["ProtectionPlan", "comparable_group", "merged_levels", "protection_plan", "shown_levels"]
