"""The unknowns of an intruder: people of each kind, and the sum of their scores, in every finest cell of all tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, kron, vstack

from workbench.arrays import Floats, Ints
from workbench.disclosure.cells.groups import Groups, Names
from workbench.disclosure.cells.near_twins import Twins
from workbench.disclosure.cells.near_unions import Union
from workbench.disclosure.cells.score_kinds import Kinds
from workbench.numerics.disclosure import Repeated

_LARGE = 3_000  # unknowns
_PARTS = 3  # of two near twins: what they share, what the first has alone, what the second has alone


class Block(NamedTuple):
    """Cells of a crossing that is part of no other; none for the parts of near twins.

    names : variables. keys : (n, n_names), places on each axis. first : number of the first cell.
    """

    names: Names
    keys: Ints
    first: int


@dataclass(frozen=True, eq=False, kw_only=True)
class FinestCells:
    """Cells of the largest crossings, then three parts of each pair of near twins.

    One unknown follows the other: in each cell the people of each kind, then the sum of their scores above the lowest.

    Attributes
    ----------
    groups : dict of names to Groups
    twins : list of Twins
    kinds : Kinds
    blocks : list of Block
    """

    groups: Mapping[Names, Groups]
    twins: Sequence[Twins]
    kinds: Kinds
    blocks: Sequence[Block]

    @property
    def n_cells(self) -> int:
        """How many cells there are, parts of twins included."""
        return self.first_part + _PARTS * len(self.twins)

    @property
    def first_part(self) -> int:
        """Number of the first part of twins."""
        last = self.blocks[-1]
        return last.first + len(last.keys)

    def inside(self, names: Names, block: Block | None = None) -> csr_matrix:
        """Return each place of a variable or crossing as a sum of cells."""
        found = block or next(b for b in self.blocks if set(names) <= set(b.names))
        shape = self.groups[names].shape if names in self.groups else self._shape(names)
        columns = [found.names.index(v) for v in names]
        at = np.ravel_multi_index(tuple(found.keys[:, columns].T), shape) if names else np.zeros(len(found.keys), int)
        place = found.first + np.arange(len(found.keys))
        return csr_matrix((np.ones(len(at)), (at, place)), shape=(int(np.prod(shape, dtype=int)), self.n_cells))

    def forms(self, cells: csr_matrix, weight: Floats) -> csr_matrix:
        """Add up cells, of each kind (and of the scores, at the end) times a number."""
        return csr_matrix(kron(cells, csr_matrix(weight[None, :])))

    def part(self, pair: int, part: int) -> csr_matrix:
        """Return one part of a pair of twins as a row of cells."""
        at = self.first_part + _PARTS * pair + part
        return csr_matrix((np.ones(1), (np.zeros(1, int), np.full(1, at))), shape=(1, self.n_cells))

    def whole(self, twin: Union) -> csr_matrix:
        """Return one of two twins as a row of cells."""
        return csr_matrix(self.inside(twin.names)[list(twin.places)].sum(axis=0))

    @cached_property
    def equal(self) -> csr_matrix:
        """Rows of cells that are 0 for every kind: blocks agree on what they share, twins on their parts."""
        return vstack([csr_matrix((0, self.n_cells)), *self._agreeing()], format="csr")

    @cached_property
    def truth(self) -> Floats:
        """All unknowns as they are."""
        size = self.kinds.n + 1
        found = np.zeros((self.n_cells, size))
        for block in self.blocks:
            at = self._cell_of(block)
            n = np.bincount(at * size + self.kinds.of, minlength=self.n_cells * size).reshape(-1, size).astype(float)
            n[:, -1] = np.bincount(at, weights=self.kinds.above, minlength=self.n_cells)
            found += n
        for i, twins in enumerate(self.twins):
            for part, who in enumerate(twins.parts):
                row = found[self.first_part + _PARTS * i + part]
                row[:-1] = np.bincount(self.kinds.of[who], minlength=self.kinds.n)
                row[-1] = self.kinds.above[who].sum()
        return found.ravel()

    @cached_property
    def most(self) -> Floats:
        """Infinite; 0 where nobody can be: of a kind that leaves no predictor unanswered, and in empty parts."""
        found = np.full((self.n_cells, self.kinds.n + 1), np.inf)
        predictors = set(self.kinds.predictors)
        for block in self.blocks:
            axes = [i for i, v in enumerate(block.names) if v in predictors]
            last = np.array([len(self.groups[v,].levels[0]) for v in block.names])
            without = (block.keys == last)[:, axes].any(axis=1)
            rows = block.first + np.arange(len(block.keys))
            found[np.ix_(rows[without], np.flatnonzero(self.kinds.modelled))] = 0
            if predictors <= set(block.names):
                found[np.ix_(rows[~without], np.flatnonzero(self.kinds.left_out))] = 0
        parts = [len(part) == 0 for pair in self.twins for part in pair.parts]
        found[self.first_part :][np.array(parts, dtype=bool)] = 0
        return found.ravel()

    def repeated(self, size: int) -> Repeated | None:
        """Say which unknowns, `size` in each cell, repeat along the longest variable; None of a small system."""
        if self.n_cells * size <= _LARGE:
            return None
        longest = max((own.listed.size, names[0]) for names, own in self.groups.items() if len(names) == 1)[1]
        level, place = (np.full(self.n_cells, -1, dtype=np.int64) for _ in range(2))
        for block in self.blocks:
            if longest in block.names:
                axis = block.names.index(longest)
                own = slice(block.first, block.first + len(block.keys))
                level[own] = block.keys[:, axis]
                rest = np.unique(np.delete(block.keys, axis, axis=1), axis=0, return_inverse=True)[1]
                place[own] = place.max() + 1 + rest.ravel()
        unknown = np.arange(self.n_cells * size).reshape(-1, size)
        places = np.where(place[:, None] >= 0, place[:, None] * size + np.arange(size), -1)
        sums = np.broadcast_to(unknown[:, [-1]], unknown.shape)
        return Repeated(np.repeat(level, size), places.ravel(), sums.ravel())

    def _shape(self, names: Names) -> tuple[int, ...]:
        return tuple(len(self.groups[v,].levels[0]) + 1 for v in names)

    def _cell_of(self, block: Block) -> Ints:
        shape = self._shape(block.names)
        number = np.full(int(np.prod(shape, dtype=int)), -1, dtype=np.int64)
        keys = np.ravel_multi_index(tuple(block.keys.T), shape) if block.names else np.zeros(1, int)
        number[keys] = block.first + np.arange(len(block.keys))
        place = np.zeros(len(self.kinds.of), dtype=np.int64)
        for v, size in zip(block.names, shape, strict=True):
            place = place * size + self.groups[v,].place
        return number[place]

    def _agreeing(self) -> Iterator[csr_matrix]:
        for i, block in enumerate(self.blocks):
            shared = {tuple(v for v in block.names if v in other.names) for other in self.blocks[:i]}
            for names in (s for s in shared if not any(set(s) < set(other) for other in shared)):
                other = next(b for b in self.blocks if set(names) <= set(b.names))
                rows = self.inside(names, block) - self.inside(names, other)
                yield rows[np.diff(rows.indptr) > 0]
        for i, pair in enumerate(self.twins):
            for alone, twin in ((1, pair.first), (2, pair.second)):
                yield self.whole(twin) - self.part(i, 0) - self.part(i, alone)


def largest_crossings(groups: Mapping[Names, Groups], nested: set[tuple[str, str]]) -> list[Names]:
    """Return crossings that are part of no other; with a fine variable stands the coarse one that it lies within."""
    order = [names[0] for names in groups if len(names) == 1]
    closed = {frozenset(names) | {c for fine, c in nested if fine in names} for names in groups}
    largest = [names for names in closed if not any(names < other for other in closed)]
    return sorted(tuple(sorted(names, key=order.index)) for names in largest)


def finest_cells(
    groups: Mapping[Names, Groups],
    largest: Sequence[Names],
    twins: Sequence[Twins],
    kinds: Kinds,
    nested: set[tuple[str, str]],
) -> FinestCells:
    """Lay out the cells of the largest crossings and the parts of near twins."""
    blocks: list[Block] = []
    first = 0
    for names in largest:
        keys = _possible(names, groups, nested)
        blocks.append(Block(names, keys, first))
        first += len(keys)
    return FinestCells(groups=groups, twins=twins, kinds=kinds, blocks=blocks)


def _possible(names: Names, groups: Mapping[Names, Groups], nested: set[tuple[str, str]]) -> Ints:
    """Places on each axis of the cells that can hold somebody."""
    shape = tuple(len(groups[v,].levels[0]) + 1 for v in names)
    possible = np.ones(shape, dtype=bool)
    for axis, v in enumerate(names):
        if not (groups[v,].place == shape[axis] - 1).any():
            possible[(slice(None),) * axis + (-1,)] = False
    for one, two in combinations(range(len(names)), 2):
        if {(names[one], names[two]), (names[two], names[one])} & nested:
            met = np.zeros((shape[one], shape[two]), dtype=bool)
            met[groups[names[one],].place, groups[names[two],].place] = True
            met[-1, :] = met[:, -1] = True
            possible &= met.reshape([n if axis in (one, two) else 1 for axis, n in enumerate(shape)])
    return np.argwhere(possible).astype(np.int64)  # without names, one cell: everybody
