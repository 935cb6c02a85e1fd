"""A system over many levels of one variable, taken apart: what one level changes, all the others take back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, hstack

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure.count_system import Changes, CountSystem

_NOTHING = 1e-9
_POINTS = 10.0  # of a sum of scores that a level must have room for to take any
_TAKEN_BY = 5  # levels that share in one person: they must have room for others too
_FEW = 4  # people whom so many levels take up alone


class Repeated(NamedTuple):
    """Unknowns that repeat from level to level of one variable.

    level : (v,), −1 for unknowns of no level. place : (v,), equal for unknowns that differ in their level alone, −1 for
    those of no level. sums : (v,), the unknown that holds the scores of the people of an unknown; itself for sums.
    """

    level: Ints
    place: Ints
    sums: Ints


class _Takers(NamedTuple):
    """Levels that have room for one person more, or one fewer, at a place.

    each : csr_matrix, (v, n_places), of one person there what they take together, everyone the same part. n :
    (n_places,), how many they are. has : (n_levels, n_places), whether a level is one of them.
    """

    each: csr_matrix
    n: Ints
    has: Bools


class Piece(NamedTuple):
    """Numbers that change together.

    changes : Changes
    spread : csr_matrix, (v, r), what each of them changes of the unknowns.
    possible : callable, the part of a change that the other levels can take back.
    """

    changes: Changes
    spread: csr_matrix
    possible: Callable[[Floats], float]


@dataclass(frozen=True, eq=False)
class Pieces:
    """A system by levels.

    Constraints on several levels hold sums over all of them. These stay as they are if for a person who comes in one
    level another one leaves at the same place elsewhere: a part of a person in each of many levels. A level that could
    take any one of several persons can take a part of each, if the parts make one person at most, since between
    solutions all are solutions.
    """

    whole: CountSystem
    repeated: Repeated

    def piece(self, level: int) -> Piece:
        """Return one level, within its own constraints and about what the others can take."""
        columns, rows = self.own(level)
        place, unit = self.repeated.place[columns], self._unit(columns)
        changes = self.whole.only(columns, rows).changes()
        fewer, more = (self._most(sign, level)[place] for sign in (1, -1))
        ends = np.column_stack([np.fmax(changes.ends[:, 0], -fewer), np.fmin(changes.ends[:, 1], more)])

        own = {sign: takers.each[columns] for sign, takers in self.takers.items()}

        def possible(change: Floats) -> float:
            net = np.bincount(place, weights=change, minlength=self._n_places).astype(float)
            taken = self._taken(net, place, own)
            taken[columns] = change
            return self._part(taken)

        return Piece(changes._replace(ends=ends), unit, possible)

    def own(self, level: int) -> tuple[Ints, Ints]:
        """Unknowns of one level, and the rows on these alone."""
        return np.flatnonzero((self.repeated.level == level) & (self.whole.most > 0)), self._own_rows[level]

    def together(self, levels: Ints) -> Piece:
        """Return some levels and the unknowns of none, within all constraints."""
        inside = np.isin(self.repeated.level, levels) | (self.repeated.level < 0)
        columns = np.flatnonzero(inside & (self.whole.most > 0))
        rows = np.flatnonzero(np.diff(csr_matrix(self.whole.matrix[:, columns]).indptr))
        return Piece(self.whole.only(columns, rows).changes(), self._unit(columns), lambda _: 1.0)

    def others(self) -> Piece:
        """Return the unknowns of no level, and people more or fewer at each place, in all levels with room."""
        columns = np.flatnonzero((self.repeated.level < 0) & (self.whole.most > 0))
        spread = csr_matrix(hstack([self._unit(columns), *(self.takers[sign].each for sign in (1, -1))]))
        most = [self._most(sign, -1) for sign in (1, -1)]
        rows = np.flatnonzero(self._row_level < 0)
        matrix, truth = self.whole.matrix[rows], np.concatenate([self.whole.truth[columns], *(0 * m for m in most)])
        rest = matrix @ self.whole.truth - (own := csr_matrix(matrix @ spread)) @ truth
        system = CountSystem(
            matrix=own,
            lower=self.whole.lower[rows] - rest,
            upper=self.whole.upper[rows] - rest,
            most=np.concatenate([self.whole.most[columns], *most]),
            truth=truth,
        )
        return Piece(system.changes(), spread, lambda change: self._part(spread @ change))

    def _taken(self, net: Floats, place: Ints, own: dict[int, csr_matrix]) -> Floats:
        """Spread the opposite of a change at each place over the levels but one, whose parts are `own`."""
        taken, left = np.zeros(len(self.whole.truth)), net.copy()
        for of_sums in (False, True):  # people bring their scores, so sums come last
            for sign, takers in self.takers.items():
                has = np.bincount(place, weights=np.diff(own[sign].indptr) > 0, minlength=self._n_places) > 0
                scale = takers.n / np.fmax(takers.n - has, 1)
                part = np.where(self._is_sum == of_sums, np.fmax(-sign * left, 0) * scale, 0.0)
                taken += takers.each @ part
                if not of_sums:
                    inside = np.bincount(place, weights=own[sign] @ part, minlength=self._n_places)
                    left += np.where(self._is_sum, self._sums[sign] @ part - inside, 0.0)
        return taken

    def _part(self, change: Floats) -> float:
        """Part of a change of all unknowns that every constraint allows."""
        moved, now = self.whole.matrix @ change, self._now
        at = np.flatnonzero(np.abs(moved) > _NOTHING * np.maximum(1, np.abs(now)))
        moved, now = moved[at], now[at]
        room = np.where(moved > 0, self.whole.upper[at] - now, now - self.whole.lower[at])
        falling, rising = np.flatnonzero(change < -_NOTHING), np.flatnonzero(change > _NOTHING)
        above = (self.whole.most - self.whole.truth)[rising]
        parts = (
            *(np.fmax(room, 0) / np.abs(moved), self.whole.truth[falling] / -change[falling]),
            above / change[rising],
        )
        return float(min(1.0, *(part.min(initial=1.0) for part in parts)))

    def _most(self, sign: int, level: int) -> Floats:
        """How many people (or points) all levels but one together take at each place."""
        takers = self.takers[sign]
        n = takers.n - (takers.has[level] if level >= 0 else 0)
        return np.asarray(np.fmax(np.fmin(n, _FEW), n / _TAKEN_BY) * np.where(self._is_sum, _POINTS, 1.0))

    def _unit(self, columns: Ints) -> csr_matrix:
        each = np.arange(len(columns))
        return csr_matrix((np.ones(len(each)), (columns, each)), shape=(len(self.repeated.level), len(each)))

    @cached_property
    def takers(self) -> dict[int, _Takers]:
        """Who has room for one person more (1) and one fewer (−1) at each place."""
        order = np.argsort(self.repeated.place, kind="stable")
        ends = np.searchsorted(self.repeated.place[order], np.arange(self._n_places + 1))
        columns = csc_matrix(self.whole.matrix)
        found = {}
        for sign in (1, -1):
            rooms = []
            for start, end in pairwise(ends):
                unknowns = order[start:end]
                possible = (self.whole.most[unknowns] > 0) & ~self._irregular[1][self.repeated.level[unknowns]]
                rooms.append(self._room(unknowns[possible], sign, columns))
            found[sign] = self._takers(sign, rooms)
        return found

    def _takers(self, sign: int, rooms: list[tuple[Ints, Floats]]) -> _Takers:
        n = np.array([len(unknowns) for unknowns, _ in rooms])
        unknowns, scores = (np.concatenate(part) for part in zip(*rooms, strict=True))
        place = np.repeat(np.arange(len(n)), n)
        part, people = sign / n[place], ~self._is_sum[place]
        rows = np.concatenate([unknowns, self.repeated.sums[unknowns][people]])
        values = np.concatenate([part, (part * scores)[people]])
        each = (values, (rows, np.concatenate([place, place[people]])))
        has = np.zeros((self._n_levels, len(n)), dtype=bool)
        has[self.repeated.level[unknowns], place] = True
        return _Takers(csr_matrix(each, shape=(len(self.repeated.level), len(n))), n, has)

    def _room(self, unknowns: Ints, sign: int, columns: csc_matrix) -> tuple[Ints, Floats]:
        """Find levels that can have one person more or fewer at a place, and a score that this person may have."""
        whole, sums = self.whole, self.repeated.sums[unknowns]
        is_sum = len(unknowns) > 0 and bool(sums[0] == unknowns[0])
        people, scores = np.zeros(len(self._now)), np.zeros(len(self._now))
        touched = [_add(scores, columns[:, sums])] + ([] if is_sum else [_add(people, columns[:, unknowns])])
        rows = np.unique(np.concatenate(touched))
        rows = rows[self._row_level[rows] >= 0]
        number = np.zeros(self._n_levels, dtype=np.int64)
        number[self.repeated.level[unknowns]] = np.arange(len(unknowns))
        at = number[self._row_level[rows]]
        down, up = whole.lower[rows] - self._now[rows], whole.upper[rows] - self._now[rows]
        low, high = (end - people[rows] for end in ((down, up) if sign > 0 else (-up, -down)))
        room = (whole.most[unknowns] - whole.truth[unknowns] if sign > 0 else whole.truth[unknowns]) >= 1
        counted = scores[rows] == 0
        room[at[counted & ((low > _NOTHING) | (high < -_NOTHING))]] = False
        ends = np.sort(np.column_stack([low, high])[~counted] / scores[rows][~counted, None], axis=1)
        least, most = np.zeros(len(unknowns)), whole.truth[sums] if sign < 0 else np.full(len(unknowns), np.inf)
        np.maximum.at(least, at[~counted], ends[:, 0])
        np.minimum.at(most, at[~counted], ends[:, 1])
        room &= (least <= _NOTHING) & (most >= _POINTS) if is_sum else least <= most
        return unknowns[room], ((least + np.where(np.isfinite(most), most, least)) / 2)[room]

    @cached_property
    def _n_levels(self) -> int:
        return int(self.repeated.level.max()) + 1

    @cached_property
    def _n_places(self) -> int:
        return int(self.repeated.place.max()) + 1

    @cached_property
    def _sums(self) -> dict[int, csr_matrix]:
        """What people taken at each place add to the sums over all levels; (n_places, n_places)."""
        own = np.flatnonzero(self.repeated.place >= 0)
        shape = (self._n_places, len(self.repeated.place))
        of_place = csr_matrix((np.ones(len(own)), (self.repeated.place[own], own)), shape=shape)
        return {sign: csr_matrix(of_place @ takers.each) for sign, takers in self.takers.items()}

    @cached_property
    def _now(self) -> Floats:
        return np.asarray(self.whole.matrix @ self.whole.truth, dtype=float)

    @cached_property
    def _sum_place(self) -> Ints:
        """Place of the sums of scores that belongs to each place."""
        own = np.flatnonzero(self.repeated.place >= 0)
        found = np.zeros(self._n_places, dtype=np.int64)
        found[self.repeated.place[own]] = self.repeated.place[self.repeated.sums[own]]
        return found

    @cached_property
    def _is_sum(self) -> Bools:
        return np.asarray(self._sum_place == np.arange(self._n_places))

    @cached_property
    def _row_level(self) -> Ints:
        """Level whose unknowns alone each row is on; −1 for rows on several or none."""
        matrix, n = self.whole.matrix, np.diff(self.whole.matrix.indptr)
        level, starts = self.repeated.level[matrix.indices], matrix.indptr[:-1][n > 0]
        low, high = np.minimum.reduceat(level, starts), np.maximum.reduceat(level, starts)
        found = np.full(matrix.shape[0], -1, dtype=np.int64)
        found[n > 0] = np.where(low == high, low, -1)
        return found

    @cached_property
    def _irregular(self) -> tuple[Ints, Bools]:
        """Rows on several levels that are no sums over all of them, and the levels that they are on."""
        rows = np.flatnonzero(self._row_level < 0)
        part = self.whole.matrix[rows].tocoo()
        of_level = (self.repeated.level[part.col] >= 0) & (self.whole.most[part.col] > 0)
        row, column, value = part.row[of_level], part.col[of_level], part.data[of_level]
        own = (self.repeated.place >= 0) & (self.whole.most > 0)
        n_levels = np.bincount(self.repeated.place[own], minlength=self._n_places)
        key, group = np.unique(row * self._n_places + self.repeated.place[column], return_inverse=True)
        n, mean = np.bincount(group), np.bincount(group, weights=value) / np.bincount(group)
        odd = n != n_levels[key % self._n_places]
        np.logical_or.at(odd, group, np.abs(value - mean[group]) > _NOTHING)
        found = np.unique(key[odd] // self._n_places)
        levels = np.zeros(self._n_levels, dtype=bool)
        levels[self.repeated.level[column[np.isin(row, found)]]] = True
        return rows[found], levels

    @cached_property
    def _own_rows(self) -> list[Ints]:
        """Rows that hold a level by itself: those on it alone, and the irregular ones, which the others leave alone."""
        order = np.argsort(self._row_level, kind="stable")
        ends = np.searchsorted(self._row_level[order], np.arange(self._n_levels + 1))
        irregular, levels = self._irregular
        rows = [order[a:b] for a, b in pairwise(ends)]
        return [np.concatenate([own, irregular]) if odd else own for own, odd in zip(rows, levels, strict=True)]


def _add(total: Floats, columns: csc_matrix) -> Ints:
    """Add up columns; return the rows that they are on."""
    np.add.at(total, columns.indices, columns.data)
    return np.asarray(columns.indices)
