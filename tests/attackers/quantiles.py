"""Quantiles are order statistics: a quartile on one side of the cut-off says how many are at least on that side."""

from __future__ import annotations

import numpy as np

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, coefficient_window, count
from tests.attackers.surveys import CUTOFF, POINT, RANGE
from tests.attackers.worlds import Worlds
from workbench.columns import EVERYONE


def hold_quantiles(worlds: Worlds, tables: Tables, *, exact: bool) -> None:
    """Know that a part q of a group is below the cut-off where its quantile is, and at most q where it is not."""
    frame = tables.get("quantiles_table")
    if frame is None:
        return
    for _, row in frame.iterrows():
        if np.isnan(row["estimate"]) or row["variable"] not in (*worlds.names, EVERYONE):
            continue
        cell = {} if row["variable"] == EVERYONE else {str(row["variable"]): str(row["level"])}
        n, q = count(row["n_respondents"], exact), float(row["quantile"])
        error = 0.0 if np.isnan(row["std_error"]) else float(row["std_error"])
        value = coefficient_window(float(row["estimate"]), max(error, 1e-9), 0.5, RANGE / max(n.low, 1), exact)
        form = worlds.number("e", **cell) - q * worlds.number("n", **cell)
        if value.high <= CUTOFF - POINT:
            worlds.hold(form, Window(-1, np.inf))  # one respondent of slack, whatever kind of quantile
        elif value.low >= CUTOFF:
            worlds.hold(form, Window(-np.inf, 1))
