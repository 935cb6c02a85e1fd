"""Models of levels as the windows of their respondents give them, whatever the exact numbers are.

A logistic model of levels follows from the respondents of each combination of levels and from those with the outcome of
each level: no other number enters it. Fitted to exact ones it cuts their windows, however its coefficients are rounded,
and tells of the few of one combination who among them is below. Fitted to the middles of the windows that tables show
of the levels it tells no more of an outcome than these. How many have each combination enters as the middle of its
window too, as long as windows can tell combinations apart; of more combinations than that the published numbers leave
most open.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.disclosure.gate.model_counts import ModelCounts, Place
from workbench.disclosure.gate.steps import in_first_window, to_decade
from workbench.disclosure.gate.windows import windows_of
from workbench.disclosure.plan import ProtectionPlan
from workbench.numerics.regression import (
    FittedCounts,
    GroupedLogistic,
    LineCounts,
    fit_grouped_logistic,
)

_ODDS, _SHARE = "log odds", "adjusted share"


def at_middles(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Move what a table says of models from exact numbers to the middles of windows.

    Estimates move by what the same model without weights does. Errors are those of the model at the middles, times the
    root of the survey's design effect, with what windows leave open: of a simple random sample nothing exact is left.
    In clusters, whose effect differs by predictor, and of imputed answers they are as much larger as the exact ones
    are, to ten steps a decade.
    """
    if "fitted_to" not in frame:
        return frame
    fitted = {id(own): own for own in frame["fitted_to"] if isinstance(own, FittedCounts)}
    keys = np.array([id(own) for own in frame["fitted_to"]])
    numbers = [c for c in ("estimate", "std_error", "risk_ratio_low", "risk_ratio_high", "own_part") if c in frame]
    columns = {name: frame[name].to_numpy(float, na_value=np.nan).copy() for name in numbers}
    of_windows = np.zeros(len(frame), dtype=bool)
    for key, own in fitted.items():
        at = np.flatnonzero(keys == key)
        of_windows[at] = (model := _counts(own, plan)).of_windows
        for name, values in _moved(frame.iloc[at], model).items():
            columns[name][at] = values
    return frame.assign(**columns, of_windows=of_windows)


