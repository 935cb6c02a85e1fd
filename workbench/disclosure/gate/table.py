"""One table as it may be published: windows, then roles, then measures, then what follows from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.arrays import Bools
from workbench.columns import COLUMNS, CROSS, EVERYONE
from workbench.disclosure.gate.checks import check_groups, named
from workbench.disclosure.gate.derived import derive
from workbench.disclosure.gate.estimates import Rows
from workbench.disclosure.gate.measures import may_be_bounds, with_measures
from workbench.disclosure.gate.merged_rows import merged_rows
from workbench.disclosure.gate.model_middles import at_middles, lines_at_middles
from workbench.disclosure.gate.quantile_sides import without_told_sides
from workbench.disclosure.gate.roles import is_published, published_columns
from workbench.disclosure.gate.steps import (
    MANY_COEFFICIENTS,
    MANY_PREDICTORS,
    SPARE,
    in_first_window,
    significant,
)
from workbench.disclosure.gate.windows import (
    bounded,
    by_group,
    groups_of,
    of_file,
    of_models,
    of_nearly_all,
    of_other_people,
    uncounted_columns,
    windows_of,
)
from workbench.disclosure.plan import ProtectionPlan
from workbench.numerics.regression import CovariatePatterns

_AS_THEY_ARE = ("key", "word", "fixed", "people")
_DIGITS = 6  # of what is computed from published numbers, which have no more than four
_EVERYONE = (EVERYONE, EVERYONE)  # of the report: in that of a group all of the group
_OF_EVERYONE = ("n_total", "n_events_total")
_OF_GROUPS = ("mean", "share")
_CONTRASTS = ("log odds", "difference")
_OF_MODELS = ("log odds", "difference", "adjusted share")


def published_table(table: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Return a table with published digits and `withheld`."""
    frame = named(table)
    check_groups(frame, plan)
    if plan.is_open:
        shown = frame[[c for c in frame if is_published(str(c), frame)]]  # the same columns as of a protected survey
        return shown.assign(withheld=False, **({"bound": ""} if may_be_bounds(frame) else {}))
    frame = _without_steps_of_few(_without_unnamed_thresholds(frame), plan)
    frame = lines_at_middles(at_middles(frame, plan), plan)
    rows = windows_of(_without_told_models(frame, plan), plan)
    rows = replace(rows, frame=without_told_sides(rows, plan))
    kept = _kept(rows.frame, plan)
    withheld = _without_outcome(rows, plan) | kept
    # of a group that is kept from before not even a window is new; merged levels are a sum that no attack has seen
    merged = merged_rows(rows.frame, plan)
    withheld |= merged & np.isnan(rows.count("n_events")) & ("n_events" in rows.frame)
    withheld |= _compared_with_withheld(rows.frame, withheld)
    uncounted = kept | merged | (of_nearly_all(rows.frame, plan) & plan.of_part)
    others = of_other_people(rows.frame, plan) if _of_regression(rows.frame) else uncounted
    published = with_measures(rows, published_columns(rows), withheld)
    published = derive(rows, published, withheld)
    for name in map(str, published):
        if name == "unreliable":
            published[name] = published[name].fillna(False).astype(bool) & ~withheld
        elif COLUMNS[name].role == "people":
            published[name] = published[name].mask(uncounted | others)
        elif COLUMNS[name].role not in ("key", "word", "fixed"):
            published[name] = published[name].mask(withheld)
    if "bound" in published:
        published["bound"] = published["bound"].mask(withheld, "")
    # sums of levels are told by these already, and numbers of lines over levels would be another window of them
    published = published.drop(columns=[c for c in uncounted_columns(rows.frame) if c in published])
    if "statistic" in published and published["statistic"].isna().all():
        published = published.drop(columns="statistic")
    for name in published.select_dtypes("float").columns:
        if COLUMNS[str(name)].role not in _AS_THEY_ARE:
            published[name] = significant(published[name], _DIGITS)
    return published.assign(withheld=withheld)


