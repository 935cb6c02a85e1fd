"""How many respondents a published number must rest on: this project's defaults, not an official rule."""

from __future__ import annotations

import pydantic
from pydantic import ConfigDict, field_validator

# Fewer respondents than this in a cell: nothing of it is published. Five is the usual value of national statistical
# offices. The same number of values must remain possible for a number that is withheld.
MINIMUM_RESPONDENTS = 5
# Shares below a cut-off: this many respondents at least below it, and this many at or above it, so that neither a
# single person below can be found out nor everyone in a group be known to be below.
MINIMUM_BELOW = 3
MINIMUM_NOT_BELOW = 1


class DisclosureThresholds(pydantic.BaseModel):
    """Thresholds of a survey; a codebook may raise the defaults and never lower them.

    Attributes
    ----------
    minimum_respondents : int
        Respondents of a cell.
    minimum_below, minimum_not_below : int
        Respondents of a cell below a cut-off, and at or above it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    minimum_respondents: int = MINIMUM_RESPONDENTS
    minimum_below: int = MINIMUM_BELOW
    minimum_not_below: int = MINIMUM_NOT_BELOW

    @field_validator("*")
    @classmethod
    def _not_lowered(cls, value: int, info: pydantic.ValidationInfo) -> int:
        lowest = int(cls.model_fields[str(info.field_name)].default)
        if value < lowest:
            raise ValueError(f"{value} is below the workbench's own {lowest}; a codebook may only raise it")
        return value