def lines_at_middles(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Move lines of a share over ordered levels, and their ends, to the middles of the windows of the levels.

    Such a line follows from the respondents and those with the outcome of each level. Its error is that at the middles
    times the root of the design effect; in clusters as much larger as the exact one is, to ten steps a decade.
    """
    if "line" not in frame:
        return frame
    found = frame.copy()
    for at, (row, line) in enumerate(zip(frame.index, frame["line"], strict=True)):
        if not isinstance(line, LineCounts):
            continue
        n, events = _level_windows(line, plan)
        exact, middle = _line(line, np.array(line.n), np.array(line.events)), _line(line, n, events)
        found.loc[row, ["n_respondents", "n_events"]] = [round(n.sum()), round(events.sum())]
        span = frame["value_maximum"].iloc[at] - frame["value_minimum"].iloc[at]
        sign = -1.0 if line.scores is None else 1.0  # a slope index is the lowest end less the highest
        found.loc[row, "estimate"] += sign * span * (middle.slope - exact.slope)
        for place, name in enumerate(("predicted_lowest", "predicted_highest")):
            if name in frame:
                found.loc[row, name] += span * (middle.ends[place] - exact.ends[place])
        times = np.sqrt(plan.design_effect)
        if plan.clustered:
            times = float(to_decade(frame["std_error"].iloc[at] / (span * exact.error)))
        found.loc[row, "std_error"] = np.where(
            np.isnan(frame.loc[row, "std_error"]), np.nan, span * middle.error * times
        )
    return found


class _Line(NamedTuple):
    """Slope of a line of shares, its error in a simple random sample, and its height at 0 and 1."""

    slope: float
    error: float
    ends: tuple[float, float]


def _line(line: LineCounts, n: Floats, events: Floats) -> _Line:
    whole = n / n.sum()
    x = np.cumsum(whole) - whole / 2 if line.scores is None else np.array(line.scores)
    share = np.divide(events, n, out=np.zeros(len(n)), where=n > 0)
    apart = x - n @ x / n.sum()
    square = n @ apart**2
    slope, height = float(n @ (apart * share) / square), float(n @ share / n.sum())
    off = share - height - slope * apart
    error = np.sqrt(n @ (apart**2 * (off**2 + share * (1 - share)))) / square
    at_zero = height - slope * float(n @ x / n.sum())
    return _Line(slope, float(error), (at_zero, at_zero + slope))


def _level_windows(line: LineCounts, plan: ProtectionPlan) -> tuple[Floats, Floats]:
    """Middles of the windows of the levels; of few, and where no outcome is published, as many are below as of all."""
    frame = pd.DataFrame({"variable": line.variable, "level": line.levels, "n_respondents": line.n})
    rows = windows_of(frame.assign(n_events=line.events, measure="share"), plan)
    n, events = rows.n, rows.count("n_events")
    told = ~np.isnan(events) & ~in_first_window(n, rows.width)
    share = events[told].sum() / n[told].sum() if told.any() else 0.5
    return n, np.where(told, np.fmin(events, n), n * share)


def _moved(rows: pd.DataFrame, model: ModelCounts) -> dict[str, Floats]:
    """Columns of the rows of one model, moved; a level that nobody in the model has keeps what it has."""
    places = [model.place(*own) for own in rows[["variable", "level", "reference"]].astype(str).itertuples(index=False)]
    held = np.array([place is not None for place in places])
    found = _columns(rows[held], [place for place in places if place is not None], model)
    columns = {name: rows[name].to_numpy(float, na_value=np.nan).copy() for name in found}
    for name, values in found.items():
        columns[name][held] = values
    return columns


def _columns(rows: pd.DataFrame, places: list[Place], model: ModelCounts) -> dict[str, Floats]:
    found = {"own_part": model.own_parts(places, rows["own_part"].to_numpy(float))}
    measure = str(rows["measure"].iloc[0])
    if measure not in (_ODDS, _SHARE):
        return found
    estimate, error = rows["estimate"].to_numpy(float), rows["std_error"].to_numpy(float)
    exact, middle = (_log_odds(fit, places) if measure == _ODDS else _shares(fit, places) for fit in _fits(model))
    found["estimate"] = estimate + middle.estimate - exact.estimate
    if measure == _SHARE and "difference" in rows:  # the error is that of the difference
        exact, middle = (_apart(fit, places, of_ratio=False) for fit in _fits(model))
    found["std_error"] = _larger(error, exact, middle, model)
    if measure == _SHARE:
        normal = stats.norm.isf((1 - rows["conf_level"].to_numpy(float)) / 2)
        half = np.log(rows["risk_ratio_high"].to_numpy(float) / rows["risk_ratio_low"].to_numpy(float)) / 2
        exact, middle = (_apart(fit, places, of_ratio=True) for fit in _fits(model))
        half = normal * _larger(half / normal, exact, middle, model)
        found |= {"risk_ratio_low": np.exp(-half), "risk_ratio_high": np.exp(half)}
    return found


class _Numbers(NamedTuple):
    """Numbers of rows by one fit: their errors by sampling, and by what windows leave open."""

    estimate: Floats
    error: Floats
    rounding: Floats


def _larger(error: Floats, exact: _Numbers, middle: _Numbers, model: ModelCounts) -> Floats:
    """Error at the middles under the design, and what windows leave open; none where the exact one is not known."""
    times = np.full(len(error), np.sqrt(model.plan.design_effect))
    if model.plan.clustered or not model.is_complete:
        with np.errstate(invalid="ignore", divide="ignore"):
            times = to_decade(error / exact.error)
    return np.asarray(np.where(np.isnan(error), np.nan, np.hypot(middle.error * times, middle.rounding)))


@lru_cache(maxsize=4)  # a result has three tables of one model
def _counts(fitted: FittedCounts, plan: ProtectionPlan) -> ModelCounts:
    return ModelCounts(fitted, plan)


@lru_cache(maxsize=4)
def _fits(counts: ModelCounts) -> tuple[GroupedLogistic, GroupedLogistic]:
    """Fits without weights: to exact numbers, and to the middles of windows."""
    width = counts.plan.thresholds.minimum_respondents
    doubt = (width**2 - 1) / 12  # variance of one of so many numbers
    return fit_grouped_logistic(*counts.exact), fit_grouped_logistic(*counts.at_middles, doubt=doubt)


def _log_odds(fit: GroupedLogistic, places: list[Place]) -> _Numbers:
    slopes = np.array([fit.predictors.contrast(*place) for place in places])
    return _Numbers(slopes @ fit.coefficients, *(_errors(slopes, v) for v in (fit.covariance, fit.rounding)))


def _shares(fit: GroupedLogistic, places: list[Place]) -> _Numbers:
    keys, shares = list(fit.shares), np.array(list(fit.shares.values()))
    slopes = np.eye(len(keys))[[keys.index((place.column, place.level)) for place in places]]
    return _Numbers(slopes @ shares, *(_errors(slopes, v) for v in (fit.share_covariance, fit.share_rounding)))


def _apart(fit: GroupedLogistic, places: list[Place], *, of_ratio: bool) -> _Numbers:
    """Differences of shares from that of the reference, or of their logarithms."""
    keys, shares = list(fit.shares), np.array(list(fit.shares.values()))
    slopes = np.zeros((len(places), len(keys)))
    for row, place in zip(slopes, places, strict=True):
        for sign, level in ((1.0, place.level), (-1.0, place.reference)):
            at = keys.index((place.column, level))
            row[at] += sign / shares[at] if of_ratio else sign
    return _Numbers(slopes @ shares, *(_errors(slopes, v) for v in (fit.share_covariance, fit.share_rounding)))


def _errors(slopes: Floats, covariance: Floats) -> Floats:
    return np.asarray(np.sqrt(np.fmax(np.einsum("ij,jk,ik->i", slopes, covariance, slopes), 0.0)))
