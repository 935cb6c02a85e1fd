"""Between which ends numbers of people can lie, given the windows of all published counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure.window_system import (
    Moves,
    WindowSystem,
    all_moves,
    farthest,
    moves_of_one_kind,
    neighbourhood,
)

_ROUNDING = 1e-6  # a solution of the linear program this near to a whole number is meant as that number
_SLOW = 0.1  # of the open targets: where programs for all of them settle fewer, the rest is asked one by one
_PASSES = 2  # through all kinds of people, each with other weights of the targets
_ALONE = 1_000.0  # weight of the target that is asked about, so that the others follow only where they cost it nothing
_LARGE = 4_000  # counts: above, the program of all changes takes long, and is run for some targets and cells at a time
_BLOCK, _BLOCKS = 10, 10  # targets at a time, and how often; what is not settled then counts as told


class Wanted(NamedTuple):
    """What must remain possible for each of t targets.

    low, high : (t,), numbers that must be possible; NaN where it does not matter. n_values : (t,), how many whole
    numbers must be; 0 where it does not matter.
    """

    low: Floats
    high: Floats
    n_values: Floats

    def met(self, low: Floats, high: Floats) -> Bools:
        """Whether ends are far enough apart, up and down."""
        return ~(self.missing(low, high, 1.0) | self.missing(low, high, -1.0))

    def missing(self, low: Floats, high: Floats, sign: float) -> Bools:
        """Whether a larger (sign 1) or smaller number would help."""
        low, high = whole_ends(low, high)
        narrow: Bools = high - low + 1 < self.n_values
        if sign > 0:
            return narrow | (high < np.nan_to_num(self.high, nan=-np.inf))
        return narrow | (low > np.nan_to_num(self.low, nan=np.inf))

    def enough(self, low: Floats, high: Floats, sign: float) -> Floats:
        """Return the number beyond which a larger, or smaller, one helps no more."""
        if sign > 0:
            return np.fmax(self.high, np.where(self.n_values > 0, low + self.n_values - 1, np.nan))
        return np.fmin(self.low, np.where(self.n_values > 0, high - self.n_values + 1, np.nan))


def whole_ends(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return ends rounded inwards to whole numbers."""
    return np.ceil(low - _ROUNDING), np.floor(high + _ROUNDING)


def open_ranges(system: WindowSystem, targets: csr_matrix) -> tuple[Floats, Floats]:
    """Find the smallest and largest value of linear forms of the counts that fit all windows.

    Parameters
    ----------
    system : WindowSystem
    targets : csr_matrix, shape (t, b · n)
        Numbers of people: one count, or one count minus another.

    Returns
    -------
    low, high : array, shape (t,)
        Of the linear program; the counts are whole numbers, so `whole_ends` of them.

    Notes
    -----
    Proof: tests/unit/numerics/disclosure.
    """
    moves, truth = all_moves(system), np.asarray(targets @ system.truth.ravel(), dtype=float)
    ends = np.array(
        [[sign * (row @ farthest(moves, sign * row)) for sign in (-1.0, 1.0)] for row in moves.of(targets).toarray()]
    )
    return truth - ends[:, 0], truth + ends[:, 1]


def leaves_open(
    system: WindowSystem,
    targets: csr_matrix,
    wanted: Wanted,
    *,
    kinds: Sequence[tuple[int, ...]],
    fixed: Bools,
) -> Bools:
    """Tell which targets keep what is wanted of them.

    Parameters
    ----------
    system : WindowSystem
    targets : csr_matrix, shape (t, b · n)
    wanted : Wanted
    kinds : sequence of tuple of int
        Bases on which a person of each kind counts.
    fixed : array of bool, shape (n,)
        Cells that the search for changes of one kind leaves as they are.

    Returns
    -------
    array of bool, shape (t,)
        True is certain: other counts that fit all windows were found. False in a system of up to `_LARGE` counts is
        certain too.

    Notes
    -----
    Every solution of a linear program is a witness for all targets, not only for the one it was sought for, and any two
    witnesses allow everything between them. Changes of one kind of person come first: their programs are small. What
    they leave is asked of the whole system, target by target.

    Proof: tests/unit/numerics/disclosure.
    """
    search = _Search(system, targets, wanted)
    for _ in range(_PASSES):
        n_before = search.n_open()
        search.by_kinds(kinds, fixed)
        if n_before - search.n_open() <= _SLOW * n_before:
            break
    everything = system.truth.size <= _LARGE
    for block in search.blocks(max(len(wanted.low), 1) if everything else _BLOCK):
        search.ask(all_moves(system, None if everything else search.far_from(block)), block)
    return wanted.met(search.low, search.high)


