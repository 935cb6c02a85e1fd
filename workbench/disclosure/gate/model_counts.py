"""What a model of levels rests on: exact numbers of its respondents, and the middles of the windows of these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Floats, Ints
from workbench.columns import CROSS
from workbench.disclosure.gate.steps import in_first_window, window_middle
from workbench.disclosure.gate.windows import windows_of
from workbench.disclosure.plan import ProtectionPlan
from workbench.numerics.regression import FittedCounts, GroupedPredictors, LevelCounts, grouped_own_parts

_UNSURE = 0.1  # part of the respondents that windows of combinations of few may hold


class Place(NamedTuple):
    """A row: column of its predictor, level and reference by number; of a number both 0."""

    column: int
    level: int
    reference: int


class Counts(NamedTuple):
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
class ModelCounts:
    """Numbers of a model of levels, exact ones and the middles of windows."""

    fitted: FittedCounts
    plan: ProtectionPlan

    @property
    def is_complete(self) -> bool:
        """Whether all who have an answer to any predictor are in the model: nothing is imputed."""
        return all(levels.n.sum() == self.fitted.n.sum() for levels in self.fitted.predictors)

    @property
    def of_windows(self) -> bool:
        """Whether the model follows from windows, but for weights: nothing is imputed, and no predictor is a number."""
        return self.is_complete and all(levels.values is None for levels in self.fitted.predictors)

    def place(self, variable: str, level: str, reference: str) -> Place | None:
        """Where a row stands in the model; None of a level that nobody in it has."""
        column = [own.variable for own in self._levels].index(variable)
        own = self._levels[column]
        if own.values is not None:
            return Place(column, 0, 0)
        if level not in own.levels:
            return None
        return Place(column, own.levels.index(level), own.levels.index(reference))

    def own_parts(self, places: list[Place], exact: Floats) -> Floats:
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
    def exact(self) -> Counts:
        """Exact numbers of levels and combinations."""
        n = [own.n.astype(float) for own in self._levels]
        return self._raked(self._held, n, [own.events.astype(float) for own in self._levels if own.events is not None])

    @cached_property
    def _levels(self) -> list[LevelCounts]:
        """Predictors without the levels that nobody in the model has."""
        found = []
        for own in self.fitted.predictors:
            if own.values is not None:
                found.append(own)
                continue
            some = np.flatnonzero(own.n)
            kept = own._replace(
                levels=tuple(own.levels[g] for g in some),
                n=own.n[some],
                answered=own.answered[some],
                events=None if own.events is None else own.events[some],
                answered_events=None if own.answered_events is None else own.answered_events[some],
            )
            found.append(kept)
        return found

    @cached_property
    def _held(self) -> Counts:
        """Exact numbers of the combinations that somebody in the model has."""
        inside = self.fitted.n > 0
        codes = self.fitted.codes[inside].copy()
        for column, own in enumerate(self.fitted.predictors):
            if own.values is None:
                codes[:, column] = np.searchsorted(np.flatnonzero(own.n), codes[:, column])
        n = self.fitted.n[inside].astype(float)
        events = n if self.fitted.events is None else self.fitted.events[inside].astype(float)
        return Counts(self._predictors(codes), n, events)

    @cached_property
    def at_middles(self) -> Counts:
        """Middles of windows of the levels, and of combinations where these tell them apart."""
        combinations = self._combinations
        start = self._held if combinations is None else Counts(*combinations[:2], combinations.middles)
        return self._raked(start, *self._windows())

    def _windows(self) -> tuple[list[Floats], list[Floats]]:
        """Middles of the windows of the levels, as tables of groups show them, and of those with the outcome."""
        counts = {"n_respondents": "n", "n_answered": "answered"}
        if self._levels[0].events is not None:
            counts |= {"n_events": "events", "n_events_answered": "answered_events"}
        exact = pd.DataFrame(
            {name: np.concatenate([getattr(own, of) for own in self._levels]) for name, of in counts.items()}
        )
        exact["variable"] = np.repeat([own.variable for own in self._levels], [len(own.n) for own in self._levels])
        exact["level"], exact["measure"] = [level for own in self._levels for level in own.levels], "log odds"
        windows, wide = windows_of(exact, self.plan).counts, 2 * self.plan.thresholds.minimum_respondents
        n = windows["n_answered"].to_numpy(float)
        summed = np.isnan(n)  # levels put together, at a cut-off by which tables show no outcome of the parts
        n = np.where(summed, window_middle(exact["n_respondents"], wide), n)
        ends = np.cumsum([len(own.n) for own in self._levels])[:-1]
        if "n_events" not in exact:
            return np.split(n, ends), []
        events = np.where(summed, window_middle(exact["n_events"], wide), windows["n_events"].to_numpy(float))
        told = ~np.isnan(events)  # of others no outcome is published: they count as everybody else
        events = np.where(told, events, n * (events[told].sum() / n[told].sum() if told.any() else 0.5))
        return np.split(n, ends), np.split(np.clip(events, 0.5, n - 0.5), ends)

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

    def _raked(self, start: Counts, n: list[Floats], events: list[Floats]) -> Counts:
        """Make numbers of combinations add up to those of the levels, whose sums differ by predictor: to their mean."""
        cells = start.predictors.rake(*_margins(start.predictors, start.n, n))
        if not events:
            return Counts(start.predictors, cells, cells)
        return Counts(start.predictors, cells, start.predictors.rake(*_margins(start.predictors, start.events, events)))


def _margins(predictors: GroupedPredictors, start: Floats, sums: list[Floats]) -> tuple[Floats, dict[int, Floats]]:
    """Return numbers of combinations and of levels, all with one sum."""
    total = float(np.mean([own.sum() for own in sums]))
    levels = {at: own * total / own.sum() for at, own in enumerate(sums) if at not in predictors.values}
    return start * total / start.sum(), levels
