"""Between which ends numbers of people can lie, given all that is published of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, identity

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.disclosure.count_system import CountSystem
from workbench.numerics.disclosure.reach import Reach
from workbench.numerics.disclosure.repeated_unknowns import Piece, Pieces

_MANY = 100  # levels, of which the others can take back what one changes
_TOGETHER, _TOGETHER_OF_MANY = 6, 3  # levels that change at once, the others standing
_ROUNDS = 2  # of these, each with other levels together
_ROUNDING = 1e-6  # a solution of the linear program this near to a whole number is meant as that number


class Wanted(NamedTuple):
    """What must remain possible for each of q numbers.

    low, high : (q,), values that must be possible; NaN where it does not matter. apart : (q,), how far apart two
    possible values must be; 0 where it does not matter. whole : (q,), whether only whole numbers are possible.
    """

    low: Floats
    high: Floats
    apart: Floats
    whole: Bools

    def only(self, rows: Bools | list[int]) -> Wanted:
        """Return what is wanted of some of the numbers."""
        return Wanted(self.low[rows], self.high[rows], self.apart[rows], self.whole[rows])

    def met(self, low: Floats, high: Floats) -> Bools:
        """Whether ends are far enough apart, up and down."""
        up, down = self.missing(low, high)
        return (up <= 0) & (down <= 0)

    def missing(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """How much farther up and down the ends must lie; of the distance, as if the other end stayed."""
        low, high = inner_ends(low, high, self.whole)
        narrow = np.where(self.apart > 0, self.apart - (high - low), 0.0)
        up, down = (np.fmax(narrow, np.nan_to_num(own)) for own in (self.high - high, low - self.low))
        return np.where(up > _ROUNDING, up, 0.0), np.where(down > _ROUNDING, down, 0.0)


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
    changes, one = system.changes(), np.ones(1)
    now = np.asarray(forms @ system.truth, dtype=float)
    ends = np.array(
        [
            [(row @ changes.farthest(sign * row, np.full(1, np.inf), one))[0] for sign in (-1.0, 1.0)]
            for row in (forms[[i]] for i in range(forms.shape[0]))
        ]
    ).reshape(-1, 2)
    return now + ends[:, 0], now + ends[:, 1]


def leaves_open(system: CountSystem, forms: csr_matrix, wanted: Wanted, *, pieces: Pieces | None = None) -> Bools:
    """Tell which numbers keep what is wanted of them.

    Parameters
    ----------
    system : CountSystem
    forms : csr_matrix, shape (q, v)
        One number of people, or sum of scores, per row.
    wanted : Wanted
    pieces : Pieces, optional
        Of a large system: the same by levels of one variable. Then each level changes by itself while all the others
        take back a little (where they are many), the unknowns of no level with them, and at last a few levels together
        while the others stand. What the rows on one level alone rule out is asked once.

    Returns
    -------
    array of bool, shape (q,)
        True is certain: other numbers that fit everything published were found. False is certain without `pieces`.

    Notes
    -----
    One linear program asks for many forms at once, each up or down by what it still needs, and every solution serves
    all forms: any two solutions allow all between them. Forms that stand in each other's way are asked alone at last.

    Proof: tests/unit/numerics/disclosure.
    """
    if pieces is None:
        piece = Piece(system.changes(), csr_matrix(identity(forms.shape[1])), lambda _: 1.0)
        return _left_open(piece, forms, wanted, system)
    level = _level_of(forms, pieces, system)
    safe, told = np.zeros(forms.shape[0], dtype=bool), np.zeros(forms.shape[0], dtype=bool)

    def ask(piece: Callable[[], Piece], rows: Bools) -> None:
        if (rows := rows & ~safe & ~told).any():
            safe[rows] = _left_open(piece(), csr_matrix(forms[rows]), wanted.only(rows), system)

    n_levels, draws = int(pieces.repeated.level.max()) + 1, np.random.default_rng(0)
    if n_levels >= _MANY:
        for place in np.unique(level[level >= 0]):
            ask(partial(pieces.piece, int(place)), level == place)
    ask(pieces.others, level < 0)
    together, of_none = (_TOGETHER, level < 0) if n_levels < _MANY else (_TOGETHER_OF_MANY, np.zeros_like(safe))
    for _ in range(_ROUNDS):
        for lot in np.array_split(draws.permutation(n_levels), -(-n_levels // together)):
            ask(partial(pieces.together, lot), of_none | np.isin(level, lot))
        for i in np.flatnonzero(~safe & ~told).tolist():
            told[i] = _ruled_out(pieces, level[i], csr_matrix(forms[[i]]), wanted.only([i]))
    return safe


def narrowing(system: CountSystem, forms: csr_matrix, wanted: Wanted, *, pieces: Pieces | None = None) -> list[Ints]:
    """Find for each form the rows of the system that keep it from what is wanted of it.

    They are the constraints with a price in the linear program that moves the form up, or down where it is high enough.
    Of a large system those on the form's own level alone, and none of a form on several.

    Notes
    -----
    Proof: tests/unit/numerics/disclosure.
    """
    level = None if pieces is None else _level_of(forms, pieces, system)
    found = []
    for i in range(forms.shape[0]):
        form, own = csr_matrix(forms[[i]]), wanted.only([i])
        if pieces is None or level is None:
            reach = Reach(system, form, np.arange(system.matrix.shape[0]))
        elif level[i] < 0:
            found.append(np.zeros(0, dtype=np.int64))
            continue
        else:
            reach = pieces.reach(int(level[i]), form)
        found.append(reach.over if _falls_short(reach, own) else reach.under)
    return found


def _ruled_out(pieces: Pieces, level: int, form: csr_matrix, wanted: Wanted) -> bool:
    """Whether the rows on a level alone rule out what is wanted of a number of it: then no others can help."""
    if level < 0 or not pieces.is_regular(level):
        return False
    reach = pieces.reach(level, form)
    return _falls_short(reach, wanted) or not wanted.met(np.array([reach.low]), np.array([reach.high]))[0]


def _falls_short(reach: Reach, wanted: Wanted) -> bool:
    """Whether a number cannot go as far up as is wanted; where its ends must be apart, from the lower one."""
    low = reach.low if wanted.apart[0] > 0 else np.nan
    return bool(wanted.missing(np.array([low]), np.array([reach.high]))[0][0] > 0)


def _left_open(piece: Piece, forms: csr_matrix, wanted: Wanted, system: CountSystem) -> Bools:
    search = _Search(piece, forms, wanted, system.truth)
    search.ask()
    return ~search.unsettled()


def _level_of(forms: csr_matrix, pieces: Pieces, system: CountSystem) -> Ints:
    """Level that alone a form is about; −1 for the others."""
    on = csr_matrix(forms)
    cells = np.repeat(np.arange(forms.shape[0]), np.diff(on.indptr))
    counted = system.most[on.indices] > 0
    level, cells = pieces.repeated.level[on.indices][counted], cells[counted]
    low, high = np.full(forms.shape[0], np.iinfo(np.int64).max), np.full(forms.shape[0], -1)
    np.minimum.at(low, cells, level)
    np.maximum.at(high, cells, level)
    return np.where(low == high, low, -1)


class _Search:
    """The ends found so far; each further solution can only move them apart."""

    def __init__(self, piece: Piece, forms: csr_matrix, wanted: Wanted, truth: Floats) -> None:
        self.piece, self.wanted = piece, wanted
        self.now = self.low = self.high = np.asarray(forms @ truth, dtype=float)
        self.part = csr_matrix(forms @ piece.spread)
        self.draws = np.random.default_rng(0)

    def unsettled(self) -> Bools:
        """Which forms still lack something."""
        return ~self.wanted.met(self.low, self.high)

    def ask(self) -> None:
        """Look for solutions that differ in a piece from the truth."""
        rows = np.flatnonzero(self.unsettled())
        before = len(rows) + 1
        while 0 < len(rows) < before:
            before = len(rows)
            self._push(rows)
            rows = np.flatnonzero(self.unsettled())
        for row in rows:
            self._ask_alone(np.array([row]))

    def _ask_alone(self, one: Ints) -> None:
        """Look for the ends of one form; for the lower one only if the upper one is not short by itself."""
        for side, sign in enumerate((1.0, -1.0)):
            if (need := self._missing(one)[side])[0] > 0:
                end = self.high[one] if sign > 0 else self.low[one]
                self._solve(one, np.array([sign]), need + sign * (end - self.now[one]))
                if self.wanted.apart[one[0]] == 0 and self._missing(one)[side][0] > 0:
                    return

    def _push(self, rows: Ints) -> None:
        """Move some forms, each up or down by chance where both would help."""
        up, down = self._missing(rows)
        rise = np.where((up > 0) & (down > 0), self.draws.random(len(rows)) < 0.5, up > 0)
        sign = np.where(rise, 1.0, -1.0)
        end = np.where(rise, self.high[rows], self.low[rows])
        self._solve(rows, sign, np.where(rise, up, down) + sign * (end - self.now[rows]))

    def _solve(self, rows: Ints, sign: Floats, need: Floats) -> None:
        # uneven weights, so that one is served after another
        weight = self.draws.uniform(1, 2, len(rows)) / np.maximum(need, 1.0)
        forms = self.part[rows]
        forms.data *= np.repeat(sign, np.diff(forms.indptr))
        change = self.piece.changes.farthest(forms, need, weight)
        found = self.now + self.part @ (self.piece.possible(change) * change)
        self.low, self.high = np.minimum(self.low, found), np.maximum(self.high, found)

    def _missing(self, rows: Ints) -> tuple[Floats, Floats]:
        up, down = self.wanted.missing(self.low, self.high)
        return up[rows], down[rows]
