"""Ranges of linear forms over all that published numbers allow, by linear programs that share their solutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csgraph

from workbench.arrays import Bools, Floats, Ints

TOLERANCE = 1e-6
_SOLVED = 0  # status of scipy.optimize.milp, which solves linear programs too
_GOLDEN = (5**0.5 - 1) / 2
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


@dataclass(frozen=True, eq=False, kw_only=True)
class _Part:
    """Columns that move together.

    `inner`: what they can be while the others stand; `outer`: while the others do not matter; `decided`: the forms that
    they alone make up.
    """

    columns: Ints
    inner: Polytope
    outer: Polytope
    decided: Bools


@dataclass(eq=False, kw_only=True)
class Ranges:
    """The smallest and largest value of each form among the solutions that were met so far.

    Every solution of a program, whatever it was solved for, is a world that the published numbers allow, so it serves
    all forms. A range is never wider than the true one, and the true one where `push` sought in vain.

    Attributes
    ----------
    polytope : Polytope
    forms : csr_matrix, shape (n_forms, v)
    truth : array of float, shape (v,)
        A solution to begin with.
    nearby : sequence of array of int
        Columns that are moved together, the others standing, before everything is moved at once.
    low, high : array of float, shape (n_forms,)
    n_programs : int
    """

    polytope: Polytope
    forms: sparse.csr_matrix
    truth: Floats
    nearby: Sequence[Ints] = ()
    low: Floats = field(init=False)
    high: Floats = field(init=False)
    n_programs: int = 0
    _limits: dict[int, Floats] = field(init=False)  # by direction: what a form can not go beyond, as far as proved

    def __post_init__(self) -> None:
        """Meet the truth."""
        self.low = self.forms @ self.truth
        self.high = self.low.copy()
        self._limits = {sign: np.full(len(self.low), sign * np.inf) for sign in (-1, 1)}

    @property
    def whole_low(self) -> Ints:
        """Low ends, rounded inwards to whole numbers."""
        return np.ceil(self.low - TOLERANCE).astype(np.int64)

    @property
    def whole_high(self) -> Ints:
        """High ends, rounded inwards to whole numbers."""
        return np.floor(self.high + TOLERANCE).astype(np.int64)

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
        least = len(self._parts[0].columns)
        for part in self._parts[:-1] if everywhere else [p for p in self._parts if len(p.columns) < 3 * least]:
            self._together(part, wanted, sign)
            new = self._short(wanted, sign) & part.decided & np.isinf(self._limits[sign])
            if everywhere and new.any():
                for form in np.flatnonzero(new):
                    self._limit(part, int(form), sign)
                self._together(part, wanted, sign)
        if not everywhere:
            return
        self._together(self._parts[-1], wanted, sign)
        for form in np.flatnonzero(self._short(wanted, sign)):
            if self._short(wanted, sign)[form]:
                self._limit(self._parts[-1], int(form), sign)

    def _short(self, wanted: Floats, sign: int) -> Bools:
        """Forms that have not been met as far as is wanted of them, or as they can go."""
        if sign < 0:
            return np.asarray(self.low > np.maximum(wanted, self._limits[-1]) + TOLERANCE)
        return np.asarray(self.high < np.minimum(wanted, self._limits[1]) - TOLERANCE)

    @cached_property
    def _parts(self) -> list[_Part]:
        """Columns that are nearby, then all."""
        n_forms, size = self.forms.shape
        everything = _Part(
            columns=np.arange(size), inner=self.polytope, outer=self.polytope, decided=np.ones(n_forms, dtype=bool)
        )
        parts = []
        for columns in self.nearby:
            outside = np.ones(size)
            outside[columns] = 0
            inner, outer = self.polytope.around(self.truth, columns), self.polytope.within(columns)
            decided = abs(self.forms) @ outside == 0
            parts.append(_Part(columns=columns, inner=inner, outer=outer, decided=decided))
        return [*(part for part in parts if part.decided.any()), everything]

    def _together(self, part: _Part, wanted: Floats, sign: int) -> None:
        """Push all forms of a part at once, again and again while that settles some of them."""
        before = -1
        while True:
            forms = np.flatnonzero(self._short(wanted, sign) & part.decided)
            if len(forms) in (0, before) or (len(forms) == 1 and part is self._parts[-1]):
                return  # one form alone is followed at once
            before = len(forms)
            limit = np.minimum if sign > 0 else np.maximum
            self._meet(
                part.columns,
                self._solved(part.columns, part.inner, forms, limit(wanted, self._limits[sign])[forms], sign),
            )

    def _limit(self, part: _Part, form: int, sign: int) -> None:
        """Find out how far one form can go if only the constraints on a part hold."""
        components = part.outer.components
        own = self.forms[[form]][:, part.columns].indices
        linked = np.flatnonzero(np.isin(components, components[own]))
        columns = part.columns[linked]
        found = self._solved(columns, part.outer.within(linked), np.array([form]), np.array([sign * np.inf]), sign)
        if found is None:
            return
        self._limits[sign][form] = (self.forms[[form]][:, columns] @ found).item()
        if part is self._parts[-1]:
            self._meet(columns, found)

    def _solved(self, columns: Ints, polytope: Polytope, forms: Ints, wanted: Floats, sign: int) -> Floats | None:
        """Move forms as far as they want to go, in one world; none of them counts for more than it asks."""
        rows = self.forms[forms][:, columns]
        capped = np.isfinite(wanted) & (wanted > 0)
        # unequal weights, others each time: with equal ones every form would get a part of what only one can have
        weight = 1 + np.mod((np.arange(len(forms)) + 1) * (self.n_programs + 1) * _GOLDEN, 1)
        n, size = int(capped.sum()), len(columns)
        # beyond what is asked a form gains nothing: z <= form and z <= wanted, or both turned round
        helper = sparse.hstack([sign * rows[capped], -sign * sparse.identity(n)], format="csr")
        least, most = np.zeros(size + n), np.full(size + n, np.inf)
        least[size:] = -np.inf
        (most if sign > 0 else least)[size:] = wanted[capped]
        found = milp(
            np.concatenate([-sign * (weight[~capped] @ rows[~capped]), -sign * weight[capped]]),
            constraints=LinearConstraint(
                sparse.vstack([_wider(polytope.matrix, n), helper], format="csc"),
                np.concatenate([polytope.lower, np.zeros(n)]),
                np.concatenate([polytope.upper, np.full(n, np.inf)]),
            ),
            bounds=Bounds(least, most),
            options={"presolve": size > _LARGE},
        )
        self.n_programs += 1
        solved: Floats | None = found.x[:size] if found.status == _SOLVED else None
        return solved

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


def _wider(matrix: sparse.csr_matrix, n: int) -> sparse.csr_matrix:
    """Rows with n further places."""
    return sparse.csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], matrix.shape[1] + n))
