"""How much a file of keys may hold, found while it is scanned and before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

MOST_BYTES = 2_000_000
MOST_NODES = 50_000  # keys and values, each alias counted with all that it stands for
DEEPEST = 20
LONGEST_TEXT = 10_000  # characters of one key or value, where a file is not meant to hold longer ones


class TooMuch(Exception):
    """A file goes beyond a limit; the text says which, as the end of a sentence about the file."""


@dataclass
class _Count:
    """Nodes of what is open, and of what anchors name."""

    open: list[tuple[str | None, int]] = field(default_factory=lambda: [(None, 0)])
    named: dict[str, int] = field(default_factory=dict)

    def add(self, nodes: int, anchor: str | None = None) -> None:
        if anchor is not None:
            self.named[anchor] = nodes
        outer, sofar = self.open[-1]
        self.open[-1] = (outer, sofar + nodes)
        if sofar + nodes > MOST_NODES:
            raise TooMuch(f"holds more than {MOST_NODES:,} keys and values, repeated ones counted each time")

    def alias(self, anchor: str) -> None:
        if any(name == anchor for name, _ in self.open):
            raise TooMuch("has a part that holds itself (`&` and `*`)")
        self.add(self.named.get(anchor, 1))

    def begin(self, anchor: str | None, line: int) -> None:
        self.open.append((anchor, 1))
        if len(self.open) > DEEPEST:
            raise TooMuch(f"nests more than {DEEPEST} levels in line {line}")

    def end(self) -> None:
        anchor, nodes = self.open.pop()
        self.add(nodes, anchor)


def check_extent(text: str, *, longest: int = LONGEST_TEXT) -> None:
    """Refuse text that is too deep or too much, in time that grows with its length only.

    The scanner of libyaml gives one event after the other, so neither depth nor aliases cost more than they are long.

    Raises
    ------
    TooMuch
        The limit.
    yaml.YAMLError
        Text that is not YAML.
    """
    if len(text.encode("utf-8", errors="replace")) > MOST_BYTES:
        raise TooMuch(f"has more than {MOST_BYTES // 1_000_000} MB")
    count = _Count()
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.AliasEvent():
                count.alias(str(event.anchor))
            case yaml.ScalarEvent():
                if len(event.value) > longest:
                    raise TooMuch(f"has a text of more than {longest:,} characters in line {line}")
                count.add(1, event.anchor)
            case yaml.CollectionStartEvent():
                count.begin(event.anchor, line)
            case yaml.CollectionEndEvent():
                count.end()
