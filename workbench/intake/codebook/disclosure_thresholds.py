"""How many respondents a published number must rest on: this project's default, not an official rule."""

from __future__ import annotations

from typing import Any

import pydantic
from pydantic import ConfigDict, field_validator, model_validator

# Counts of respondents are published as windows of so many numbers, the first from 0; a group in the first window has
# no outcome. Five is the usual value of national statistical offices.
MINIMUM_RESPONDENTS = 5
# Respondents with a score of a group that models of several groups compare, that has item statistics of its own, or a
# report of its own: psychometrics of fewer are not published.
COMPARED_RESPONDENTS = 100
_GONE = ("minimum_below", "minimum_not_below")


class DisclosureThresholds(pydantic.BaseModel):
    """Threshold of a survey; a codebook may raise the default and never lower it.

    Attributes
    ----------
    minimum_respondents : int
        Width of the windows, and respondents that an outcome of a group needs: a multiple of `MINIMUM_RESPONDENTS`, so
        that windows of different widths end at the same borders.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    minimum_respondents: int = MINIMUM_RESPONDENTS

    @model_validator(mode="before")
    @classmethod
    def _none_gone(cls, content: Any) -> Any:
        if isinstance(content, dict) and (found := [key for key in _GONE if key in content]):
            raise ValueError(
                f"`{found[0]}` is gone, for a share is published as a bound where fewer than `minimum_respondents` are "
                "on one side. Remove the line, and raise `minimum_respondents` if the survey needs more"
            )
        return content

    @field_validator("minimum_respondents")
    @classmethod
    def _only_raised(cls, value: int) -> int:
        if value < MINIMUM_RESPONDENTS:
            raise ValueError(
                f"{value} is below the workbench's own {MINIMUM_RESPONDENTS}; a codebook may only raise it"
            )
        if value % MINIMUM_RESPONDENTS:
            raise ValueError(
                f"{value} is no multiple of {MINIMUM_RESPONDENTS}, so its windows would end elsewhere than those of "
                f"other releases and cut them to exact numbers; give {value - value % MINIMUM_RESPONDENTS} or "
                f"{value + MINIMUM_RESPONDENTS - value % MINIMUM_RESPONDENTS}"
            )
        return value
