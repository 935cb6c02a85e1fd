"""Ranges of linear forms over all that published numbers allow, by linear programs that share their solutions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from workbench.arrays import Bools, Floats, Ints

TOLERANCE = 1e-6
_STALLS = 2  # programs for many forms in a row that settle none, after which they are followed one by one
_LARGE = 3000  # unknowns from which the interior-point method is the faster one
_SOLVED = 0  # status of scipy.optimize.linprog
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, eq=False, kw_only=True)
class Polytope:
    """All non-negative vectors x with ``lower <= matrix @ x <= upper``.

    matrix : (m, v); lower, upper : (m,).
    """

    matrix: sparse.csr_matrix
    lower: Floats
    upper: Floats

    @cached_property
    def for_programs(self) -> tuple[sparse.csr_matrix, Floats, sparse.csr_matrix, Floats]:
        """Rows with their upper limits, and rows with the value that they must have."""
        equal = self.lower == self.upper
        high, low = np.isfinite(self.upper) & ~equal, np.isfinite(self.lower) & ~equal
        rows = sparse.vstack([self.matrix[high], -self.matrix[low]], format="csr")
        return rows, np.concatenate([self.upper[high], -self.lower[low]]), self.matrix[equal], self.lower[equal]

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


@dataclass(frozen=True, eq=False, kw_only=True)
class _Neighbourhood:
    """Columns that may move, the constraints on them while the others stand, and the forms that they alone decide."""

    columns: Ints
    polytope: Polytope
    decided: Bools


@dataclass(eq=False, kw_only=True)
class Ranges:
    """The smallest and largest value of each form among the solutions that were met so far.

    Every solution of a program, whatever it was solved for, is a world that the published numbers allow, so it serves
    all forms. A range is never wider than the true one, and the true one for a form that `settle` followed in vain.

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
    _ended: dict[int, Bools] = field(
        init=False
    )  # by direction: forms whose end is known, so that nothing is left to try

    def __post_init__(self) -> None:
        """Meet the truth."""
        self.low = self.forms @ self.truth
        self.high = self.low.copy()
        self._ended = {sign: np.zeros(len(self.low), dtype=bool) for sign in (-1, 1)}

    @property
    def whole_low(self) -> Ints:
        """Low ends, rounded inwards to whole numbers."""
        return np.ceil(self.low - TOLERANCE).astype(np.int64)

    @property
    def whole_high(self) -> Ints:
        """High ends, rounded inwards to whole numbers."""
        return np.floor(self.high + TOLERANCE).astype(np.int64)

    def settle(self, at_most: Floats, at_least: Floats, *, one_by_one: bool = True) -> None:
        """Look for worlds with every form as low as `at_most` and, in others, as high as `at_least`.

        Parameters
        ----------
        at_most, at_least : array of float, shape (n_forms,)
            Infinite (or minus infinite) where nothing is asked.
        one_by_one : bool
            Whether forms that stand in each other's way are followed one after the other to the end of their range.
        """
        for wanted, sign in ((at_most, -1), (at_least, 1)):
            for near in self._neighbourhoods if one_by_one else self._neighbourhoods[:-1] or self._neighbourhoods:
                self._settle_together(near, wanted, sign)
            if not one_by_one:
                continue
            for form in np.flatnonzero(self._short(wanted, sign)):
                if self._short(wanted, sign)[form]:
                    self._solve(self._neighbourhoods[-1], np.array([form]), np.full(len(wanted), sign * np.inf), sign)
                self._ended[sign][form] = self._short(wanted, sign)[form]

    def _settle_together(self, near: _Neighbourhood, wanted: Floats, sign: int) -> None:
        stalled, before = 0, -1
        while stalled < _STALLS:
            waiting = np.flatnonzero(self._short(wanted, sign) & near.decided)
            if not len(waiting) or (len(waiting) == 1 and near is self._neighbourhoods[-1]):
                return  # one form alone is followed at once
            stalled = stalled + 1 if len(waiting) == before else 0
            before = len(waiting)
            if stalled < _STALLS:
                self._solve(near, waiting, wanted, sign)

    def _short(self, wanted: Floats, sign: int) -> Bools:
        short = self.low > wanted + TOLERANCE if sign < 0 else self.high < wanted - TOLERANCE
        waiting: Bools = short & ~self._ended[sign]
        return waiting

    @cached_property
    def _neighbourhoods(self) -> list[_Neighbourhood]:
        return list(self._find_neighbourhoods())

    def _find_neighbourhoods(self) -> Iterator[_Neighbourhood]:
        n_forms, size = self.forms.shape
        for columns in self.nearby:
            outside = np.ones(size)
            outside[columns] = 0
            decided = abs(self.forms) @ outside == 0
            if decided.any():
                yield _Neighbourhood(
                    columns=columns, polytope=self.polytope.around(self.truth, columns), decided=decided
                )
        yield _Neighbourhood(columns=np.arange(size), polytope=self.polytope, decided=np.ones(n_forms, dtype=bool))

    def _solve(self, near: _Neighbourhood, forms: Ints, wanted: Floats, sign: int) -> None:
        """Move many forms as far as they want to go, in one world; none of them counts for more than it asks."""
        rows = self.forms[forms][:, near.columns]
        system, limits, equal, ends = near.polytope.for_programs
        capped = np.isfinite(wanted[forms]) & (wanted[forms] > 0)
        # unequal weights, others each time: with equal ones every form would get a part of what only one can have
        weight = 1 + np.mod((np.arange(len(forms)) + 1) * (self.n_programs + 1) * _GOLDEN, 1)
        n, size = int(capped.sum()), len(near.columns)
        # beyond what is asked a form gains nothing: z <= form and z <= wanted, or both turned round
        helper = sparse.hstack([-sign * rows[capped], sign * sparse.identity(n)], format="csr")
        bounds = np.tile([0.0, np.inf], (size + n, 1))
        bounds[size:] = [-np.inf, np.inf]
        bounds[size:, 1 if sign > 0 else 0] = wanted[forms][capped]
        found = linprog(
            np.concatenate([-sign * (weight[~capped] @ rows[~capped]), -sign * weight[capped]]),
            A_ub=sparse.vstack([_wider(system, n), helper], format="csr"),
            b_ub=np.concatenate([limits, np.zeros(n)]),
            A_eq=_wider(equal, n),
            b_eq=ends,
            bounds=bounds,
            method="highs-ipm" if size > _LARGE else "highs-ds",
        )
        self.n_programs += 1
        if found.status == _SOLVED:
            self._meet(near, found.x[:size])

    def _meet(self, near: _Neighbourhood, part: Floats) -> None:
        """Take a solution into the ranges of all forms."""
        point = self.truth.copy()
        point[near.columns] = part
        if self.polytope.holds(point):
            values = self.forms @ point
            np.minimum(self.low, values, out=self.low)
            np.maximum(self.high, values, out=self.high)


def _wider(matrix: sparse.csr_matrix, n: int) -> sparse.csr_matrix:
    """Rows with n further places."""
    return sparse.csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], matrix.shape[1] + n))
