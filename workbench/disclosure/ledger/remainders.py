"""What follows by subtraction from two releases: a total and all but a few of its parts tell how the rest has changed.

Where everyone and the women are published anew and the men are not, the change among the men is the one minus the
other. So of each total the parts that are not published anew must have changed by nobody or by enough respondents
together; else further parts keep their earlier numbers too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.columns import EVERYONE
from workbench.disclosure.ledger.comparison import Comparison
from workbench.disclosure.ledger.set_sketches import FIELD, distance
from workbench.disclosure.ledger.sketched_groups import Division, SketchedGroups

Lines = tuple[Ints, Ints, Ints]  # total of each line; line and group of each part


def with_remainders(
    near: Mapping[int, int], comparisons: Sequence[Comparison], now: SketchedGroups, *, minimum: int
) -> dict[int, int]:
    """Add to the groups that keep earlier numbers those without which a change of few could be worked out."""
    kept = dict(near)
    moved = [place for place, other in enumerate(comparisons) if other.differences[other.known].any()]
    if not moved:
        return kept
    lines = _lines(now.divisions)
    more = True
    while more:
        more = False
        for place in moved:
            for group in _further(lines, kept, comparisons[place], now, minimum):
                more = more or group not in kept
                kept.setdefault(group, place)
    return kept


def _further(lines: Lines, kept: Mapping[int, int], other: Comparison, now: SketchedGroups, minimum: int) -> set[int]:
    """Of lines whose rest changed by few, the smallest changed part that is still published anew.

    Short lines go first, and a line waits where one of its parts was chosen: that may be enough for it.
    """
    totals, line_of, parts = lines
    shown: Bools = other.known & (now.sizes[:, 0] >= minimum) & (other.before[:, 0, 0] >= minimum)
    shown[list(kept)] = False
    told = shown[parts]
    rest = other.differences[totals].copy()
    before, after = other.before[totals, :, 0].copy(), now.sizes[totals].copy()
    np.subtract.at(rest, line_of[told], other.differences[parts[told]])
    np.subtract.at(before, line_of[told], other.before[parts[told], :, 0])
    np.subtract.at(after, line_of[told], now.sizes[parts[told]])
    found = distance(rest % FIELD)
    shared = np.maximum(before, after) > found  # somebody is in the rest before and after: the same people, not others
    few = ((found > 0) & (found < minimum) & shared).any(axis=1) & shown[totals]
    changed = told & other.differences[parts].any(axis=(1, 2))
    size_of = np.bincount(line_of, minlength=len(totals))
    chosen: set[int] = set()
    for line in sorted(np.flatnonzero(few), key=lambda place: size_of[place]):
        own = parts[(line_of == line) & changed]
        if len(own) and chosen.isdisjoint(parts[line_of == line].tolist()):
            chosen.add(int(own[now.sizes[own, 0].argmin()]))
    return chosen


def _lines(divisions: tuple[Division, ...]) -> Lines:
    """Totals and their parts: the levels of one division that lie wholly inside a level of another."""
    lines = list(_nested(divisions))
    totals = np.array([total for total, _ in lines])
    line_of = np.repeat(np.arange(len(lines)), [len(parts) for _, parts in lines])
    return totals, line_of, np.concatenate([parts for _, parts in lines]) if lines else line_of


def _nested(divisions: tuple[Division, ...]) -> Iterator[tuple[int, Ints]]:
    starts = np.cumsum([0, *(len(division.levels) for division in divisions)])
    for whole, first in zip(divisions, starts, strict=False):
        for parts, first_part in zip(divisions, starts, strict=False):
            if parts is whole or parts.variable == EVERYONE:
                continue
            inner, outer = np.divmod(np.unique(parts.codes * len(whole.levels) + whole.codes), len(whole.levels))
            if len(np.unique(inner)) == len(inner):  # each part lies in one level only
                for level in np.unique(outer):
                    yield int(first + level), first_part + inner[outer == level]
