"""Crude less adjusted differences tell how each level is made up, where whole numbers of people fit few sums.

With two predictors, crude_k − adjusted_k = b (p_k − p_ref), where p is the part of the level that belongs to the other
level of the second predictor. In a logistic model the score equations take the place of the means.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, coefficient_window, count
from tests.attackers.surveys import RANGE

Parts = dict[str, Window]


def made_up_of(
    tables: Tables, *, model: str, variable: str, other: str, level: str, exact: bool
) -> dict[str, Window] | None:
    """Range of the respondents of each level of `variable` in `level` of `other`, among those in the model.

    None where the report has no such model.
    """
    if f"{model}_table" not in tables:
        return None
    frame = tables[f"{model}_table"].set_index(["model", "variable", "level"])
    if ("adjusted", other, level) not in frame.index or ("adjusted", variable) not in frame.index.droplevel(2):
        return None
    rows = frame.loc[("adjusted", variable)]
    crude = frame.loc[("crude", variable)]
    slope = _window(frame.loc[("adjusted", other)], level, exact)
    if slope is None:
        return None
    others = count(frame.loc[("adjusted", other, level), "n_respondents"], exact)
    find = _linear if model == "linear" else _logistic
    return _sums(rows, others, find(rows, crude, slope, exact), exact)


def _sums(
    rows: pd.DataFrame, others: Window, given_reference: Callable[[int], Parts | None], exact: bool
) -> Parts | None:
    """Try every composition of the reference level; keep those whose levels add up to the published total."""
    reference = str(rows["reference"].iloc[0])
    found: dict[str, list[Window]] = {}
    for t in range(int(count(rows.loc[reference, "n_respondents"], exact).high) + 1):
        parts = given_reference(t)
        if parts is None:
            continue
        parts = {reference: Window(t, t), **parts}
        whole = {k: w.whole for k, w in parts.items()}
        if not all(len(w) for w in whole.values()):
            continue
        low, high = sum(w[0] for w in whole.values()), sum(w[-1] for w in whole.values())
        if low > others.high or high < others.low:
            continue
        for k, w in whole.items():  # what the rest can reach narrows each level
            rest_low, rest_high = low - w[0], high - w[-1]
            least, most = max(w[0], others.low - rest_high), min(w[-1], others.high - rest_low)
            if least <= most:
                found.setdefault(k, []).append(Window(least, most))
    if not found:
        raise AssertionError("No composition fits the coefficients: the intruder reads them wrongly.")
    return {k: Window(min(w.low for w in ws), max(w.high for w in ws)) for k, ws in found.items()}


def _window(rows: pd.DataFrame, level: str, exact: bool) -> Window | None:
    """Coefficient of a level; None where it is not published."""
    row = rows.loc[level]
    if np.isnan(row["estimate"]) or level == row["reference"]:
        return None
    pair = rows.loc[[level, row["reference"]]]
    n = [count(x, exact) for x in pair["n_respondents"]]
    if "n_events" in rows:
        fewest = float(np.fmin(pair["n_events"], pair["n_respondents"] - pair["n_events"]).min())
        share, floor = max(0.5, 5 / np.sqrt(max(fewest, 1))), 0.0
    else:
        share, floor = 0.5, RANGE / max(min(w.low for w in n), 1)
    return coefficient_window(float(row["estimate"]), float(row["std_error"]), share, floor, exact)


def _linear(rows: pd.DataFrame, crude: pd.DataFrame, slope: Window, exact: bool) -> Callable[[int], Parts | None]:
    reference = str(rows["reference"].iloc[0])
    n_ref = count(rows.loc[reference, "n_respondents"], exact)
    levels = {}
    for k in rows.index:
        pair = (_window(crude, k, exact), _window(rows, k, exact)) if k != reference else (None, None)
        if pair[0] is not None and pair[1] is not None:
            apart = [a - b for a in (pair[0].low, pair[0].high) for b in (pair[1].low, pair[1].high)]
            ratio = _quotient(Window(min(apart), max(apart)), slope)
            levels[k] = (ratio, count(rows.loc[k, "n_respondents"], exact))

    def given(t: int) -> Parts:
        parts = {k: Window(0, count(rows.loc[k, "n_respondents"], exact).high) for k in rows.index if k != reference}
        for k, (ratio, n) in levels.items():
            low = n.low * max(ratio.low + t / n_ref.high, 0) if ratio.low > -np.inf else 0.0
            high = n.high * min(ratio.high + t / max(n_ref.low, 1), 1)
            parts[k] = Window(max(low - 1e-4, 0), min(high + 1e-4, n.high))
        return parts

    return given


def _quotient(x: Window, by: Window) -> Window:
    if by.low <= 0 <= by.high:
        return Window(-np.inf, np.inf)
    ends = [a / b for a in (x.low, x.high) for b in (by.low, by.high)]
    return Window(min(ends), max(ends))


def _logistic(rows: pd.DataFrame, crude: pd.DataFrame, slope: Window, exact: bool) -> Callable[[int], Parts | None]:
    """Score equations: in each level n_w · p + n_m · p(slope) is the number below."""
    reference = str(rows["reference"].iloc[0])
    n_ref, e_ref = (count(rows.loc[reference, c], exact) for c in ("n_respondents", "n_events"))
    known = {k: _window(rows, k, exact) for k in rows.index if k != reference}

    def given(t: int) -> Parts | None:
        if t > n_ref.high:
            return None
        base = _intercept(n_ref, e_ref, t, slope)
        parts = {}
        for k in rows.index.drop(reference):
            n, e = (count(rows.loc[k, c], exact) for c in ("n_respondents", "n_events"))
            if known[k] is None or base is None:
                parts[k] = Window(0, n.high)
                continue
            alpha = Window(base.low + known[k].low, base.high + known[k].high)
            parts[k] = _share_of_other(n, e, alpha, slope)
        return parts

    return given


def _intercept(n: Window, e: Window, t: int, slope: Window) -> Window | None:
    """Log odds of women in the reference level if `t` of its respondents are men."""
    ends = []
    for total, events in ((n.high, e.low), (max(n.low, t), e.high)):
        if not 0 < events < total:
            return None
        for b in (slope.low, slope.high):
            ends.append(brentq(lambda a: (total - t) * expit(a) + t * expit(a + b) - events, -60, 60))  # noqa: B023
    return Window(min(ends), max(ends))


def _share_of_other(n: Window, e: Window, alpha: Window, slope: Window) -> Window:
    """Men of a level from (n − t) p + t q = e."""
    ends = []
    for a in (alpha.low, alpha.high):
        for b in (slope.low, slope.high):
            p, q = expit(a), expit(a + b)
            if abs(q - p) < 1e-9:
                return Window(0, n.high)
            ends += [(events - total * p) / (q - p) for total in (n.low, n.high) for events in (e.low, e.high)]
    if slope.low <= 0 <= slope.high:
        return Window(0, n.high)
    return Window(max(min(ends) - 1e-3, 0), min(max(ends) + 1e-3, n.high))
