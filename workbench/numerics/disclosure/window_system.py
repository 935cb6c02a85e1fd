"""Between which ends a number of people can lie, given the windows of all published counts: linear programming."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from workbench.arrays import Bools, Floats
from workbench.errors import PublicationError

_ROUNDING = 1e-6  # a solution of the linear program this near to a whole number is meant as that number
_TOGETHER = 6  # programs that ask about all open targets at once, before each target is asked about alone


class WindowSystem(NamedTuple):
    """All v-vectors x with ``lower <= x <= upper``, ``sums @ x = 0`` and ``order @ x <= 0``.

    lower, upper : (v,), the windows, or 0 and infinity for counts that nobody publishes. sums : (m, v), parts minus
    their whole. order : (k, v), parts that are no larger than their whole. truth : (v,), the counts themselves, which
    satisfy all of it.
    """

    lower: Floats
    upper: Floats
    sums: csr_matrix
    order: csr_matrix
    truth: Floats


class Wanted(NamedTuple):
    """What must remain possible for each of t targets.

    low, high : (t,), numbers that must be possible; NaN where it does not matter. n_values : (t,), how many whole
    numbers must be.
    """

    low: Floats
    high: Floats
    n_values: Floats


class Ranges(NamedTuple):
    """Ends of t targets, as far as they were needed.

    low, high : (t,), attained by a vector of the system. met : (t,), whether what was wanted is possible; where it is
    not, the ends are those of the whole system. n_programs : linear programs solved.
    """

    low: Floats
    high: Floats
    met: Bools
    n_programs: int


def open_ranges(system: WindowSystem, targets: csr_matrix, wanted: Wanted | None = None) -> Ranges:
    """Find how far each linear form of the counts can move within the windows.

    Parameters
    ----------
    system : WindowSystem
    targets : csr_matrix, shape (t, v)
        Numbers of people: one count, or one count minus another.
    wanted : Wanted, optional
        Search no further where this much is possible. None: the ends of every target.

    Returns
    -------
    Ranges

    Raises
    ------
    PublicationError
        The linear program found no solution, although the counts themselves are one.

    Notes
    -----
    Each solution of a linear program (HiGHS through ``scipy.optimize.linprog``) is a witness for all targets, not only
    for the one it was sought for: the first programs push all open targets up, or down, at once, and mostly decide
    them. What is left is asked about one by one, which is exact. Any two witnesses allow everything between them.

    Proof: tests/unit/numerics/disclosure.
    """
    search = _Search(system, targets, wanted)
    for _ in range(_TOGETHER if wanted is not None else 0):
        before = search.open().sum()
        for sign in (1.0, -1.0):
            search.push(search.open(), sign)
        if not search.open().any() or search.open().sum() == before:
            break
    for target in range(targets.shape[0]):
        for sign in (1.0, -1.0):
            if search.open()[target]:
                search.push(np.arange(targets.shape[0]) == target, sign)
    return Ranges(search.low, search.high, ~search.short(), search.n_programs)


def whole_ends(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return ends rounded inwards to whole numbers."""
    return np.ceil(low - _ROUNDING), np.floor(high + _ROUNDING)


class _Search:
    """The ends found so far; each further witness can only move them apart."""

    def __init__(self, system: WindowSystem, targets: csr_matrix, wanted: Wanted | None) -> None:
        self.system, self.targets, self.wanted = system, targets, wanted
        self.low = self.high = np.asarray(targets @ system.truth, dtype=float)
        self.exact = {sign: np.zeros(targets.shape[0], dtype=bool) for sign in (1.0, -1.0)}
        self.n_programs = 0

    def short(self) -> Bools:
        """Targets of which less is possible than is wanted."""
        if self.wanted is None:
            return np.zeros(self.targets.shape[0], dtype=bool)
        low, high = whole_ends(self.low, self.high)
        short: Bools = high - low + 1 < self.wanted.n_values
        short |= low > np.nan_to_num(self.wanted.low, nan=np.inf)
        short |= high < np.nan_to_num(self.wanted.high, nan=-np.inf)
        return short

    def open(self) -> Bools:
        """Targets that must be asked about still."""
        undecided: Bools = ~(self.exact[1.0] & self.exact[-1.0])
        return undecided if self.wanted is None else undecided & self.short()

    def push(self, chosen: Bools, sign: float) -> None:
        """Move the chosen targets up (sign 1) or down as far as they go together; all targets learn from it."""
        rows = np.flatnonzero(chosen)
        if not len(rows) or (len(rows) == 1 and self.exact[sign][rows[0]]):
            return
        form = np.asarray(self.targets[rows].sum(axis=0), dtype=float).ravel()
        point = self._farthest(sign * form)
        found = np.asarray(self.targets @ point, dtype=float)
        self.low, self.high = np.minimum(self.low, found), np.maximum(self.high, found)
        if len(rows) == 1:
            self.exact[sign][rows[0]] = True

    def _farthest(self, form: Floats) -> Floats:
        system = self.system
        self.n_programs += 1
        done = linprog(
            -form,
            A_ub=system.order if system.order.shape[0] else None,
            b_ub=np.zeros(system.order.shape[0]) if system.order.shape[0] else None,
            A_eq=system.sums if system.sums.shape[0] else None,
            b_eq=np.zeros(system.sums.shape[0]) if system.sums.shape[0] else None,
            bounds=np.column_stack([system.lower, system.upper]),
            method="highs",
        )
        if done.x is None:
            raise PublicationError(
                f"The check of what the published windows leave open stopped: {done.message}. Report it with the "
                "codebook; nothing of this survey can be published until then."
            )
        return np.asarray(done.x, dtype=float)
