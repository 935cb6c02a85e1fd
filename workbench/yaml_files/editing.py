"""One key of a text of keys set or taken out; every other line stays as it was written, comments with it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from workbench.yaml_files.writing import WIDTH, yaml_in_line, yaml_text

_PROPOSED = re.compile(r"^ *# (.{1,200}?): \{column: ", re.MULTILINE)
_TYPED = re.compile(r"[\[{][^#\n]*[\]}]|[\w.+-]+")  # what may stay as typed in place of a value


@dataclass(frozen=True, kw_only=True)
class NewValue:
    """A value, and how it was typed, which is kept where it may stand in a line."""

    content: Any
    typed: str = ""

    def under(self, keys: Sequence[object]) -> NewValue:
        """Return the value that holds this one under further keys."""
        value = self
        for key in reversed(keys):
            value = NewValue(content={key: value.content}, typed=f"{{{value.entry(key)}}}")
        return value

    def entry(self, key: object) -> str:
        """Write it as an entry behind its key, in one line."""
        return f"{yaml_in_line(key)}: {self.in_line}"

    @property
    def in_line(self) -> str:
        """Write it in one line."""
        keeps = not isinstance(self.content, str) and self.typed.isprintable() and _TYPED.fullmatch(self.typed)
        return self.typed if keeps else yaml_in_line(self.content)

    def lines(self, key: object, indent: int) -> str:
        """Write it as one line or more behind its key, each indented."""
        line = " " * indent + self.entry(key)
        if len(line) <= WIDTH or not isinstance(self.content, dict | list) or not self.content:
            return f"{line}\n"
        text = yaml_text({key: self.content})
        return "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())


def with_value(text: str, root: yaml.Node, place: Sequence[object], value: NewValue) -> str:
    """Return the text with the value of a key set, in the place of the key or of a comment with it, else at the end.

    Parameters
    ----------
    text : str
        Mappings, as `root` was composed of it.
    root : Node
    place : sequence
        Keys of mappings, numbers for entries of a list.
    value : NewValue
    """
    way = _way(root, place)
    inner, rest = way[-1], list(place[len(way) - 1 :])
    if not rest:
        return _replaced(text, way, place, value)
    if not isinstance(inner, yaml.MappingNode):
        return _replaced(text, way, place[: len(way) - 1], value.under(rest))
    if inner.flow_style:
        return _into_braces(text, inner, rest[0], value.under(rest[1:]))
    return _into_lines(text, inner, rest[0], value.under(rest[1:]), is_root=len(way) == 1)


def without_key(text: str, root: yaml.Node, place: Sequence[object]) -> str:
    """Return the text without a key and its value; a key that holds nothing else holds nothing then."""
    way = _way(root, place)
    *_, holder, value = way
    if isinstance(holder, yaml.MappingNode) and len(holder.value) == 1 and len(way) > 2:
        return _replaced(text, way[:-1], place[:-1], NewValue(content={}))
    key = _key_of(holder, value)
    if not _is_in_braces(way[:-1]):
        begin, end = _line_start(text, key.start_mark.index), _line_end(text, _end(text, value))
        return text[:begin] + text[end:]
    entries = list(holder.value)
    at = next(number for number, (own, _) in enumerate(entries) if own is key)
    if at + 1 < len(entries):
        return text[: key.start_mark.index] + text[entries[at + 1][0].start_mark.index :]
    return text[: _end(text, entries[at - 1][1])] + text[_end(text, value) :]


def proposed_entry(text: str, root: yaml.Node, place: Sequence[object]) -> str:
    """Return the entry that stands behind one # where a key could stand, as text within braces; empty if none does."""
    *above, key = place
    way = _way(root, above)
    if len(way) <= len(above):
        return ""
    begin, end = way[-1].start_mark.index, way[-1].end_mark.index
    at = _line_start(text, begin)
    for line in text[at : _with_comments(text, _line_end(text, end - 1))].splitlines():
        if _is_comment_of(line.lstrip(), key, 0):
            return f"{{{line.lstrip()[2:]}\n}}"
    return ""


def proposed_names(text: str) -> list[str]:
    """Return the names of the variables that stand behind one #."""
    found = []
    for name in _PROPOSED.findall(text):
        with contextlib.suppress(yaml.YAMLError):  # a comment of somebody that looks like one
            found.append(str(yaml.safe_load(name)))
    return found


