"""Sets of groups: single ones, and levels of one variable put together as a codebook does that merges them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints

_MOST_LEVELS = 400  # of a variable or crossing whose levels are put together
_MOST_PAIRS = 45  # levels of which any two are put together; of more only neighbours
_MOST_RUNS = 1000  # rows of neighbours of one variable, roughly


@dataclass(frozen=True, eq=False)
class Sets:
    """Sets of groups, one after another in `members`; so many each as `lengths` says, none of them empty."""

    members: Ints
    lengths: Ints

    @property
    def starts(self) -> Ints:
        """Where each set begins."""
        return np.cumsum(self.lengths) - self.lengths

    def added(self, numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the sums of numbers of the groups."""
        return np.add.reduceat(numbers[self.members], self.starts, axis=0)

    def parities(self, words: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
        """Return the parities of disjoint groups together."""
        return np.bitwise_xor.reduceat(words[self.members], self.starts, axis=0)

    def take(self, places: Ints) -> Sets:
        """Return the sets at these places."""
        lengths = self.lengths[places]
        within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return Sets(self.members[np.repeat(self.starts[places], lengths) + within], lengths)

    def only(self, marked: Bools) -> tuple[Sets, Ints]:
        """Return the sets of the marked groups alone, and the places of those in which any is left."""
        told = marked[self.members]
        lengths = np.bincount(np.repeat(np.arange(len(self.lengths)), self.lengths)[told], minlength=len(self.lengths))
        left = np.flatnonzero(lengths)
        return Sets(self.members[told], lengths[left]), left


def singles(groups: Ints) -> Sets:
    """Each group as a set of its own."""
    return Sets(groups, np.ones_like(groups))


def joined_sets(one: Sets, other: Sets) -> Sets:
    """Return the sets of both, one after another."""
    return Sets(np.concatenate([one.members, other.members]), np.concatenate([one.lengths, other.lengths]))


def unions_of(lengths: Ints, marked: Bools) -> Sets:
    """Put marked levels together, any two and rows of neighbours, of variables that have so many levels in turn."""
    groups = np.flatnonzero(marked)
    counts = np.bincount(np.repeat(np.arange(len(lengths)), lengths)[groups], minlength=len(lengths))
    firsts = np.cumsum(counts) - counts
    found = []
    for n in np.unique(counts):
        own = _of_variable(int(n))
        at = firsts[counts == n]
        found.append(Sets((at[:, None] + own.members).ravel(), np.tile(own.lengths, len(at))))
    return Sets(groups[np.concatenate([own.members for own in found])], np.concatenate([own.lengths for own in found]))


@cache
def _of_variable(n: int) -> Sets:
    pairs = combinations(range(n), 2) if n <= _MOST_PAIRS else zip(range(n - 1), range(1, n), strict=True)
    longest = min(n - 1, max(3, _MOST_RUNS // n)) if n else 0
    runs = (range(first, first + k) for k in range(3, longest + 1) for first in range(n - k + 1))
    found = [*pairs, *runs] if 2 < n <= _MOST_LEVELS else []
    members = np.array([level for own in found for level in own], dtype=np.int64)
    return Sets(members, np.array([len(own) for own in found], dtype=np.int64))
