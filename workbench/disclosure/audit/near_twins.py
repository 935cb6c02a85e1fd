"""Cells of different variables that are nearly the same people, so that their difference is about a few of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from workbench.arrays import Ints
from workbench.disclosure.audit.census import Census, Names
from workbench.disclosure.audit.unknowns import Block, Unknowns

_BASES = ("file", "scored", "modelled")
_MOST_CELLS = 2_000_000  # of a pair of crossings laid out in full; beyond it only pairs that occur are listed


class Twins(NamedTuple):
    """Two cells, each with its variables and its place, and the unknowns of what they share and of what each has alone.

    The keys of `block` say of each of its parts in which of the two cells it lies.
    """

    cells: tuple[tuple[Names, int], tuple[Names, int]]
    block: Block


def find_twins(unknowns: Unknowns, shown: Iterable[Names], *, fewest: int) -> list[Twins]:
    """Find pairs of cells that differ in at least one and fewer than `fewest` people, and make unknowns of them.

    Cells of which a crossing of the system holds both are left out: its lines tell what their difference tells.
    """
    census = unknowns.census
    together = [set(block.names) for block in unknowns.blocks]
    found = []
    for first, second in combinations(sorted({tuple(sorted(names)) for names in shown if names}), 2):
        if any({*first, *second} <= names for names in together):
            continue
        for one, other in _close(census, first, second, fewest):
            inside = np.column_stack([census.places(first) == one, census.places(second) == other])
            keys, place = np.unique(inside.astype(np.int64), axis=0, return_inverse=True)
            kept = keys.any(axis=1)
            number = np.where(kept, np.cumsum(kept) - 1, -1)
            block = unknowns.add_block(keys[kept], number[place.ravel()])
            found.append(Twins(cells=((first, one), (second, other)), block=block))
    return found


def _close(census: Census, first: Names, second: Names, fewest: int) -> Iterator[tuple[int, int]]:
    pairs: set[tuple[int, int]] = set()
    one, other = census.places(first), census.places(second)
    for base in _BASES:
        who = census.bases[base]
        n_one, n_other = census.count(first, who), census.count(second, who)
        at_one, at_other, both = _met(one[who], other[who], len(n_one), len(n_other))
        apart = n_one[at_one] + n_other[at_other] - 2 * both
        close = (apart > 0) & (apart < fewest) & (n_one[at_one] >= fewest) & (n_other[at_other] >= fewest)
        pairs |= set(zip(at_one[close].tolist(), at_other[close].tolist(), strict=True))
    yield from sorted(pairs)


def _met(one: Ints, other: Ints, n_one: int, n_other: int) -> tuple[Ints, Ints, Ints]:
    """Pairs of cells that share respondents, and how many."""
    joint = one * n_other + other
    if n_one * n_other <= _MOST_CELLS:
        counts = np.bincount(joint, minlength=n_one * n_other)
        met = np.flatnonzero(counts)
        both = counts[met]
    else:
        met, both = np.unique(joint, return_counts=True)
    return met // n_other, met % n_other, both.astype(np.int64)
