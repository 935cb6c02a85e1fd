"""Background variables without the levels that are too small, for numbers that rest on all levels together."""

from __future__ import annotations

import pandas as pd

from workbench.columns import OTHER_LEVELS
from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.errors import NotEstimable
from workbench.intake import Survey

LARGE_GROUP = 100


def shown_levels(groups: pd.DataFrame, *, plan: ProtectionPlan) -> pd.DataFrame:
    """Return variables without the levels that have no outcome, for trends and indices of inequality."""
    kept = {}
    for variable in groups:
        small = plan.small_levels(str(variable), plan.thresholds.minimum_respondents)
        levels = [level for level in groups[variable].cat.categories if str(level) not in small]
        if len(levels) > 1:
            kept[variable] = groups[variable].cat.set_categories(levels)
    return pd.DataFrame(kept, index=groups.index)


def comparable_group(survey: Survey, *, plan: ProtectionPlan, name: str | None = None) -> pd.Series:
    """Return a background variable without the groups of fewer than 100, for models of several groups."""
    column = survey.compared_group(name)
    small = plan.small_levels(str(column.name), LARGE_GROUP)
    kept = [level for level in column.cat.categories if str(level) not in small]
    if len(kept) < 2:
        raise NotEstimable(
            f"Fewer than two groups of `{column.name}` have {LARGE_GROUP} respondents with a score, so no comparison "
            "can be shown. Merge levels in the codebook, or choose another variable."
        )
    return column.cat.set_categories(kept)


def merged_levels(predictors: pd.DataFrame, outcome: pd.Series, *, plan: ProtectionPlan) -> pd.DataFrame:
    """Merge levels that are too small for a regression into `other levels` (stand-in)."""
    merged = {}
    for variable in predictors:
        column = predictors[variable]
        table = pd.crosstab(column, outcome.astype("boolean")) if outcome.dtype in ("bool", "boolean") else None
        sizes = column.value_counts()
        small = [
            lv
            for lv in column.cat.categories
            if (table is not None and (lv not in table.index or table.loc[lv].min() < 10)) or sizes.get(lv, 0) < 10
        ]
        if small:
            names = {lv: OTHER_LEVELS if lv in small else lv for lv in column.cat.categories}
            order = list(dict.fromkeys([*(lv for lv in column.cat.categories if lv not in small), OTHER_LEVELS]))
            column = column.map(names).astype(pd.CategoricalDtype(order))
        merged[variable] = column
    return pd.DataFrame(merged, index=predictors.index)
