"""Models of levels as the windows of their respondents give them, whatever the exact numbers are.

A logistic model of levels follows from the respondents of each combination of levels and from those with the outcome of
each level: no other number enters it. Fitted to exact ones it cuts their windows, however its coefficients are rounded,
and tells of the few of one combination who among them is below. Fitted to the middles of the windows that tables show
of the levels it tells no more of an outcome than these. How many have each combination enters as the middle of its
window too, as long as windows can tell combinations apart; of more combinations than that the published numbers leave
most open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats, Ints
from workbench.columns import CROSS
from workbench.disclosure.gate.steps import in_first_window, to_decade, window_middle
from workbench.disclosure.gate.windows import windows_of
from workbench.disclosure.plan import ProtectionPlan
from workbench.numerics.regression import (
    FittedCounts,
    GroupedLogistic,
    GroupedPredictors,
    LevelCounts,
    fit_grouped_logistic,
    grouped_own_parts,
)

_ODDS, _SHARE = "log odds", "adjusted share"
_UNSURE = 0.1  # part of the respondents that windows of combinations of few may hold


def at_middles(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Move what a table says of models from exact numbers to the middles of windows.

    Estimates move by what the same model without weights does, errors are those of the model at the middles, as much
    larger as the design makes them, to ten steps a decade: of a simple random sample nothing exact is left. Empty where
    no model has the middles.
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
        of_windows[at] = all(levels.n.sum() == own.n.sum() for levels in own.predictors)  # nothing is imputed
        for name, values in _moved(frame.iloc[at], _Model(own, plan)).items():
            columns[name][at] = values
    return frame.assign(**columns, of_windows=of_windows)


def _moved(rows: pd.DataFrame, model: _Model) -> dict[str, Floats]:
    """Columns of the rows of one model, moved; a level that nobody in the model has keeps what it has."""
    places = [model.place(*own) for own in rows[["variable", "level", "reference"]].astype(str).itertuples(index=False)]
    held = np.array([place is not None for place in places])
    found = _columns(rows[held], [place for place in places if place is not None], model)
    columns = {name: rows[name].to_numpy(float, na_value=np.nan).copy() for name in found}
    for name, values in found.items():
        columns[name][held] = values
    return columns


def _columns(rows: pd.DataFrame, places: list[_Place], model: _Model) -> dict[str, Floats]:
    found = {"own_part": model.own_parts(places, rows["own_part"].to_numpy(float))}
    measure = str(rows["measure"].iloc[0])
    if measure not in (_ODDS, _SHARE):
        return found
    estimate, error = rows["estimate"].to_numpy(float), rows["std_error"].to_numpy(float)
    exact, middle = (_log_odds(fit, places) if measure == _ODDS else _shares(fit, places) for fit in model.fits)
    found["estimate"] = estimate + middle.estimate - exact.estimate
    if measure == _SHARE and "difference" in rows:  # the error is that of the difference
        exact, middle = (_apart(fit, places, of_ratio=False) for fit in model.fits)
    found["std_error"] = _larger(error, exact, middle)
    if measure == _SHARE:
        normal = stats.norm.isf((1 - rows["conf_level"].to_numpy(float)) / 2)
        half = np.log(rows["risk_ratio_high"].to_numpy(float) / rows["risk_ratio_low"].to_numpy(float)) / 2
        half = normal * _larger(half / normal, *(_apart(fit, places, of_ratio=True) for fit in model.fits))
        found |= {"risk_ratio_low": np.exp(-half), "risk_ratio_high": np.exp(half)}
    return found


class _Numbers(NamedTuple):
    """Numbers of rows by one fit: their errors by sampling, and by what windows leave open."""

    estimate: Floats
    error: Floats
    rounding: Floats


def _larger(error: Floats, exact: _Numbers, middle: _Numbers) -> Floats:
    """Error at the middles, as much larger than that of the model alone as the exact one is, and what windows leave."""
    with np.errstate(invalid="ignore", divide="ignore"):
        times = to_decade(error / exact.error)
    return np.asarray(np.where(np.isnan(error), np.nan, np.hypot(middle.error * times, middle.rounding)))


class _Place(NamedTuple):
    """A row: column of its predictor, level and reference by number; of a number both 0."""

    column: int
    level: int
    reference: int


class _Counts(NamedTuple):
    """Numbers of a model: combinations, respondents of each, and numbers that add up to the events of levels.

    Of events only these sums count, and of a number the sum of its values; of a mean, which has none, nothing.
    """

    predictors: GroupedPredictors
    n: Floats
    events: Floats


class _Combinations(NamedTuple):
    """All combinations of levels: middles of the windows of their respondents, and how many these are sure to hold."""

    predictors: GroupedPredictors
    middles: Floats
    sure: Floats


@dataclass(frozen=True, eq=False)
class _Model:
    """A model fitted to exact numbers, and to the middles of windows."""

    fitted: FittedCounts
    plan: ProtectionPlan

    def place(self, variable: str, level: str, reference: str) -> _Place | None:
        """Where a row stands in the model; None of a level that nobody in it has."""
        column = [own.variable for own in self._levels].index(variable)
        own = self._levels[column]
        if own.values is not None:
            return _Place(column, 0, 0)
        if level not in own.levels:
            return None
        return _Place(column, own.levels.index(level), own.levels.index(reference))

    def own_parts(self, places: list[_Place], exact: Floats) -> Floats:
        """Part of the respondents behind coefficients: of those whom windows are sure to hold, if windows are used."""
        if self._combinations is None:
            return exact
        n = [window_middle(own.n, self.plan.thresholds.minimum_respondents) for own in self._levels]
        contrasts = [self._combinations.predictors.contrast(*place) for place in places]
        alone = np.array([1 / min(n[at.column][at.level], n[at.column][at.reference]) for at in places])
        parts = grouped_own_parts(self._combinations.predictors, self._combinations.sure, contrasts, alone)
        others = np.array([at.level != at.reference for at in places])
        return np.where(others, parts, parts[others].min(initial=1.0))

    @cached_property
    def fits(self) -> tuple[GroupedLogistic, GroupedLogistic]:
        """Without weights: to exact numbers, and to the middles of windows."""
        n = [own.n.astype(float) for own in self._levels]
        events = [own.events.astype(float) for own in self._levels if own.events is not None]
        width = self.plan.thresholds.minimum_respondents
        return (
            fit_grouped_logistic(*self._raked(self._held, n, events)),
            fit_grouped_logistic(*self._at_middles, doubt=(width**2 - 1) / 12),
        )

    @cached_property
    def _levels(self) -> list[LevelCounts]:
        """Predictors without the levels that nobody in the model has."""
        found = []
        for own in self.fitted.predictors:
            some = np.flatnonzero(own.n)
            kept = own._replace(
                levels=tuple(own.levels[g] for g in some),
                n=own.n[some],
                answered=own.answered[some],
                events=None if own.events is None else own.events[some],
                answered_events=None if own.answered_events is None else own.answered_events[some],
            )
            found.append(kept if own.values is None else own)
        return found

    @cached_property
    def _held(self) -> _Counts:
        """Exact numbers of the combinations that somebody in the model has."""
        inside = self.fitted.n > 0
        codes = self.fitted.codes[inside].copy()
        for column, own in enumerate(self.fitted.predictors):
            if own.values is None:
                codes[:, column] = np.searchsorted(np.flatnonzero(own.n), codes[:, column])
        n = self.fitted.n[inside].astype(float)
        events = n if self.fitted.events is None else self.fitted.events[inside].astype(float)
        return _Counts(self._predictors(codes), n, events)

    @cached_property
    def _at_middles(self) -> _Counts:
        windows = [self._windows(own) for own in self._levels]
        combinations = self._combinations
        start = self._held if combinations is None else _Counts(*combinations[:2], combinations.middles)
        return self._raked(start, [n for n, _ in windows], [events for _, events in windows if events is not None])

    def _windows(self, own: LevelCounts) -> tuple[Floats, Floats | None]:
        """Middles of the windows of the levels, as tables of groups show them, and of those with the outcome."""
        frame = pd.DataFrame({"variable": own.variable, "level": own.levels, "n_respondents": own.n})
        frame = frame.assign(n_answered=own.answered, measure=_ODDS)
        if own.events is not None:
            frame = frame.assign(n_events=own.events, n_events_answered=own.answered_events)
        counts, wide = windows_of(frame, self.plan).counts, 2 * self.plan.thresholds.minimum_respondents
        n = counts["n_answered"].to_numpy(float)
        summed = np.isnan(n)  # levels put together, at a cut-off by which tables show no outcome of the parts
        n = np.where(summed, window_middle(own.n, wide), n)
        if own.events is None:
            return n, None
        events = np.where(summed, window_middle(own.events, wide), counts["n_events"].to_numpy(float))
        told = ~np.isnan(events)  # of others no outcome is published: they count as everybody else
        events = np.where(told, events, n * (events[told].sum() / n[told].sum() if told.any() else 0.5))
        return n, np.clip(events, 0.5, n - 0.5)

    @cached_property
    def _crossing(self) -> str:
        """Name of the declared crossing of all predictors; empty where tables show none."""
        names = CROSS.join(own.variable for own in self._levels)
        return names if self.plan.levels(names) else ""

    @cached_property
    def _combinations(self) -> _Combinations | None:
        """Windows of all combinations; None where they do not tell them apart, and exact numbers stand.

        Those of few are not told from those that nobody has. All that first windows may hold are at most a tenth of the
        respondents, and the others alone determine the model.
        """
        sizes, held = [len(own.levels) for own in self._levels], self._held
        if any(own.values is not None for own in self._levels) or np.prod(sizes) > held.n.sum():
            return None
        codes = np.indices(sizes).reshape(len(sizes), -1).T
        inside, at = self.fitted.n > 0, np.ravel_multi_index(tuple(held.predictors.codes.T), sizes)
        n, answered = (
            np.bincount(at, weights=counts[inside], minlength=len(codes))
            for counts in (self.fitted.n, self.fitted.answered)
        )
        names = [CROSS.join(own.levels[g] for own, g in zip(self._levels, each, strict=True)) for each in codes]
        shown = set(self.plan.levels(self._crossing)) if self._crossing else set()
        wide = 2 * self.plan.thresholds.minimum_respondents
        width = np.array([self.plan.width(self._crossing, name) if name in shown else wide for name in names])
        few = (answered > n) & (answered - n < width)  # whom a larger model leaves out: not a second window
        middles = window_middle(np.where(few, answered, n), width)
        first = in_first_window(middles, width)
        found = _Combinations(self._predictors(codes), middles, np.where(first, 0.0, middles - (width - 1) / 2))
        x = found.predictors.design_matrix()
        is_known = np.linalg.matrix_rank(x[~first]) == x.shape[1]
        return found if is_known and middles[first].sum() <= _UNSURE * middles.sum() else None

    def _predictors(self, codes: Ints) -> GroupedPredictors:
        values = {place: own.values for place, own in enumerate(self._levels) if own.values is not None}
        return GroupedPredictors(codes=codes, n_levels=tuple(len(own.levels) for own in self._levels), values=values)

    def _raked(self, start: _Counts, n: list[Floats], events: list[Floats]) -> _Counts:
        """Make numbers of combinations add up to those of the levels, whose sums differ by predictor: to their mean."""
        cells = start.predictors.rake(*_margins(start.predictors, start.n, n))
        if not events:
            return _Counts(start.predictors, cells, cells)
        return _Counts(
            start.predictors, cells, start.predictors.rake(*_margins(start.predictors, start.events, events))
        )


def _margins(predictors: GroupedPredictors, start: Floats, sums: list[Floats]) -> tuple[Floats, dict[int, Floats]]:
    """Return numbers of combinations and of levels, all with one sum."""
    total = float(np.mean([own.sum() for own in sums]))
    levels = {at: own * total / own.sum() for at, own in enumerate(sums) if at not in predictors.values}
    return start * total / start.sum(), levels


def _log_odds(fit: GroupedLogistic, places: list[_Place]) -> _Numbers:
    slopes = np.array([fit.predictors.contrast(*place) for place in places])
    return _Numbers(slopes @ fit.coefficients, *(_errors(slopes, v) for v in (fit.covariance, fit.rounding)))


def _shares(fit: GroupedLogistic, places: list[_Place]) -> _Numbers:
    keys, shares = list(fit.shares), np.array(list(fit.shares.values()))
    slopes = np.eye(len(keys))[[keys.index((place.column, place.level)) for place in places]]
    return _Numbers(slopes @ shares, *(_errors(slopes, v) for v in (fit.share_covariance, fit.share_rounding)))


def _apart(fit: GroupedLogistic, places: list[_Place], *, of_ratio: bool) -> _Numbers:
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
