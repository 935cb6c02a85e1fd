"""One place for every count that tables of a survey hold: cells of all variables and crossings, and parts of twins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.plan.groups import FILE, Base, Groups, Names
from workbench.disclosure.plan.near_twins import Twins

_CROSSED = 2  # variables of the largest crossing in a regression: a predictor and another one, or groups
_SHORT = 40  # cells of a line
Entries = list[tuple[Ints, Ints, Floats]]  # rows, columns, values


@dataclass(frozen=True, eq=False, kw_only=True)
class CountPlaces:
    """Cells of all groups one after the other, everyone first, then three parts of each pair of near twins.

    Attributes
    ----------
    groups : dict of names to Groups
    twins : list of Twins
    predictors : tuple of str
        Variables of the regression; who left one unanswered is in none.
    counts : dict of Base to array of int, shape (n_cells,)
    """

    groups: Mapping[Names, Groups]
    twins: Sequence[Twins]
    predictors: Names
    counts: Mapping[Base, Ints]

    @property
    def n_cells(self) -> int:
        """How many cells there are on each base."""
        return len(self.counts[FILE])

    @property
    def n_own(self) -> int:
        """Where the parts of twins begin."""
        return self.n_cells - 3 * len(self.twins)

    @property
    def cutoffs(self) -> list[str]:
        """Names of the cut-offs, the one with the fewest respondents below it first."""
        names = {name for _, name in self.counts if name is not None}
        return sorted(names, key=lambda name: (int(self.counts["scored", name][0]), name))

    @cached_property
    def offsets(self) -> dict[Names, int]:
        """First cell of each variable or crossing."""
        sizes = np.cumsum([0, *(own.possible.size for own in self.groups.values())])
        return dict(zip(self.groups, map(int, sizes), strict=False))

    @cached_property
    def shown(self) -> Bools:
        """Cells that a table can show."""
        return self._flat([own.shown for own in self.groups.values()], twins=False)

    @cached_property
    def regressed(self) -> Bools:
        """Cells that a table of a regression can show: of predictors, and of crossings with a predictor."""
        inside = {names for names in self.groups if set(names) <= set(self.predictors)}
        for names, own in self.groups.items():
            if own.listed.any() and set(names) & set(self.predictors):
                inside |= {part for part in self.groups if set(part) <= set(names)}
        inside = {names for names in inside if len(names) <= _CROSSED}
        return self._flat([own.shown & (names in inside) for names, own in self.groups.items()], twins=False)

    @cached_property
    def possible(self) -> Bools:
        """Cells that can hold anybody."""
        return self._flat([own.possible for own in self.groups.values()], twins=True)

    @cached_property
    def unanswered(self) -> Ints:
        """How many questions the people of a cell left unanswered."""
        return np.concatenate(
            [own.unanswered().ravel() for own in self.groups.values()] + [np.zeros(3 * len(self.twins))]
        )

    @cached_property
    def without_predictor(self) -> Bools:
        """Cells of respondents who left a predictor unanswered."""
        found = []
        for names, own in self.groups.items():
            cells = np.zeros(own.shape, dtype=bool)
            for axis in (names.index(v) for v in self.predictors if v in names):
                cells[(slice(None),) * axis + (-1,)] = True
            found.append(cells)
        return self._flat(found, twins=False)

    @cached_property
    def finest(self) -> Ints:
        """Cells that are no sum of others: what holds of them holds of all sums."""
        coarse = {names[:axis] + names[axis + 1 :] for names in self.groups for axis in range(len(names))}
        found = [
            self.offsets[names] + np.flatnonzero(own.possible)
            for names, own in self.groups.items()
            if names not in coarse
        ]
        return np.concatenate([*found, np.arange(self.n_own, self.n_cells)]).astype(np.int64)

    @cached_property
    def sums(self) -> csr_matrix:
        """One row for each whole and its parts: the parts count 1, the whole −1."""
        entries, n_rows = [], 0
        for parts, wholes in self._partitions():
            row = n_rows + np.arange(len(wholes))
            entries.append((np.repeat(row, parts.shape[1]), parts.ravel(), np.ones(parts.size)))
            entries.append((row, wholes, -np.ones(len(wholes))))
            n_rows += len(wholes)
        return stacked(entries, (n_rows, self.n_cells))

    def _flat(self, arrays: Sequence[Bools], *, twins: bool) -> Bools:
        parts = np.full(3 * len(self.twins), twins)
        return np.concatenate([array.ravel() for array in arrays] + [parts]).astype(bool)

    def _partitions(self) -> Iterator[tuple[Ints, Ints]]:
        """Cells (n, p) that add up to other cells (n,)."""
        for names, own in self.groups.items():
            cells = self.offsets[names] + np.arange(own.possible.size).reshape(own.shape)
            for axis in range(len(names)):
                margin = names[:axis] + names[axis + 1 :]
                if margin in self.groups:
                    wholes = self.offsets[margin] + np.arange(self.groups[margin].possible.size)
                    yield np.moveaxis(cells, axis, -1).reshape(-1, own.shape[axis]), wholes
        for i in range(len(self.twins)):
            both = self.n_own + 3 * i
            for alone, whole in zip((both + 1, both + 2), self.twin_cells(i), strict=True):
                yield np.array([[both, alone]]), np.array([whole])

    def twin_cells(self, i: int) -> list[int]:
        """Return the two shown cells of the pair of twins number `i`."""
        return [self.offsets[names] + place for names, place in (self.twins[i].first, self.twins[i].second)]

    def lines(self, cell: int) -> list[Ints]:
        """Return the cell itself, then the shown cells of each line it is a part or the whole of, the shortest first.

        A cell that no table shows, such as those who did not answer, stands for the lines behind it. Everyone is left
        out, and so are lines of more than `_SHORT` cells, which leave open too much to narrow one of their cells.
        """
        if cell >= self.n_own:
            pair = self.twin_cells((cell - self.n_own) // 3)
            return [np.array(pair), *(line for own in pair for line in self.lines(own))]
        found, by_cell = [], self._rows_of_cell
        for row in by_cell[cell].indices:
            line = self.sums[row].indices
            behind = [self.sums[other].indices for at in line[~self.shown[line]] for other in by_cell[at].indices]
            near = np.unique(np.concatenate([line, *behind]))
            near = near[self.shown[near] & (near > 0)]
            if len(near) <= _SHORT:
                found.append(near)
        own = [np.array([cell])] if self.shown[cell] and cell > 0 else []
        return own + sorted((line for line in found if len(line)), key=len)

    @cached_property
    def _rows_of_cell(self) -> csr_matrix:
        return self.sums.T.tocsr()


def stacked(entries: Entries, shape: tuple[int, int]) -> csr_matrix:
    """Sparse matrix of these entries."""
    if not entries:
        return csr_matrix(shape)
    rows, columns, values = (np.concatenate(part) for part in zip(*entries, strict=True))
    return csr_matrix((values, (rows, columns)), shape=shape)


def count_places(
    groups: Mapping[Names, Groups], twins: Sequence[Twins], members: Mapping[Base, Bools], predictors: Names
) -> CountPlaces:
    """Put the counts of all groups and of the parts of near twins into one row per base."""
    parts = [part for pair in twins for part in pair.parts]
    counts = {
        base: np.concatenate(
            [own.counts[base].ravel() for own in groups.values()]
            + [np.array([np.count_nonzero(who[part]) for part in parts], dtype=np.int64)]
        )
        for base, who in members.items()
    }
    return CountPlaces(groups=groups, twins=twins, predictors=predictors, counts=counts)
