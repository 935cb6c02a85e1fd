"""Which groups of a survey changed by few respondents since they were published, under this or another name.

Sets of groups are first compared by sizes and parities, which never make a distance larger than it is; what may be near
is then counted by the sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from workbench.arrays import Ints
from workbench.disclosure.ledger.releases import EVERYONE_AT, Releases
from workbench.disclosure.ledger.set_sketches import FIELD, least_distance
from workbench.disclosure.ledger.sets import Sets, singles, unions_of

_AT_ONCE = 4_000  # pairs of sets whose sums are compared together
Found = tuple[Ints, Ints, Ints, npt.NDArray[np.float64]]  # set of now, run, basis, distance


@dataclass(frozen=True, eq=False)
class _Side:
    """Sets of groups of the survey, or of what was published."""

    sets: Sets
    sums: Ints
    words: npt.NDArray[np.uint64]

    @cached_property
    def sizes(self) -> Ints:
        return self.sets.added(self.sums[:, :, 0])

    @cached_property
    def parities(self) -> npt.NDArray[np.uint64]:
        return self.sets.parities(self.words)

    def sums_of(self, places: Ints, basis: int, terms: int) -> Ints:
        return self.sets.take(places).added(self.sums[:, basis, :terms])


def near_groups(releases: Releases) -> dict[int, int]:
    """Return each group that keeps earlier numbers, by its place, and the place of the run it is nearest to.

    Groups that changed by few respondents; and of levels that together changed by few, though each by many, the
    smallest. What has the very members and answers of something published is not among them: it gives the same numbers.
    """
    n, unions = len(releases.told_now), unions_of(np.array(releases.now.lengths), releases.told_now)
    found = [*_of_the_same_names(releases, unions), *_of_other_names(releases, unions)]
    if not found:
        return {}
    places, runs, bases, distances = (np.concatenate(part) for part in zip(*found, strict=True))
    unchanged = set(zip(places[distances == 0].tolist(), bases[distances == 0].tolist(), strict=True))
    nearest: dict[int, int] = {}
    for hit in np.lexsort((runs, distances)):
        if (int(places[hit]), int(bases[hit])) not in unchanged:
            nearest.setdefault(int(places[hit]), int(runs[hit]))
    kept = {place: run for place, run in nearest.items() if place < n}
    for place in sorted(set(nearest) - set(kept)):
        groups, run = unions.take(np.array([place - n])).members, nearest[place]
        changed = groups[releases.differences(run, groups).any(axis=(1, 2))]
        if len(changed) and kept.keys().isdisjoint(groups.tolist()):
            kept[int(changed[releases.now.sizes[changed, 0].argmin()])] = run
    return kept


def _of_the_same_names(releases: Releases, unions: Sets) -> Iterator[Found]:
    """Compare groups, and levels together, with those of the same names."""
    every = singles(np.arange(len(releases.told_now)))
    sets = Sets(np.concatenate([every.members, unions.members]), np.concatenate([every.lengths, unions.lengths]))
    now = _Side(sets, releases.now.sums, releases.now.parities)
    for run in range(len(releases.found)):
        own = np.flatnonzero(np.logical_and.reduceat(releases.known(run)[sets.members], sets.starts))
        named = sets.take(own)
        before = _Side(Sets(releases.found[run, named.members], named.lengths), releases.sums, releases.parities)
        least = least_distance(now.sizes[own] - before.sizes, now.parities[own], before.parities)
        for basis in range(now.sizes.shape[1]):
            near = (least[:, basis] < releases.minimum) & (before.sizes[:, basis] >= releases.minimum)
            other = np.flatnonzero(near)
            yield from _counted(releases, now, before, own[other], other, basis)


def _of_other_names(releases: Releases, unions: Sets) -> Iterator[Found]:
    """Compare with groups of other names: renamed, merged or split levels, an area that is a file of its own."""
    # where nobody changed, groups of other names tell of differences between groups, not between releases
    everyone = np.array([EVERYONE_AT])
    moved = [bool(releases.differences(run, everyone).any()) for run in range(len(releases.found))]
    told = releases.told & np.array(moved)[releases.run]
    n = len(releases.told_now)
    single, merged = singles(np.flatnonzero(releases.told_now)), unions
    single_before, merged_before = singles(np.flatnonzero(told)), unions_of(releases.lengths, told)
    for sets, names, others in (
        (single, single.members, single_before),
        (single, single.members, merged_before),
        (merged, n + np.arange(len(merged.lengths)), single_before),
    ):
        now = _Side(sets, releases.now.sums, releases.now.parities)
        before = _Side(others, releases.sums, releases.parities)
        for basis in range(now.sizes.shape[1]):
            own, other = _alike(now, before, basis, releases.minimum)
            for places, runs, bases, distances in _counted(releases, now, before, own, other, basis):
                yield names[places], runs, bases, distances


def _alike(now: _Side, before: _Side, basis: int, minimum: int) -> tuple[Ints, Ints]:
    """Pair sets of enough respondents that may be near."""
    sizes = before.sizes[:, basis]
    order = np.argsort(sizes, kind="stable")
    order = order[np.searchsorted(sizes[order], minimum) :]
    sizes, words = sizes[order], np.ascontiguousarray(before.parities[order, basis].T)
    owns, others = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    own = now.sizes[:, basis]
    lows, highs = np.searchsorted(sizes, own - minimum + 1), np.searchsorted(sizes, own + minimum - 1, side="right")
    for place in np.flatnonzero((own >= minimum) & (lows < highs)):
        # more than 8 bits hold would only look nearer than it is
        words_apart = words[:, lows[place] : highs[place]] ^ now.parities[place, basis][:, None]
        different = np.bitwise_count(words_apart).sum(axis=0, dtype=np.uint8)
        hits = np.flatnonzero(different < 2 * minimum - 1)
        least = np.abs(sizes[lows[place] + hits] - own[place]) + different[hits]
        hits = lows[place] + hits[least < 2 * minimum - 1]
        owns.append(np.full(len(hits), place))
        others.append(order[hits])
    return np.concatenate(owns), np.concatenate(others)


def _counted(releases: Releases, now: _Side, before: _Side, own: Ints, other: Ints, basis: int) -> Iterator[Found]:
    """Count by how many each pair of sets differs, and keep those that are near."""
    terms = releases.sums.shape[2]
    for first in range(0, len(own), _AT_ONCE):
        mine, others = own[first : first + _AT_ONCE], other[first : first + _AT_ONCE]
        published = before.sets.members[before.sets.starts[others]]
        differences = (now.sums_of(mine, basis, terms) - before.sums_of(others, basis, terms)) % FIELD
        distances = releases.distance(differences, published)
        near = distances < releases.minimum
        yield mine[near], releases.run[published[near]], np.full(near.sum(), basis), distances[near]
