"""Levels with room for one person more, or one fewer: together they take back what another level changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure.levels import NOTHING, Levels

_POINTS = 10.0  # of a sum of scores that a level must have room for to take any
_TAKEN_BY = 5  # levels that share in one person: they must have room for others too
_FEW = 4  # people whom so many levels take up alone


@dataclass(frozen=True, eq=False)
class Takers:
    """Levels that have room for one person more (`sign` 1), or one fewer (−1), at each place."""

    levels: Levels
    sign: int

    @cached_property
    def n(self) -> Ints:
        """How many there are at each place; (n_places,)."""
        return np.array([len(unknowns) for unknowns, _ in self._rooms])

    @cached_property
    def each(self) -> csr_matrix:
        """Of one person at each place what they take together, everyone the same part; (v, n_places)."""
        unknowns, scores = (np.concatenate(part) for part in zip(*self._rooms, strict=True))
        place = np.repeat(np.arange(len(self.n)), self.n)
        part, people = self.sign / self.n[place], ~self.levels.is_sum[place]
        rows = np.concatenate([unknowns, self.levels.repeated.sums[unknowns][people]])
        values = np.concatenate([part, (part * scores)[people]])
        each = (values, (rows, np.concatenate([place, place[people]])))
        return csr_matrix(each, shape=(len(self.levels.repeated.level), len(self.n)))

    @cached_property
    def has(self) -> Bools:
        """Whether a level is one of them; (n_levels, n_places)."""
        found = np.zeros((self.levels.n, len(self.n)), dtype=bool)
        unknowns = np.concatenate([unknowns for unknowns, _ in self._rooms])
        found[self.levels.repeated.level[unknowns], np.repeat(np.arange(len(self.n)), self.n)] = True
        return found

    @cached_property
    def sums(self) -> csr_matrix:
        """What people taken at each place add to the sums over all levels; (n_places, n_places)."""
        place = self.levels.repeated.place
        own = np.flatnonzero(place >= 0)
        of_place = csr_matrix((np.ones(len(own)), (place[own], own)), shape=(len(self.n), len(place)))
        return csr_matrix(of_place @ self.each)

    @cached_property
    def several(self) -> csr_matrix:
        """What one person taken at each place moves of the rows on several levels."""
        return csr_matrix(self.levels.whole.matrix[self.levels.several] @ self.each)

    @cached_property
    def strain(self) -> Floats:
        """Part of the room of its tightest row, or unknown, that each level needs for one person taken at each place.

        (n_levels, n_places). Rows on several levels are left out.
        """
        levels, found = self.levels, np.zeros((self.levels.n, len(self.n)))
        own = np.flatnonzero(levels.row_level >= 0)
        for moves, room, level in (
            (levels.whole.matrix[own] @ self.each, levels.of_rows.only(own), levels.row_level[own]),
            (self.each, levels.of_unknowns, levels.repeated.level),
        ):
            moved = moves.tocoo()
            np.maximum.at(found, (level[moved.row], moved.col), room.needed(moved.row, moved.data))
        return found

    def most(self, level: int) -> Floats:
        """How many people (or points) all levels but one together take at each place."""
        n = self.n - (self.has[level] if level >= 0 else 0)
        return np.asarray(np.fmax(np.fmin(n, _FEW), n / _TAKEN_BY) * np.where(self.levels.is_sum, _POINTS, 1.0))

    @cached_property
    def _rooms(self) -> list[tuple[Ints, Floats]]:
        """By place the unknowns with room, and a score that the person may have."""
        levels, place = self.levels, self.levels.repeated.place
        order = np.argsort(place, kind="stable")
        ends = np.searchsorted(place[order], np.arange(levels.n_places + 1))
        rooms = []
        for start, end in pairwise(ends):
            unknowns = order[start:end]
            possible = (levels.whole.most[unknowns] > 0) & ~levels.irregular[1][levels.repeated.level[unknowns]]
            rooms.append(self._room(unknowns[possible]))
        return rooms

    def _room(self, unknowns: Ints) -> tuple[Ints, Floats]:
        """Find levels that can have one person more or fewer at a place, and a score that this person may have."""
        levels, whole, sums = self.levels, self.levels.whole, self.levels.repeated.sums[unknowns]
        is_sum = len(unknowns) > 0 and bool(sums[0] == unknowns[0])
        people, scores = np.zeros(len(levels.now)), np.zeros(len(levels.now))
        touched = [_add(scores, levels.by_column[:, sums])]
        touched += [] if is_sum else [_add(people, levels.by_column[:, unknowns])]
        rows = np.unique(np.concatenate(touched))
        rows = rows[levels.row_level[rows] >= 0]
        number = np.zeros(levels.n, dtype=np.int64)
        number[levels.repeated.level[unknowns]] = np.arange(len(unknowns))
        at = number[levels.row_level[rows]]
        down, up = whole.lower[rows] - levels.now[rows], whole.upper[rows] - levels.now[rows]
        low, high = (end - people[rows] for end in ((down, up) if self.sign > 0 else (-up, -down)))
        room = (whole.most[unknowns] - whole.truth[unknowns] if self.sign > 0 else whole.truth[unknowns]) >= 1
        counted = scores[rows] == 0
        room[at[counted & ((low > NOTHING) | (high < -NOTHING))]] = False
        ends = np.sort(np.column_stack([low, high])[~counted] / scores[rows][~counted, None], axis=1)
        least, most = np.zeros(len(unknowns)), whole.truth[sums] if self.sign < 0 else np.full(len(unknowns), np.inf)
        np.maximum.at(least, at[~counted], ends[:, 0])
        np.minimum.at(most, at[~counted], ends[:, 1])
        room &= (least <= NOTHING) & (most >= _POINTS) if is_sum else least <= most
        return unknowns[room], ((least + np.where(np.isfinite(most), most, least)) / 2)[room]


def taken(takers: Mapping[int, Takers], net: Floats, place: Ints, own: Mapping[int, csr_matrix]) -> dict[int, Floats]:
    """Return how many people all levels but one take at each place, against what that one changes there.

    Parameters
    ----------
    takers : mapping of sign to Takers
    net : array, shape (n_places,)
        The change of that level.
    place : array of int
        Of its unknowns.
    own : mapping of sign to csr_matrix
        Rows of `each` that are its own.
    """
    left, found = net.copy(), {sign: np.zeros_like(net) for sign in takers}
    for of_sums in (False, True):  # people bring their scores, so sums come last
        for sign, those in takers.items():
            has = np.bincount(place, weights=np.diff(own[sign].indptr) > 0, minlength=len(net)) > 0
            scale = those.n / np.fmax(those.n - has, 1)
            part = np.where(those.levels.is_sum == of_sums, np.fmax(-sign * left, 0) * scale, 0.0)
            found[sign] += part
            if not of_sums:
                inside = np.bincount(place, weights=own[sign] @ part, minlength=len(net))
                left += np.where(those.levels.is_sum, those.sums @ part - inside, 0.0)
    return found


def _add(total: Floats, columns: csc_matrix) -> Ints:
    """Add up columns; return the rows that they are on."""
    np.add.at(total, columns.indices, columns.data)
    return np.asarray(columns.indices)
