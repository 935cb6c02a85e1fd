"""Ranges of linear forms over everything that published numbers allow, by linear programs that share their solutions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from workbench.arrays import Bools, Floats, Ints

TOLERANCE = 1e-6
_STALLS = 2  # programs for many forms in a row that settle none, after which they are followed one by one
_GOLDEN = (5**0.5 - 1) / 2
_SOLVED = 0


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


@dataclass(eq=False, kw_only=True)
class Ranges:
    """The smallest and largest value of each form among the solutions that were met so far.

    Every solution of a program, whatever it was solved for, is a world that the published numbers allow, so it serves
    all forms. A range is never wider than the true one; it is the true one for the forms of `settle` that ended short.

    Attributes
    ----------
    polytope : Polytope
    forms : csr_matrix, shape (n_forms, v)
    low, high : array of float, shape (n_forms,)
    n_programs : int
    """

    polytope: Polytope
    forms: sparse.csr_matrix
    low: Floats = field(init=False)
    high: Floats = field(init=False)
    n_programs: int = 0

    def __post_init__(self) -> None:
        """Nothing met yet."""
        self.low, self.high = np.full(self.forms.shape[0], np.inf), np.full(self.forms.shape[0], -np.inf)

    def meet(self, point: Floats) -> None:
        """Take a solution into the ranges of all forms."""
        values = self.forms @ point
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)

    @property
    def whole_low(self) -> Ints:
        """Low ends, rounded inwards to whole numbers."""
        return np.ceil(self.low - TOLERANCE).astype(np.int64)

    @property
    def whole_high(self) -> Ints:
        """High ends, rounded inwards to whole numbers."""
        return np.floor(self.high + TOLERANCE).astype(np.int64)

    def settle(self, at_most: Floats, at_least: Floats, *, one_by_one: bool = True) -> Bools:
        """Look for worlds with every form as low as `at_most` and, in others, as high as `at_least`.

        Parameters
        ----------
        at_most, at_least : array of float, shape (n_forms,)
            Infinite (or minus infinite) where nothing is asked.
        one_by_one : bool
            Whether forms that stand in each other's way are followed one after the other to the end of their range.

        Returns
        -------
        array of bool, shape (n_forms,)
            Forms that fall short.
        """
        for wanted, sign in ((at_most, -1), (at_least, 1)):
            stalled = 0
            while stalled < _STALLS and (waiting := self._short(wanted, sign)).any():
                self._solve(np.flatnonzero(waiting), wanted, sign)
                stalled = stalled + 1 if self._short(wanted, sign).sum() == waiting.sum() else 0
            for form in np.flatnonzero(self._short(wanted, sign)) if one_by_one else ():
                if self._short(wanted, sign)[form]:
                    self._solve(np.array([form]), np.full(len(wanted), sign * np.inf), sign)
        return self._short(at_most, -1) | self._short(at_least, 1)

    def _short(self, wanted: Floats, sign: int) -> Bools:
        short: Bools = self.low > wanted + TOLERANCE if sign < 0 else self.high < wanted - TOLERANCE
        return short

    def _solve(self, forms: Ints, wanted: Floats, sign: int) -> None:
        """Move many forms as far as they want to go, in one world; none of them counts for more than it asks."""
        rows, (system, limits, equal, ends) = self.forms[forms], self.polytope.for_programs
        capped = np.isfinite(wanted[forms]) & (wanted[forms] > 0)
        # unequal weights, others each time: with equal ones every form would get a part of what only one can have
        weight = 1 + np.mod((np.arange(len(forms)) + 1) * (self.n_programs + 1) * _GOLDEN, 1)
        free = -sign * (weight[~capped] @ rows[~capped])
        n, size = int(capped.sum()), self.forms.shape[1]
        # beyond what is asked a form gains nothing: z <= form and z <= wanted, or both turned round
        helper = sparse.hstack([-sign * rows[capped], sign * sparse.identity(n)], format="csr")
        bounds = np.tile([0.0, np.inf], (size + n, 1))
        bounds[size:] = [-np.inf, np.inf]
        bounds[size:, 1 if sign > 0 else 0] = wanted[forms][capped]
        found = linprog(
            np.concatenate([free, -sign * weight[capped]]),
            A_ub=sparse.vstack([_wider(system, n), helper], format="csr"),
            b_ub=np.concatenate([limits, np.zeros(n)]),
            A_eq=_wider(equal, n),
            b_eq=ends,
            bounds=bounds,
            method="highs",
        )
        self.n_programs += 1
        if found.status == _SOLVED and self.polytope.holds(found.x[:size]):
            self.meet(found.x[:size])


def _wider(matrix: sparse.csr_matrix, n: int) -> sparse.csr_matrix:
    """Rows with n further places."""
    return sparse.csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], matrix.shape[1] + n))