class _Search:
    """The ends found so far; each further witness can only move them apart."""

    def __init__(self, system: WindowSystem, targets: csr_matrix, wanted: Wanted) -> None:
        self.system, self.targets, self.wanted = system, targets, wanted
        self.truth = np.asarray(targets @ system.truth.ravel(), dtype=float)
        self.low = self.high = self.truth
        self.draws = np.random.default_rng(0)

    def by_kinds(self, kinds: Sequence[tuple[int, ...]], fixed: Bools) -> None:
        """Change people of one kind after another, from the counts as they are; each kind is the first to move once."""
        for turn in range(len(kinds)):
            for sign in (1.0, -1.0):
                point = self.system.truth
                for bases in (*kinds[turn:], *kinds[:turn]):
                    moves = moves_of_one_kind(self.system, bases, fixed, point)
                    forms, at = moves.of(self.targets), np.asarray(self.targets @ point.ravel(), dtype=float)
                    rows = self._movable(moves, forms, at) & self._missing(sign)
                    if rows.any():
                        change = self._push(moves, forms, rows, sign, at)
                        point = point + (moves.spread @ change).reshape(point.shape)

    def n_open(self) -> int:
        """How many targets are not settled."""
        return int(self._open().sum())

    def blocks(self, size: int) -> Iterator[Ints]:
        """Open targets, some at a time."""
        rows = np.flatnonzero(self._open())
        for start in range(0, min(len(rows), _BLOCKS * size), max(size, 1)):
            yield rows[start : start + size]

    def far_from(self, rows: Ints) -> Bools:
        """Cells that may stay as they are while these targets are asked about."""
        n = self.system.truth.shape[1]
        helping = self.draws.choice(n, min(n, _BLOCK), replace=False)
        return ~neighbourhood(self.system, np.concatenate([self.targets[rows].indices % n, helping]))

    def ask(self, moves: Moves, block: Ints) -> None:
        """Look for witnesses among these changes, in the end for each open target alone."""
        forms = moves.of(self.targets)
        inside = np.isin(np.arange(len(self.truth)), block) & (np.diff(forms.indptr) > 0)
        while (n_before := int((inside & self._open()).sum())) > 1:
            for sign in (1.0, -1.0):
                self._push(moves, forms, inside & self._missing(sign), sign, self.truth)
            if n_before - int((inside & self._open()).sum()) <= _SLOW * n_before:
                break
        for target in np.flatnonzero(inside & self._open()):
            for sign in (1.0, -1.0):
                if self._missing(sign)[target]:
                    self._push(moves, forms, inside & self._missing(sign), sign, self.truth, first=int(target))

    def _movable(self, moves: Moves, forms: csr_matrix, at: Floats) -> Bools:
        """Which targets these changes bring nearer, if nothing but their own windows held them."""
        more, less = forms.maximum(0), forms.minimum(0)
        high = at + more @ moves.upper + less @ moves.lower
        low = at + more @ moves.lower + less @ moves.upper
        nearer: Bools = (low < self.low - _ROUNDING) | (high > self.high + _ROUNDING)
        return nearer

    def _open(self) -> Bools:
        return ~self.wanted.met(self.low, self.high)

    def _missing(self, sign: float) -> Bools:
        return self.wanted.missing(self.low, self.high, sign)

    def _push(
        self, moves: Moves, forms: csr_matrix, rows: Bools, sign: float, at: Floats, first: int | None = None
    ) -> Floats:
        """Move the targets of these rows up (sign 1) or down as far as it helps them; all targets learn from it."""
        weight = np.where(rows, self.draws.uniform(1, 2, len(rows)), 0.0)  # uneven, so that one is served after another
        if first is not None:
            weight[first] = _ALONE
        upper = self._upper(moves, forms, rows, at) if sign > 0 else None
        change = farthest(moves, sign * (forms.T @ weight), upper) if rows.any() else np.zeros(len(moves.lower))
        self._learn(at + forms @ change)
        if first is not None and self._missing(sign)[first]:
            self._learn(at + forms @ farthest(moves, sign * forms[[first]].toarray()[0]))
        return change

    def _upper(self, moves: Moves, forms: csr_matrix, rows: Bools, at: Floats) -> Floats:
        """Upper ends of the changes, no higher than what single counts need, so that the rest is left for others."""
        upper = moves.upper.copy()
        alone = rows & (np.diff(forms.indptr) == 1)
        alone[alone] = forms[alone].data > 0
        need = (self.wanted.enough(self.low, self.high, 1.0) - at)[alone]
        np.minimum.at(upper, forms[alone].indices, np.maximum(need, 0.0))
        return upper

    def _learn(self, found: Floats) -> None:
        self.low, self.high = np.minimum(self.low, found), np.maximum(self.high, found)
