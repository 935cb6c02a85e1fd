"""The protection plan: which cells of which tables are withheld, for the whole survey at once."""

from workbench.disclosure.plan.plan import FEW_PATTERNS, PRIMARY_COUNT, SECONDARY, ProtectionPlan, protection_plan
from workbench.disclosure.plan.preflight import preflight
from workbench.disclosure.plan.shown_levels import comparable_group, shown_levels

__all__ = [
    "FEW_PATTERNS",
    "PRIMARY_COUNT",
    "SECONDARY",
    "ProtectionPlan",
    "comparable_group",
    "preflight",
    "protection_plan",
    "shown_levels",
]
