"""Keys that hang under another one than the one that knows them: a wrong indent that is valid YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pydantic
from pydantic import ConfigDict

from workbench.yaml_files.reading import YamlFile
from workbench.yaml_files.schema import entry_of, has_names, is_misspelt, is_model, kinds_of, value_under, ways_of_keys
from workbench.yaml_files.wrong_place import Place, WrongPlace

_MOST_LOOKED_AT = 300  # keys that are not known; a file with more is none of ours


@dataclass(frozen=True, kw_only=True)
class MisplacedKey:
    """A key in the wrong place.

    Attributes
    ----------
    place : tuple
        Where it hangs.
    owner : tuple, optional
        What it belongs to; None where the file does not tell.
    words : str
        The fault and its repair.
    """

    place: Place
    owner: Place | None
    words: str

    def explains(self, place: Sequence[object]) -> bool:
        """Whether a fault at a place, as a validator names it, comes of this key."""
        at, mine = [*map(str, place)], [*map(str, self.place)]
        own = None if self.owner is None else [*map(str, self.owner)]
        return at[: len(mine)] == mine or (bool(own) and at == own) or (own is not None and at == [*own, mine[-1]])


@dataclass(frozen=True, kw_only=True)
class _Level:
    """Keys and values at a place, and what the schema says of them."""

    place: Place
    kinds: Sequence[Any]
    content: dict[Any, Any]

    def under(self, key: object) -> list[Any]:
        return [kind for own in self.kinds for kind in kinds_of(value_under(own, key))]

    @property
    def fields(self) -> list[str]:
        return [name for kind in self.kinds if is_model(kind) for name in kind.model_fields]


def misplaced_keys(model: type[pydantic.BaseModel], read: YamlFile) -> list[MisplacedKey]:
    """Find the keys of a file that is not valid which are not known where they hang, and are known elsewhere.

    A wrong indent leads a key to what stands around its place, or to what ends before it. There it is looked for, and
    the nearest place that lacks it and takes its value is meant.

    Parameters
    ----------
    model : type of BaseModel
        The schema of the file.
    read : YamlFile
        What it holds.
    """
    search = _Search(model, read)
    search.look([model], read.content, (), ())
    return search.found


class _Search:
    def __init__(self, model: type[pydantic.BaseModel], read: YamlFile) -> None:
        self.found: list[MisplacedKey] = []
        self._words = WrongPlace(read)
        self._n_looked_at = 0
        self._known = ways_of_keys(model)
        self._takes: dict[tuple[int, object], tuple[Any, type[pydantic.BaseModel]]] = {}

    def look(self, kinds: Sequence[Any], content: Any, place: Place, above: tuple[_Level, ...]) -> None:
        """Go through what stands at a place."""
        if isinstance(content, list):
            for number, value in enumerate(content):
                self.look(_entries(kinds), value, (*place, number), above)
        if not isinstance(content, dict) or not any(is_model(kind) or has_names(kind) for kind in kinds):
            return
        level = _Level(place=place, kinds=kinds, content=content)
        before: list[object] = []  # the last key that is in its place
        for key, value in content.items():
            around = [*reversed(above)], [one for own in before for one in _ends_with(level, own)]
            if (misplaced := self._misplaced(level, around, key, value)) is not None:
                self.found.append(misplaced)
                continue
            before = [key]
            self.look(level.under(key), value, (*place, key), (*above, level))

    def _misplaced(
        self, level: _Level, around: tuple[Sequence[_Level], Sequence[_Level]], key: object, value: Any
    ) -> MisplacedKey | None:
        stem = bool(level.fields) and str(key)[-1:].isdigit()
        if key in level.fields or not (key in self._known or isinstance(value, dict) or isinstance(key, int) or stem):
            return None
        self._n_looked_at += 1
        if self._n_looked_at > _MOST_LOOKED_AT:
            return None
        meant = [
            (rank, distance, other)
            for levels in around
            for distance, other in enumerate(levels)
            if (rank := self._rank(level, other, key, value)) is not None
        ]
        place = (*level.place, key)
        if meant:
            *_, owner = min(meant, key=lambda one: one[:2])
            return MisplacedKey(
                place=place, owner=owner.place, words=self._words.of_owner((*level.place, key), owner.place)
            )
        ways = [way for way in self._known.get(key, ()) if way.keys]
        is_name = not level.fields and (isinstance(value, dict) or self._fits(level, key, value))
        if is_name or not ways or is_misspelt(str(key), level.fields):
            return None
        return MisplacedKey(place=place, owner=None, words=self._words.of_ways(place, ways))

    def _rank(self, level: _Level, other: _Level, key: object, value: Any) -> int | None:
        """Say how surely a key belongs to another level than its own, 0 most; None if it does not."""
        if key in other.content:
            return None
        fits, is_name = self._fits(other, key, value), not level.fields  # a name may be any word
        fits_here = is_name and self._fits(level, key, value)
        if key not in other.fields:
            if fits_here or is_misspelt(str(key), level.fields):
                return None
            is_entry = isinstance(value, dict) and any(map(is_model, other.under(key)))
            if fits and (is_entry or _is_alike(key, other.content)):
                return 1
            return 2 if _knows_more(other.under(key), level.under(key), value) else None
        is_needed = any(kind.model_fields[key].is_required() for kind in other.kinds if is_model(kind))
        if fits and (is_needed or not fits_here):
            return 0 if is_needed else 1
        if fits_here:
            return None
        is_lacking = is_needed and isinstance(value, dict) and any(map(has_names, other.under(key)))
        knows_more = _knows_more(other.under(key), level.under(key), value)
        is_meant = is_lacking or knows_more if is_name else not is_misspelt(str(key), level.fields)
        return 2 if is_meant else None

    def _fits(self, level: _Level, key: object, value: Any) -> bool:
        """Whether the schema takes a value under a key of a level."""
        for kind in level.kinds:
            mark = id(kind), key if is_model(kind) else None
            if mark not in self._takes and (annotation := value_under(kind, key)) is not None:
                config = ConfigDict(arbitrary_types_allowed=True)
                self._takes[mark] = kind, pydantic.create_model("One", __config__=config, value=(annotation, ...))
            try:
                if mark in self._takes:
                    self._takes[mark][1].model_validate({"value": value})
                    return True
            except pydantic.ValidationError:
                continue
        return False


def _entries(kinds: Sequence[Any]) -> list[Any]:
    return [kind for own in kinds for kind in kinds_of(entry_of(own))]


def _ends_with(level: _Level, key: object) -> Iterator[_Level]:
    """Give the levels that the value of a key ends with, outermost first."""
    place, kinds, content = (*level.place, key), level.under(key), level.content[key]
    while kinds:
        if isinstance(content, list) and content:
            place, kinds, content = (*place, len(content) - 1), _entries(kinds), content[-1]
            continue
        if content is not None and not isinstance(content, dict):
            return
        inner = _Level(place=place, kinds=kinds, content=content or {})
        yield inner
        if not content:
            return
        last = next(reversed(content))
        place, kinds, content = (*place, last), inner.under(last), content[last]


def _knows_more(there: Sequence[Any], here: Sequence[Any], value: Any) -> bool:
    """Whether a value that fits neither place has keys that are known in the one alone."""
    known, own = ({name for kind in kinds if is_model(kind) for name in kind.model_fields} for kinds in (there, here))
    return isinstance(value, dict) and bool(known & set(value)) and not own & set(value)


def _is_alike(key: object, others: dict[Any, Any]) -> bool:
    """Whether a name is like the others of its kind: a code among codes, `esis3` after `esis2`."""
    if isinstance(key, int):
        return any(isinstance(other, int) for other in others)
    stem = re.sub(r"\d+$", "", str(key))
    return stem != str(key) and any(re.sub(r"\d+$", "", str(other)) == stem for other in others)
