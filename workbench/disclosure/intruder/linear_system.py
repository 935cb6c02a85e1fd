"""Everything that a run publishes as one system of linear equations in whole numbers of respondents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_diag, csc_matrix, csr_matrix, eye, hstack, kron, vstack

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.cells import Cells, Names

SHOWN, NO_SHARE, NOTHING = 0, 1, 2
"""What is shown of a cell: everything, no share, nothing at all."""


def lines(cells: Mapping[Names, Cells]) -> Iterator[tuple[Cells, int, Cells | None]]:
    """Each variable or crossing with each of its axes, and the margin that the lines along this axis add up to."""
    for names, own in cells.items():
        for axis in range(len(names)):
            margin = names[:axis] + names[axis + 1 :]
            yield own, axis, cells[margin] if margin else None


@dataclass(frozen=True, eq=False, kw_only=True)
class TableSystem:
    """The cells of all variables and crossings in one row, and what holds between them whatever is published.

    Unknowns are, for each of c cells, the respondents of each of k kinds, and the sums of scores behind its m means
    (of those in the regression, and of the others with a score): ``c · k`` numbers, then ``c · m``, each cell by cell.

    Attributes
    ----------
    start : dict of tuple of str to int
        Place of the first cell of each variable or crossing.
    size : array, shape (c,)
        Respondents in the file.
    score_sum : array, shape (c, m)
        Sums of scores, counted from the lowest possible score.
    members, room : array, shape (c, k)
        Respondents of each kind, and whether the cell can hold any.
    line : csr_matrix, shape (n_lines, c)
        1 for the cells of a line, −1 for the margin that they add up to.
    movable : array of bool, shape (c,)
        False for cells that everybody knows to be empty: towns of other counties, and questions that all answered.
    nonresponse : array of bool, shape (c,)
        Those who did not answer a variable; degrees of freedom tell how many they are.
    """

    cells: Mapping[Names, Cells]
    start: Mapping[Names, int]
    size: Ints
    score_sum: Floats
    members: Ints
    room: Bools
    line: csr_matrix
    movable: Bools
    nonresponse: Bools

    @classmethod
    def of(cls, cells: Mapping[Names, Cells]) -> TableSystem:
        """Put cells in one row."""
        tables = list(cells.values())
        sizes = [own.file.size for own in tables]
        start = dict(zip(cells, np.cumsum([0, *sizes[:-1]]).tolist(), strict=True))

        def row(parts: Iterator[npt.NDArray[Any]]) -> npt.NDArray[Any]:
            return np.concatenate([part.ravel() for part in parts])

        unanswered = row(own.unanswered() for own in tables)
        crossed = np.repeat([len(own.names) > 1 for own in tables], sizes)
        size = row(own.file for own in tables).astype(np.int64)
        possible = row(own.possible for own in tables).astype(bool)
        return cls(
            cells=cells,
            start=start,
            size=size,
            score_sum=np.concatenate([own.score_sum.reshape(own.file.size, -1) for own in tables]),
            members=np.concatenate([own.members.reshape(own.file.size, -1) for own in tables]),
            room=np.concatenate([own.room.reshape(own.file.size, -1) for own in tables]),
            line=_lines(cells, start, len(size)),
            movable=possible & ((unanswered == 0) | (size > 0)),
            nonresponse=(unanswered > 0) & ~crossed,
        )

    @property
    def n_kinds(self) -> int:
        """Number of kinds of respondents."""
        return int(self.members.shape[1])

    @property
    def n_means(self) -> int:
        """Number of means of a cell."""
        return int(self.score_sum.shape[1])

    def cell(self, names: Names, place: tuple[int, ...]) -> int:
        """Place of a cell in the row."""
        return self.start[names] + int(np.ravel_multi_index(place, self.cells[names].file.shape))

    def status(self) -> Ints:
        """Tell what is shown of each cell under the present plan."""
        return np.concatenate([own.status.ravel() for own in self.cells.values()])

    def beside(self, at: Ints) -> Ints:
        """Cells that share a line with one of these."""
        return np.unique(self.line[self.lines_of(at)].indices)

    def lines_of(self, at: Ints) -> Ints:
        """Lines that hold one of these cells."""
        return np.unique(self._columns[:, at].indices)

    def line_of(self, at: Ints) -> csr_matrix:
        """Lines without all other cells."""
        part = self._columns[:, at]
        return part.tocsr()[np.unique(part.indices)]

    @cached_property
    def _columns(self) -> csc_matrix:
        return self.line.tocsc()

    def kind_columns(self, cell: int) -> slice:
        """Places of the kinds of a cell among the unknowns."""
        return slice(cell * self.n_kinds, (cell + 1) * self.n_kinds)

    @cached_property
    def truth(self) -> Floats:
        """The unknowns as they are."""
        return np.concatenate([self.members.ravel(), self.score_sum.ravel() * self._scale])

    @cached_property
    def ceiling(self) -> Floats:
        """No cell can have more than everyone of a kind, or any that it cannot hold; kinds bound sums of scores."""
        own = next(iter(self.cells.values()))
        everyone = own.members.reshape(-1, self.n_kinds).sum(axis=0)
        return np.concatenate([(self.room * everyone).ravel(), np.full(self.score_sum.size, np.inf)]).astype(float)

    @cached_property
    def equalities(self) -> csc_matrix:
        """Lines of respondents, for each kind, and of sums of scores."""
        return csc_matrix(block_diag([kron(self.line, eye(n)) for n in (self.n_kinds, self.n_means)]))

    @cached_property
    def classes(self) -> csc_matrix:
        """Respondents of a cell on each base; c blocks of one row per base."""
        inside = next(iter(self.cells.values())).kinds.inside
        member = np.unique(np.array(list(inside.values()), dtype=float), axis=0)
        return _per_cell(member, np.zeros((len(member), self.n_means)), len(self.size))

    @cached_property
    def score_limits(self) -> csc_matrix:
        """Rows that are at most 0: lowest possible sum − sum of scores, sum − highest possible sum; 2 · m per cell."""
        kinds = next(iter(self.cells.values())).kinds
        member = np.vstack([kinds.averaged * kinds.lowest, kinds.averaged * -kinds.highest]) * self._scale
        each = np.eye(self.n_means)
        return _per_cell(member, np.vstack([-each, each]), len(self.size))

    @cached_property
    def _scale(self) -> float:
        """Sums of scores are held in units of the highest score, so that all unknowns are of one order."""
        return 1 / max(float(next(iter(self.cells.values())).kinds.highest.max()), 1.0)


def _lines(cells: Mapping[Names, Cells], start: Mapping[Names, int], n_cells: int) -> csr_matrix:
    found: list[csr_matrix] = []
    for own, axis, margin in lines(cells):
        place = np.arange(own.file.size).reshape(own.file.shape) + start[own.names]
        at: npt.NDArray[Any] = np.moveaxis(place, axis, -1).reshape(-1, own.file.shape[axis])
        rows = np.repeat(np.arange(len(at)), at.shape[1])
        values = np.ones(at.size)
        columns = at.ravel()
        if margin is not None:
            rows = np.concatenate([rows, np.arange(len(at))])
            columns = np.concatenate([columns, start[margin.names] + np.arange(len(at))])
            values = np.concatenate([values, -np.ones(len(at))])
        found.append(csr_matrix((values, (rows, columns)), shape=(len(at), n_cells)))
    return csr_matrix(vstack(found)) if found else csr_matrix((0, n_cells))


def _per_cell(member: Floats, score: Floats, n_cells: int) -> csc_matrix:
    """Repeat the same rows for each cell: over its kinds, and over its sums of scores."""
    each = eye(n_cells, format="csr")
    return csc_matrix(hstack([kron(each, csr_matrix(member)), kron(each, csr_matrix(score))]))
