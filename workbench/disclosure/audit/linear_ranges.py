"""Ranges of linear forms over all that published numbers allow, by linear programs that share their solutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure import cheapest

TOLERANCE = 1e-6
_LARGE = 10_000  # unknowns; programs with fewer are solved sooner than simplified


@dataclass(frozen=True, eq=False, kw_only=True)
class Polytope:
    """All non-negative vectors x with ``lower <= matrix @ x <= upper``.

    matrix : (m, v); lower, upper : (m,).
    """

    matrix: sparse.csr_matrix
    lower: Floats
    upper: Floats

    def holds(self, point: Floats) -> bool:
        """Whether a vector satisfies every constraint."""
        rows = self.matrix @ point
        inside = (rows >= self.lower - TOLERANCE).all() and (rows <= self.upper + TOLERANCE).all()
        return bool(inside and (point >= -TOLERANCE).all())

    def around(self, point: Floats, columns: Ints) -> Polytope:
        """Return the vectors that equal a point everywhere but in some columns, of which alone they consist."""
        own = self.matrix[:, columns]
        touched = np.diff(own.indptr) > 0
        own, rest = own[touched], (self.matrix @ point)[touched] - own[touched] @ point[columns]
        return Polytope(matrix=own, lower=self.lower[touched] - rest, upper=self.upper[touched] - rest)

    def within(self, columns: Ints) -> Polytope:
        """Return what the constraints that are on some columns alone allow for these: more than all do together."""
        own = self.matrix[:, columns]
        alone = (np.diff(own.indptr) > 0) & (np.diff(own.indptr) == np.diff(self.matrix.indptr))
        return Polytope(matrix=own[alone], lower=self.lower[alone], upper=self.upper[alone])

    @cached_property
    def components(self) -> Ints:
        """Number of the set of columns that each column belongs to; no constraint is on columns of two sets."""
        linked = self.matrix.T @ self.matrix
        return np.asarray(csgraph.connected_components(linked, directed=False)[1])


class _Part(NamedTuple):
    """Columns that move together.

    `inner`: what they can be while the others stand; `outer`: while the others do not matter; `decided`: the forms that
    they alone make up.
    """

    columns: Ints
    inner: Polytope
    outer: Polytope
    decided: Bools


class Ranges:
    """The smallest and largest value of each form among the solutions that were met so far.

    Every solution of a program, whatever it was solved for, is a world that the published numbers allow, so it serves
    all forms. A range is never wider than the true one, and the true one where `push` sought in vain.

    Parameters
    ----------
    polytope : Polytope
    forms : csr_matrix, shape (n_forms, v)
    truth : array of float, shape (v,)
        A solution to begin with.
    nearby : sequence of array of int
        Columns that are moved together, the others standing, before everything is moved at once.
    """

    def __init__(
        self, *, polytope: Polytope, forms: sparse.csr_matrix, truth: Floats, nearby: Sequence[Ints] = ()
    ) -> None:
        self.polytope, self.forms, self.truth = polytope, forms, truth
        self.low = forms @ truth
        self.high = self.low.copy()
        # by direction: what a form can not go beyond, times the direction, as far as proved
        self._limits = {sign: np.full(len(self.low), np.inf) for sign in (-1, 1)}
        self._draws = np.random.default_rng(0)
        parts = [self._part(columns) for columns in (*nearby, np.arange(len(truth)))]
        self._parts = [part for part in parts if part.decided.any()]

    @property
    def whole_low(self) -> Ints:
        """Low ends, rounded inwards to whole numbers."""
        return np.asarray(np.ceil(self.low - TOLERANCE), dtype=np.int64)

    @property
    def whole_high(self) -> Ints:
        """High ends, rounded inwards to whole numbers."""
        return np.asarray(np.floor(self.high + TOLERANCE), dtype=np.int64)

    def push(self, wanted: Floats, sign: int, *, everywhere: bool = True) -> None:
        """Look for worlds with every form as low (sign −1) or as high (1) as is wanted, or as it can be.

        Parameters
        ----------
        wanted : array of float, shape (n_forms,)
            Infinite (or minus infinite) where nothing is asked.
        sign : {-1, 1}
        everywhere : bool
            Whether forms that the fewest columns nearby do not settle are followed to their end, one by one.
        """
        goal = sign * wanted
        for part in self._parts:
            if everywhere or len(part.columns) < 3 * len(self._parts[0].columns):
                self._together(part, goal, sign)
            if everywhere:
                unproved = np.isinf(self._limits[sign]) | (part is self._parts[-1])
                for form in np.flatnonzero(self._short(part, goal, sign) & unproved):
                    if self._short(part, goal, sign)[form]:
                        self._limit(part, int(form), sign)
                self._together(part, goal, sign)

    def _part(self, columns: Ints) -> _Part:
        outside = np.ones(len(self.truth))
        outside[columns] = 0
        inner, outer = self.polytope.around(self.truth, columns), self.polytope.within(columns)
        return _Part(columns, inner, outer, abs(self.forms) @ outside == 0)

    def _goal(self, goal: Floats, sign: int) -> Floats:
        return np.asarray(np.minimum(goal, self._limits[sign]))

    def _short(self, part: _Part, goal: Floats, sign: int) -> Bools:
        """Forms of a part that have not been met as far as is wanted of them, or as they can go."""
        met = self.high if sign > 0 else -self.low
        return np.asarray(part.decided & (met < self._goal(goal, sign) - TOLERANCE))

    def _together(self, part: _Part, goal: Floats, sign: int) -> None:
        """Push all forms of a part at once, again and again while that settles some of them."""
        forms, before = np.flatnonzero(self._short(part, goal, sign)), -1
        while len(forms) not in (0, before):
            self._meet(part.columns, self._solved(part.columns, part.inner, forms, self._goal(goal, sign)[forms], sign))
            forms, before = np.flatnonzero(self._short(part, goal, sign)), len(forms)

    def _limit(self, part: _Part, form: int, sign: int) -> None:
        """Find out how far one form can go if only the constraints on a part hold."""
        components, row = part.outer.components, self.forms[[form]]
        linked = np.flatnonzero(np.isin(components, components[row[:, part.columns].indices]))
        columns = part.columns[linked]
        found = self._solved(columns, part.outer.within(linked), np.array([form]), np.array([np.inf]), sign)
        if found is not None:
            self._limits[sign][form] = sign * (row[:, columns] @ found).item()
            self._meet(columns, found)

    def _solved(self, columns: Ints, polytope: Polytope, forms: Ints, goal: Floats, sign: int) -> Floats | None:
        """Move forms as far as they want to go, in one world; none of them counts for more than it asks."""
        rows = sign * self.forms[forms][:, columns]
        # unequal weights, others each time: with equal ones every form would get a part of what only one can have
        weight = self._draws.uniform(1, 2, len(forms))
        capped = np.isfinite(goal) & (goal != 0)  # no form goes below 0
        n, size = int(capped.sum()), len(columns)
        # beyond what is asked a form gains nothing: z <= form and z <= goal
        beside = sparse.csr_matrix((polytope.matrix.shape[0], n))
        found = cheapest(
            np.concatenate([-(weight[~capped] @ rows[~capped]), -weight[capped]]),
            sparse.bmat([[polytope.matrix, beside], [rows[capped], -sparse.identity(n)]], format="csc"),
            rows=(np.concatenate([polytope.lower, np.zeros(n)]), np.concatenate([polytope.upper, np.full(n, np.inf)])),
            ends=(np.repeat([0, -np.inf], [size, n]), np.concatenate([np.full(size, np.inf), goal[capped]])),
            presolve=size > _LARGE,
        )
        return None if found is None else found.values[:size]

    def _meet(self, columns: Ints, values: Floats | None) -> None:
        """Take a solution into the ranges of all forms."""
        if values is None:
            return
        point = self.truth.copy()
        point[columns] = values
        if self.polytope.holds(point):
            met = self.forms @ point
            np.minimum(self.low, met, out=self.low)
            np.maximum(self.high, met, out=self.high)
