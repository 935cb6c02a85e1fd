"""Lists in a terminal: the first of many lines, and what several places say alike once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from workbench.wording import count

MOST = 20  # lines of one kind; whoever must see more compares the files


def shortened(lines: Iterable[str]) -> Iterator[str]:
    """Return the first lines, and how many more there are."""
    lines = iter(lines)
    yield from islice(lines, MOST)
    if rest := sum(1 for _ in lines):
        yield f"    and {count(rest)} more"


def once(sentences: Mapping[str, tuple[str, str]]) -> list[tuple[str, tuple[str, str]]]:
    """Return each pair of sentences once, with its first place and how many more have it."""
    places: dict[tuple[str, str], list[str]] = {}
    for place, pair in sentences.items():
        places.setdefault(pair, []).append(place)
    return [
        (where[0] + (f", and {number_of_things(len(where) - 1, 'other place')}" if len(where) > 1 else ""), pair)
        for pair, where in places.items()
    ]


def number_of_things(n: int, word: str) -> str:
    """Write a number with its noun."""
    return f"{count(n)} {word}{'' if n == 1 else 's'}"
