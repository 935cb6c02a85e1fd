"""Predictors of a regression with their small levels merged, before anything is fitted."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.columns import OTHER_LEVELS
from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.errors import DataError

# Of a level of a logistic regression, with the outcome and without it: a log odds published to 5 · SE² is then known no
# more exactly than five people allow.
MINIMUM_EVENTS = 10


def merged_levels(predictors: pd.DataFrame, outcome: pd.Series | None = None, *, plan: ProtectionPlan) -> pd.DataFrame:
    """Return predictors whose small levels are one level, `other levels`.

    Parameters
    ----------
    predictors : DataFrame of categoricals, shape (n_respondents, n_predictors)
        First category = reference. Columns of numbers stay as they are.
    outcome : Series, optional
        True and False (with missing values) for a logistic regression, or anything else that a linear one explains.
        Who lacks it or a predictor is not counted.
    plan : ProtectionPlan
        Of the whole survey.

    Returns
    -------
    DataFrame
        The order of the levels is kept, `other levels` comes last. A reference that is too small joins it, and the
        first level left is the reference. Variables with one level left are dropped.

    Raises
    ------
    DataError
        Predictors and outcome of different respondents.

    Notes
    -----
    A level is small with fewer than `MINIMUM_EVENTS` respondents with the outcome, or without it; in a linear
    regression with fewer than `minimum_respondents`. Only published windows decide, by their lower ends, so that what
    was merged tells nothing new: a level is also merged if it might be small. While `other levels` is small itself, the
    smallest level left joins it.

    Proof: tests/unit/disclosure/plan.
    """
    if outcome is not None and not outcome.index.equals(predictors.index):
        raise DataError(
            f"Predictors and outcome belong to different respondents ({len(predictors)} and {len(outcome)} rows). Take "
            "both from the same survey."
        )
    if plan.is_open:
        return predictors
    complete = predictors.notna().all(axis=1) & (True if outcome is None else outcome.notna())
    events = _events(outcome, complete)
    merged = {}
    for name in predictors:
        column = predictors[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            column = _merged(column, _Sizes(column[complete], events, plan))
            if len(column.cat.categories) < 2:
                continue
        merged[name] = column
    return pd.DataFrame(merged, index=predictors.index)


def small_for_models(column: pd.Series, outcome: pd.Series, *, plan: ProtectionPlan) -> frozenset[str]:
    """Levels that `merged_levels` would merge even if no other level were small.

    Parameters
    ----------
    column : Series of a categorical, shape (n_respondents,)
    outcome : Series, shape (n_respondents,)
        As in `merged_levels`.
    plan : ProtectionPlan
        Of the whole survey.
    """
    complete = column.notna() & outcome.notna()
    sizes = _Sizes(column[complete], _events(outcome, complete), plan)
    return frozenset(str(level) for level in column.cat.categories if sizes.small([level]))


def _events(outcome: pd.Series | None, complete: pd.Series) -> pd.Series | None:
    if outcome is None or not pd.api.types.is_bool_dtype(outcome.dtype):
        return None
    return outcome[complete].astype(bool)


class _Sizes:
    """Respondents of the model by level, and those of them with the outcome, as far as windows tell."""

    def __init__(self, column: pd.Series, events: pd.Series | None, plan: ProtectionPlan) -> None:
        self.n = _numbers(column)
        self.n_events = None if events is None else _numbers(column[events])
        self.plan, self.variable = plan, str(column.name)

    def least(self, levels: list[str]) -> int:
        """Return the lower end of the window of several levels together."""
        return self._start(self.n, levels)[0]

    def small(self, levels: list[str]) -> bool:
        """Whether the windows leave open that these levels together are too small."""
        people, width = self._start(self.n, levels)
        if self.n_events is None:
            return people < self.plan.thresholds.minimum_respondents
        events, width = self._start(self.n_events, levels)
        return events < MINIMUM_EVENTS or people - (events + width - 1) < MINIMUM_EVENTS

    def bounded(self, level: str) -> bool:
        """Whether tables show no outcome of the level, so that no model may compare with it."""
        return self.plan.bounded(self.variable, str(level))

    def _start(self, counts: Mapping[str, int], levels: list[str]) -> tuple[int, int]:
        alone = str(levels[0]) if len(levels) == 1 else OTHER_LEVELS
        width = self.plan.width(self.variable, alone)
        return sum(counts[str(level)] for level in levels) // width * width, width


def _numbers(column: pd.Series) -> dict[str, int]:
    return {str(level): int(n) for level, n in column.value_counts().items()}


def _merged(column: pd.Series, sizes: _Sizes) -> pd.Series:
    levels = list(column.cat.categories)
    other = [level for level in levels if sizes.small([level]) or sizes.bounded(level)]
    if not other:
        return column
    if OTHER_LEVELS in levels and OTHER_LEVELS not in other:  # merged before, among all respondents
        other.append(OTHER_LEVELS)
    kept = [level for level in levels if level not in other]
    while kept and (sizes.small(other) or len(other) == 1):  # one level alone would only change its name
        smallest = min(kept, key=lambda level: sizes.least([level]))
        kept.remove(smallest)
        other.append(smallest)
    names = column.astype(object).where(~column.isin(other), OTHER_LEVELS)
    return pd.Series(pd.Categorical(names, [*kept, OTHER_LEVELS]), index=column.index, name=column.name)
