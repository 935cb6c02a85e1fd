"""Crude less adjusted differences tell how each level is made up, where whole numbers of people fit few sums.

With two predictors, crude_k − adjusted_k = b (p_k − p_ref), where p is the part of the level that belongs to the other
level of the second predictor. In a logistic model the score equations take the place of the means.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, coefficient_window, count
from tests.attackers.surveys import RANGE

_LEFT = 0.5  # of those whom windows are sure to hold, given the other predictor: what a step counts, at least

Floats = npt.NDArray[np.float64]
Parts = dict[str, tuple[Floats, Floats]]  # least and most men of each level, for each composition of the reference
Given = Callable[[Floats], Parts]


def made_up_of(
    tables: Tables, *, model: str, variable: str, other: str, level: str, exact: bool
) -> dict[str, Window] | None:
    """Range of the respondents of each level of `variable` in `level` of `other`, among those in the model.

    None where the report has no such model.
    """
    if f"{model}_table" not in tables:
        return None
    frame = tables[f"{model}_table"].set_index(["model", "variable", "level"]).sort_index()
    if ("adjusted", other, level) not in frame.index or ("adjusted", variable) not in frame.index.droplevel(2):
        return None
    rows = frame.loc[("adjusted", variable)]
    crude = frame.loc[("crude", variable)]
    if model == "logistic" and "n_events" not in rows:
        return None  # the score equations need the numbers with the outcome
    slope = _window(frame.loc[("adjusted", other)], level, exact)
    if slope is None:
        return None
    others = count(frame.loc[("adjusted", other, level), "n_respondents"], exact)
    find = _linear if model == "linear" else _logistic
    return _sums(rows, others, find(rows, crude, slope, exact), exact)


def _sums(rows: pd.DataFrame, others: Window, given_reference: Given, exact: bool) -> dict[str, Window]:
    """Try every composition of the reference level; keep those whose levels add up to the published total."""
    reference = str(rows["reference"].iloc[0])
    t = np.arange(int(count(rows.loc[reference, "n_respondents"], exact).high) + 1, dtype=float)
    parts = {reference: (t, t), **given_reference(t)}
    low = np.array([np.ceil(w[0] - 1e-9) for w in parts.values()])
    high = np.array([np.floor(w[1] + 1e-9) for w in parts.values()])
    fits = (low <= high).all(axis=0) & (low.sum(axis=0) <= others.high) & (high.sum(axis=0) >= others.low)
    if not fits.any():
        raise AssertionError("No composition fits the coefficients: the intruder reads them wrongly.")
    low, high = low[:, fits], high[:, fits]
    # what the other levels can reach narrows each level
    least = np.maximum(low, others.low - (high.sum(axis=0) - high))
    most = np.minimum(high, others.high - (low.sum(axis=0) - low))
    return {k: Window(float(least[i].min()), float(most[i].max())) for i, k in enumerate(parts)}


def _window(rows: pd.DataFrame, level: str, exact: bool) -> Window | None:
    """Coefficient of a level; None where it is not published."""
    row = rows.loc[level]
    if np.isnan(row["estimate"]) or level == row["reference"]:
        return None
    pair = rows.loc[[level, row["reference"]]]
    if not exact and pair.get("n_events", pair["n_respondents"]).isna().any():
        return None
    n = [count(x, exact) for x in pair["n_respondents"]]
    if "n_events" in rows:
        fewest = float(np.fmin(pair["n_events"], pair["n_respondents"] - pair["n_events"]).min())
        share, floor = max(0.5, 5 / np.sqrt(max(fewest, 1))), 0.0
    else:
        share, floor = 0.5, RANGE / max(min(w.low for w in n), 1) / (1 if exact else _LEFT)
    found = coefficient_window(float(row["estimate"]), float(row["std_error"]), share, floor, exact)
    if exact or "n_events" not in rows:
        return found
    moved = [_moves(count(x, exact), count(y, exact)) for x, y in pair[["n_respondents", "n_events"]].to_numpy()]
    return Window(found.low + moved[0].low - moved[1].high, found.high + moved[0].high - moved[1].low)


def _moves(n: Window, e: Window) -> Window:
    """How far the log odds of a level can lie from those of the middles of its windows, to which it was moved."""
    n_, e_ = (np.array(w.whole, dtype=float) for w in (n, e))
    odds = e_[:, None] / np.maximum(n_ - e_[:, None], 0.5)
    middle = (e.low + e.high) / max(n.low + n.high - e.low - e.high, 1)
    apart = np.log(np.maximum(odds, 1e-3) / max(middle, 1e-3))
    return Window(float(apart.min()), float(apart.max()))


def _linear(rows: pd.DataFrame, crude: pd.DataFrame, slope: Window, exact: bool) -> Given:
    reference = str(rows["reference"].iloc[0])
    n_ref = count(rows.loc[reference, "n_respondents"], exact)
    levels = {}
    for k in rows.index.drop(reference):
        n, pair = count(rows.loc[k, "n_respondents"], exact), (_window(crude, k, exact), _window(rows, k, exact))
        apart = [a - b for a in _ends(pair[0]) for b in _ends(pair[1])]
        levels[k] = (_quotient(Window(min(apart), max(apart)), slope), n)

    def given(t: Floats) -> Parts:
        return {
            k: (
                np.clip(n.low * np.maximum(ratio.low + t / n_ref.high, 0) - 1e-4, 0, n.high),
                np.clip(n.high * np.minimum(ratio.high + t / max(n_ref.low, 1), 1) + 1e-4, -1, n.high),
            )
            for k, (ratio, n) in levels.items()
        }

    return given


def _ends(x: Window | None) -> tuple[float, float]:
    return (-np.inf, np.inf) if x is None else (x.low, x.high)


def _quotient(x: Window, by: Window) -> Window:
    if by.low <= 0 <= by.high or not np.isfinite([x.low, x.high]).all():
        return Window(-np.inf, np.inf)
    ends = [a / b for a in (x.low, x.high) for b in (by.low, by.high)]
    return Window(min(ends), max(ends))


def _logistic(rows: pd.DataFrame, crude: pd.DataFrame, slope: Window, exact: bool) -> Given:
    """Score equations: in each level n_w · p + n_m · p(slope) is the number below."""
    reference = str(rows["reference"].iloc[0])
    n_ref, e_ref = (count(rows.loc[reference, c], exact) for c in ("n_respondents", "n_events"))

    def given(t: Floats) -> Parts:
        base = _intercept(n_ref, e_ref, t, slope)
        parts = {}
        for k in rows.index.drop(reference):
            n, e = (count(rows.loc[k, c], exact) for c in ("n_respondents", "n_events"))
            known = _ends(_window(rows, k, exact))
            parts[k] = _share_of_other(n, e, (base[0] + known[0], base[1] + known[1]), slope)
        return parts

    return given


def _intercept(n: Window, e: Window, t: Floats, slope: Window) -> tuple[Floats, Floats]:
    """Log odds of women in the reference level if `t` of its respondents are men."""
    ends = []
    for total, events in ((np.full(len(t), n.high), e.low), (np.maximum(n.low, t), e.high)):
        for b in np.exp([slope.low, slope.high]):  # a root of (total − t) x / (1 + x) + t x b / (1 + x b) = events
            half = ((total - t) + t * b - events * (1 + b)) / 2
            square = b * (total - events)
            with np.errstate(divide="ignore", invalid="ignore"):
                ends.append(np.log((-half + np.sqrt(half**2 + square * events)) / square))
    known = np.isfinite(ends).all(axis=0)
    return np.where(known, np.min(ends, axis=0), -np.inf), np.where(known, np.max(ends, axis=0), np.inf)


def _share_of_other(n: Window, e: Window, alpha: tuple[Floats, Floats], slope: Window) -> tuple[Floats, Floats]:
    """Men of a level from (n − t) p + t q = e."""
    ends = []
    for a in alpha:
        for b in (slope.low, slope.high):
            p, q = expit(a), expit(a + b)
            with np.errstate(divide="ignore", invalid="ignore"):
                ends += [(events - total * p) / (q - p) for total in (n.low, n.high) for events in (e.low, e.high)]
    known = np.isfinite(ends).all(axis=0) & (not slope.low <= 0 <= slope.high)
    low = np.where(known, np.min(ends, axis=0) - 1e-3, 0)
    high = np.where(known, np.max(ends, axis=0) + 1e-3, n.high)
    return np.clip(low, 0, n.high + 1), np.clip(high, -1, n.high)
