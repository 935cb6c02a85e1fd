"""Cells of two variables, joined pair by pair: those first that share most people, so that few stray between sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from workbench.arrays import Bools, Ints

_MOST_CELLS = 2_000_000  # of a pair of crossings laid out in full; beyond it only pairs that occur are listed


@dataclass
class Joined:
    """Cells of two variables together, how many people each side has, and how many are in both.

    one, other : places of the cells.
    """

    one: list[int]
    other: list[int]
    n_one: int
    n_other: int
    both: int

    @property
    def apart(self) -> int:
        """By how many people the two sides differ."""
        return self.n_one + self.n_other - 2 * self.both

    @property
    def single(self) -> bool:
        """Whether it is one cell of each."""
        return len(self.one) == len(self.other) == 1

    def take_in(self, more: Joined, shared: int) -> None:
        """Add the cells of another set, of which so many people are on the other side of this one."""
        self.one += more.one
        self.other += more.other
        self.n_one, self.n_other = self.n_one + more.n_one, self.n_other + more.n_other
        self.both += more.both + shared


def shared_people(one: Ints, other: Ints, n_one: int, n_other: int) -> tuple[Ints, Ints, Ints]:
    """Pairs of cells that share respondents, and how many; `one`, `other`: cells of each respondent."""
    joint = one * n_other + other
    if n_one * n_other <= _MOST_CELLS:
        counts = np.bincount(joint, minlength=n_one * n_other)
        met = np.flatnonzero(counts)
        both = counts[met]
    else:
        met, both = np.unique(joint, return_counts=True)
    return met // n_other, met % n_other, both.astype(np.int64)


def joined_cells(at_one: Ints, at_other: Ints, both: Ints, sizes: tuple[int, int], *, fewest: int) -> Iterator[Joined]:
    """Yield the sets that arise when pairs of cells are joined, from those with `fewest` people to the smallest.

    Parameters
    ----------
    at_one, at_other, both : array of int, shape (n_pairs,)
        As `shared_people` returns them.
    sizes : tuple of two int
        Cells of each variable.
    fewest : int
        Sets of which one side has fewer people are left out.
    """
    n, at_other = sum(sizes), at_other + sizes[0]
    large = both >= fewest
    links = sparse.coo_array((np.ones(int(large.sum())), (at_one[large], at_other[large])), shape=(n, n))
    number = csgraph.connected_components(links, directed=False)[1]
    sets = _sets(number, at_one, at_other, both, sizes[0])
    beside: dict[int, dict[int, int]] = {i: {} for i in sets}
    for one, other, people in zip(number[at_one].tolist(), number[at_other].tolist(), both.tolist(), strict=True):
        if one != other:
            beside[one][other] = beside[other][one] = beside[one].get(other, 0) + people
    yield from (own for own in sets.values() if min(own.n_one, own.n_other) >= fewest)
    now = {i: i for i in sets}
    border = sorted((-people, i, j) for i, own in beside.items() for j, people in own.items() if i < j)
    for _, i, j in border:
        kept, gone = _last(i, now), _last(j, now)
        if kept == gone:
            continue
        if len(beside[kept]) < len(beside[gone]):
            kept, gone = gone, kept
        sets[kept].take_in(sets.pop(gone), beside[kept].pop(gone))
        now[gone] = kept
        for third, people in beside.pop(gone).items():
            if third != kept:
                del beside[third][gone]
                beside[kept][third] = beside[third][kept] = beside[kept].get(third, 0) + people
        if min(sets[kept].n_one, sets[kept].n_other) >= fewest:
            yield sets[kept]


def _sets(number: Ints, at_one: Ints, at_other: Ints, both: Ints, n_first: int) -> dict[int, Joined]:
    n = int(number.max()) + 1
    inside = number[at_one] == number[at_other]
    n_one, n_other = (np.bincount(number[at], both, n).astype(int).tolist() for at in (at_one, at_other))
    shared = np.bincount(number[at_one[inside]], both[inside], n).astype(int).tolist()
    found = {i: Joined([], [], n_one[i], n_other[i], shared[i]) for i in range(n)}
    for cell, i in enumerate(number.tolist()):
        (found[i].one if cell < n_first else found[i].other).append(cell if cell < n_first else cell - n_first)
    return {i: own for i, own in found.items() if own.n_one or own.n_other}


def _last(i: int, now: dict[int, int]) -> int:
    while now[i] != i:
        i = now[i]
    return i


def somebody_strays(own: Joined, met: tuple[Ints, Ints, Ints], large: tuple[Bools, Bools]) -> bool:
    """Whether somebody of one side is on the other in a large cell that is not in the set."""
    at_one, at_other, _ = met
    in_one, in_other = np.isin(at_one, own.one), np.isin(at_other, own.other)
    return bool((in_one & ~in_other & large[1][at_other]).any() or (~in_one & in_other & large[0][at_one]).any())
