"""What a survey measures beside its scale: other instruments, single items, scores that were made outside."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import pydantic
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from workbench.intake.codebook.variables import check_range
from workbench.intake.files import Code
from workbench.wording import WordedText


def _columns_of(value: object) -> object:
    """`columns: trust` is short for `columns: [trust]`."""
    return (value,) if isinstance(value, str) else value


class Measure(pydantic.BaseModel):
    """Another measure of the same respondents: the mean or sum of its columns, for whoever has an answer in each.

    Columns in `reversed` are turned (lowest + highest − value). `reliability` is known from elsewhere, as a manual.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    example: ClassVar[str] = "{label: Loneliness, columns: [l1, l2, l3], lowest: 1, highest: 3}"

    label: WordedText
    columns: Annotated[tuple[str, ...], BeforeValidator(_columns_of)] = Field(min_length=1)
    lowest: float = Field(allow_inf_nan=False)
    highest: float = Field(allow_inf_nan=False)
    reversed: tuple[str, ...] = ()
    missing: tuple[Code, ...] = ()
    score: Literal["mean", "sum"] = "mean"
    reliability: float | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Measure:
        check_range(self.lowest, self.highest, self.missing)
        if twice := [column for column in self.columns if self.columns.count(column) > 1]:
            raise ValueError(f"`columns` names `{twice[0]}` twice; name each column once")
        if other := [column for column in self.reversed if column not in self.columns]:
            raise ValueError(f"`reversed` names `{other[0]}`, which is not one of its `columns`")
        if self.reliability is not None and not 0 < self.reliability <= 1:
            raise ValueError(f"`reliability` is {self.reliability:g}; give a number above 0 and not above 1, e.g. 0.85")
        return self
