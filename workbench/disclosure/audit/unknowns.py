"""The unknown numbers of an attack: respondents of each cell, by whether they count and where they score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.audit.census import OTHER_RULE, WITH_AGE, Census, Names
from workbench.intake import beyond_cutoff


@dataclass(frozen=True, eq=False, kw_only=True)
class Layers:
    """A partition of the respondents that holds inside every cell.

    Attributes
    ----------
    of : array of int, shape (n_respondents,)
        Layer of each respondent; −1 for those without a score where no table counts them.
    inside : dict of str to array of bool, shape (n_layers,)
        Which layers a base consists of.
    below : dict of str to array of bool, shape (n_layers,)
        Which layers lie below each cut-off.
    lowest, highest : array of float, shape (n_layers,)
        Scores that a respondent of the layer can have, above the lowest of the scale.
    """

    of: Ints
    inside: dict[str, Bools]
    below: dict[str, Bools]
    lowest: Floats
    highest: Floats


def layers_of(census: Census, bases: Iterable[str], cutoffs: Iterable[str]) -> Layers:
    """Sort the respondents by base and side of each cut-off; bases that no table rests on are not told apart."""
    bases, cutoffs = set(bases), [*dict.fromkeys(cutoffs)]
    told = ["scored", *(base for base in ("modelled", "modelled with numbers", WITH_AGE, OTHER_RULE) if base in bases)]
    instrument = census.survey.instrument
    k, options = len(instrument.items), instrument.points
    sums = range(k * options[0], k * options[-1] + 1)
    possible = pd.Series([float(instrument.exact_score(t)) for t in sums])
    sides = [beyond_cutoff(possible, instrument=instrument, cutoff=c).to_numpy(bool) for c in cutoffs]
    side_of = np.column_stack([np.zeros((len(possible), 0), dtype=bool), *sides])
    base_of = np.column_stack([census.bases[base] for base in told])
    inside, by = base_of.any(axis=1), OTHER_RULE if OTHER_RULE in told else "scored"
    counted = inside | ("file" in bases)
    own = np.column_stack([base_of, *(census.beyond(by, c) for c in cutoffs)])[counted]
    # every base that somebody belongs to, on every side of the cut-offs: nobody knows that one is empty
    crossed = [[*base, *side] for base in np.unique(base_of[inside], axis=0) for side in np.unique(side_of, axis=0)]
    kinds = np.unique(np.vstack([own, *crossed]), axis=0)
    layer = np.full(len(census.points), -1, dtype=np.int64)
    layer[counted] = (own[:, None, :] == kinds[None]).all(axis=2).argmax(axis=1)
    above = possible.to_numpy() - instrument.score.minimum
    reach = [above[(side_of == k[len(told) :]).all(axis=1)] if k[0] else np.zeros(1) for k in kinds]
    return Layers(
        of=layer,
        inside={"file": np.ones(len(kinds), dtype=bool)} | {base: kinds[:, i] for i, base in enumerate(told)},
        below={cutoff: kinds[:, i] for i, cutoff in enumerate(cutoffs, start=len(told))},
        lowest=np.array([scores.min() for scores in reach]),
        highest=np.array([scores.max() for scores in reach]),
    )


class Block(NamedTuple):
    """The cells of one crossing that is part of no other, or the parts of two near twins, which have no names.

    keys : (n_cells, n_names), codes of each cell. place : (n_respondents,), cell of each among them; −1 in none.
    first : number of the first cell.
    """

    names: Names
    keys: Ints
    place: Ints
    first: int


class Unknowns:
    """All unknowns in one row: cell by cell the respondents of each layer, then the sum of their scores.

    Parameters
    ----------
    census : Census
    shown : iterable of tuple of str
        Variables and crossings that tables show.
    layers : Layers
    sums : bool
        Whether sums of scores are unknowns too.
    """

    def __init__(self, census: Census, shown: Iterable[Names], *, layers: Layers, sums: bool) -> None:
        self.census, self.layers, self.sums = census, layers, sums
        self.n_layers = len(layers.lowest)
        self.each = self.n_layers + sums  # unknowns of a cell
        wanted = {names for names in shown if names}
        self.nested = census.nested(sorted({v for names in wanted for v in names}))
        self.n_cells = 0
        self.parts: list[Block] = []  # blocks, and what `add_block` made
        self.blocks = [self.add_block(*self._cells(names), names=names) for names in self._largest(wanted)]

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.n_cells * self.each

    def add_block(self, keys: Ints, place: Ints, *, names: Names = ()) -> Block:
        """Make unknowns of further cells; `place` is −1 for respondents who are in none of them."""
        block = Block(names, keys, place, self.n_cells)
        self.n_cells += len(keys)
        self.parts.append(block)
        return block

    def _largest(self, wanted: set[Names]) -> list[Names]:
        """Crossings that no other contains; with a fine variable stands the coarse one that it lies within."""
        order = list(self.census.levels)
        used = {v for names in wanted for v in names}
        closed = {
            frozenset(names) | {coarse for fine, coarse in self.nested if fine in names and coarse in used}
            for names in wanted
        }
        largest = [names for names in closed if not any(names < other for other in closed)] or [frozenset()]
        return sorted(tuple(sorted(names, key=order.index)) for names in largest)

    def _cells(self, names: Names) -> tuple[Ints, Ints]:
        """Codes of the cells that can hold anybody, and the cell of each respondent."""
        shape, place = self.census.shape(names), self.census.places(names)
        possible = np.ones(shape, dtype=bool)
        for axis, name in enumerate(names):
            if not (self.census.codes[name] == shape[axis] - 1).any():
                possible[(slice(None),) * axis + (-1,)] = False
        for pair in combinations(range(len(names)), 2):
            if {(names[pair[0]], names[pair[1]]), (names[pair[1]], names[pair[0]])} & self.nested:
                two = (names[pair[0]], names[pair[1]])
                met = self.census.count(two, self.census.bases["file"]).reshape(self.census.shape(two)) > 0
                met[-1, :] = met[:, -1] = True
                possible &= met.reshape([n if axis in pair else 1 for axis, n in enumerate(shape)])
        kept = np.flatnonzero(possible)
        compact = np.full(possible.size, -1, dtype=np.int64)
        compact[kept] = np.arange(len(kept))
        keys = np.argwhere(possible).astype(np.int64)
        return keys, compact[place]

    @property
    def truth(self) -> Floats:
        """The unknowns as they are in the survey."""
        value = np.zeros((self.n_cells, self.each))
        above = np.nan_to_num(self.census.points - self.census.survey.instrument.score.minimum)
        for block in self.parts:
            inside = (block.place >= 0) & (self.layers.of >= 0)
            cell = block.first + block.place[inside]
            np.add.at(value, (cell, self.layers.of[inside]), 1)
            if self.sums:
                np.add.at(value[:, -1], cell, above[inside])
        return value.ravel()

    def nearby(self, most: int) -> Iterator[Ints]:
        """Yield parts of the unknowns, some levels of the longest variable at a time; none where cells are few."""
        longest = max(self.census.levels, key=lambda v: len(self.census.levels[v]))
        inside = [block for block in self.blocks if longest in block.names]
        n_groups = sum(len(block.keys) for block in inside) // most
        levels = np.arange(len(self.census.levels[longest]))
        if n_groups < 2:
            return
        orders = (
            levels * n_groups // len(levels),
            levels % n_groups,
            (levels * levels + levels // n_groups) % n_groups,
        )
        level = np.concatenate([block.keys[:, block.names.index(longest)] for block in inside])
        cells = np.concatenate([block.first + np.arange(len(block.keys)) for block in inside])
        for group in (order == g for order in orders for g in range(n_groups)):
            yield (cells[group[level], None] * self.each + np.arange(self.each)).ravel()

    def members(self, names: Names, block: Block | None = None) -> sparse.csr_matrix:
        """Return each place of some variables, in the order of `Census.places`, as a sum of cells of a block."""
        block = block or next(b for b in self.blocks if set(names) <= set(b.names))
        shape, n = self.census.shape(names), len(block.keys)
        columns = [block.names.index(v) for v in names]
        at = np.ravel_multi_index(block.keys[:, columns].T, shape) if names else np.zeros(n, dtype=int)
        ones, cells = np.ones(n), block.first + np.arange(n)
        return sparse.csr_matrix((ones, (at, cells)), shape=(int(np.prod(shape)), self.n_cells))

    def part(self, block: Block) -> sparse.csr_matrix:
        """Return each cell of a block as a row of cells."""
        n = len(block.keys)
        return sparse.eye_array(n, self.n_cells, k=block.first, format="csr")

    def counts(self, cells: sparse.csr_matrix, of_layers: Floats | Bools) -> sparse.csr_matrix:
        """Rows of cells as rows that count their respondents, those of each layer times a number."""
        return self._rows(cells, [*of_layers, *[0] * self.sums])

    def score_sums(self, cells: sparse.csr_matrix) -> sparse.csr_matrix:
        """Rows of cells as rows that add their scores, above the lowest possible score."""
        return self._rows(cells, [*[0] * self.n_layers, 1])

    def every(self, cells: sparse.csr_matrix) -> sparse.csr_matrix:
        """Rows of cells, once for each layer and for the scores."""
        return sparse.csr_matrix(sparse.kron(cells, sparse.identity(self.each), format="csr"))

    def _rows(self, cells: sparse.csr_matrix, weight: Sequence[float]) -> sparse.csr_matrix:
        return sparse.csr_matrix(sparse.kron(cells, np.array([weight], dtype=float), format="csr"))
