"""What a schema allows at a place of a file: types of a value, what stands under a key of it, which keys it has."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pydantic

_NEARLY_EQUAL = 0.8  # words, of which one is the other misspelt


def kinds_of(annotation: Any) -> list[Any]:
    """Types that a value may have, without what is said about them; none of nothing."""
    if annotation is None:
        return []
    if typing.get_origin(annotation) is typing.Annotated:
        return kinds_of(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return [kind for part in typing.get_args(annotation) for kind in kinds_of(part)]
    return [annotation]


def is_model(kind: Any) -> bool:
    """Whether a type has keys of its own."""
    return isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)


def has_names(kind: Any) -> bool:
    """Whether a type has keys that the file names, as variables."""
    return typing.get_origin(kind) is dict


def value_under(kind: Any, key: object) -> Any:
    """Return the annotation of what stands under a key, with what is said about it; None if the key is not allowed."""
    if has_names(kind):
        return typing.get_args(kind)[1]
    field = kind.model_fields.get(key) if is_model(kind) else None
    if field is None:
        return None
    return typing.Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def entry_of(kind: Any) -> Any:
    """Return the annotation of an entry of a list; None if the type is no list."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None


@dataclass(frozen=True, kw_only=True)
class Way:
    """Keys that lead to a place of a schema, from the outermost; `of_entries`: to each entry that it holds."""

    keys: tuple[str, ...] = ()
    of_entries: bool = False


def ways_of_keys(model: type[pydantic.BaseModel], *, way: Way | None = None) -> dict[object, list[Way]]:
    """Return each key that a schema knows, with the places where it does."""
    here = way or Way()
    found: dict[object, list[Way]] = {}
    for name, field in model.model_fields.items():
        found.setdefault(name, []).append(here)
        for kind in kinds_of(field.annotation):
            entries = kinds_of(value_under(kind, None) if has_names(kind) else entry_of(kind))
            for inner, of_entries in [(kind, False), *((entry, True) for entry in entries)]:
                if is_model(inner):
                    below = Way(keys=(*here.keys, name), of_entries=of_entries)
                    for key, ways in ways_of_keys(inner, way=below).items():
                        found.setdefault(key, []).extend(ways)
    return found


def ways_in_words(ways: Sequence[Way]) -> str:
    """Say whose key it is: `design`'s, or that of each entry of `background` or `numeric`."""
    alone = [f"`{way.keys[-1]}`" for way in ways if not way.of_entries]
    entries = [f"`{way.keys[-1]}`" for way in ways if way.of_entries]
    named = " or ".join(filter(None, [", ".join(entries[:-1]), *entries[-1:]]))
    return " and ".join([*alone, *([f"each entry of {named}"] if named else [])])


def is_misspelt(word: str, known: Iterable[str]) -> bool:
    """Whether a word differs from a known one in a letter or two: it is that one, whatever else is called so."""
    return bool(difflib.get_close_matches(word, list(known), n=1, cutoff=_NEARLY_EQUAL))
