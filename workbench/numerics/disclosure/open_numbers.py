"""Between which ends numbers of people can lie, given all that is published of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, identity

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure.count_system import Changes, CountSystem

_ROUNDING = 1e-6  # a solution of the linear program this near to a whole number is meant as that number
_SLOW = 0.05  # of the open forms: where one program settles fewer, only some of them at a time are asked
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
        return Wanted(self.low[rows], self.high[rows], self.apart[rows], self.whole[rows])

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
    changes, one = system.changes(csr_matrix(identity(forms.shape[1])), system.truth), np.ones(1)
    now = np.asarray(forms @ system.truth, dtype=float)
    ends = np.array(
        [
            [(row @ changes.farthest(sign * row, np.full(1, np.inf), one))[0] for sign in (-1.0, 1.0)]
            for row in (forms[[i]] for i in range(forms.shape[0]))
        ]
    ).reshape(-1, 2)
    return now + ends[:, 0], now + ends[:, 1]


def leaves_open(system: CountSystem, forms: csr_matrix, wanted: Wanted, *, parts: Sequence[csr_matrix]) -> Bools:
    """Tell which numbers keep what is wanted of them.

    Parameters
    ----------
    system : CountSystem
    forms : csr_matrix, shape (q, v)
        One number of people, or sum of scores, per row.
    wanted : Wanted
    parts : sequence of csr_matrix, shape (v, r)
        What changes together, one part after the other: how the unknowns change with each of r numbers.

    Returns
    -------
    array of bool, shape (q,)
        True is certain: other numbers that fit everything published were found. False is certain if all unknowns
        changed at once, each by itself.

    Notes
    -----
    One linear program asks for many forms at once, each up or down by what it still needs, and every solution serves
    all forms: any two solutions allow all between them. The next part starts from the last solution. Where all unknowns
    change at once, forms that stand in each other's way are asked in ever smaller lots, in the end alone.

    Proof: tests/unit/numerics/disclosure.
    """
    search = _Search(system, forms, wanted)
    for spread in parts:
        search.ask(spread, alone=spread.shape[1] == forms.shape[1])
    return ~search.unsettled()


class _Search:
    """The ends found so far; each further solution can only move them apart."""

    def __init__(self, system: CountSystem, forms: csr_matrix, wanted: Wanted) -> None:
        self.system, self.forms, self.wanted = system, forms, wanted
        self.low = self.high = np.asarray(forms @ system.truth, dtype=float)
        self.point = system.truth
        self.draws = np.random.default_rng(0)

    def unsettled(self) -> Bools:
        """Which forms still lack something."""
        return ~self.wanted.met(self.low, self.high)

    def ask(self, spread: csr_matrix, *, alone: bool) -> None:
        """Look for solutions that differ from the last one in this way; when forms are asked alone, from the truth."""
        part = csr_matrix(self.forms @ spread)
        part.eliminate_zeros()
        touched = np.diff(part.indptr) > 0
        if not (touched & self.unsettled()).any():
            return
        start = self.system.truth if alone else self.point
        changes, lots = self.system.changes(spread, start), 1
        now = np.asarray(self.forms @ start, dtype=float)
        while lots <= (n := int((touched & self.unsettled()).sum())):
            rows = self.draws.permutation(np.flatnonzero(touched & self.unsettled()))
            for batch in np.array_split(rows, lots):
                self.point = start + spread @ self._push(changes, part, batch, now)
            if n - int((touched & self.unsettled()).sum()) <= _SLOW * n:
                if not alone:
                    return
                lots *= _SPLIT
        for row in np.flatnonzero(touched & self.unsettled()) if alone else []:
            for sign in (1.0, -1.0):
                if self._missing(one := np.array([row]), sign)[0] > 0:
                    self._solve(changes, part, one, np.array([sign]), np.full(1, np.inf), now)

    def _push(self, changes: Changes, part: csr_matrix, rows: Ints, now: Floats) -> Floats:
        """Move some forms, each up or down by chance where both would help."""
        rows = rows[self.unsettled()[rows]]
        up, down = self._missing(rows, 1.0), self._missing(rows, -1.0)
        rise = np.where((up > 0) & (down > 0), self.draws.random(len(rows)) < 0.5, up > 0)
        sign = np.where(rise, 1.0, -1.0)
        end = np.where(rise, self.high[rows], self.low[rows])
        need = np.where(rise, up, down) + sign * (end - now[rows])
        return self._solve(changes, part, rows, sign, need, now) if len(rows) else np.zeros(part.shape[1])

    def _solve(self, changes: Changes, part: csr_matrix, rows: Ints, sign: Floats, need: Floats, now: Floats) -> Floats:
        # uneven weights, so that one is served after another
        weight = self.draws.uniform(1, 2, len(rows)) / np.where(np.isfinite(need), np.maximum(need, 1.0), 1.0)
        change = changes.farthest(part[rows].multiply(sign[:, None]).tocsr(), need, weight)
        found = now + part @ change
        self.low, self.high = np.minimum(self.low, found), np.maximum(self.high, found)
        return change

    def _missing(self, rows: Ints, sign: float) -> Floats:
        return self.wanted.missing(self.low, self.high, sign)[rows]
