"""What is typed to set keys of a file, held against the schema and read: ways of keys and values."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pydantic

from workbench.errors import DataError, ParameterError
from workbench.wording import LANGUAGES
from workbench.yaml_files import (
    Assignment,
    NewValue,
    NoSuchKey,
    YamlFile,
    find_key,
    key_text,
    parse_assignment,
    proposed_entry,
    proposed_names,
    read_yaml_text,
    shortened,
    yaml_in_line,
)

_LONGEST_TEXT = 10_000  # characters, as in a file
_MOST_FAULTS = 10
_DEPTH_OF_ENTRIES = 2  # `background.sex`, `numeric.age`
_NAMING = (("year",), ("wave",))  # keys whose value is a background variable, which is described with them

Place = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class TypedValue:
    """A key as it is typed, the place in the file that it leads to, and its value; None takes the key out."""

    key: str
    place: Place
    value: NewValue | None

    @property
    def content(self) -> Any:
        """What is to stand in the place."""
        return None if self.value is None else self.value.content


def typed_values(
    model: type[pydantic.BaseModel], read: YamlFile, text: str, assignments: Sequence[str], name: str
) -> list[TypedValue]:
    """Read what was typed; all faults come at once.

    Parameters
    ----------
    model : type of BaseModel
        The schema of the file.
    read : YamlFile
        What the file holds.
    text : str
        The same as written.
    assignments : sequence of str
        ``KEY=VALUE``, or ``KEY=`` to take the key out.
    name : str
        Name of the file.

    Returns
    -------
    list of TypedValue
        Entries that the draft proposes, and of which a key is typed, come first.

    Raises
    ------
    ParameterError
        An unknown key, or a value that cannot be read.
    """
    typed = [(text, parse_assignment(text)) for text in assignments]
    given = [assignment for _, assignment in typed if assignment is not None and assignment.value]
    ways = [assignment.parts for assignment in given]
    named = [("background", one.value.strip("'\""), "column") for one in given if one.parts in _NAMING]
    found = _proposals(read, text, [*ways, *named])
    content = deepcopy(read.content)
    for entry in found:
        put_at(content, entry.place, entry.content)
    faults: list[str] = []
    for words, assignment in typed:
        if assignment is None:
            faults.append(
                f"`{_shown(words)}` is not KEY=VALUE. Write the key, an equals sign and the value, in quotes where it "
                'has blanks: `title="My survey"`.'
            )
            continue
        try:
            key = find_key(model, content, assignment.parts, together=ways, proposed=proposed_names(text))
            if key.place in [one.place for one in found]:
                raise NoSuchKey(f"`{assignment.key}` is given twice. Give it once.")
            value = _value(assignment, is_text=key.is_text, is_list=key.is_list)
            found.append(TypedValue(key=assignment.key, place=key.place, value=value))
        except (NoSuchKey, DataError) as error:
            faults.append(str(error))
    refuse(faults, name)
    return found


def _proposals(read: YamlFile, text: str, ways: Sequence[tuple[str, ...]]) -> list[TypedValue]:
    """Entries that the draft proposes behind a #, and of which a key is to be set: they are taken whole first."""
    found: dict[Place, TypedValue] = {}
    for place in (way[:_DEPTH_OF_ENTRIES] for way in ways if len(way) > _DEPTH_OF_ENTRIES):
        if read.root is None or value_at(read.content, place) is not None or place in ways:
            continue
        try:
            proposed = read_yaml_text(proposed_entry(text, read.root, place), called="The proposal").content
        except DataError:
            continue
        if isinstance(proposed, dict) and isinstance(entry := proposed.get(place[-1]), dict):
            found[place] = TypedValue(key=key_text(place), place=place, value=NewValue(content=entry))
    return list(found.values())


def _value(assignment: Assignment, *, is_text: bool, is_list: bool) -> NewValue | None:
    """Read a value as YAML, or as it was typed where the key holds text; where it holds a list, one makes a list."""
    raw = assignment.value
    if not raw:
        return None
    called = f"The value of `{assignment.key}`"
    if is_text and raw[0] not in "'\"" and not _is_by_language(raw):
        if len(raw) > _LONGEST_TEXT:
            raise DataError(f"{called} has more than {_LONGEST_TEXT:,} characters. Write less.")
        read_yaml_text(yaml_in_line(raw), called=called)  # refuses what no text can hold
        return NewValue(content=raw)
    content = read_yaml_text(raw, called=called, shorter="Write less.").content
    if content is None:
        raise DataError(f"{called} says nothing. Write `{assignment.key}=` with nothing behind it to take the key out.")
    if is_list and not isinstance(content, list | dict):
        return NewValue(content=[content])
    return NewValue(content=content, typed=raw)


def _is_by_language(raw: str) -> bool:
    """Whether a text is typed for several languages, as in `{fi: Ikä, sv: Ålder}`."""
    if not raw.startswith("{"):
        return False
    try:
        content = read_yaml_text(raw, called="The text").content
    except DataError:
        return False
    return isinstance(content, dict) and bool(content) and set(content) <= set(LANGUAGES)


def value_at(content: Any, place: Place) -> Any:
    """Return the value at a place of dicts and lists; None if there is none."""
    for part in place:
        if isinstance(content, dict):
            content = content.get(part)
        elif isinstance(content, list) and isinstance(part, int) and part < len(content):
            content = content[part]
        else:
            return None
    return content


def put_at(content: Any, place: Place, value: Any) -> None:
    """Set the value at a place; None takes the key out."""
    for number, part in enumerate(place[:-1]):
        if isinstance(content, dict) and content.get(part) is None:
            content[part] = {}
        content = content[place[number]]
    if value is None:
        content.pop(place[-1], None)
    else:
        content[place[-1]] = value


def _shown(text: str) -> str:
    return shortened(text if text.isprintable() else ascii(text)[1:-1])


def refuse(faults: Sequence[str], name: str) -> None:
    """Say what keeps a file from being changed, if anything does.

    Raises
    ------
    ParameterError
        The faults.
    """
    if not faults:
        return
    shown = [*dict.fromkeys(faults)]
    more = [f"{len(shown) - _MOST_FAULTS} more of this kind."] if len(shown) > _MOST_FAULTS else []
    raise ParameterError("\n".join([f"Nothing was written: {name} is as it was.", *shown[:_MOST_FAULTS], *more]))
