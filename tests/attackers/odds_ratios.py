"""Crude odds ratios and their standard errors: which numbers below, of two levels, give what is published of both?"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, coefficient_window, count, decade_window


def below_by_level(tables: Tables, *, variable: str, exact: bool) -> dict[str, tuple[Window, Window]]:
    """Respondents of each level, and those of them below, among those in the model; only levels that it shows."""
    if "logistic_table" not in tables:
        return {}
    frame = tables["logistic_table"]
    rows = frame[(frame["model"] == "crude") & (frame["variable"] == variable)].set_index("level")
    found: dict[str, list[tuple[int, int]]] = {}
    for level in rows.index:
        reference = rows.at[level, "reference"]
        if level == reference or np.isnan(rows.at[level, "estimate"]):
            continue
        pair = rows.loc[[level, reference]]
        ranges = [count(x, exact).whole for c in ("n_respondents", "n_events") for x in pair[c]]
        n, m, e, f = np.array(list(product(*ranges)), dtype=float).T
        estimate, error = _read(pair, exact)
        with np.errstate(divide="ignore", invalid="ignore"):
            log_odds = np.log(e / (n - e)) - np.log(f / (m - f))
            spread = np.sqrt(1 / e + 1 / (n - e) + 1 / f + 1 / (m - f))
        fits = (log_odds >= estimate.low - 1e-6) & (log_odds <= estimate.high + 1e-6)
        if not exact:  # at full precision the log odds alone tell enough
            fits &= (spread >= error.low * 0.99) & (spread <= error.high * 1.01)
        found.setdefault(level, []).extend(zip(n[fits], e[fits], strict=True))
    return {k: tuple(Window(min(x), max(x)) for x in zip(*pairs, strict=True)) for k, pairs in found.items()}  # type: ignore[misc]


def _read(pair: pd.DataFrame, exact: bool) -> tuple[Window, Window]:
    row = pair.iloc[0]
    fewest = float(np.fmin(pair["n_events"], pair["n_respondents"] - pair["n_events"]).min())
    share = max(0.5, 5 / np.sqrt(max(fewest, 1)))
    estimate = coefficient_window(float(row["estimate"]), float(row["std_error"]), share, 0.0, exact)
    return estimate, decade_window(float(row["std_error"]))
