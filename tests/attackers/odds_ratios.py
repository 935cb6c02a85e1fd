"""Crude odds ratios: which numbers below, of two levels, give what is published of both?

A crude odds ratio that is rounded by itself cuts the windows of the numbers below. As it is published it
follows from their middles, and this attack finds nothing new.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from tests.attackers.joint import Tables
from tests.attackers.reading import UNKNOWN, Window, coefficient_window, count


def below_by_level(tables: Tables, *, variable: str, exact: bool) -> dict[str, tuple[Window, Window]]:
    """Respondents of each level, and those of them below, among those in the model; only levels that it shows."""
    if "logistic_table" not in tables:
        return {}
    frame = tables["logistic_table"]
    if "n_events" not in frame:
        return {}  # it compares odds with numbers that are not published
    rows = frame[(frame["model"] == "crude") & (frame["variable"] == variable)].set_index("level")
    found: dict[str, tuple[Window, Window]] = {}
    for level in rows.index:
        reference = rows.at[level, "reference"]
        if level == reference or np.isnan(rows.at[level, "estimate"]):
            continue
        pair = rows.loc[[level, reference]]
        if np.isnan(pair["n_events"].iloc[1]):
            continue
        if np.isnan(pair["n_events"]).any():
            found[level] = _without_counts(rows, pair)
            continue
        ranges = [count(x, exact).whole for c in ("n_respondents", "n_events") for x in pair[c]]
        n, m, e, f = np.array(list(product(*ranges)), dtype=float).T
        estimate = _read(pair, exact)
        if exact:
            with np.errstate(divide="ignore", invalid="ignore"):
                log_odds = np.log(e / (n - e)) - np.log(f / (m - f))
            fits = (log_odds >= estimate.low - 1e-6) & (log_odds <= estimate.high + 1e-6)
        else:  # it was moved to the middles, wherever the numbers lie in their windows
            fits = np.full(len(n), estimate.low - 1e-6 <= _of_middles(pair) <= estimate.high + 1e-6)
        if not fits.any():
            raise AssertionError("No numbers fit the odds ratio: the intruder reads it wrongly.")
        found[level] = (Window(n[fits].min(), n[fits].max()), Window(e[fits].min(), e[fits].max()))
    return found


def _read(pair: pd.DataFrame, exact: bool) -> Window:
    row = pair.iloc[0]
    fewest = float(np.fmin(pair["n_events"], pair["n_respondents"] - pair["n_events"]).min())
    share = max(0.5, 5 / np.sqrt(max(fewest, 1)))
    return coefficient_window(float(row["estimate"]), float(row["std_error"]), share, 0.0, exact)


def _of_middles(pair: pd.DataFrame) -> float:
    odds = pair["n_events"] / (pair["n_respondents"] - pair["n_events"])
    return float(np.log(odds.iloc[0] / odds.iloc[1]))


def _without_counts(rows: pd.DataFrame, pair: pd.DataFrame) -> tuple[Window, Window]:
    """Numbers of merged levels, which are not published: every pair of windows whose log odds round to what is."""
    middles = np.arange(2, max(2_000.0, 2 * rows["n_respondents"].sum()), 5)
    n, e = np.meshgrid(middles, middles)
    n, e = n[e < n], e[e < n]
    fewest = np.minimum(np.minimum(e, n - e), min(pair.iloc[1]["n_events"], _others(pair.iloc[1])))
    half = 0.75 * float(pair.iloc[0]["std_error"]) * np.maximum(0.5, 5 / np.sqrt(fewest))  # a step is at most half as
    other = pair.iloc[1]["n_events"] / _others(pair.iloc[1])  # much again as what it must be
    fits = np.abs(np.log(e / (n - e) / other) - float(pair.iloc[0]["estimate"])) <= half
    return Window(0, UNKNOWN), Window(max(float(e[fits].min() - 7), 0), float(e[fits].max() + 7))


def _others(row: pd.Series) -> float:
    return float(row["n_respondents"] - row["n_events"])
