"""Predictors of a regression with their small levels merged, before anything is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from workbench.columns import CROSS, MERGED, NOT_ANSWERED, OTHER_LEVELS
from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.errors import DataError, NotEstimable
from workbench.numerics.disclosure import window_start

# Of a level of a logistic regression, with the outcome and without it: a log odds published to 5 · SE² is then known no
# more exactly than five people allow.
MINIMUM_EVENTS = 10


def merged_levels(
    predictors: pd.DataFrame,
    outcome: pd.Series | None = None,
    *,
    plan: ProtectionPlan,
    within: tuple[str, str] | None = None,
) -> pd.DataFrame:
    """Return predictors whose small levels are merged: with a neighbour if levels have an order, else with each other.

    Parameters
    ----------
    predictors : DataFrame of categoricals, shape (n_respondents, n_predictors)
        First category = reference; the order of an ordered one is that of the codebook. Columns of numbers stay as
        they are.
    outcome : Series, optional
        True and False (with missing values) for a logistic regression, or anything else that a linear one explains.
        Who lacks it is not counted.
    plan : ProtectionPlan
        Of the whole survey.
    within : tuple of two str, optional
        Variable and level of the group that alone has the outcome: then the cells of its crossings decide.

    Returns
    -------
    DataFrame
        A small level of an ordered variable joins the smaller of its neighbours, until none is small; what was merged
        is named by all its levels (``65–74 + 75 or over``), and is the reference if it holds it. Small levels of
        another variable are one level, `other levels`, put last; a reference that is too small joins it, and the first
        level left is the reference. Those who did not answer are joined to nobody: too few for a level of their own,
        they have none. Variables of which one level is left, beside these, are dropped. Of an open survey nothing is
        merged: a variable with a level that is on one side of the outcome is dropped.

    Raises
    ------
    DataError
        Predictors and outcome of different respondents.
    NotEstimable
        No variable is left.

    Notes
    -----
    A level is small with fewer than `MINIMUM_EVENTS` respondents with the outcome, or without it; in a linear
    regression with fewer than `minimum_respondents`. Only what tables publish decides, so that what was merged tells
    nothing beside them: the lower ends of the windows of each level, all of its respondents and not only those in the
    model; those of several levels add up, and a level without a published outcome counts nothing. While `other levels`
    is small itself, the smallest level left joins it.

    Proof: tests/unit/disclosure/plan.
    """
    if outcome is not None and not outcome.index.equals(predictors.index):
        raise DataError(
            f"Predictors and outcome belong to different respondents ({len(predictors)} and {len(outcome)} rows). Take "
            "both from the same survey."
        )
    merged = _with_merged(predictors, outcome, plan, within)
    if merged.columns.empty and not predictors.columns.empty:
        names = ", ".join(f"`{name}`" for name in predictors)
        raise NotEstimable(
            f"Of {names} fewer than two levels can be told apart: the published numbers leave open whether enough "
            "respondents are on both sides of the outcome. Join levels (`merge` in the codebook), or choose other "
            "predictors or another cut-off."
        )
    return merged


def _with_merged(
    predictors: pd.DataFrame, outcome: pd.Series | None, plan: ProtectionPlan, within: tuple[str, str] | None = None
) -> pd.DataFrame:
    if plan.is_open:
        return predictors[[name for name in predictors if not _separated(predictors[name], outcome)]]
    variable, prefix = (within[0] + CROSS, within[1] + CROSS) if within else ("", "")
    merged = {}
    for name in predictors:
        column = predictors[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            sizes = _Sizes(column, outcome, plan, variable=variable + str(name), prefix=prefix)
            column = _merged(_without_few_unanswered(column, sizes), sizes, plan)
            if len(set(column.cat.categories) - {NOT_ANSWERED}) < 2:
                continue
        merged[name] = column
    return pd.DataFrame(merged, index=predictors.index)


def _separated(column: pd.Series, outcome: pd.Series | None) -> bool:
    """Whether a level has respondents on one side of the outcome alone, so that its odds ratio is 0 or infinite."""
    if outcome is None or not isinstance(column.dtype, pd.CategoricalDtype) or not _is_yes_no(outcome):
        return False
    known = outcome.notna().to_numpy()
    shares = outcome[known].astype(float).groupby(column[known], observed=True).mean()
    return bool(shares.isin([0.0, 1.0]).any())


def _is_yes_no(outcome: pd.Series) -> bool:
    return pd.api.types.is_bool_dtype(outcome.dtype)


def merged_within(
    predictors: pd.DataFrame, pair: tuple[str, str], outcome: pd.Series, *, plan: ProtectionPlan
) -> pd.Series:
    """Return the second predictor of a pair, its levels merged until each is large enough within all of the first.

    Parameters
    ----------
    predictors : DataFrame of categoricals, shape (n_respondents, n_predictors)
        With the levels of the survey.
    pair : tuple of two str
        Names of two of them.
    outcome : Series, shape (n_respondents,)
    plan : ProtectionPlan
        Of the whole survey.
    """
    first, second = (predictors[name] for name in pair)
    together = _with_merged(first.to_frame(), outcome, plan).get(pair[0], first)
    cells: dict[str, list[_Sizes]] = {}
    for level, merged in pd.DataFrame({"level": first, "merged": together}).dropna().drop_duplicates().to_numpy(str):
        own = _Sizes(second[first == level], outcome, plan, variable=CROSS.join(pair), prefix=level + CROSS)
        cells.setdefault(merged, []).append(own)
    whole = _Sizes(second, outcome, plan, variable=pair[1])
    return _merged(_without_few_unanswered(second, whole), _EveryCell(list(cells.values()), whole), plan)


def merged_parts(level: str, levels: Sequence[str]) -> tuple[str, ...]:
    """Return the levels, given in their order, that a merged one holds; none if it is not made of these."""
    for place, own in enumerate(levels, start=1):
        if level == own:
            return (own,)
        start = own + MERGED
        if level.startswith(start) and (rest := merged_parts(level[len(start) :], levels[place:])):
            return (own, *rest)
    return ()


def _without_few_unanswered(column: pd.Series, sizes: _Sizes) -> pd.Series:
    """Leave out of the model who did not answer where they are too few for a level: they join nobody."""
    levels = [level for level in column.cat.categories if level != NOT_ANSWERED]
    if len(levels) == len(column.cat.categories) or not sizes.too_small([NOT_ANSWERED]):
        return column
    return column.cat.set_categories(levels)


class _Counts(Protocol):
    """What merging asks of the levels."""

    def least(self, levels: list[str]) -> int: ...

    def too_small(self, levels: list[str]) -> bool: ...


class _Sizes:
    """Respondents by level and those of them with the outcome, at the lower ends of the published windows."""

    def __init__(
        self,
        column: pd.Series,
        outcome: pd.Series | None,
        plan: ProtectionPlan,
        *,
        variable: str,
        prefix: str = "",
    ) -> None:
        self.minimum = plan.thresholds.minimum_respondents
        self.yes_no = outcome is not None and _is_yes_no(outcome)
        answered = column if outcome is None else column[outcome[column.index].notna()]
        n, events = _numbers(answered), {}
        if self.yes_no and outcome is not None:
            events = _numbers(answered[outcome[answered.index].astype(bool)])
        self.people, self.with_outcome, self.without = {}, {}, {}
        for level, count in n.items():
            width = plan.width(variable, prefix + level)
            start, start_with = map(int, window_start(np.array([count, events.get(level, 0)]), width))
            if start and not plan.bounded(variable, prefix + level):
                self.people[level], self.with_outcome[level] = start, start_with
                self.without[level] = max(start - (start_with + width - 1), 0)

    def least(self, levels: list[str]) -> int:
        """How many of several levels together there are at least, as far as tables show an outcome of them."""
        return _total(self.people, levels)

    def too_small(self, levels: list[str]) -> bool:
        """Whether what is published leaves open that these levels together are too small."""
        return _too_small([self], levels)


class _EveryCell:
    """Levels of a predictor by their cells within the levels of another, some of which may be one."""

    def __init__(self, cells: list[list[_Sizes]], whole: _Sizes) -> None:
        self.cells, self.whole = cells, whole

    def least(self, levels: list[str]) -> int:
        return self.whole.least(levels)

    def too_small(self, levels: list[str]) -> bool:
        return any(_too_small(together, levels) for together in self.cells)


def _too_small(together: list[_Sizes], levels: list[str]) -> bool:
    if not together[0].yes_no:
        return sum(own.least(levels) for own in together) < together[0].minimum
    sides = ("with_outcome", "without")
    return min(sum(_total(getattr(own, side), levels) for own in together) for side in sides) < MINIMUM_EVENTS


def _total(of_levels: dict[str, int], levels: list[str]) -> int:
    return sum(of_levels.get(level, 0) for level in levels)


def _numbers(column: pd.Series) -> dict[str, int]:
    return {str(level): int(n) for level, n in column.value_counts().items()}


def _merged(column: pd.Series, sizes: _Counts, plan: ProtectionPlan) -> pd.Series:
    levels = [str(level) for level in column.cat.categories]
    answered = [level for level in levels if level != NOT_ANSWERED]
    if column.cat.ordered:
        order = plan.levels(str(column.name))
        if not all(merged_parts(level, order) for level in answered):  # not the survey's own: the gate refuses them
            order = tuple(answered)
        runs = _joined_neighbours(sorted(answered, key=lambda level: order.index(merged_parts(level, order)[0])), sizes)
        names = {level: MERGED.join(run) for run in runs for level in run}
    else:
        others = _others(answered, sizes)
        names = {level: OTHER_LEVELS if level in others else level for level in answered}
    kept = list(dict.fromkeys(names.get(level, level) for level in levels))
    if OTHER_LEVELS in kept:
        kept = [*(level for level in kept if level != OTHER_LEVELS), OTHER_LEVELS]
    renamed = column.astype(object).map(lambda level: names.get(level, level), na_action="ignore")
    return pd.Series(pd.Categorical(renamed, kept, ordered=column.cat.ordered), index=column.index, name=column.name)


def _joined_neighbours(levels: list[str], sizes: _Counts) -> list[list[str]]:
    """Join the smallest small level with the smaller of its neighbours, until none is small."""
    runs = [[level] for level in levels]
    while len(runs) > 1 and (small := [run for run in runs if sizes.too_small(run)]):
        at = runs.index(min(small, key=sizes.least))
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(runs)]
        start = min(at, min(beside, key=lambda place: sizes.least(runs[place])))
        runs[start : start + 2] = [runs[start] + runs[start + 1]]
    return runs


def _others(levels: list[str], sizes: _Counts) -> list[str]:
    """Return the levels that become one, the reference as the last of equally small ones."""
    others = [level for level in levels if sizes.too_small([level])]
    kept = [level for level in levels if level not in others]
    while others and kept and (sizes.too_small(others) or len(others) == 1):  # one alone would only change its name
        smallest = min(reversed(kept), key=lambda level: sizes.least([level]))
        kept.remove(smallest)
        others.append(smallest)
    return others
