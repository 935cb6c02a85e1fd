"""Levels of one variable put together, as a codebook does that merges them: any two, and rows of neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.set_sketches import FIELD

MOST_LEVELS = 400  # of a variable or crossing whose groups are compared with others than those of their own name
_MOST_PAIRS = 45  # levels of which any two are put together; of more only neighbours
_MOST_RUNS = 1000  # rows of neighbours of one variable, roughly


@dataclass(frozen=True, eq=False)
class Unions:
    """Sets of groups, one after another in `members`; each begins where `starts` says."""

    members: Ints
    starts: Ints

    def sums(self, sums: Ints) -> Ints:
        """Sketches of all sets, from those of the groups."""
        return np.add.reduceat(sums[self.members], self.starts, axis=0) % FIELD

    def all(self, marked: Bools) -> Bools:
        """Whether every group of a set is marked."""
        return np.logical_and.reduceat(marked[self.members], self.starts)

    def groups(self, place: int) -> Ints:
        """Return the groups of one set."""
        return np.split(self.members, self.starts[1:])[place]


@cache
def unions_of(lengths: tuple[int, ...]) -> Unions:
    """Put levels together, of variables that have so many of them; variables with more than `MOST_LEVELS` have none."""
    firsts = np.cumsum((0, *lengths))
    found = [first + own for first, n in zip(firsts, lengths, strict=False) for own in _of_variable(n)]
    starts = np.cumsum([0, *map(len, found)])[:-1]
    return Unions(np.concatenate([np.zeros(0, dtype=np.int64), *found]), starts.astype(np.int64))


def _of_variable(n: int) -> list[npt.NDArray[np.int64]]:
    if n > MOST_LEVELS:
        return []
    pairs = combinations(range(n), 2) if n <= _MOST_PAIRS else zip(range(n - 1), range(1, n), strict=True)
    longest = min(n - 1, max(3, _MOST_RUNS // n)) if n else 0
    runs = (range(first, first + k) for k in range(3, longest + 1) for first in range(n - k + 1))
    return [np.array(own, dtype=np.int64) for own in (*(pairs if n > 2 else ()), *runs)]
