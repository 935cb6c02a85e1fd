"""The groups of a survey beside those of a published run: by how many respondents each of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.entries import Entry
from workbench.disclosure.ledger.set_sketches import FIELD, distance, n_terms
from workbench.disclosure.ledger.sketched_groups import SketchedGroups
from workbench.disclosure.ledger.unions import MOST_LEVELS, unions_of

EVERYONE_AT = 0  # place of everyone among the groups of a survey


class Comparison:
    """The groups of a survey beside those of one published run.

    Parameters
    ----------
    now : SketchedGroups
    keys : list of bytes
        Keyed names of its groups.
    entry : Entry
    minimum : int
        Fewest respondents that a published number rests on.

    Attributes
    ----------
    known : array of bool, shape (n_groups,)
        Whether the run had a group of this name.
    before, differences : array, shape (n_groups, n_bases, n_terms)
        Sketches of the groups of the same names, zero where there are none, and what has changed since.
    distances : array, shape (n_groups + n_unions, n_bases)
        Respondents who left, joined or gave other answers, in each group and then in levels put together, since the
        run published them under this or another name; infinite where they are many or the groups were too small.
    """

    def __init__(self, now: SketchedGroups, keys: Sequence[bytes], entry: Entry, *, minimum: int) -> None:
        # a run before the minimum was raised told of fewer people apart, and what it published is no less public
        terms = min(n_terms(2 * (minimum - 1)), now.sums.shape[2], entry.sums.shape[2])
        places = {key: place for place, key in enumerate(entry.keys)}
        found = np.array([places.get(key, -1) for key in keys])
        sums, published = now.sums[:, :, :terms], entry.sums[:, :, :terms]
        self._minimum = minimum
        self.known: Bools = found >= 0
        self.before: Ints = np.where(self.known[:, None, None], published[found], 0)
        self.differences: Ints = (sums - self.before) % FIELD
        published_before = self.before[:, :, 0] >= minimum
        own = unions_of(now.lengths)
        told = (now.sizes[:, 0] >= minimum) & published_before[:, 0]
        self.distances = np.full((len(sums) + len(own.starts), sums.shape[1]), np.inf)
        self.distances[: len(sums)] = np.where(published_before, distance(self.differences), np.inf)
        whole = own.all(told)
        self.distances[len(sums) :][whole] = distance(own.sums(self.differences)[whole])
        # where nobody changed, groups of other names tell of differences between groups, not between releases
        if not self.known[EVERYONE_AT] or self.differences[EVERYONE_AT].any():
            self._compare_others(now, sums, entry, published)

    def _compare_others(self, now: SketchedGroups, sums: Ints, entry: Entry, published: Ints) -> None:
        """Compare with groups of other names: renamed, merged or split levels, an area that is a file of its own."""
        single, merged = self._told(sums, now.lengths)
        single_before, merged_before = self._told(published, entry.lengths)
        nearest = (
            self._nearest(single, np.concatenate([single_before, merged_before])),
            self._nearest(merged, single_before),
        )
        self.distances = np.minimum(self.distances, np.concatenate(nearest))

    def _told(self, sums: Ints, lengths: tuple[int, ...]) -> tuple[Ints, Ints]:
        """Sketches of groups and of levels put together; nothing in place of those that no reader is told of."""
        unions, large = unions_of(lengths), np.repeat(lengths, lengths) > MOST_LEVELS
        told = (sums[:, 0, 0] >= self._minimum) & ~large
        merged = unions.sums(sums) * unions.all(told)[:, None, None]
        return sums * told[:, None, None], merged

    def _nearest(self, now: Ints, before: Ints) -> npt.NDArray[Any]:
        """Distance of each set to the nearest of the earlier sets of alike sizes."""
        found = np.full(now.shape[:2], np.inf)
        each = [_alike(now[:, basis, 0], before[:, basis, 0], self._minimum) for basis in range(now.shape[1])]
        basis = np.repeat(np.arange(len(each)), [len(own) for own, _ in each])
        own, other = (np.concatenate(side) for side in zip(*each, strict=True))
        np.minimum.at(found, (own, basis), distance((now[own, basis] - before[other, basis]) % FIELD))
        return found


def _alike(now: Ints, before: Ints, minimum: int) -> tuple[Ints, Ints]:
    """Pairs of sets, both of enough respondents, that differ in size by fewer than the minimum."""
    order = np.argsort(before, kind="stable")
    low = np.searchsorted(before[order], np.maximum(now - minimum + 1, minimum))
    high = np.searchsorted(before[order], now + minimum - 1, side="right")
    counts = np.where(now >= minimum, np.maximum(high - low, 0), 0)
    own = np.repeat(np.arange(len(now)), counts)
    within = np.arange(len(own)) - np.repeat(np.cumsum(counts) - counts, counts)
    return own, order[np.repeat(low, counts) + within]


def near_groups(comparisons: Sequence[Comparison], now: SketchedGroups, *, minimum: int) -> dict[int, int]:
    """Return each group that keeps earlier numbers, by its place, and the place of the run it is nearest to.

    Groups that changed by few respondents; and of levels that together changed by few, though each by many, the
    smallest. What has the very members and answers of something published is not among them: it gives the same numbers.
    """
    if not comparisons:
        return {}
    distances = np.stack([comparison.distances for comparison in comparisons])
    few = (distances > 0) & (distances < minimum) & ~(distances == 0).any(axis=0)
    nearest = np.where(few, distances, np.inf).min(axis=2).argmin(axis=0)
    n, unions = len(now.sums), unions_of(now.lengths)
    kept = {int(place): int(nearest[place]) for place in np.flatnonzero(few[:, :n].any(axis=(0, 2)))}
    for place in np.flatnonzero(few[:, n:].any(axis=(0, 2))):
        groups, run = unions.groups(int(place)), int(nearest[n + place])
        changed = groups[comparisons[run].differences[groups].any(axis=(1, 2))]
        if len(changed) and kept.keys().isdisjoint(groups.tolist()):
            kept[int(changed[now.sizes[changed, 0].argmin()])] = run
    return kept
