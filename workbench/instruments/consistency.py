"""What the parts of an instrument must have to do with each other: points, ids, the ends of the score, cut-offs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

Place = tuple[object, ...]


def disagreements(content: object) -> list[tuple[Place, str]]:
    """Name parts that disagree and where; what is missing or no number is passed over, as it is a fault of its own.

    Parameters
    ----------
    content : object
        An instrument as its file has it: dicts and lists, texts and numbers.

    Returns
    -------
    list of (place, words)
        Place such as ``("options", 1, "points")``.
    """
    whole = content if isinstance(content, Mapping) else {}
    points, ids = _all_of(whole, "options", "points"), _all_of(whole, "items", "id")
    return [*_points(points), *_ids(ids), *_ends(whole, points, len(ids)), *_cutoffs(whole)]


def _points(points: Sequence[object]) -> Iterator[tuple[Place, str]]:
    whole = [point for point in points if isinstance(point, int)]
    if not points or len(whole) < len(points):
        return
    wrong = next((place for place, point in enumerate(whole) if point != whole[0] + place), None)
    if wrong is not None:
        words = f"options have the points {whole}; they must be consecutive whole numbers in rising order"
        yield ("options", wrong, "points"), words


def _ids(ids: Sequence[object]) -> Iterator[tuple[Place, str]]:
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            yield ("items", place, "id"), f"item id `{id_}` stands more than once"


def _ends(content: Mapping[str, Any], points: Sequence[object], n_items: int) -> Iterator[tuple[Place, str]]:
    """Compare the lowest and the highest score with the rule; points that repeat leave the ends as they are."""
    score = content.get("score")
    rule = score if isinstance(score, Mapping) else {}
    defaults = {"minimum": None, "maximum": None, "offset": 0, "factor": 1}
    numbers = [number for key, default in defaults.items() if (number := _number(rule.get(key, default))) is not None]
    whole = [point for point in points if isinstance(point, int)]
    if len(numbers) < len(defaults) or not whole or len(whole) < len(points) or n_items < 2:
        return
    low, high, offset, factor = numbers
    reach = [float((n_items * point + offset) * factor) for point in (min(whole), max(whole))]
    if reach != [float(low), float(high)]:
        wrong = "minimum" if reach[0] != float(low) else "maximum"
        yield (
            ("score", wrong),
            f"the score rule reaches {reach}, not {[float(low), float(high)]}: (sum of {n_items} items + `offset`) "
            "times `factor` must give `minimum` and `maximum`",
        )


def _cutoffs(content: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    score, cutoffs = content.get("score"), content.get("cutoffs")
    rule = score if isinstance(score, Mapping) else {}
    low, high = (_number(rule.get(key)) for key in ("minimum", "maximum"))
    if low is None or high is None or not isinstance(cutoffs, Mapping):
        return
    for name, cutoff in cutoffs.items():
        sides = {key: cutoff.get(key) for key in ("below", "at_or_above")} if isinstance(cutoff, Mapping) else {}
        limits = {side: limit for side, given in sides.items() if (limit := _number(given)) is not None}
        for side, limit in limits.items():
            if not low < limit <= high:
                words = f"below {float(limit):g}" if side == "below" else f"{float(limit):g} or more"
                outside = f"cut-off `{name}` is {words}, outside the scores {float(low):g}–{float(high):g}"
                yield ("cutoffs", name), outside


def _all_of(content: Mapping[str, Any], key: str, part: str) -> list[object]:
    """One part of each entry of a list; none where the list is not written as one."""
    entries = content.get(key)
    if not isinstance(entries, list | tuple):
        return []
    return [entry[part] for entry in entries if isinstance(entry, Mapping) and part in entry]


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
        return None
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None
