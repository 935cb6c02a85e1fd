"""What a codebook says of one column: an item, a background variable with its levels, a number."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import pairwise
from typing import Annotated, Any, ClassVar

import pydantic
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from workbench.columns import NOT_ANSWERED
from workbench.errors import did_you_mean
from workbench.intake.codebook.named_texts import with_labels
from workbench.intake.files import Code, as_code
from workbench.wording import ENGLISH, WordedText, folded, in_language, say, speaking, spoken, wordings

_MOST_CODES = 20  # that a message lists
NO_ANSWER = "missing"  # what `others` says where values without a label are no answers


def item_of(value: object) -> object:
    """`esis1: q1` is short for `esis1: {column: q1}`."""
    return {"column": value} if isinstance(value, str | int | float) else value


class _Strict(pydantic.BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ItemColumn(_Strict):
    """Where an item stands in the file and how its codes become points.

    Points = code + `shift`; with `reversed` the codes run against the official options and are turned
    (lowest + highest − points). This is about the file only: the instrument marks items worded against the scale.
    `text` gives the code that a text of the file stands for; official option texts need none. `merge` joins points of
    neighbouring options, in the analyses of ordered answers alone.
    """

    example: ClassVar[str] = "{column: q9}"

    column: str
    reversed: bool = False
    shift: int = 0
    missing: tuple[Code, ...] = ()
    text: dict[str, int] = {}
    merge: tuple[tuple[int, ...], ...] = ()

    @model_validator(mode="after")
    def _neighbours(self) -> ItemColumn:
        joined = [point for group in self.merge for point in group]
        for group in self.merge:
            if len(group) < 2 or any(b - a != 1 for a, b in pairwise(group)):
                raise ValueError(
                    f"`merge` has {list(group)}; write the points of two or more neighbouring options in rising order, "
                    "e.g. `[[1, 2]]`"
                )
        if len(set(joined)) < len(joined):
            raise ValueError(f"`merge` has a point twice in {[list(group) for group in self.merge]}")
        return self


class BackgroundVariable(_Strict):
    """A background variable: its codes with labels, in the order in which tables show them.

    `reference` is the code that other levels are compared with (default: the first). `ordered`
    says that the order means something. `merge` gives levels that join several labels. `groups` cuts a number into
    bands: the first number of each, which is its code, and `highest` the last number of the last band. `others` is the
    level of every value that is neither labelled nor missing, or `missing` where such a value is no answer.
    """

    example: ClassVar[str] = "{column: q7, label: Household car, labels: {1: Car, 2: No car}}"

    column: str
    label: WordedText
    labels: dict[Code, WordedText] = Field(min_length=1)
    reference: Code | None = None
    ordered: bool = False
    missing: tuple[Code, ...] = ()
    merge: Annotated[dict[WordedText, tuple[str, ...]], BeforeValidator(partial(with_labels, holds="labels"))] = {}
    others: WordedText | None = None
    groups: tuple[float, ...] = ()
    highest: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _labelled_groups(cls, content: Any) -> Any:
        """Label the bands of a number, unless the codebook does."""
        borders = content.get("groups") if isinstance(content, dict) else None
        if not isinstance(borders, list | tuple) or not all(_is_number(border) for border in borders):
            return content
        _check_borders(borders, content.get("highest"))
        if isinstance(content.get("labels"), dict):
            absent = [border for border in borders if border not in content["labels"]]
            other = [code for code in content["labels"] if code not in borders]
            if absent or other:
                raise ValueError(
                    f"`labels` do not fit `groups`: {f'{absent[0]:g} has no label' if absent else ''}"
                    f"{' and ' if absent and other else ''}{f'{other[0]!r} begins no group' if other else ''}; label "
                    "the first number of each group, or leave `labels` out"
                )
            labels = {border: content["labels"][border] for border in borders}
        else:
            labels = dict(zip(borders, _band_labels(borders), strict=True))
        return {"ordered": True, **content, "labels": labels}

    @model_validator(mode="after")
    def _consistent(self) -> BackgroundVariable:
        codes = Counter(as_code(code) for code in self.labels)
        if twice := [code for code in self.labels if codes[as_code(code)] > 1]:
            raise ValueError(f"the codes {twice} are one and the same")
        if self.highest is not None and not self.groups:
            raise ValueError("`highest` stands without `groups`; give the first number of each group, or remove it")
        if self.reference is not None and self.reference not in self.labels:
            listed = [code if str(code) == label else f"{code} ({label})" for code, label in self.labels.items()]
            more = ", …" if len(listed) > _MOST_CODES else ""
            raise ValueError(
                f"reference {self.reference!r} is not one of the labelled codes: "
                f"{', '.join(map(str, listed[:_MOST_CODES]))}{more}"
            )
        _check_labels(list(self.labels.values()))
        if both := [code for code in self.missing if as_code(code) in codes]:
            raise ValueError(f"code {both[0]!r} is both labelled and missing")
        return self

    @model_validator(mode="after")
    def _joined(self) -> BackgroundVariable:
        labels = list(self.labels.values())
        parts = [label for joined in self.merge.values() for label in joined]
        for level, joined in self.merge.items():
            if unknown := [label for label in joined if label not in labels]:
                near = did_you_mean(unknown[0], labels)
                raise ValueError(f"`merge` names the label `{unknown[0]}`, which is not one of `labels`.{near}")
            if len(joined) < 2:
                raise ValueError(f"`merge` joins fewer than two labels to `{level}`; name two or more")
            places = sorted(labels.index(label) for label in joined)
            if self.ordered and places[-1] - places[0] != len(places) - 1:
                raise ValueError(
                    f"`merge` joins labels of an ordered variable to `{level}` that are no neighbours; join "
                    "neighbours, or reorder `labels`"
                )
        if twice := [label for label, count in Counter(parts).items() if count > 1]:
            raise ValueError(f"`merge` names the label `{twice[0]}` twice; a label belongs to one level")
        if self.merge:
            _check_labels(list(self.levels))
            if len(self.levels) < 2:
                raise ValueError(f"`merge` leaves one level, `{self.levels[0]}`, so that nothing can be compared")
        return self

    @model_validator(mode="after")
    def _other_values(self) -> BackgroundVariable:
        if self.others is None:
            return self
        if self.groups:
            raise ValueError("`others` stands beside `groups`, which hold every number; remove `others`")
        if self.ordered and self.level_of_others not in (None, *map(self._level, self.labels.values())):
            raise ValueError(
                f"`others` adds the level `{self.others}` to an ordered variable, where it has no place; name one of "
                f"its levels, or `{NO_ANSWER}`"
            )
        _check_labels(list(self.levels))
        return self

    @property
    def levels(self) -> tuple[str, ...]:
        """Levels that an analysis sees, in the order of the labels; a merged one stands where its first label stood."""
        others = [] if self.level_of_others is None else [self.level_of_others]
        return tuple(dict.fromkeys([*map(self._level, self.labels.values()), *others]))

    @property
    def level_of_others(self) -> str | None:
        """Level of values that are neither labelled nor missing; None if they are refused or no answers."""
        return None if self.others is None or self.others == NO_ANSWER else self._level(self.others)

    @property
    def has_whole_groups(self) -> bool:
        """Whether the labels of its groups say which whole numbers they hold, as ``18–29`` does."""
        whole = bool(self.groups) and all(border.is_integer() for border in self.groups)
        return whole and list(self.labels.values()) == _band_labels(self.groups)

    def label_of(self, code: Code) -> str | None:
        """Level of a code in whatever form it is written; None if it has no label."""
        return next((self._level(label) for own, label in self.labels.items() if as_code(own) == as_code(code)), None)

    def in_spoken_words(self) -> BackgroundVariable:
        """Return the variable with its words in the language that is spoken; levels that `merge` names go with them."""
        labels = {code: str(spoken(label)) for code, label in self.labels.items()}
        said = {str(label): own for label, own in zip(self.labels.values(), labels.values(), strict=True)}
        merge = {str(spoken(level)): tuple(said[label] for label in joined) for level, joined in self.merge.items()}
        said |= {str(level): str(spoken(level)) for level in self.merge}
        others = None if self.others is None else said.get(str(self.others), str(spoken(self.others)))
        return self.model_copy(update={"label": spoken(self.label), "labels": labels, "merge": merge, "others": others})

    @property
    def spoken_levels(self) -> dict[str, str]:
        """Each level as data carry it, and in the language that is spoken."""
        return {str(level): str(spoken(level)) for level in self.levels}

    def _level(self, label: str) -> str:
        return next((level for level, joined in self.merge.items() if label in joined), label)


def _check_labels(labels: list[str]) -> None:
    """Refuse labels that a reader of any language cannot see or tell apart, or that mean something else in tables."""
    _check_wording(list(map(str, labels)))
    for language in dict.fromkeys(language for label in labels for language in wordings(label)):
        try:
            _check_wording([in_language(label, language) for label in labels])
        except ValueError as error:
            raise ValueError(f"in `{language}`, {error}") from None


def _check_wording(labels: list[str]) -> None:
    folds = Counter(folded(label) for label in labels)
    if clash := [label for label in labels if folds[folded(label)] > 1]:
        clash = [label for label in clash if folded(label) == folded(clash[0])]
        raise ValueError(
            f"two codes share one label, `{clash[0]}` and `{clash[1]}`; give each code its own, different in more "
            "than capitals or spaces, and join the two by `merge` if they are one group"
        )
    if crossed := [label for label in labels if "×" in label]:
        raise ValueError(f"the label `{crossed[0]}` has a ×, which marks a crossing; use another sign")
    if NOT_ANSWERED in labels:
        raise ValueError(
            f"the label `{NOT_ANSWERED}` is what tables call rows without a value; put its code under `missing`, "
            "or use other words"
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def _check_borders(borders: list[float] | tuple[float, ...], highest: object) -> None:
    written = f"[{', '.join(f'{border:g}' for border in borders)}]" if borders else "empty"
    if len(borders) < 2 or any(a >= b for a, b in pairwise(borders)):
        raise ValueError(f"`groups` is {written}; write the first number of two groups or more, in rising order")
    if not isinstance(highest, int | float) or not _is_number(highest):
        raise ValueError("`groups` stands without `highest`; give the highest number of the last group")
    if highest < borders[-1]:
        raise ValueError(f"`highest` is {highest:g}, below {borders[-1]:g}, where the last of `groups` begins")


def _band_labels(borders: list[float] | tuple[float, ...]) -> list[str]:
    """``18–29``, or ``0.5 to below 1.5`` where numbers are not whole; the last ``65 or over``."""
    whole = all(float(border).is_integer() for border in borders)
    with speaking(ENGLISH):  # as data carry them
        bands = [
            (f"{a:.0f}" if b - a == 1 else f"{a:.0f}–{b - 1:.0f}")
            if whole
            else say("{low} to below {high}", low=f"{a:g}", high=f"{b:g}")
            for a, b in pairwise(borders)
        ]
        return [*bands, say("{n} or over", n=f"{borders[-1]:g}")]


def check_range(lowest: float, highest: float, missing: tuple[Code, ...]) -> None:
    """Refuse a range of values that is empty, or that holds a code for missing answers."""
    if lowest >= highest:
        raise ValueError(f"`lowest` is {lowest:g}, not below `highest`, which is {highest:g}")
    numbers = [code for code in map(as_code, missing) if isinstance(code, int | float)]
    if inside := [code for code in numbers if lowest <= code <= highest]:
        raise ValueError(
            f"the missing code {inside[0]} is one of its values {lowest:g}–{highest:g}; take it out of "
            "`missing`, or narrow the range"
        )


class NumericVariable(_Strict):
    """A number, such as age in years, that enters a regression as a curve.

    Values outside `lowest`–`highest` are refused. `in_place_of` is the predictor that groups the same number: the curve
    stands in its place.
    """

    example: ClassVar[str] = "{column: q8, label: Working time, unit: hours, lowest: 0, highest: 99}"

    column: str
    label: WordedText
    unit: WordedText
    lowest: float = Field(allow_inf_nan=False)
    highest: float = Field(allow_inf_nan=False)
    missing: tuple[Code, ...] = ()
    in_place_of: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> NumericVariable:
        check_range(self.lowest, self.highest, self.missing)
        return self
