"""Three or four predictors: whole numbers of people in a level that fit crude less adjusted differences.

crude_k − adjusted_k = Σ b_j (p_jk − p_j,ref). The intruder is told how the reference level is made up, and searches all
compositions of a small level.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, coefficient_window, count
from tests.attackers.surveys import RANGE, Truth


def men_that_fit(truth: Truth, tables: Tables, *, level: str, reference: str, exact: bool) -> Window:
    """Least and most men of a level of `household` over all compositions that fit the linear regression."""
    frame = tables["linear_table"].set_index(["model", "variable", "level"]).sort_index()
    others = [v for v in ("sex", "education", "urban") if ("adjusted", v) in frame.index.droplevel(2)]
    slopes = {(v, k): row for v in others for k, row in frame.loc[("adjusted", v)].iterrows() if k != row["reference"]}
    crude, adjusted = (frame.loc[(model, "household", level)] for model in ("crude", "adjusted"))
    n_level = count(crude["n_respondents"], exact)
    modelled = truth.people.dropna(subset=["sex"])
    base = modelled[modelled["household"] == reference]
    found = []
    for n in n_level.whole:
        wanted = [_read(row, n_level, exact) for row in (crude, adjusted)]
        low, high = wanted[0].low - wanted[1].high, wanted[0].high - wanted[1].low
        total_low, total_high, men = np.zeros(1), np.zeros(1), np.zeros(1)
        for v in others:
            names = [k for (w, k) in slopes if w == v]
            makeups = [m for m in product(range(n + 1), repeat=len(names)) if sum(m) <= n]
            parts = np.array(makeups, dtype=float) / n - [(base[v] == k).mean() for k in names]
            ranges = [_read(slopes[v, k], n_level, exact) for k in names]
            ends = [np.stack([parts[:, i] * r.low, parts[:, i] * r.high]) for i, r in enumerate(ranges)]
            add_low, add_high = sum(e.min(axis=0) for e in ends), sum(e.max(axis=0) for e in ends)
            total_low = (total_low[:, None] + add_low).ravel()
            total_high = (total_high[:, None] + add_high).ravel()
            own = np.array([m[0] for m in makeups], dtype=float) if v == "sex" else np.zeros(len(makeups))
            men = (men[:, None] + own).ravel()
        found += list(men[(total_low <= high + 1e-7) & (total_high >= low - 1e-7)])
    return Window(min(found), max(found))


def _read(row: pd.Series, n: Window, exact: bool) -> Window:
    """Coefficient; the step is told by the small level, which bounds all of them from above."""
    return coefficient_window(float(row["estimate"]), float(row["std_error"]), 0.5, RANGE / n.low, exact)
