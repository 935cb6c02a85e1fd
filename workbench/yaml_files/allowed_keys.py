"""Where a typed way of keys leads in a file: each part is held against the schema, and against what the file has."""

from __future__ import annotations

import shlex
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydantic

from workbench.errors import did_you_mean
from workbench.yaml_files.key_paths import key_text
from workbench.yaml_files.schema import Way, is_misspelt, is_model, kinds_of, ways_in_words, ways_of_keys

_NAMES_OF_ENTRIES = ("id", "points")  # an entry of a list is named by one of these
_MOST_NAMES = 20


class NoSuchKey(Exception):
    """A part of the way is not known; the text says which, and what is allowed there."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A place in a file of keys.

    Attributes
    ----------
    place : tuple
        Keys as the file has them, numbers for entries of a list.
    is_text : bool
        Whether the place holds text and nothing else.
    is_list : bool
        Whether it holds a list of single values.
    """

    place: tuple[object, ...]
    is_text: bool
    is_list: bool


def find_key(
    model: type[pydantic.BaseModel],
    content: Any,
    parts: Sequence[str],
    *,
    together: Iterable[Sequence[str]] = (),
    proposed: Sequence[str] = (),
) -> Found:
    """Follow the parts of a typed key.

    Parameters
    ----------
    model : type of BaseModel
        The schema of the file.
    content : object
        What the file holds.
    parts : sequence of str
        The typed key.
    together : iterable of sequence of str
        All keys that are typed with it: a new entry is one whose needed keys are among them.
    proposed : sequence of str
        Names of entries that the file has behind a #.

    Raises
    ------
    NoSuchKey
        A part that is not allowed in its place.
    """
    kinds, node, place = [model], content, ()  # type: tuple[list[Any], Any, tuple[object, ...]]
    typed, known = [tuple(way) for way in together], ways_of_keys(model)
    for depth in range(len(parts)):
        try:
            key, kinds = _step(kinds, node, list(parts[: depth + 1]), typed, known)
        except NoSuchKey:
            names = [*(node if isinstance(node, dict) else ()), *proposed]
            if name := _split_name(parts[depth:], names):
                raise NoSuchKey(_in_quotes(parts[:depth], parts[depth], name)) from None
            raise
        node = _inside(node, key)
        place = (*place, key)
    is_list = all(typing.get_origin(kind) is tuple and not _holds_others(kind) for kind in kinds)
    return Found(place=place, is_text=all(kind in (str, type(None)) for kind in kinds), is_list=is_list)


def _split_name(parts: Sequence[str], names: Iterable[object]) -> str:
    """Return the name with dots that was typed without its quotes, and so came as several parts."""
    typed = "".join("".join(parts).split())
    fits = [
        name for name in map(str, names) if "." in name and typed.startswith("".join(name.replace(".", "").split()))
    ]
    return max(fits, key=len, default="")


def _in_quotes(above: Sequence[str], part: str, name: str) -> str:
    way = shlex.quote(f"{key_text([*above, name])}.KEY=VALUE")
    return f"`{key_text(above)}` has no `{part}`. Put a name with a dot in quotes: `{way}`."


def _holds_others(kind: Any) -> bool:
    """Whether the entries of a list are themselves lists or have keys."""
    return any(is_model(one) or typing.get_origin(one) is not None for one in kinds_of(typing.get_args(kind)[0]))


def _step(
    kinds: list[Any], node: Any, here: list[str], typed: list[tuple[str, ...]], known: Mapping[object, list[Way]]
) -> tuple[object, list[Any]]:
    """Return the key that the last part of the way names, and the types of what stands there."""
    for kind in kinds:
        part, origin = here[-1], typing.get_origin(kind)
        if is_model(kind):
            if part not in kind.model_fields:
                raise NoSuchKey(_unknown(here, kind.model_fields, [way for way in known.get(part, ()) if way.keys]))
            return part, kinds_of(kind.model_fields[part].annotation)
        if origin is dict:
            keys, values = map(kinds_of, typing.get_args(kind))
            own = node if isinstance(node, dict) else {}
            name = next((key for key in own if str(key) == part), None)
            if name is None and not _is_new(values, tuple(here), typed):
                raise NoSuchKey(_absent(here, own, f"the new one as a whole{_example(here, values)}"))
            return (_key(part, keys) if name is None else name), values
        if origin is tuple:
            values = kinds_of(typing.get_args(kind)[0])
            return _place_in(node, here, is_named=any(map(is_model, values))), values
        if kind is str and isinstance(node, dict):  # a text that the file gives by language
            return part, [str]
    raise NoSuchKey(f"`{key_text(here[:-1])}` has no keys of its own. Set it as a whole.")


def _inside(node: Any, key: object) -> Any:
    if isinstance(node, list) and isinstance(key, int):
        return node[key]
    return node.get(key) if isinstance(node, dict) else None


def _key(part: str, kinds: list[Any]) -> object:
    """Return a new key: a whole number is one where keys may be codes, unless written with a zero before it."""
    whole = part.removeprefix("-")
    is_code = int in kinds and whole.isascii() and whole.isdigit() and (whole == "0" or whole[0] != "0")
    return int(part) if is_code and len(whole) < 20 else part


def _is_new(kinds: list[Any], way: tuple[str, ...], typed: list[tuple[str, ...]]) -> bool:
    """Whether what is typed together makes an entry that the file lacks."""
    model = next(filter(is_model, kinds), None)
    if model is None or way in typed:
        return True
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    given = {other[len(way)] for other in typed if other[: len(way)] == way}
    return needed <= given | ({"labels"} if "groups" in given else set())  # groups label themselves


def _place_in(node: Any, here: list[str], *, is_named: bool) -> int:
    entries = [entry for entry in node if isinstance(entry, dict)] if isinstance(node, list) else []
    names = [str(entry[key]) for entry in entries for key in _NAMES_OF_ENTRIES if key in entry]
    if not is_named or len(names) != len(node or ()):
        raise NoSuchKey(f"`{key_text(here[:-1])}` is a list without names. Set it as a whole.")
    if here[-1] not in names:
        raise NoSuchKey(_absent(here, names, "the list as a whole"))
    return names.index(here[-1])


def _unknown(here: list[str], fields: Iterable[str], elsewhere: Sequence[Way]) -> str:
    if elsewhere and not is_misspelt(here[-1], fields):
        ways = " or ".join(
            f"`{key_text([*way.keys, *(['NAME'] if way.of_entries else []), here[-1]])}`" for way in elsewhere
        )
        return f"unknown key `{key_text(here)}`, which is a key of {ways_in_words(elsewhere)}. Set {ways}."
    return f"unknown key `{key_text(here)}`.{did_you_mean(here[-1], fields)} Allowed here: {', '.join(fields)}."


def _example(here: list[str], kinds: list[Any]) -> str:
    """Show how a new entry is typed, where its schema has an example."""
    entry = next((kind.example for kind in kinds if hasattr(kind, "example")), "")
    return f", e.g. `{shlex.quote(f'{key_text(here)}={entry}')}`" if entry else ""


def _absent(here: list[str], known: Iterable[object], instead: str) -> str:
    names = [str(name) for name in known]
    listed = ", ".join(key_text([name]) for name in names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
    return (
        f"`{key_text(here[:-1])}` has no `{key_text(here[-1:])}`.{did_you_mean(here[-1], names)} Name one of its "
        f"entries ({listed or 'there is none'}), or set {instead}."
    )
