"""What readers of a first page want to know of a survey, and no number needs: whom it asked, where, when and how."""

from __future__ import annotations

import pydantic
from pydantic import ConfigDict

from workbench.wording import WordedText


class Fieldwork(pydantic.BaseModel):
    """Facts of a survey in the words of its owner.

    Attributes
    ----------
    population : str
        Whom the sample stands for, such as ``adults of 20 and over``.
    place : str
        Where they live.
    time : str
        When they were asked, such as ``September to December 2024``.
    mode : str
        How, such as ``self-administered, on paper or online``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    population: WordedText | None = None
    place: WordedText | None = None
    time: WordedText | None = None
    mode: WordedText | None = None
