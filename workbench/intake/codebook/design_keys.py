"""The part of a codebook that says how the sample was drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

import pydantic
from pydantic import BeforeValidator, ConfigDict, Field, PositiveFloat, model_validator

from workbench.intake.files import Code

_SERIES = re.compile(r"(?P<head>.*?)(?P<first>\d+)\.\.(?P=head)(?P<last>\d+)")

_People = dict[Code, PositiveFloat]


def _as_list(value: object) -> object:
    """`clusters: school` is short for `clusters: [school]`."""
    return [value] if isinstance(value, str) else value


def _as_columns(value: object) -> object:
    """`w1..w40` is short for forty columns; leading zeros stay."""
    columns = _as_list(value)
    if not isinstance(columns, list):
        return columns
    return [name for entry in columns for name in (_series(entry) if isinstance(entry, str) else [entry])]


def _series(text: str) -> list[str]:
    found = _SERIES.fullmatch(text)
    if found is None:
        return [text]
    first, last = found["first"], found["last"]
    if int(first) > int(last):
        raise ValueError(f"`{text}` names no column; write the lower number first")
    width = len(first) if first.startswith("0") else 0
    return [f"{found['head']}{number:0{width}d}" for number in range(int(first), int(last) + 1)]


class Margin(pydantic.BaseModel):
    """People of the population in each group of one background variable, or of two crossed.

    `people` gives a number for every code; for two variables one such list for every code of the first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    variables: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(min_length=1, max_length=2)
    people: _People | dict[Code, _People] = Field(min_length=1)

    @model_validator(mode="after")
    def _as_deep_as_variables(self) -> Margin:
        nested = [isinstance(entry, dict) for entry in self.people.values()]
        if any(nested) != (len(self.variables) == 2):
            raise ValueError(
                "`people` must give a number for every code, and for two `variables` a list of numbers for every code "
                "of the first"
            )
        return self

    def sizes(self) -> Iterator[tuple[tuple[Code, ...], float]]:
        """Give codes, one per variable, and people of each group."""
        for code, entry in self.people.items():
            if isinstance(entry, dict):
                yield from (((code, second), size) for second, size in entry.items())
            else:
                yield (code,), entry


class DesignColumns(pydantic.BaseModel):
    """Columns that describe how the sample was drawn, and how they are to be read.

    Attributes
    ----------
    sampling_weights, strata : str, optional
    clusters : tuple of str
        One column per stage, the larger units first.
    population_size : tuple of str
        Units in the population, one column per stage.
    replicate_weights : tuple of str
        Columns of jackknife weights.
    replicate_method : {"JK1", "JKn"}
    lonely_strata : {"refuse", "centre", "certainty"}
    nested : bool
        True where cluster labels start anew in every stratum.
    margins : tuple of Margin
        Known sizes of groups: one = post-stratification, several = raking.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sampling_weights: str | None = None
    strata: str | None = None
    clusters: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    population_size: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    replicate_weights: Annotated[tuple[str, ...], BeforeValidator(_as_columns)] = ()
    replicate_method: Literal["JK1", "JKn"] = "JK1"
    lonely_strata: Literal["refuse", "centre", "certainty"] = "refuse"
    nested: bool = False
    margins: tuple[Margin, ...] = ()

    def columns(self) -> dict[str, tuple[str, ...]]:
        """Columns of the file by what they are."""
        alone = {"sampling_weights": self.sampling_weights, "strata": self.strata}
        return {role: (column,) for role, column in alone.items() if column} | {
            "clusters": self.clusters,
            "population_size": self.population_size,
            "replicate_weights": self.replicate_weights,
        }
