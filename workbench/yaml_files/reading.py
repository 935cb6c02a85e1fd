"""One way to read a file of keys: within limits, with each key once, and with the line of everything kept."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workbench.errors import DataError
from workbench.yaml_files.limits import LONGEST_TEXT, MOST_BYTES, TooMuch, check_extent
from workbench.yaml_files.plain_faults import plain_fault, shortened

_LONGEST_NUMBER = 20  # characters; codes are short, and a number of a thousand digits is none
_WHOLE = re.compile(r"[+-]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[+-]?([0-9]*\.?[0-9]*(e[+-]?[0-9]+)?|\.inf|\.nan)", re.IGNORECASE)

WRITE_HERE = "…"  # in commands that a person completes


class _Fault(Exception):
    """A fault and its repair, in plain words."""


class _OtherNumber(Exception):
    """A number that YAML reads as another one than people do, and the repair."""


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice, of which YAML would silently keep the last, and one that is true or false."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            line = key_node.start_mark.line + 1
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise _Fault(f"the key in line {line} is a list. Write a word or number before the colon")
            if isinstance(key, bool):
                word = key_node.value
                raise _Fault(
                    f"the key `{word}` in line {line} is read as {str(key).lower()}. Put it in quotes: `'{word}'`"
                )
            if key in seen:
                where = f"line {line}" if seen[key] == line else f"lines {seen[key]} and {line}"
                raise _Fault(
                    f"the key `{shortened(str(key))}` stands twice under one heading, in {where}. Remove one of them"
                )
            seen[key] = line
        return super().construct_mapping(node, deep=deep)

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        if len(node.value) > _LONGEST_NUMBER:
            raise _Fault(f"the number in line {node.start_mark.line + 1} is too long. Put it in quotes if it is text")
        number = int(super().construct_yaml_int(node))
        _check_plain(_WHOLE, node, number)
        return number

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        number = float(super().construct_yaml_float(node))
        _check_plain(_DECIMAL, node, number)
        return number


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_yaml_float)


def _check_plain(written: re.Pattern[str], node: yaml.ScalarNode, number: float) -> None:
    """Refuse what YAML takes for another number than people do: eight for 010, seconds for 1:30."""
    if not written.fullmatch(node.value):
        raise _OtherNumber(
            f"`{shortened(node.value)}` in line {node.start_mark.line + 1} is read as the number {number:.15g}. Put it "
            "in quotes if it is text, or write the plain number"
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class YamlFile:
    """What a file of keys holds.

    Attributes
    ----------
    content : object
        Dicts, lists, texts, numbers and truth values.
    root : Node or None
        The same as written, with lines.
    """

    content: Any
    root: yaml.Node | None

    def line(self, place: Sequence[object]) -> int | None:
        """Line of the value at a place such as ``("background", "sex", "labels", 1)``; None if it cannot be told."""
        found = self.node(place)
        return None if found is None else found.start_mark.line + 1

    def nearest_line(self, place: Sequence[object]) -> int:
        """Line of the key at a place, or of the last part of the way that the file has."""
        node, line = self.root, 1
        for part in place:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == str(part)), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def written(self, place: Sequence[object]) -> str:
        """Value at a place as the file writes it: `no`, where its content is False."""
        found = self.node(place)
        return shortened(found.value) if isinstance(found, yaml.ScalarNode) else ""

    def node(self, place: Sequence[object]) -> yaml.Node | None:
        """Value at a place as it is written; None if the file has none there."""
        found = self._pair(place) if place else (None, self.root)
        return None if found is None else found[1]

    def key_node(self, place: Sequence[object]) -> yaml.Node | None:
        """Key at a place as it is written; None if the file has none there."""
        found = self._pair(place) if place else None
        return None if found is None else found[0]

    def _pair(self, place: Sequence[object]) -> tuple[yaml.Node | None, yaml.Node | None] | None:
        key: yaml.Node | None = None
        node = self.root
        for part in place:
            if isinstance(node, yaml.MappingNode):
                pairs = {own.value: (own, value) for own, value in node.value if isinstance(own, yaml.ScalarNode)}
                if str(part) not in pairs:
                    return None
                key, node = pairs[str(part)]
            elif isinstance(node, yaml.SequenceNode) and str(part).isdigit() and int(str(part)) < len(node.value):
                key, node = None, node.value[int(str(part))]
            else:
                return None
        return key, node


def values_in(content: Any, place: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Give the place of every value that holds no others, with the value at its end."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from values_in(value, (*place, key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from values_in(value, (*place, number))
    else:
        yield (*place, content)


def unwritten_values(read: YamlFile) -> Iterator[tuple[tuple[object, ...], str]]:
    """Find values that are `…`, as printed commands show what a person is to write, each with its place."""
    for *place, value in values_in(read.content):
        if isinstance(value, str) and value.strip() == WRITE_HERE:
            where = f"`{'.'.join(map(str, place))}` in line {read.line(place)}"
            yield (
                tuple(place),
                f"{where} is `{WRITE_HERE}`, which stands for your words. Write them, or remove the entry.",
            )


def read_yaml(path: Path, *, kind: str, longest: int = LONGEST_TEXT) -> YamlFile:
    """Read a file of keys.

    Parameters
    ----------
    path : Path
        An existing file.
    kind : str
        What messages call it, such as ``"Codebook"``.
    longest : int
        Characters that one key or value may have.

    Raises
    ------
    DataError
        A file that is too large or too deep, is not text in UTF-8 or not YAML, or has a key twice.
    """
    if path.stat().st_size > MOST_BYTES:
        raise DataError(
            f"{kind} {path.name} has more than {MOST_BYTES // 1_000_000} MB, as no file of keys has. Correct its path."
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{kind} {path.name} is not text in UTF-8. Save it as UTF-8.") from error
    return read_yaml_text(
        text, called=f"{kind} {path.name}", shorter="Take out what repeats, or correct its path.", longest=longest
    )


def read_yaml_text(
    text: str, *, called: str, shorter: str = "Take out what repeats.", longest: int = LONGEST_TEXT
) -> YamlFile:
    """Read keys and values that stand in a text, within the limits of a file.

    Parameters
    ----------
    text : str
    called : str
        What messages call it, such as ``"Codebook my.yaml"``.
    shorter : str
        What to do where it is too much.
    longest : int
        Characters that one key or value may have.

    Raises
    ------
    DataError
        Text that is too deep or too long, is not YAML, has a key twice, or a number such as 010.
    """
    try:
        check_extent(text, longest=longest)
        loader = _Loader(text)
        root = loader.get_single_node()
        return YamlFile(content=None if root is None else loader.construct_document(root), root=root)
    except TooMuch as error:
        raise DataError(f"{called} {error}. {shorter}") from error
    except _Fault as error:
        raise DataError(f"{called} is not valid YAML: {error}.") from error
    except _OtherNumber as error:
        raise DataError(f"{called}: {error}.") from error
    except yaml.constructor.ConstructorError as error:
        raise DataError(
            f"{called} has a tag or a merge in line {_line(error)} that is not read. Write the value as "
            "plain text or number."
        ) from error
    except yaml.MarkedYAMLError as error:
        raise DataError(f"{called} is not valid YAML: {plain_fault(error, text)}") from error
    except (yaml.YAMLError, ValueError) as error:  # a sign that no text has; a date such as 2024-13-45
        raise DataError(
            f"{called} has a sign that no text has, or a date or number that cannot be. Remove the sign, or "
            "put the value in quotes."
        ) from error


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1
