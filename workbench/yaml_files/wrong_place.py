"""Under which key another one hangs, in which line, what it belongs to, and how its line comes there: in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from workbench.yaml_files.plain_faults import shortened
from workbench.yaml_files.reading import YamlFile
from workbench.yaml_files.schema import Way, ways_in_words

_STEP = 2  # spaces by which a file is indented that does not show it

Place = tuple[object, ...]


class WrongPlace:
    """Says of keys of a file that they are in the wrong place."""

    def __init__(self, read: YamlFile) -> None:
        self._read = read

    def of_owner(self, place: Place, owner: Place) -> str:
        """Say what a key hangs under, and that it belongs to another place of the file."""
        name, above, line = f"`{shortened(str(place[-1]))}`", self._called(place[:-1]), self._read.nearest_line(place)
        if not owner:
            return (
                f"{name} hangs under {above}, because it is indented (line {line}). Let its line begin with {name}, "
                "without spaces before it."
            )
        below = f"{self._called(owner)} (line {self._read.nearest_line(owner)})"
        return f"{name} (line {line}) hangs under {above}, not under {below}. {self._repair(place, owner)}"

    def of_ways(self, place: Place, ways: Sequence[Way]) -> str:
        """Say what a key hangs under, and where keys of this name are known, which the file need not have."""
        known = ways_in_words(ways)
        where = "what it belongs to" if len(ways) > 1 or ways[0].of_entries else known
        return (
            f"`{shortened(str(place[-1]))}` (line {self._read.nearest_line(place)}) hangs under "
            f"{self._called(place[:-1])}, and is a key of {known}. Write it under {where}, indented further than that."
        )

    def _repair(self, place: Place, owner: Place) -> str:
        """Say how the line comes to its place: where nothing follows that must stay, by its indent alone."""
        here, there, below = self._read.node(place[:-1]), self._read.node(owner), self._called(owner)
        if isinstance(there, yaml.MappingNode) and there.flow_style:
            return f"Write it between the brackets of {below}."
        own, head = self._read.key_node(place), self._read.key_node(owner)
        if isinstance(there, yaml.MappingNode) and there.value:
            depth = there.value[0][0].start_mark.column
        elif head is not None:
            depth = head.start_mark.column + _STEP
        else:
            own = None
        if own is None:
            return f"Write it under {below}."
        further = depth - own.start_mark.column
        if (isinstance(here, yaml.MappingNode) and here.flow_style) or not further or not self._is_last(place, owner):
            return f"Write it among the keys of {below}, indented by {_spaces(depth)}."
        first, last = own.start_mark.line + 1, _last_line(self._read.node(place))
        spaces = _spaces(abs(further))
        if last <= first:
            return f"Indent it by {spaces} more." if further > 0 else f"Indent it by {spaces} less."
        if further > 0:
            return f"Indent lines {first} to {last} by {spaces} more."
        return f"Indent lines {first} to {last} by {spaces} less."

    def _is_last(self, place: Place, owner: Place) -> bool:
        """Whether nothing stands behind a key that would be taken along to an owner above it."""
        if place[: len(owner)] != owner:
            return True
        for depth in range(len(owner) + 1, len(place)):
            content = self._content(place[:depth])
            if isinstance(content, dict) and next(reversed(content)) != place[depth]:
                return False
        return True

    def _called(self, place: Place) -> str:
        if not place:
            return "no key"
        if isinstance(self._content(place[:-1]), list):
            return f"entry {int(str(place[-1])) + 1} of `{shortened(str(place[-2]))}`"
        return f"`{shortened(str(place[-1]))}`"

    def _content(self, place: Place) -> Any:
        content = self._read.content
        for part in place:
            content = content[part]
        return content


def _last_line(node: yaml.Node | None) -> int:
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    if node is None:
        return 0
    return node.end_mark.line + (0 if not node.end_mark.column and node.end_mark.line > node.start_mark.line else 1)


def _spaces(n: int) -> str:
    return "1 space" if n == 1 else f"{n} spaces"