def _way(root: yaml.Node, place: Sequence[object]) -> list[yaml.Node]:
    """Nodes on the way to a place, as far as the text has them."""
    way = [root]
    for part in place:
        node = way[-1]
        if isinstance(node, yaml.SequenceNode):
            way.append(node.value[int(str(part))])
            continue
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        found = next((value for key, value in entries if key.value == str(part)), None)
        if found is None:
            break
        way.append(found)
    return way


def _key_of(holder: yaml.Node, value: yaml.Node) -> yaml.Node:
    key: yaml.Node = next(key for key, own in holder.value if own is value)
    return key


def _is_in_braces(way: Sequence[yaml.Node]) -> bool:
    return any(isinstance(node, yaml.CollectionNode) and node.flow_style for node in way)


def _replaced(text: str, way: list[yaml.Node], place: Sequence[object], value: NewValue) -> str:
    """Put a value in the place of another; a comment behind a value in one line stays."""
    holder, old = way[-2], way[-1]
    begin, end = old.start_mark.index, _end(text, old)
    in_braces, is_block = _is_in_braces(way[:-1]), isinstance(old, yaml.CollectionNode) and not old.flow_style
    if isinstance(holder, yaml.SequenceNode):
        return text[:begin] + value.in_line + text[end:]
    key = _key_of(holder, old)
    new = value.lines(place[-1], key.start_mark.column)
    if not in_braces and new.count("\n") > 1:
        return text[: _line_start(text, key.start_mark.index)] + new + text[_line_end(text, end) :]
    if is_block or begin == end:  # from the colon on
        begin = text.index(":", key.end_mark.index) + 1
        end = max(begin, end)
        return f"{text[:begin]} {value.in_line}{text[end:]}"
    return text[:begin] + value.in_line + text[end:]


def _into_braces(text: str, braces: yaml.Node, key: object, value: NewValue) -> str:
    """Add an entry to `{…}`; where braces hold comments alone, in a line of its own above them."""
    entry = value.entry(key)
    if braces.value:
        at = _end(text, braces.value[-1][1])
        return f"{text[:at]}, {entry}{text[at:]}"
    begin, end = text.index("{", braces.start_mark.index) + 1, braces.end_mark.index - 1
    if not text[begin:end].strip():
        return text[:begin] + entry + text[end:]
    lines = text[begin:end].split("\n")
    indent = next((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), 0)
    kept = [line for line in lines if not _is_comment_of(line, key, indent)]
    return "\n".join([text[:begin] + kept[0], f"{' ' * indent}{entry},", *kept[1:]]) + text[end:]


def _into_lines(text: str, holder: yaml.Node, key: object, value: NewValue, *, is_root: bool) -> str:
    """Add a line to keys that have lines of their own: in the place of its comment, else behind the last."""
    indent = holder.value[0][0].start_mark.column
    new = value.lines(key, indent)
    last = _line_end(text, _end(text, holder))
    first = 0 if is_root else _line_start(text, holder.start_mark.index)
    commented = _commented(text, key, indent, (first, len(text) if is_root else _with_comments(text, last)))
    if commented is not None:
        return text[: commented[0]] + new + text[commented[1] :]
    before = text[:last] if text[:last].endswith("\n") else f"{text[:last]}\n"
    return before + new + text[last:]


def _commented(text: str, key: object, indent: int, within: tuple[int, int]) -> tuple[int, int] | None:
    """Where a key stands behind one #, with the comments that are indented under it."""
    at, end = within
    begin = None
    while at < end:
        after = _line_end(text, at)
        line = text[at:after]
        if begin is None:
            begin = at if _is_comment_of(line, key, indent) else None
        elif not line.startswith(f"{' ' * indent}#   "):
            return begin, at
        at = after
    return None if begin is None else (begin, end)


def _is_comment_of(line: str, key: object, indent: int) -> bool:
    ways = {str(key), yaml_in_line(key), f'"{key}"', f"'{key}'"}
    return any(line.startswith(f"{' ' * indent}# {way}:") for way in ways)


def _with_comments(text: str, at: int) -> int:
    """End of the comments and blank lines that follow."""
    while at < len(text) and text[at : _line_end(text, at)].strip()[:1] in ("#", ""):
        at = _line_end(text, at)
    return at


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends, without the comments behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    begin, end = node.start_mark.index, node.end_mark.index
    return begin + len(text[begin:end].rstrip())


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
