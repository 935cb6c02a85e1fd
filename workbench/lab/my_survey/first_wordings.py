"""Words that a codebook gives by language: the form shows and changes the first of them, and keeps the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.lab.my_survey.drafts import Draft
from workbench.wording import LANGUAGES

_TEXTS = frozenset(
    {"title", "source", "open_because", "label", "unit", "others", "remark", "population", "place", "time", "mode"}
)
_NAMED = {"merge": "labels", "blocks": "predictors"}  # whose keys are names, and what may stand beside a label there


def in_first_wording(draft: Draft) -> Draft:
    """Return a draft with the first of the texts that stand for each language."""
    return replace(draft, content=_first(draft.content))


def with_all_wordings(draft: Draft, before: Draft) -> Draft:
    """Return a draft that was changed in its first wording, with the others that it had before.

    Parameters
    ----------
    draft : Draft
        As the form has changed it.
    before : Draft
        The same with words by language.
    """
    return replace(draft, content=_whole(draft.content, before.content))


def _first(content: Any, key: str = "") -> Any:
    if isinstance(content, list):
        return [_first(entry, key) for entry in content]
    if not isinstance(content, dict):
        return content
    if _is_by_language(content, key):
        return next(iter(content.values()))
    if _is_named(content, key):
        return {_name(name, entry): _held(entry, _NAMED[key]) for name, entry in content.items()}
    return {own: _first(value, _inner(key, own)) for own, value in content.items()}


def _whole(content: Any, before: Any, key: str = "") -> Any:
    if _is_by_language(before, key):
        return _reworded(content, before)
    if isinstance(content, list) and isinstance(before, list) and len(content) == len(before):
        return [_whole(entry, own, key) for entry, own in zip(content, before, strict=True)]
    if not isinstance(content, dict) or not isinstance(before, dict):
        return content
    if _is_named(content, key):
        return _with_labels(content, before, _NAMED[key])
    return {own: _whole(value, before.get(own), _inner(key, own)) for own, value in content.items()}


def _reworded(text: Any, before: Mapping[str, str]) -> Any:
    """Put a text in the place of the first wording; one that was emptied goes with all of them."""
    language = next(iter(before))
    return {**before, language: text} if isinstance(text, str) and text else text


def _with_labels(content: Mapping[str, Any], before: Mapping[str, Any], holds: str) -> dict[str, Any]:
    named = {_name(name, entry): (name, entry) for name, entry in before.items() if isinstance(entry, dict)}
    found: dict[str, Any] = {}
    for name, held in content.items():
        own, entry = named.get(name, (name, None))
        found[own] = held if entry is None else {**entry, holds: held}
    return found


def _is_by_language(content: Any, key: str) -> bool:
    return isinstance(content, dict) and key in _TEXTS and bool(content) and set(content) <= set(LANGUAGES)


def _is_named(content: Mapping[Any, Any], key: str) -> bool:
    return key in _NAMED and all(
        isinstance(own, list) or (isinstance(own, dict) and "label" in own) for own in content.values()
    )


def _inner(key: str, own: object) -> str:
    """Return what a value is, by its key; below `labels` the keys are codes, and each value is a label."""
    return "label" if key == "labels" else str(own)


def _name(name: str, entry: Any) -> str:
    return str(_first(entry["label"], "label")) if isinstance(entry, dict) and "label" in entry else name


def _held(entry: Any, holds: str) -> Any:
    return entry.get(holds) if isinstance(entry, dict) else entry
