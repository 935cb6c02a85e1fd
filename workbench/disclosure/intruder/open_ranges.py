"""Ranges that an intruder leaves to several numbers, followed until each is wide enough or known to be narrow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics import LinearSystem, farthest, reach


class Question:
    """Ranges of several numbers over one system, from the possible worlds found so far.

    Parameters
    ----------
    form : array, shape (n_numbers, v)
        Each number as a sum of unknowns.
    truth : array, shape (v,)
    total : array of int, shape (n_numbers,)
        The same number of everyone, which is known: no range need reach further.
    need : int
        How far each range must reach, and how many values it must have.
    together : array of int, shape (n_numbers,)
        Numbers of one cell, which are asked for at once.
    """

    def __init__(self, form: Floats, truth: Floats, *, total: Ints, need: int, together: Ints) -> None:
        self.form, self.truth, self.together = form, truth, together
        self.reach, self.span = np.minimum(total, need), np.minimum(total, need - 1)
        self.low = form @ truth
        self.high = self.low.copy()
        self.points: list[Floats] = []
        self.n_programs = 0

    def safe(self) -> Bools:
        """Tell which ranges are wide enough: they reach far enough, and have enough values."""
        return np.asarray((self.high >= self.reach) & (self.high - self.low >= self.span))

    def learn(self, point: Floats) -> None:
        """Widen all ranges by one possible world."""
        values = self.form @ point
        low, high = np.minimum(self.low, values), np.maximum(self.high, values)
        if (low < self.low - 0.5).any() or (high > self.high + 0.5).any():
            self.points.append(point)
        self.low, self.high = low, high

    def narrow(self, system: LinearSystem) -> Iterator[int]:
        """Follow every range; yield the first narrow one of each cell."""
        for cell in dict.fromkeys(self.together.tolist()):
            rows = np.flatnonzero((self.together == cell) & ~self.safe())
            if len(rows) > 1:
                self._ask(system, rows, 1)
            for row in map(int, rows):
                if not self._is_wide(system, row):
                    yield row
                    break

    def _is_wide(self, system: LinearSystem, row: int) -> bool:
        """Follow one range as far as it takes to know whether it is wide enough."""
        if not self.safe()[row]:
            self._ask(system, np.array([row]), 1)
        if self.high[row] < self.reach[row]:
            return False
        if not self.safe()[row]:
            self._ask(system, np.array([row]), -1)
        if not self.safe()[row]:  # it may still rise as many values above its least one
            self._follow(system, row, -1)
            self._ask(system, np.array([row]), 1)
        return bool(self.safe()[row])

    def _ask(self, system: LinearSystem, rows: Ints, sign: int) -> None:
        """Look for a world in which some numbers are high enough at once, or one of them is low enough."""
        wanted = np.maximum(self.reach, self.low + self.span) if sign > 0 else self.span - self.high
        if sign > 0 and len(rows) == 1 and self.high[rows[0]] < self.reach[rows[0]]:
            wanted = self.reach.astype(float)
        found = reach(system, self.truth, forms=sign * self.form[rows], at_least=wanted[rows].astype(float))
        self.n_programs += 1
        if found.point is not None:
            self.learn(found.point)

    def _follow(self, system: LinearSystem, row: int, sign: int) -> None:
        """Follow a range to one of its ends."""
        found = farthest(system, self.truth, form=sign * self.form[row])
        self.n_programs += 1
        if found.point is not None:
            self.learn(found.point)

    def sharpen(self, system: LinearSystem) -> None:
        """Follow ranges to their ends, narrowest first, until no other can be narrower."""
        done: dict[int, float] = {}
        while True:
            width = self.high - self.low
            left = [row for row in range(len(width)) if row not in done]
            row = min(left, key=lambda r: width[r], default=-1)
            if row < 0 or (done and width[row] >= min(done.values())):
                return
            for sign in (1, -1):
                self._follow(system, row, sign)
            done[row] = float(self.high[row] - self.low[row])
