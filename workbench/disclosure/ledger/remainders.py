"""What follows by subtraction from two releases: a total and all but a few of its parts tell how the rest has changed.

Where everyone and the women are published anew and the men are not, the change among the men is the one minus the
other. So of each total the parts that are not published anew must have changed by nobody or by enough respondents
together; else further parts keep their earlier numbers too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.columns import EVERYONE
from workbench.disclosure.ledger.releases import Releases
from workbench.disclosure.ledger.set_sketches import FIELD, least_distance
from workbench.disclosure.ledger.sets import Sets
from workbench.disclosure.ledger.sketched_groups import Division
from workbench.disclosure.ledger.whole_divisions import with_whole_divisions


@dataclass(frozen=True, eq=False)
class _Lines:
    """Totals and their parts: the levels of one division that lie wholly inside a level of another."""

    totals: Ints
    parts: Sets


def with_remainders(near: Mapping[int, int], releases: Sequence[tuple[Releases, Ints]]) -> dict[int, int]:
    """Add to the groups that keep earlier numbers those without which a change of few could be worked out.

    Groups keep them by whole variables and crossings, see `with_whole_divisions`.

    Parameters
    ----------
    near : mapping of int to int
        Group and run whose numbers it keeps.
    releases : sequence of (Releases, array)
        What was published, by every family of bases, and the runs of which respondents were recognised by it.
    """
    divisions = releases[0][0].now.divisions
    kept, lines = with_whole_divisions(near, divisions), _lines(divisions)
    more = True
    while more:
        more = False
        for known, runs in releases:
            for run in runs:
                if further := _further(lines, kept, known, int(run)):
                    more = True
                    kept = with_whole_divisions(kept | dict.fromkeys(further, int(run)), divisions)
    return kept


def _further(lines: _Lines, kept: Mapping[int, int], releases: Releases, run: int) -> set[int]:
    """Of lines whose rest changed by few, the smallest changed part that is still published anew.

    Short lines go first, and a line waits where one of its parts was chosen: that may be enough for it.
    """
    shown = releases.known(run) & releases.told_now
    shown[list(kept)] = False
    groups, place_of = np.flatnonzero(shown), np.cumsum(shown) - 1
    line = np.flatnonzero(shown[lines.totals])
    parts, left = lines.parts.take(line).only(shown)
    if not len(left):
        return set()
    line, parts = line[left], Sets(place_of[parts.members], parts.lengths)
    totals = place_of[lines.totals[line]]
    changed = releases.differences(run, groups)
    found, shared = _rests(releases, run, groups, totals, parts, changed)
    few = ((found > 0) & (found < releases.minimum) & shared).any(axis=1)
    chosen: set[int] = set()
    for place in sorted(np.flatnonzero(few), key=lambda place: lines.parts.lengths[line[place]]):
        own = parts.take(np.array([place])).members
        if chosen.isdisjoint(groups[own].tolist()):
            own = groups[own[changed[own].any(axis=(1, 2))]]
            if len(own):
                chosen.add(int(own[releases.now.sizes[own, 0].argmin()]))
    return chosen


def _rests(
    releases: Releases, run: int, groups: Ints, totals: Ints, parts: Sets, changed: Ints
) -> tuple[npt.NDArray[Any], Bools]:
    """By how many totals less their parts have changed, and whether somebody is in such a rest before and after."""
    now, before = releases.now, releases.found[run, groups]
    sizes = now.sizes[groups], releases.sums[before, :, 0]
    after, earlier = (own[totals] - parts.added(own) for own in sizes)
    words = now.parities[groups] ^ releases.parities[before]
    least = least_distance(after - earlier, words[totals], parts.parities(words))
    found = np.full(after.shape, np.inf)
    near = np.flatnonzero(((least < releases.minimum) & (least < np.maximum(after, earlier))).any(axis=1))
    rest = (changed[totals[near]] - parts.take(near).added(changed)) % FIELD
    found[near] = releases.distance(rest, before[totals[near]])
    return found, np.maximum(after, earlier) > found


def _lines(divisions: tuple[Division, ...]) -> _Lines:
    lines = list(_nested(divisions))
    lengths = np.array([len(parts) for _, parts in lines], dtype=np.int64)
    members = np.concatenate([np.zeros(0, dtype=np.int64), *(parts for _, parts in lines)])
    return _Lines(np.array([total for total, _ in lines], dtype=np.int64), Sets(members, lengths))


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
