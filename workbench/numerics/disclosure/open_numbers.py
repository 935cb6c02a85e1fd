"""Between which ends numbers of people can lie, given all that is published of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, identity

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure.count_system import Changes, CountSystem

_ROUNDING = 1e-6  # a solution of the linear program this near to a whole number is meant as that number
_SLOW = 0.1  # of the open forms: where one program settles fewer, only some of them at a time are asked
_SPLIT = 3


class Wanted(NamedTuple):
    """What must remain possible for each of q numbers.

    low, high : (q,), values that must be possible; NaN where it does not matter. apart : (q,), how far apart two
    possible values must be; 0 where it does not matter. whole : (q,), whether only whole numbers are possible.
    """

    low: Floats
    high: Floats
    apart: Floats
    whole: Bools

    def only(self, rows: Bools) -> Wanted:
        """Return what is wanted of some of the numbers."""
        return Wanted(*(part[rows] for part in self))

    def met(self, low: Floats, high: Floats) -> Bools:
        """Whether ends are far enough apart, up and down."""
        return (self.missing(low, high, 1.0) <= 0) & (self.missing(low, high, -1.0) <= 0)

    def missing(self, low: Floats, high: Floats, sign: float) -> Floats:
        """How much farther up (sign 1) or down an end must lie; of the distance, as if the other end stayed."""
        low, high = inner_ends(low, high, self.whole)
        narrow = np.where(self.apart > 0, self.apart - (high - low), 0.0)
        own = np.nan_to_num(self.high - high) if sign > 0 else np.nan_to_num(low - self.low)
        far = np.fmax(narrow, own)
        return np.where(far > _ROUNDING, far, 0.0)


def inner_ends(low: Floats, high: Floats, whole: Bools) -> tuple[Floats, Floats]:
    """Return ends, those of whole numbers rounded inwards."""
    return np.where(whole, np.ceil(low - _ROUNDING), low), np.where(whole, np.floor(high + _ROUNDING), high)


def open_ranges(system: CountSystem, forms: csr_matrix) -> tuple[Floats, Floats]:
    """Find the smallest and largest value of linear forms of the unknowns that fit the system, one by one.

    Parameters
    ----------
    system : CountSystem
    forms : csr_matrix, shape (q, v)

    Returns
    -------
    low, high : array, shape (q,)
        Of the linear program; of whole numbers, `inner_ends` of them.

    Notes
    -----
    Proof: tests/unit/numerics/disclosure.
    """
    changes, one = system.changes(csr_matrix(identity(forms.shape[1]))), np.ones(1)
    now = np.asarray(forms @ system.truth, dtype=float)
    ends = np.array(
        [
            [sign * (row @ changes.farthest(sign * row, np.full(1, np.inf), one))[0] for sign in (-1.0, 1.0)]
            for row in (forms[[i]] for i in range(forms.shape[0]))
        ]
    ).reshape(-1, 2)
    return now + ends[:, 0], now + ends[:, 1]


def leaves_open(
    system: CountSystem, forms: csr_matrix, wanted: Wanted, *, passes: Sequence[Sequence[csr_matrix]]
) -> Bools:
    """Tell which numbers keep what is wanted of them.

    Parameters
    ----------
    system : CountSystem
    forms : csr_matrix, shape (q, v)
        One number of people, or sum of scores, per row.
    wanted : Wanted
    passes : sequence of sequences of csr_matrix, shape (v, r)
        What changes together: how the unknowns change with each of r numbers. In the last pass forms are asked about
        alone, too, where all their unknowns change.

    Returns
    -------
    array of bool, shape (q,)
        True is certain: other numbers that fit everything published were found. False is certain if the last pass
        changes all unknowns at once.

    Notes
    -----
    One linear program asks for many forms at once, each up or down by what it still needs, and every solution serves
    all forms: any two solutions allow all between them. Forms that stand in each other's way are asked in ever smaller
    lots, in the end alone.

    Proof: tests/unit/numerics/disclosure.
    """
    search = _Search(system, forms, wanted)
    for number, parts in enumerate(passes, start=1):
        for spread in parts:
            search.ask(spread, alone=number == len(passes))
    return ~search.unsettled()


class _Search:
    """The ends found so far; each further solution can only move them apart."""

    def __init__(self, system: CountSystem, forms: csr_matrix, wanted: Wanted) -> None:
        self.system, self.forms, self.wanted = system, forms, wanted
        self.now = np.asarray(forms @ system.truth, dtype=float)
        self.low = self.high = self.now
        self.draws = np.random.default_rng(0)

    def unsettled(self) -> Bools:
        """Which forms still lack something."""
        return ~self.wanted.met(self.low, self.high)

    def ask(self, spread: csr_matrix, *, alone: bool) -> None:
        """Look for solutions near the truth that differ from it in this way."""
        part = csr_matrix(self.forms @ spread)
        part.eliminate_zeros()
        touched = np.diff(part.indptr) > 0
        whole = abs(self.forms) @ (np.diff(spread.indptr) == 0) == 0 if alone else touched
        if not (whole & self.unsettled()).any():
            return
        changes, lots = self.system.changes(spread), 1
        while lots <= (n := int((whole & self.unsettled()).sum())):
            rows = self.draws.permutation(np.flatnonzero(touched & self.unsettled()))
            for batch in np.array_split(rows, lots):
                self._push(changes, part, batch)
            if n - int((whole & self.unsettled()).sum()) <= _SLOW * n:
                if not alone:
                    return
                lots *= _SPLIT
        if alone:
            self._ask_alone(changes, part, whole)

    def _ask_alone(self, changes: Changes, part: csr_matrix, rows: Bools) -> None:
        for row in np.flatnonzero(rows & self.unsettled()):
            for sign in (1.0, -1.0):
                if self._missing(np.array([row]), sign)[0] > 0:
                    self._solve(changes, part, np.array([row]), np.array([sign]), np.full(1, np.inf))

    def _push(self, changes: Changes, part: csr_matrix, rows: Ints) -> None:
        """Move some forms, each up or down by chance where both would help."""
        rows = rows[self.unsettled()[rows]]
        if not len(rows):
            return
        up, down = self._missing(rows, 1.0), self._missing(rows, -1.0)
        rise = np.where((up > 0) & (down > 0), self.draws.random(len(rows)) < 0.5, up > 0)
        sign = np.where(rise, 1.0, -1.0)
        end = np.where(rise, self.high[rows], self.low[rows])
        self._solve(changes, part, rows, sign, np.where(rise, up, down) + sign * (end - self.now[rows]))

    def _solve(self, changes: Changes, part: csr_matrix, rows: Ints, sign: Floats, need: Floats) -> None:
        weight = self.draws.uniform(1, 2, len(rows)) / np.where(np.isfinite(need), need, 1.0)  # uneven: one after another
        found = self.now + part @ changes.farthest(part[rows].multiply(sign[:, None]).tocsr(), need, weight)
        self.low, self.high = np.minimum(self.low, found), np.maximum(self.high, found)

    def _missing(self, rows: Ints, sign: float) -> Floats:
        return self.wanted.missing(self.low, self.high, sign)[rows]
