"""Every survey that fits what is published: whole numbers of respondents, of those below, and sums of scores."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.attackers.reading import Window
from tests.attackers.surveys import CUTOFF, POINT, RANGE

_SLACK = 2e-3  # whole numbers are found to a millionth, and means multiply that
Levels = Mapping[str, str | None]


class Worlds:
    """Numbers n of respondents, e of those below the cut-off and sums s of scores of every cell of a crossing."""

    def __init__(self, levels: Mapping[str, tuple[str | None, ...]], most: int) -> None:
        self.names = tuple(levels)
        self.cells = list(product(*levels.values()))
        self.most = most
        self._rows: list[np.ndarray] = []
        self._low: list[float] = []
        self._high: list[float] = []
        for n, e, s in self._each():
            self.hold(n - e, Window(0, np.inf))
            self.hold(s - CUTOFF * (n - e), Window(0, np.inf))
            self.hold((CUTOFF - POINT) * e + RANGE * (n - e) - s, Window(0, np.inf))

    def number(self, kind: str, **levels: str | None) -> np.ndarray:
        """Form that adds up `n`, `e` or `s` over the cells with these levels; no level named: over all."""
        inside = [all(cell[self.names.index(k)] == v for k, v in levels.items()) for cell in self.cells]
        form, place = np.zeros(3 * len(self.cells)), "nes".index(kind) * len(self.cells)
        form[place : place + len(self.cells)] = inside
        return form

    def hold(self, form: np.ndarray, inside: Window) -> None:
        """Know that a form lies in a window."""
        self._rows.append(form)
        self._low.append(inside.low)
        self._high.append(inside.high)

    def hold_mean(self, kind: str, inside: Window, **levels: str | None) -> None:
        """Know that the mean of `s` or `e` over some cells lies in a window."""
        total, n = self.number(kind, **levels), self.number("n", **levels)
        self.hold(total - inside.low * n, Window(0, np.inf))
        self.hold(inside.high * n - total, Window(0, np.inf))

    def range_of(self, form: np.ndarray, *, whole: bool = True) -> Window:
        """Least and largest value of a form over all surveys that fit."""
        low, high = self._least(form), -self._least(-form)
        if whole:
            low, high = np.ceil(low - 1e-4), np.floor(high + 1e-4)
        return Window(low, high)

    def _least(self, form: np.ndarray) -> float:
        cells = len(self.cells)
        top = np.concatenate([np.full(2 * cells, self.most), np.full(cells, self.most * RANGE)])
        done = milp(
            form,
            integrality=np.concatenate([np.ones(2 * cells), np.zeros(cells)]),
            bounds=Bounds(0, top),
            constraints=LinearConstraint(
                np.array(self._rows), np.array(self._low) - _SLACK, np.array(self._high) + _SLACK
            ),
            options={"time_limit": 20.0},
        )
        if done.status == 2:
            raise AssertionError("No survey fits what is published: the intruder reads it wrongly.")
        return float(done.mip_dual_bound if done.mip_dual_bound is not None else done.fun)

    def _each(self) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        return [
            tuple(self.number(kind, **dict(zip(self.names, cell, strict=True))) for kind in "nes")  # type: ignore[misc]
            for cell in self.cells
        ]
