"""A system over many levels of one variable, taken apart: what one level changes, all the others take back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, hstack

from workbench.arrays import Floats, Ints
from workbench.numerics.disclosure.count_system import Changes, CountSystem
from workbench.numerics.disclosure.levels import Levels, Repeated
from workbench.numerics.disclosure.reach import Reach
from workbench.numerics.disclosure.takers import Takers, taken


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
        columns, rows = self._own(level)
        place, unit = self.repeated.place[columns], self._unit(columns)
        changes = self._alone(level).changes()
        fewer, more = (self._takers[sign].most(level)[place] for sign in (1, -1))
        ends = np.column_stack([np.fmax(changes.ends[:, 0], -fewer), np.fmin(changes.ends[:, 1], more)])
        own = {sign: takers.each[columns] for sign, takers in self._takers.items()}
        alone, several = self._alone(level).matrix, self._several[:, columns]
        levels = self._levels
        rooms = levels.of_rows.only(rows), levels.of_rows.only(levels.several), levels.of_unknowns.only(columns)

        def possible(change: Floats) -> float:
            net = np.bincount(place, weights=change, minlength=levels.n_places).astype(float)
            people = taken(self._takers, net, place, own)
            needed = sum(self._takers[sign].strain @ n for sign, n in people.items())
            if np.delete(needed, level).max(initial=0.0) > 1:  # perhaps a row of another level is in the way
                everywhere = np.asarray(sum(self._takers[sign].each @ n for sign, n in people.items()))
                everywhere[columns] = change
                return self._part(everywhere)
            inside = change - sum(own[sign] @ n for sign, n in people.items())
            of_others = sum(self._takers[sign].several @ n for sign, n in people.items())
            moved = alone @ change, several @ inside + of_others, change
            return min(room.part(part) for room, part in zip(rooms, moved, strict=True))

        return Piece(changes._replace(ends=ends), unit, possible)

    def reach(self, level: int, form: csr_matrix) -> Reach:
        """Return how far a form on one level can go by the rows on it alone: no farther by all."""
        columns, rows = self._own(level)
        own = csr_matrix(form[:, columns])
        known = level, own.indices.tobytes(), own.data.tobytes()
        if known not in self._reached:
            self._reached[known] = Reach(self._alone(level), own, rows)
        return self._reached[known]

    def is_regular(self, level: int) -> bool:
        """Whether rows on several levels all hold sums over all of them; a level by itself is then held by its own."""
        return not self._levels.irregular[1][level]

    def together(self, levels: Ints) -> Piece:
        """Return some levels and the unknowns of none, within all constraints."""
        inside = np.isin(self.repeated.level, levels) | (self.repeated.level < 0)
        columns = np.flatnonzero(inside & (self.whole.most > 0))
        rows = np.unique(self._levels.by_column[:, columns].indices)
        return Piece(self.whole.only(columns, rows).changes(), self._unit(columns), lambda _: 1.0)

    def others(self) -> Piece:
        """Return the unknowns of no level, and people more or fewer at each place, in all levels with room."""
        columns = np.flatnonzero((self.repeated.level < 0) & (self.whole.most > 0))
        spread = csr_matrix(hstack([self._unit(columns), *(self._takers[sign].each for sign in (1, -1))]))
        most = [self._takers[sign].most(-1) for sign in (1, -1)]
        rows = self._levels.several
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

    def _own(self, level: int) -> tuple[Ints, Ints]:
        """Unknowns of one level, and the rows that hold it by itself."""
        return self._levels.columns(level), self._levels.own_rows[level]

    def _alone(self, level: int) -> CountSystem:
        """One level while all the others stand."""
        if level not in self._systems:
            self._systems[level] = self.whole.only(*self._own(level))
        return self._systems[level]

    def _part(self, change: Floats) -> float:
        """Part of a change of all unknowns that every constraint allows."""
        rows, unknowns = self._levels.of_rows, self._levels.of_unknowns
        return min(rows.part(self.whole.matrix @ change), unknowns.part(change))

    def _unit(self, columns: Ints) -> csr_matrix:
        each = np.arange(len(columns))
        return csr_matrix((np.ones(len(each)), (columns, each)), shape=(len(self.repeated.level), len(each)))

    @cached_property
    def _levels(self) -> Levels:
        return Levels(self.whole, self.repeated)

    @cached_property
    def _takers(self) -> dict[int, Takers]:
        """Who has room for one person more (1) and one fewer (−1) at each place."""
        return {sign: Takers(self._levels, sign) for sign in (1, -1)}

    @cached_property
    def _several(self) -> csc_matrix:
        return csc_matrix(self.whole.matrix[self._levels.several])

    @cached_property
    def _systems(self) -> dict[int, CountSystem]:
        return {}

    @cached_property
    def _reached(self) -> dict[tuple[int, bytes, bytes], Reach]:
        return {}
