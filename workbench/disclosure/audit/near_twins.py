"""Cells of different variables that together are nearly the same people, so that their difference is about a few."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools
from workbench.disclosure.audit.census import Census, Names
from workbench.disclosure.audit.joined_cells import joined_cells, shared_people, somebody_strays
from workbench.disclosure.audit.unknowns import Block, Unknowns

_BASES = ("file", "scored", "modelled")
Cells = tuple[int, ...]


class Twins(NamedTuple):
    """Two unions of cells, each with its variables and places, and the unknowns of what they share and of what not.

    The keys of `block` say of each of its parts in which of the two unions it lies.
    """

    cells: tuple[tuple[Names, Cells], tuple[Names, Cells]]
    block: Block


def find_twins(unknowns: Unknowns, shown: Iterable[Names], *, fewest: int) -> list[Twins]:
    """Find pairs of unions that differ in at least one and fewer than `fewest` people, and make unknowns of them.

    Cells of which a crossing of the system holds both are left out: its lines tell what their difference tells. So are
    unions of several cells that differ by people of small cells alone, which are asked about by themselves.
    """
    census = unknowns.census
    together = [set(block.names) for block in unknowns.blocks]
    found: dict[bytes, Twins] = {}
    for first, second in combinations(sorted({tuple(sorted(names)) for names in shown if names}), 2):
        if any({*first, *second} <= names for names in together):
            continue
        for one, other in _close(census, first, second, fewest):
            inside = np.column_stack(
                [np.isin(census.places(names), cells) for names, cells in ((first, one), (second, other))]
            )
            if (people := inside.tobytes()) not in found:
                keys, place = np.unique(inside.astype(np.int64), axis=0, return_inverse=True)
                kept = keys.any(axis=1)
                number = np.where(kept, np.cumsum(kept) - 1, -1)
                block = unknowns.add_block(keys[kept], number[place.ravel()])
                found[people] = Twins(cells=((first, one), (second, other)), block=block)
    return list(found.values())


def _close(census: Census, first: Names, second: Names, fewest: int) -> list[tuple[Cells, Cells]]:
    found: set[tuple[Cells, Cells]] = set()
    crossed = set(first) <= set(second) or set(second) <= set(first)
    scored = census.bases["scored"]
    large = (census.count(first, scored) >= fewest, census.count(second, scored) >= fewest)
    told = [_in_tables(census, names) for names in (first, second)]
    sizes = (len(large[0]), len(large[1]))
    bases = {census.bases[base].tobytes(): census.bases[base] for base in _BASES}
    for who in bases.values():
        met = shared_people(census.places(first)[who], census.places(second)[who], *sizes)
        for own in joined_cells(*met, sizes, fewest=fewest):
            shown = told[0][own.one].all() and told[1][own.other].all()
            strayed = not crossed and shown and somebody_strays(own, met, large)
            if 0 < own.apart < fewest and (own.single or strayed):
                found.add((tuple(sorted(own.one)), tuple(sorted(own.other))))
    return sorted(found)


def _in_tables(census: Census, names: Names) -> Bools:
    """Cells that tables have a row for: of a crossing none of those who left a part of it unanswered."""
    shape = census.shape(names)
    rows = np.ones(shape, dtype=bool)
    for axis in range(len(shape) if len(shape) > 1 else 0):
        rows[(slice(None),) * axis + (-1,)] = False
    return rows.ravel()
