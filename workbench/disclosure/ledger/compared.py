"""Sets of groups of the survey beside sets of what was published: which may be near, and by how many they differ.

They are first compared by sizes and parities, which never make a distance larger than it is; what may be near is then
counted by the sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.releases import Releases
from workbench.disclosure.ledger.set_sketches import FIELD
from workbench.disclosure.ledger.sets import Sets

_AT_ONCE = 4_000  # pairs of sets whose sums are compared together


@dataclass(frozen=True, eq=False)
class Hits:
    """Sets of now that are near something published: their places, the runs, and on which basis by how many."""

    places: Ints
    runs: Ints
    bases: Ints
    distances: npt.NDArray[np.float64]
    members: Ints

    def only(self, marked: Bools) -> Hits:
        """Return the marked ones."""
        return Hits(*(getattr(self, own.name)[marked] for own in fields(self)))

    def at(self, places: Ints) -> Hits:
        """Return the same with other places: what stands for set k is at the k-th."""
        return replace(self, places=places[self.places])


def joined(found: Iterable[Hits]) -> Hits:
    """Put hits one after another."""
    none = np.zeros(0, dtype=np.int64)
    every = [Hits(none, none, none, np.zeros(0), none), *found]
    return Hits(*(np.concatenate([getattr(hits, own.name) for hits in every]) for own in fields(Hits)))


@dataclass(frozen=True, eq=False)
class Side:
    """Sets of groups of the survey, or of what was published.

    silent : array of bool
        Groups without an outcome.
    """

    sets: Sets
    sums: Ints
    words: npt.NDArray[np.uint64]
    silent: Bools

    @cached_property
    def sizes(self) -> Ints:
        """Members of each set, on each basis."""
        return self.sets.added(self.sums[:, :, 0])

    @cached_property
    def parities(self) -> npt.NDArray[np.uint64]:
        """Parities of each set, on each basis."""
        return self.sets.parities(self.words)

    @cached_property
    def silent_sets(self) -> Bools:
        """Sets of which one group at least has no outcome."""
        return np.asarray(self.sets.added(self.silent.astype(np.int64)) > 0)

    def sums_of(self, places: Ints, basis: int, terms: int) -> Ints:
        """Return the sketches of some sets."""
        return self.sets.take(places).added(self.sums[:, basis, :terms])


@dataclass(frozen=True, eq=False)
class Rests(Side):
    """Everyone but those of each set.

    everyone : array
        Place of everyone of the same survey for each group.
    """

    everyone: Ints

    @cached_property
    def _wholes(self) -> Ints:
        return self.everyone[self.sets.members[self.sets.starts]]

    @cached_property
    def sizes(self) -> Ints:
        """Members of each rest, on each basis."""
        return np.asarray(self.sums[self._wholes, :, 0] - self.sets.added(self.sums[:, :, 0]), dtype=np.int64)

    @cached_property
    def parities(self) -> npt.NDArray[np.uint64]:
        """Parities of each rest, on each basis."""
        return np.asarray(self.words[self._wholes] ^ self.sets.parities(self.words), dtype=np.uint64)

    def sums_of(self, places: Ints, basis: int, terms: int) -> Ints:
        """Return the sketches of some rests."""
        return self.sums[self._wholes[places], basis, :terms] - super().sums_of(places, basis, terms)


def compared(releases: Releases, now: Side, before: Side) -> Iterator[Hits]:
    """Compare each set of the survey with every published one."""
    for basis in range(now.sizes.shape[1]):
        own, other = _alike(now, before, basis, releases.minimum)
        yield from counted(releases, now, before, own, other, basis)


def _alike(now: Side, before: Side, basis: int, minimum: int) -> tuple[Ints, Ints]:
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


def counted(releases: Releases, now: Side, before: Side, own: Ints, other: Ints, basis: int) -> Iterator[Hits]:
    """Count by how many each pair of sets differs, and keep those that are near.

    The very same people are left out where only now an outcome of them would be published.
    """
    terms = releases.sums.shape[2]
    for first in range(0, len(own), _AT_ONCE):
        mine, others = own[first : first + _AT_ONCE], other[first : first + _AT_ONCE]
        published = before.sets.members[before.sets.starts[others]]
        differences = (now.sums_of(mine, basis, terms) - before.sums_of(others, basis, terms)) % FIELD
        distances = releases.distance(differences, published)
        fresh = before.silent_sets[others] & ~now.silent_sets[mine]
        near = (distances < releases.minimum) & ~((distances == 0) & fresh)
        own_near, runs = mine[near], releases.run[published[near]]
        yield Hits(own_near, runs, np.full(len(runs), basis), distances[near], now.sizes[own_near, basis])
