"""The protection plan: how exactly each cell of each table is published, for the whole survey at once."""

from workbench.disclosure.plan.merged_levels import MINIMUM_EVENTS, merged_levels, merged_parts, merged_within
from workbench.disclosure.plan.plan import ProtectionPlan, give_plan, protection_plan
from workbench.disclosure.plan.preflight import preflight
from workbench.disclosure.plan.shown_levels import COMPARED_RESPONDENTS, comparable_group, shown_levels

__all__ = [
    "COMPARED_RESPONDENTS",
    "MINIMUM_EVENTS",
    "ProtectionPlan",
    "comparable_group",
    "give_plan",
    "merged_levels",
    "merged_parts",
    "merged_within",
    "preflight",
    "protection_plan",
    "shown_levels",
]