def _without_unnamed_thresholds(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out thresholds that no answer names: their numbers would tell which answers nobody gave."""
    if "measure" not in frame or "response" in frame:
        return frame
    return frame[frame["measure"].astype(str) != "difficulty"]


def _without_steps_of_few(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Leave out steps of reading the file that concern few rows: most are there only where they concern one."""
    if not of_file(frame):
        return frame
    return frame[~in_first_window(frame["n_rows"], 2 * plan.thresholds.minimum_respondents)]


def _without_told_models(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Leave out groups of risk, and numbers about the whole of a model that follow from the windows of its levels.

    A group of risk, or all above it, may be a published group and one to four people more or less, and which people it
    holds hangs on exact outcomes: no plan can lay its window beside those of the groups.
    """
    if "predicted" in frame:
        return frame[:0]
    if "patterns" not in frame:
        return frame
    models = {id(patterns): patterns for patterns in frame["patterns"]}
    hidden = {key for key, patterns in models.items() if _is_told(patterns, plan)}
    told = np.array([id(patterns) in hidden for patterns in frame["patterns"]], dtype=bool)
    if not {"model", "variable"} & set(frame):
        return frame[~told]
    return frame.assign(**{name: frame[name].mask(told) for name in ("r_squared", "p_value") if name in frame})


def _is_told(patterns: CovariatePatterns, plan: ProtectionPlan) -> bool:
    """Whether the windows of the levels, and of declared crossings, nearly settle what a model is fitted to.

    The area under the curve, or what a model explains, is a function of the numbers beyond the cut-off in each
    combination of levels, finer at two decimals than windows, and a band of a joint p-value cuts corners of these. Of a
    saturated model they tell the exact numbers, and so of those whom it leaves out. They are published where enough
    respondents have a combination that no published number settles, whoever is beyond. The p-value of a single
    coefficient is that of numbers moved to their middles, and stays.
    """
    parts = {name: set(name.split(CROSS)) for name in patterns.variables}
    known = set().union(*parts.values())
    if len(known) < MANY_PREDICTORS or patterns.n_coefficients < MANY_COEFFICIENTS:
        return True
    crossed = [[name for name in parts if parts[name] & own] for own in plan.crossings() if own <= known]
    return patterns.spare_respondents(crossed) < SPARE * plan.thresholds.minimum_respondents


def _of_regression(frame: pd.DataFrame) -> bool:
    """Whether rows are levels in a regression, with the respondents that it rests on."""
    columns = set(frame)
    by_level = {"variable", "level", "n_respondents"} <= columns
    return by_level and of_models(frame) and bool({"model", "n_answered", "df_residual"} & columns)


def _kept(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of groups whose numbers of an earlier run stand."""
    return np.array([plan.kept_from(*group) is not None for group in groups_of(frame)], dtype=bool)


def _without_outcome(rows: Rows, plan: ProtectionPlan) -> Bools:
    """Rows of groups of too few respondents, or of whose outcome the plan publishes nothing."""
    frame = rows.frame
    none = bounded(frame, plan)
    if "n_respondents" in frame and (by_group(frame) or "measure" in frame):
        none |= in_first_window(rows.n, plan.thresholds.minimum_respondents)
        none |= np.isnan(rows.n) & ("measure" in frame)
    return none


def _compared_with_withheld(frame: pd.DataFrame, withheld: Bools) -> Bools:
    """Coefficients that compare with a level without an outcome: with the level's own outcome they would tell it."""
    if not {"measure", "variable", "level", "reference"} <= set(frame):
        return np.zeros(len(frame), dtype=bool)
    keys = [c for c in ("model", "variable") if c in frame]
    hidden = pd.MultiIndex.from_frame(frame.loc[withheld, [*keys, "level"]].astype(str))
    compared = pd.MultiIndex.from_frame(frame[[*keys, "reference"]].astype(str))
    return np.asarray(compared.isin(hidden) & frame["measure"].isin(_CONTRASTS).to_numpy())
