"""Keys of the codebook about figures from outside the survey: a standard population, and published values."""

from __future__ import annotations

import math

import pydantic
from pydantic import ConfigDict, Field, field_validator

from workbench.intake.files import Code
from workbench.wording import ShownText, WordedText


class StandardPopulation(pydantic.BaseModel):
    """People of a population that shares are standardised to, by code of a background variable such as age group.

    Attributes
    ----------
    variable : str
    people : dict of code to float
        Numbers of people, or their parts of the whole.
    source : str
        Which population it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    variable: str
    people: dict[Code, float] = Field(min_length=1)
    source: WordedText

    @field_validator("people")
    @classmethod
    def _counts(cls, people: dict[Code, float]) -> dict[Code, float]:
        if wrong := [code for code, number in people.items() if number < 0 or not math.isfinite(number)]:
            raise ValueError(f"code {wrong[0]!r} has {people[wrong[0]]:g} people; give a number that is not negative")
        if not sum(people.values()):
            raise ValueError("nobody belongs to it; give the people of each code")
        return people


class PublishedPopulation(pydantic.BaseModel):
    """A population and year of which values were published, for a comparison that only describes.

    Attributes
    ----------
    population, year : str, int
        As the file of published values writes them.
    label : str, optional
        What pages call the population; default: as the file writes it.
    groups : dict of str to dict
        Name of a published group, and the background variable and code that it corresponds to: ``unemployed:
        {labour_market: 3}``. The published group `all` is everyone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    population: ShownText
    year: int
    label: WordedText | None = None
    groups: dict[ShownText, dict[str, Code]] = {}

    @field_validator("groups")
    @classmethod
    def _one_level_each(cls, groups: dict[str, dict[str, Code]]) -> dict[str, dict[str, Code]]:
        if wrong := [name for name, level in groups.items() if len(level) != 1]:
            raise ValueError(f"`{wrong[0]}` needs one variable and code, e.g. `{{labour_market: 3}}`")
        return groups
