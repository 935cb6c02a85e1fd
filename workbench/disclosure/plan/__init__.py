"""The protection plan: how exactly each cell of each table is published, for the whole survey at once."""

from workbench.disclosure.plan.design_effect import coarse_effect
from workbench.disclosure.plan.level_sizes import MINIMUM_EVENTS
from workbench.disclosure.plan.merged_levels import merged_crossing, merged_levels, merged_parts, merged_within
from workbench.disclosure.plan.part_plan import part_plan
from workbench.disclosure.plan.plan import ProtectionPlan, give_plan, protection_plan
from workbench.disclosure.plan.preflight import preflight
from workbench.disclosure.plan.shown_answers import comparable_answers
from workbench.disclosure.plan.shown_levels import comparable_group, shown_levels
from workbench.disclosure.plan.told_apart import Respondents, is_told_apart

__all__ = [
    "MINIMUM_EVENTS",
    "ProtectionPlan",
    "Respondents",
    "coarse_effect",
    "comparable_answers",
    "comparable_group",
    "give_plan",
    "is_told_apart",
    "merged_crossing",
    "merged_levels",
    "merged_parts",
    "merged_within",
    "part_plan",
    "preflight",
    "protection_plan",
    "shown_levels",
]
