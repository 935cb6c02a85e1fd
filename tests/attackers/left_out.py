"""Who is left out, over all pages: without a score, without an item, with a score and not in the regression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.attackers.joint import Tables
from tests.attackers.reading import UNKNOWN, Window, count
from workbench.columns import EVERYONE

# Of each level: in the file, with a score, without any answer, in the regression; then without each item.
KINDS = ("file", "scored", "silent", "modelled")
_SLACK = 1e-6


class LeftOut:
    """Every survey that fits what pages say of who is left out, for the levels of one variable."""

    def __init__(
        self, tables: Tables, variable: str, levels: tuple[str, ...], items: tuple[str, ...], *, exact: bool
    ) -> None:
        self.levels, self.kinds = levels, (*KINDS, *items)
        self._rows: list[np.ndarray] = []
        self._low: list[float] = []
        self._high: list[float] = []
        for level in levels:
            self._hold_order(level, items)
        for level, names, value in _published(tables, variable, items):
            if level not in (*levels, EVERYONE):
                continue  # merged levels have no published number
            within = levels if level == EVERYONE else (level,)
            form = sum(sign * self.form(kind, one) for one in within for kind, sign in names.items())
            self._hold(form, count(value, exact))  # type: ignore[arg-type]

    def form(self, kind: str, level: str) -> np.ndarray:
        """Count one kind of respondent at one level."""
        form = np.zeros(len(self.levels) * len(self.kinds))
        form[self.levels.index(level) * len(self.kinds) + self.kinds.index(kind)] = 1
        return form

    def range_of(self, form: np.ndarray) -> Window:
        """Least and largest number over all surveys that fit."""
        return Window(np.ceil(self._least(form) - 1e-4), np.floor(-self._least(-form) + 1e-4))

    def _hold_order(self, level: str, items: tuple[str, ...]) -> None:
        """Who is silent lacks each item, and who has no score lacks at least one."""
        n, scored, silent, modelled = (self.form(kind, level) for kind in KINDS)
        lacking = [self.form(item, level) for item in items]
        free = Window(0, UNKNOWN)
        for more, fewer in ((n, scored), (scored, modelled), *((one, silent) for one in lacking)):
            self._hold(more - fewer, free)
        for one in lacking:
            self._hold(n - scored - one, free)
        self._hold(sum(lacking) - len(items) * silent - (n - scored - silent), free)

    def _hold(self, form: np.ndarray, inside: Window) -> None:
        self._rows.append(form)
        self._low.append(inside.low - _SLACK)
        self._high.append(inside.high + _SLACK)

    def _least(self, form: np.ndarray) -> float:
        done = milp(
            form,
            integrality=np.ones(len(form)),
            bounds=Bounds(0, UNKNOWN),
            constraints=LinearConstraint(np.array(self._rows), np.array(self._low), np.array(self._high)),
            options={"time_limit": 20.0},
        )
        if done.status == 2:
            raise AssertionError("No survey fits what is published: the intruder reads it wrongly.")
        return float(done.mip_dual_bound if done.mip_dual_bound is not None else done.fun)


Told = tuple[str, Mapping[str, int], float]  # level, what is counted there, and the published number
_OF_FILE: Mapping[str, Mapping[str, int]] = {
    "n_respondents": {"file": 1},
    "n_complete": {"scored": 1},
    "n_dropped": {"file": 1, "scored": -1},
    "n_unit_missing": {"silent": 1},
}


def _published(tables: Tables, variable: str, items: tuple[str, ...]) -> Iterator[Told]:
    yield from _of_quality(tables, (variable, EVERYONE), items)
    for _, row in tables["lacking_table"].query("variable == @variable").iterrows():
        yield row["level"], {"scored": 1}, float(row["n_respondents"])
        yield row["level"], {"scored": 1, "modelled": -1}, float(row["n_events"])
    for _, row in tables["linear_table"].query("model == 'crude' and variable == @variable").iterrows():
        yield row["level"], {"modelled": 1}, float(row["n_respondents"])
    yield EVERYONE, {"modelled": 1}, float(tables["linear_fit"]["n_respondents"].iloc[0])


def _of_quality(tables: Tables, variables: tuple[str, str], items: tuple[str, ...]) -> Iterator[Told]:
    for _, row in tables["quality_by_group"].query("variable in @variables").iterrows():
        yield from ((row["level"], kinds, float(row[column])) for column, kinds in _OF_FILE.items())
    for _, row in tables["quality_item_by_group"].query("variable in @variables and item in @items").iterrows():
        yield row["level"], {row["item"]: 1}, float(row["n_missing"])
        if "n_respondents" in row:
            yield row["level"], {"file": 1, row["item"]: -1}, float(row["n_respondents"])
    for _, row in tables["quality_table"].query("item in @items").iterrows():
        yield EVERYONE, {row["item"]: 1}, float(row["n_missing"])
        if "n_respondents" in row:
            yield EVERYONE, {"file": 1, row["item"]: -1}, float(row["n_respondents"])
