"""An intruder who solves all published numbers together for the cells that are withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.cells import Cells, Names, Side, failures
from workbench.disclosure.intruder.linear_system import NO_SHARE, NOTHING, SHOWN, TableSystem
from workbench.disclosure.intruder.open_ranges import Question
from workbench.intake.codebook import DisclosureThresholds
from workbench.numerics import LinearSystem

_KEPT = 400  # possible worlds remembered


class Target(NamedTuple):
    """A number that nobody may find out: respondents of a cell on a base, or those on one side of a cut-off."""

    names: Names
    place: tuple[int, ...]
    base: str
    side: Side

    def kinds(self, cells: Cells) -> Floats:
        """Which kinds of respondents the number counts."""
        inside, below = cells.kinds.inside[self.base], cells.kinds.below.get(self.base)
        if self.side == "respondents" or below is None:
            return inside.astype(float)
        return (below if self.side == "below" else inside & ~below).astype(float)


class Bounds(NamedTuple):
    """What the intruder knows of a target: it lies between low and high.

    `reach`, `span`: how far up the range must go, and how far apart its ends must be.
    """

    target: Target
    low: int
    high: int
    reach: int
    span: int

    @property
    def width(self) -> int:
        """Number of values from low to high."""
        return self.high - self.low + 1


def targets(system: TableSystem, thresholds: DisclosureThresholds) -> list[Target]:
    """Every number that fails the primary rule; the ones that are hardest to hide come first.

    Respondents who left a question unanswered are no targets: that they are few leads to nobody. Single lines protect
    what they answered elsewhere.
    """
    found: list[Target] = []
    for names, own in system.cells.items():
        answered = own.unanswered() == 0
        for base in reversed(own.bases):
            for side, failing in failures(own.bases[base], thresholds).items():
                places = np.argwhere(failing & own.possible & answered)
                here = [Target(names, tuple(map(int, at)), base, side) for at in places]
                # nobody at all on that side: the row for everyone says so of every cell
                found += here if here and (own.members @ here[0].kinds(own)).any() else []
        alike = own.alike & answered & ~(own.bases["scored"].n < thresholds.minimum_respondents)
        found += [Target(names, tuple(map(int, at)), "scored", "respondents") for at in np.argwhere(alike)]
    return found


class _Part(NamedTuple):
    wanted: list[Target]
    columns: Ints
    system: LinearSystem
    question: Question

    def bounds(self, row: int) -> Bounds:
        q = self.question
        ends = round(q.low[row]), round(q.high[row])
        return Bounds(self.wanted[row], *ends, int(q.reach[row]), int(q.span[row]))


class Intruder:
    """Attacks one system of tables, again and again with other cells withheld; what was learnt once is kept."""

    def __init__(self, system: TableSystem, thresholds: DisclosureThresholds) -> None:
        self.system = system
        self.need = thresholds.minimum_respondents
        self.work = 0  # columns of all programs solved so far
        self._moves: list[tuple[Ints, Floats]] = []  # where and how other possible worlds differ from the truth

    def narrow(self, wanted: Sequence[Target], status: Ints) -> Iterator[Bounds]:
        """Attack: yield the first number of each cell whose range is too narrow, given what is shown of each cell.

        Parameters
        ----------
        wanted : sequence of Target
        status : array of int, shape (c,)
            Per cell: 0 all published, 1 no share, 2 nothing.
        """
        yield from self._shown(wanted, status)
        for part in self._parts(wanted, status):
            for row in part.question.narrow(part.system):
                yield part.bounds(row)
            self._remember(part)

    def ranges(self, wanted: Sequence[Target], status: Ints, *, exact: bool) -> tuple[list[Bounds], list[Bounds]]:
        """Attack, and return the narrow ranges and all ranges.

        With `exact` they are followed to their ends until none can be narrower than the narrowest; otherwise each as
        far as it took to see that it is wide enough.
        """
        narrow = list(self._shown(wanted, status))
        every = list(narrow)
        for part in self._parts(wanted, status):
            narrow += [part.bounds(row) for row in part.question.narrow(part.system)]
            if exact:
                part.question.sharpen(part.system)
            self._remember(part)
            every += [part.bounds(row) for row in range(len(part.wanted))]
        return narrow, every

    def safe(self, wanted: Sequence[Target], status: Ints, *, first: int) -> bool:
        """Whether no range is too narrow; those beside cell `first` are followed first.

        Parts without such a cell are as they were and are not attacked again.
        """
        near = set(self.system.beside(np.array([first])).tolist())
        at = [self.system.cell(t.names, t.place) for t in wanted]
        ordered = [wanted[row] for row in np.argsort([cell not in near for cell in at], kind="stable")]
        if next(self._shown(wanted, status), None) is not None:
            return False
        for part in self._parts(ordered, status):
            if np.isin(part.columns // self.system.n_kinds, list(near)).any():
                narrow = next(part.question.narrow(part.system), None)
                self._remember(part)
                if narrow is not None:
                    return False
        return True

    def _shown(self, wanted: Sequence[Target], status: Ints) -> Iterator[Bounds]:
        """Numbers that are published, or known because their cell is."""
        for target in wanted:
            if status[self.system.cell(target.names, target.place)] == SHOWN:
                own = self.system.cells[target.names]
                value = int(own.members[target.place] @ target.kinds(own))
                total = int(self._totals([target])[0])
                yield Bounds(target, value, value, min(total, self.need), min(total, self.need - 1))

    def _parts(self, wanted: Sequence[Target], status: Ints) -> Iterator[_Part]:
        """Yield the connected parts of what is unknown, with the targets in each."""
        cell = np.array([self.system.cell(t.names, t.place) for t in wanted], dtype=np.int64)
        for columns, system in _components(self.system, status) if len(wanted) else ():
            here = np.flatnonzero(np.isin(cell * self.system.n_kinds, columns))
            if len(here):
                yield self._part([wanted[int(row)] for row in here], cell[here], columns, system)

    def _part(self, wanted: list[Target], cell: Ints, columns: Ints, system: LinearSystem) -> _Part:
        place = np.full(len(self.system.truth), -1)
        place[columns] = np.arange(len(columns))
        form = np.zeros((len(wanted), len(columns)))
        for row, target in enumerate(wanted):
            kinds = self.system.kind_columns(int(cell[row]))
            form[row, place[kinds]] = target.kinds(self.system.cells[target.names])
        truth = self.system.truth[columns]
        question = Question(form, truth, total=self._totals(wanted), need=self.need, together=cell)
        for at, difference in self._moves:
            if (place[at] >= 0).all():
                point = truth.copy()
                point[place[at]] += difference
                if system.holds(point):
                    question.learn(point)
        question.points.clear()
        return _Part(wanted, columns, system, question)

    def _remember(self, part: _Part) -> None:
        self.work += part.question.n_programs * len(part.columns)
        for point in part.question.points:
            difference = point - self.system.truth[part.columns]
            moved = np.flatnonzero(difference)
            self._moves.append((part.columns[moved], difference[moved]))
        self._moves = self._moves[-_KEPT:]

    def _totals(self, wanted: Iterable[Target]) -> Ints:
        """Bound each number by the same of all who answered the question with the fewest answers; that is known."""
        totals = []
        for target in wanted:
            kinds = target.kinds(self.system.cells[target.names])
            totals.append(min(self.system.cells[name,].members[:-1].sum(axis=0) @ kinds for name in target.names))
        return np.array(totals, dtype=np.int64)


def _components(system: TableSystem, status: Ints) -> Iterator[tuple[Ints, LinearSystem]]:
    """Split what is unknown into parts that have nothing to do with each other, each with its constraints."""
    counted = system.nonresponse & (status == NOTHING)  # degrees of freedom tell how many they are
    unknown = np.concatenate([np.repeat(status > SHOWN, system.n_kinds), np.repeat(status == NOTHING, system.n_means)])
    columns = np.flatnonzero(unknown)
    if not len(columns):
        return
    shown = (status == NO_SHARE) | counted
    left, _ = _part_of(system.equalities, columns)
    bases, _ = _part_of(system.classes, columns, _rows_of(shown, system.classes))
    room, rows = _part_of(system.score_limits, columns, _rows_of(status > SHOWN, system.score_limits))
    known = np.where(unknown, 0.0, system.truth)
    matrix = vstack([left, bases, room]).tocsr()
    fixed = vstack([left, bases]) @ system.truth[columns]
    top = -(system.score_limits.tocsr()[rows] @ known)
    lower, upper = np.concatenate([fixed, np.full(len(top), -np.inf)]), np.concatenate([fixed, top])
    n_whole = len(status) * system.n_kinds
    whole = columns < n_whole
    cell = np.where(whole, columns // system.n_kinds, (columns - n_whole) // system.n_means)
    n_parts, part_of_row, part_of_column = _parts(matrix, cell)
    for part in range(n_parts):
        mine, rows = np.flatnonzero(part_of_column == part), part_of_row == part
        if whole[mine].any():
            yield (
                columns[mine],
                LinearSystem(
                    matrix[rows][:, mine], lower[rows], upper[rows], system.ceiling[columns[mine]], whole[mine]
                ),
            )


def _rows_of(chosen: Bools, matrix: csc_matrix) -> Bools:
    """Rows of the chosen cells, of a matrix with equally many rows for each cell."""
    return np.repeat(chosen, matrix.shape[0] // max(len(chosen), 1))


def _part_of(matrix: csc_matrix, columns: Ints, active: Bools | None = None) -> tuple[csr_matrix, Ints]:
    """Columns of a matrix with the active rows that are not empty in them, and which rows these are."""
    taken = matrix[:, columns]
    rows = np.unique(taken.indices)
    if active is not None:
        rows = rows[active[rows]]
    return taken.tocsr()[rows], rows


def _parts(matrix: csr_matrix, cell: Ints) -> tuple[int, Ints, Ints]:
    """Find connected parts: columns that share a row or a cell belong together."""
    n_rows, n_columns = matrix.shape
    coo = matrix.tocoo()
    _, cell = np.unique(cell, return_inverse=True)
    start = np.concatenate([coo.row, n_rows + n_columns + cell.ravel()])
    end = n_rows + np.concatenate([coo.col, np.arange(n_columns)])
    size = n_rows + n_columns + int(cell.max(initial=-1)) + 1
    graph = csr_matrix((np.ones(len(start)), (start, end)), shape=(size, size))
    n_parts, label = connected_components(graph, directed=False)
    return int(n_parts), label[:n_rows], label[n_rows : n_rows + n_columns]
