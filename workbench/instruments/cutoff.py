"""A cut-off of a scale: below a score, or at or above one, with the words that pages say it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import pydantic
from pydantic import ConfigDict, field_validator, model_validator

from workbench.arrays import Bools, Floats
from workbench.wording import (
    LANGUAGES,
    ShownText,
    WordedRemark,
    numbers,
    say,
    spoken_language,
    text_by_language,
    wordings,
)

# Scores lie on a grid whose steps are hundredths at least; a gap this small is rounding of a score computed elsewhere.
SCORE_ROUNDING = 1e-9


class Cutoff(pydantic.BaseModel):
    """A group defined by a score strictly below `below`, or of `at_or_above` and more; a cut-off has one of the two.

    Attributes
    ----------
    label : str
        What the group is called.
    labels : dict of str to str
        What it is called in languages of reports, by their keys, as the owner of the scale says it there. Where
        `label` is given by language, it is the first of them.
    remark : str
        What readers should know of the cut-off, printed under the main numbers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    example: ClassVar[str] = "{at_or_above: 14, label: many symptoms}"

    below: float | None = None
    at_or_above: float | None = None
    label: ShownText
    labels: dict[str, ShownText] = {}
    remark: WordedRemark = ""

    @model_validator(mode="before")
    @classmethod
    def _label_by_language(cls, content: Any) -> Any:
        """Read `label: {fi: …, sv: …}` as a label and its `labels`."""
        if not isinstance(content, Mapping) or not isinstance(content.get("label"), Mapping):
            return content
        if "labels" in content:
            raise ValueError("`label` is given by language, and `labels` stands beside it; write one of them")
        text = text_by_language(content["label"], str)
        return {**content, "label": str(text), "labels": dict(wordings(text))}

    @field_validator("labels")
    @classmethod
    def _in_languages_of_pages(cls, labels: dict[str, ShownText]) -> dict[str, ShownText]:
        for language in labels:
            if language not in LANGUAGES:
                raise ValueError(f"a label is in the language `{language}`, and pages have {', '.join(LANGUAGES)} only")
        return labels

    @model_validator(mode="after")
    def _one_side(self) -> Cutoff:
        if (self.below is None) == (self.at_or_above is None):
            found = "neither `below` nor `at_or_above`" if self.below is None else "both `below` and `at_or_above`"
            raise ValueError(f"a cut-off has {found}, and it needs one of them")
        return self

    @property
    def name(self) -> str:
        """What the group is called in the language that is spoken, as far as the scale says it there."""
        return self.labels.get(spoken_language(), self.label)

    @property
    def limit(self) -> float:
        """The score at which the sides part."""
        return next(float(limit) for limit in (self.below, self.at_or_above) if limit is not None)

    @property
    def side(self) -> str:
        """Where the group lies: `below` or `at or above`."""
        return "at or above" if self.below is None else "below"

    @property
    def words(self) -> str:
        """Name the group by its scores: `below 50`, `14 or more`."""
        limit = numbers.shortest(self.limit)
        return say("{limit} or more", limit=limit) if self.below is None else say("below {limit}", limit=limit)

    @property
    def other_words(self) -> str:
        """Name everybody else by their scores: `50 or more`, `below 14`."""
        limit = numbers.shortest(self.limit)
        return say("below {limit}", limit=limit) if self.below is None else say("{limit} or more", limit=limit)

    @property
    def group_words(self) -> str:
        """Say the group after `share` or `all`: `below 50`, `with 14 or more`."""
        limit = numbers.shortest(self.limit)
        return say("with {limit} or more", limit=limit) if self.below is None else say("below {limit}", limit=limit)

    @property
    def score_words(self) -> str:
        """Say what a score must be: `score below 50`, `score of 14 or more`."""
        limit = numbers.shortest(self.limit)
        if self.below is None:
            return say("score of {limit} or more", limit=limit)
        return say("score below {limit}", limit=limit)

    def moved(self, limit: float) -> Cutoff:
        """Return the same cut-off at another score."""
        return self.model_copy(update={"at_or_above" if self.below is None else "below": limit})

    def is_beyond(self, scores: Floats) -> Bools:
        """Whether each score belongs to the group; within `SCORE_ROUNDING` of the cut-off is on it, NaN is outside."""
        edge = self.limit - SCORE_ROUNDING
        return np.asarray(scores >= edge if self.below is None else scores < edge)
