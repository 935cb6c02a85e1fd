"""The numbers and words behind the publication gate: this project's defaults, not an official rule."""

from workbench.intake.disclosure_thresholds import (
    MINIMUM_BELOW,
    MINIMUM_NOT_BELOW,
    MINIMUM_RESPONDENTS,
    DisclosureThresholds,
)

__all__ = ["EVERYONE", "MINIMUM_BELOW", "MINIMUM_NOT_BELOW", "MINIMUM_RESPONDENTS", "DisclosureThresholds"]

EVERYONE = "all"  # variable and level of the row for everyone
