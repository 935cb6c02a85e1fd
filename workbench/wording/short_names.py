"""Long names made short enough for figures and keys, so that they still differ."""

from __future__ import annotations

from collections.abc import Sequence


def without_common_beginning(names: Sequence[str]) -> list[str]:
    """Cut the words that all names begin with; words end at an underscore."""
    first, last = min(names), max(names)
    alike = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    words = first.rfind("_", 0, alike) + 1
    return [name[words:] for name in names]


def told_apart(names: Sequence[str], longest: int) -> list[str]:
    """Shorten names so that each is at most so long and differs from all others.

    Parameters
    ----------
    names : sequence of str
        All different.
    longest : int
        Letters; at least 8.

    Returns
    -------
    list of str
        The names themselves, if none is too long; else what follows their common beginning, shortened in its middle.
        Where this does not tell all apart, each has its place before it.
    """
    if all(len(name) <= longest for name in names):
        return list(names)
    rests = without_common_beginning(names)
    shown = [_in_the_middle(rest, longest) for rest in rests]
    if len(set(shown)) == len(shown) and all(shown):
        return shown
    places = [f"{place} " for place in range(1, len(names) + 1)]
    return [place + _in_the_middle(rest, longest - len(place)) for place, rest in zip(places, rests, strict=True)]


def _in_the_middle(name: str, longest: int) -> str:
    """Leave out the middle, since names often differ at their end."""
    end = (longest - 1) * 3 // 7
    return name if len(name) <= longest else f"{name[: longest - 1 - end]}…{name[-end:]}"
