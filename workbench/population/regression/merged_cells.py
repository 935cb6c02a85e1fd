"""Small levels merged before a model is fitted within groups, or with an interaction."""

from __future__ import annotations

import pandas as pd

from workbench.columns import CROSS, OTHER_LEVELS
from workbench.disclosure.plan import ProtectionPlan, merged_levels, small_for_models
from workbench.errors import NotEstimable
from workbench.intake.columns import cross


def merged_within(predictors: pd.DataFrame, outcome: pd.Series, plan: ProtectionPlan | None) -> pd.DataFrame:
    """Merge the small levels among the respondents who have the outcome, and leave out predictors with one level then.

    Raises
    ------
    NotEstimable
        No predictor is left.
    """
    if plan is None:
        return predictors
    merged = merged_levels(predictors, _complete(outcome, predictors), plan=plan)
    kept = [v for v in merged if len(merged[v].cat.categories) > 1]
    if not kept:
        raise NotEstimable(
            "No predictor has two levels with enough respondents on both sides of the outcome. Merge levels in the "
            "codebook."
        )
    return merged[kept]


def merged_pair(
    predictors: pd.DataFrame, pair: tuple[str, str], outcome: pd.Series, plan: ProtectionPlan | None
) -> pd.DataFrame:
    """Merge levels of the second variable until each has enough respondents within every level of the first.

    A level with a small cell joins `other levels`; where that is still small, so does the next smallest, as far as
    published numbers tell.

    Raises
    ------
    NotEstimable
        Only one level would be left.
    """
    if plan is None or plan.is_open:
        return predictors
    inside = _complete(outcome, predictors)
    second, merged = predictors[pair[1]], set[str]()
    while True:
        column = _with_others(second, merged)
        if len(column.cat.categories) < 2:
            raise NotEstimable(
                "Too few respondents are on one side of the outcome in the cells of the crossing. Merge levels in the "
                "codebook, or leave the crossing out."
            )
        frame = predictors.assign(**{pair[1]: column})
        small = _small(frame, pair, inside, plan)
        if not small:
            return frame
        if OTHER_LEVELS in small:
            small |= {_smallest(column, inside, plan)}
        merged |= small - {OTHER_LEVELS}


def _complete(outcome: pd.Series, predictors: pd.DataFrame) -> pd.Series:
    """Return the outcome of those who are in the model."""
    return outcome.astype("boolean").where(predictors.notna().all(axis=1))


def _with_others(column: pd.Series, merged: set[str]) -> pd.Series:
    """Give the merged levels one name, put last."""
    own = [str(level) for level in column.cat.categories if str(level) not in {OTHER_LEVELS, *merged}]
    levels = [*own, OTHER_LEVELS] if len(own) < len(column.cat.categories) else own
    names = {level: level if str(level) in own else OTHER_LEVELS for level in column.cat.categories}
    renamed: pd.Series = column.map(names).astype(pd.CategoricalDtype(levels))
    return renamed


def _small(frame: pd.DataFrame, pair: tuple[str, str], outcome: pd.Series, plan: ProtectionPlan) -> set[str]:
    """Levels of the second variable with a cell that would be merged."""
    cells = cross(frame[list(pair)]).rename(CROSS.join(pair))
    return {cell.rpartition(CROSS)[2] for cell in small_for_models(cells, outcome, plan=plan)}


def _smallest(column: pd.Series, outcome: pd.Series, plan: ProtectionPlan) -> str:
    """Level with the fewest respondents by the published windows; of several the last one."""
    width = plan.thresholds.minimum_respondents
    windows = column[outcome.notna()].value_counts().reindex(column.cat.categories).drop(OTHER_LEVELS) // width
    return str(windows[::-1].idxmin())
