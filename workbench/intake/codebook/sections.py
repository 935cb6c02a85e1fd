"""What the pages of a report show beyond, or without, what they show by themselves."""

from __future__ import annotations

import pydantic
from pydantic import ConfigDict, model_validator

from workbench.wording import ShownText


class Sections(pydantic.BaseModel):
    """Sections of a report by their English headings, or whole pages by their titles.

    Attributes
    ----------
    add : tuple of str
        Stand with all their tables and figures on the pages, and not in the appendix alone.
    leave_out : tuple of str
        Stand in the appendix alone; a page that is named by its title is not made.
    validation : bool
        Whether the simulations that a validation of the scale shows are made and shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    add: tuple[ShownText, ...] = ()
    leave_out: tuple[ShownText, ...] = ()
    validation: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Sections:
        if both := [heading for heading in self.add if heading in self.leave_out]:
            raise ValueError(f"`sections` both adds and leaves out `{both[0]}`; remove one of the two")
        return self
