"""Which unknowns and which rows of a system belong to which level of one variable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_matrix

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure.count_system import CountSystem

NOTHING = 1e-9
_NOISE = 1e-13  # of binary fractions


class Repeated(NamedTuple):
    """Unknowns that repeat from level to level of one variable.

    level : (v,), −1 for unknowns of no level. place : (v,), equal for unknowns that differ in their level alone, −1 for
    those of no level. sums : (v,), the unknown that holds the scores of the people of an unknown; itself for sums.
    """

    level: Ints
    place: Ints
    sums: Ints


class Room(NamedTuple):
    """How far numbers can go down and up, and how far they have to go to count as moved."""

    down: Floats
    up: Floats
    least: Floats

    def only(self, at: Ints) -> Room:
        """Return the room of some numbers."""
        return Room(self.down[at], self.up[at], self.least[at])

    def part(self, moved: Floats) -> float:
        """Part of a move, 1 at most, for which all of them have room."""
        at = np.flatnonzero(np.abs(moved) > self.least)
        room = np.where(moved[at] > 0, self.up[at], self.down[at])
        return float((np.fmax(room, 0) / np.abs(moved[at])).min(initial=1.0))

    def needed(self, at: Ints, moved: Floats) -> Floats:
        """Part of their room that moves of some numbers take up; infinite where there is none."""
        room = np.fmax(np.where(moved > 0, self.up[at], self.down[at]), 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(np.abs(moved) > _NOISE, np.abs(moved) / room, 0.0)


@dataclass(frozen=True, eq=False)
class Levels:
    """A system whose unknowns repeat from level to level."""

    whole: CountSystem
    repeated: Repeated

    @cached_property
    def n(self) -> int:
        """How many levels there are."""
        return int(self.repeated.level.max()) + 1

    @cached_property
    def n_places(self) -> int:
        """How many unknowns differ in more than their level."""
        return int(self.repeated.place.max()) + 1

    @cached_property
    def is_sum(self) -> Bools:
        """Places of sums of scores."""
        own = np.flatnonzero(self.repeated.place >= 0)
        sum_place = np.zeros(self.n_places, dtype=np.int64)
        sum_place[self.repeated.place[own]] = self.repeated.place[self.repeated.sums[own]]
        return np.asarray(sum_place == np.arange(self.n_places))

    @cached_property
    def now(self) -> Floats:
        """Rows as they are."""
        return np.asarray(self.whole.matrix @ self.whole.truth, dtype=float)

    @cached_property
    def by_column(self) -> csc_matrix:
        """The matrix of the system, laid out for taking columns."""
        return csc_matrix(self.whole.matrix)

    @cached_property
    def of_rows(self) -> Room:
        """How far each row can go."""
        least = NOTHING * np.maximum(1, np.abs(self.now))
        return Room(self.now - self.whole.lower, self.whole.upper - self.now, least)

    @cached_property
    def of_unknowns(self) -> Room:
        """How far each unknown can go."""
        truth = self.whole.truth
        return Room(truth, self.whole.most - truth, np.full(len(truth), NOTHING))

    def columns(self, level: int) -> Ints:
        """Unknowns of one level in which somebody can be."""
        return np.flatnonzero((self.repeated.level == level) & (self.whole.most > 0))

    @cached_property
    def own_rows(self) -> list[Ints]:
        """Rows that hold a level by itself: those on it alone, and the irregular ones, which the others leave alone."""
        order = np.argsort(self.row_level, kind="stable")
        ends = np.searchsorted(self.row_level[order], np.arange(self.n + 1))
        irregular, levels = self.irregular
        rows = [order[a:b] for a, b in pairwise(ends)]
        return [np.concatenate([own, irregular]) if odd else own for own, odd in zip(rows, levels, strict=True)]

    @cached_property
    def row_level(self) -> Ints:
        """Level whose unknowns alone each row is on; −1 for rows on several or none."""
        matrix, n = self.whole.matrix, np.diff(self.whole.matrix.indptr)
        level, starts = self.repeated.level[matrix.indices], matrix.indptr[:-1][n > 0]
        low, high = np.minimum.reduceat(level, starts), np.maximum.reduceat(level, starts)
        found = np.full(matrix.shape[0], -1, dtype=np.int64)
        found[n > 0] = np.where(low == high, low, -1)
        return found

    @cached_property
    def several(self) -> Ints:
        """Rows on several levels, or on unknowns of none."""
        return np.flatnonzero((self.row_level < 0) & (np.diff(self.whole.matrix.indptr) > 0))

    @cached_property
    def irregular(self) -> tuple[Ints, Bools]:
        """Rows on several levels that are no sums over all of them, and the levels that they are on."""
        rows = self.several
        part = self.whole.matrix[rows].tocoo()
        of_level = (self.repeated.level[part.col] >= 0) & (self.whole.most[part.col] > 0)
        row, column, value = part.row[of_level], part.col[of_level], part.data[of_level]
        own = (self.repeated.place >= 0) & (self.whole.most > 0)
        n_levels = np.bincount(self.repeated.place[own], minlength=self.n_places)
        key, group = np.unique(row * self.n_places + self.repeated.place[column], return_inverse=True)
        n, mean = np.bincount(group), np.bincount(group, weights=value) / np.bincount(group)
        odd = n != n_levels[key % self.n_places]
        np.logical_or.at(odd, group, np.abs(value - mean[group]) > NOTHING)
        found = np.unique(key[odd] // self.n_places)
        levels = np.zeros(self.n, dtype=bool)
        levels[self.repeated.level[column[np.isin(row, found)]]] = True
        return rows[found], levels
