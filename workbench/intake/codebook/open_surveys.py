"""Open surveys: public data, of which nothing is rounded or withheld, and what a codebook must say to have it so."""

from __future__ import annotations

from typing import Any

from workbench.intake.codebook.design_keys import DesignColumns
from workbench.wording import folded

_OPEN = "open"
_WEIGHTS = ("sampling_weights", "replicate_weights", "margins")


def thresholds_beside_openness(content: Any) -> Any:
    """Take the word `open` out of `disclosure`, where it stands in place of thresholds; `open_because` keeps the fact.

    Raises
    ------
    ValueError
        `disclosure: open` without its reason, a reason without it, or another word.
    """
    if not isinstance(content, dict):
        return content
    word, reason = content.get("disclosure"), content.get("open_because")
    if isinstance(word, str) and word != _OPEN:
        raise ValueError(f"`disclosure` is `{word}`; it is the word `open`, for public data, or a list of thresholds")
    if word != _OPEN:
        if reason is not None:
            raise ValueError(
                "`open_because` stands without `disclosure: open`; add that line if the data are public, or remove the "
                "reason"
            )
        return content
    if reason is None or not folded(str(reason)):
        raise ValueError(
            "`disclosure: open` stands without a reason; say under `open_because` which licence makes the data public "
            "and where they can be had"
        )
    return {key: value for key, value in content.items() if key != "disclosure"}


def check_openness(*, respondent_id: str | None, design: DesignColumns, synthetic: bool) -> None:
    """Refuse an open survey whose codebook points to people of a register or of a drawn sample.

    Raises
    ------
    ValueError
        Ids or weights, and the survey is not synthetic.
    """
    if synthetic:
        return
    found = ["respondent_id"] if respondent_id is not None else []
    found += [f"design.{key}" for key in _WEIGHTS if getattr(design, key)]
    if found:
        raise ValueError(
            f"`disclosure: open` stands beside `{found[0]}`, as only a survey with `synthetic: true` may have it; "
            "remove one of the two"
        )
