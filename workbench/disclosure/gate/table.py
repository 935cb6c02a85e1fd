"""One table as it may be published: windows, then roles, then measures, then what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.columns import COLUMNS, CROSS, EVERYONE
from workbench.disclosure.gate.answer_counts import answer_widths
from workbench.disclosure.gate.checks import check_groups, columns_of, named
from workbench.disclosure.gate.coefficients import STANDARDISED
from workbench.disclosure.gate.derived import derive
from workbench.disclosure.gate.estimates import Rows
from workbench.disclosure.gate.measures import may_be_bounds, with_measures
from workbench.disclosure.gate.merged_rows import merged_rows, published_sums
from workbench.disclosure.gate.model_respondents import of_other_people
from workbench.disclosure.gate.quantile_sides import without_told_sides
from workbench.disclosure.gate.roles import is_published, published_columns
from workbench.disclosure.gate.steps import (
    MANY_COEFFICIENTS,
    MANY_PREDICTORS,
    SPARE,
    in_first_window,
    significant,
    window_middle,
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
    rows = _rows(_without_told_models(frame, plan), plan)
    rows = replace(rows, frame=without_told_sides(rows, plan))
    kept = _kept(rows.frame, plan)
    withheld = _without_outcome(rows, plan) | kept
    # of a group that is kept from before not even a window is new; merged levels are a sum that no attack has seen
    merged = merged_rows(rows.frame, plan)
    withheld |= merged & np.isnan(rows.count("n_events")) & ("n_events" in rows.frame)
    withheld |= _compared_with_withheld(rows.frame, withheld)
    uncounted = kept | merged | (_of_nearly_all(rows.frame, plan) & plan.of_part)
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
    published = published.drop(columns=[c for c in _uncounted(rows.frame) if c in published])
    if "statistic" in published and published["statistic"].isna().all():
        published = published.drop(columns="statistic")
    for name in published.select_dtypes("float").columns:
        if COLUMNS[str(name)].role not in _AS_THEY_ARE:
            published[name] = significant(published[name], _DIGITS)
    return published.assign(withheld=withheld)


def _rows(frame: pd.DataFrame, plan: ProtectionPlan) -> Rows:
    """Put the windows of the counts beside the table."""
    width, usual, whole = _widths(frame, plan), plan.thresholds.minimum_respondents, plan.width(*_EVERYONE)
    # numbers of everyone have the same window in every row; of items n_total is the group's own number
    everyone, widths = () if {"item", "level"} <= set(frame) else _OF_EVERYONE, answer_widths(frame, plan)
    own = {c: widths.get(c, whole if c in everyone else width) for c in columns_of(frame, "people")}
    counts: dict[str, Floats] = {
        c: window_middle(frame[c].to_numpy(float, na_value=np.nan), wide) for c, wide in own.items()
    }
    if everyone and "variable" in frame:  # a window of their own would cut those of the levels
        counts |= _sums_of_levels(frame, counts)
    if "n_answered" in frame:
        counts |= _whole_levels(frame, counts, width, plan)
    if "n_events" in counts:  # where the plan publishes no outcome, no window of those below a cut-off either
        counts["n_events"] = np.where(_bounded(frame, plan), np.nan, counts["n_events"])
    return Rows(
        frame=frame,
        counts=pd.DataFrame(counts, index=frame.index),
        width=width,
        widths=widths,
        minimum=usual,
        design_effect=plan.design_effect,
        clustered=plan.clustered,
    )


def _whole_levels(
    frame: pd.DataFrame, counts: Mapping[str, Floats], width: Floats, plan: ProtectionPlan
) -> dict[str, Floats]:
    """Numbers that rows rest on: of the levels that tables show, where a model merges them or rows leave out few.

    The respondents of the row would be a second window beside those of the level, and both tell of the few. Those whose
    age is known are a window that no plan has laid, whatever number of others a level has.
    """
    n, answered = frame["n_respondents"].to_numpy(float), frame["n_answered"].to_numpy(float)
    merged, aged = merged_rows(frame, plan), frame["measure"].eq(STANDARDISED).to_numpy()
    few = aged | ((answered > n) & (answered - n < width))
    found = {"n_answered": np.where(few, window_middle(answered, width), counts["n_respondents"])}
    if "n_events" in counts:
        of_all = window_middle(frame["n_events_answered"].to_numpy(float), width)
        sums = published_sums(frame, merged, plan)
        found["n_answered"] = np.where(merged, sums[0], found["n_answered"])
        found["n_events"] = np.where(merged, sums[1], np.where(few, of_all, counts["n_events"]))
    # a model has no number for a level of which few are in it
    none = in_first_window(counts["n_respondents"], plan.thresholds.minimum_respondents)
    none &= ~aged & ("n_events" not in _uncounted(frame))
    found["n_respondents"] = np.where(none, counts["n_respondents"], found["n_answered"])
    return found


def _sums_of_levels(frame: pd.DataFrame, counts: Mapping[str, Floats]) -> dict[str, Floats]:
    """Numbers of everyone in any level of a variable: the sums of the published numbers of its levels."""
    keys = frame["variable"].astype(str).to_numpy()
    parts = {"n_total": "n_respondents", "n_events_total": "n_events"}
    return {
        whole: pd.Series(counts[part]).groupby(keys).transform("sum").to_numpy(float)
        for whole, part in parts.items()
        if whole in counts and part in counts
    }


def _without_unnamed_thresholds(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out thresholds that no answer names: their numbers would tell which answers nobody gave."""
    if "measure" not in frame or "response" in frame:
        return frame
    return frame[frame["measure"].astype(str) != "difficulty"]


def _without_steps_of_few(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Leave out steps of reading the file that concern few rows: most are there only where they concern one."""
    if not _of_file(frame):
        return frame
    return frame[~in_first_window(frame["n_rows"], 2 * plan.thresholds.minimum_respondents)]


def _of_file(frame: pd.DataFrame) -> bool:
    return {"column", "n_rows"} <= set(frame)


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


def _widths(frame: pd.DataFrame, plan: ProtectionPlan) -> Floats:
    """Width of the windows of each row's counts, as the plan says of the group that the row is about."""
    if _of_file(frame):  # codes of background variables count those without an answer to them
        return np.full(len(frame), 2.0 * plan.thresholds.minimum_respondents)
    return np.array([plan.width(*group) for group in _groups(frame)], dtype=float)


def _uncounted(frame: pd.DataFrame) -> tuple[str, ...]:
    """Name counts that are no window of their own beside those of the groups.

    Sums of levels, numbers behind lines over levels, and those below a cut-off in a model: beside the group's own they
    would tell how many of the few whom the model leaves out are below. Those who answered an item: less all of them
    they would be a second window of those who did not, narrower than that of answers.
    """
    if "item" in frame and any(COLUMNS[str(c)].of_answers for c in frame):
        return ("n_respondents",)
    if "n_levels" in frame:
        return (*_OF_EVERYONE, "n_respondents", "n_events")
    sums = _OF_EVERYONE if {"variable", "level"} <= set(frame) and "item" not in frame else ()
    return (*sums, "n_events") if _of_models(frame) else sums


def _of_models(frame: pd.DataFrame) -> bool:
    return "n_parameters" in frame or ("measure" in frame and bool(frame["measure"].isin(_OF_MODELS).any()))


def _of_regression(frame: pd.DataFrame) -> bool:
    """Whether rows are levels in a regression, with the respondents that it rests on."""
    columns = set(frame)
    by_level = {"variable", "level", "n_respondents"} <= columns
    return by_level and _of_models(frame) and bool({"model", "n_answered", "df_residual"} & columns)


def _by_group(frame: pd.DataFrame) -> bool:
    return {"variable", "level"} <= set(frame)


def _groups(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Variable and level that each row is about; rows of anything else, such as items or answers, are of everyone."""
    if not _by_group(frame):
        return [_EVERYONE] * len(frame)
    return list(zip(frame["variable"].astype(str), frame["level"].astype(str), strict=True))


def _bounded(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of whose outcome nothing is published, although they are of enough respondents."""
    bounded = np.array([plan.bounded(*group) for group in _groups(frame)], dtype=bool)
    return bounded | _of_nearly_all(frame, plan)


def _kept(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of groups whose numbers of an earlier run stand."""
    return np.array([plan.kept_from(*group) is not None for group in _groups(frame)], dtype=bool)


def _without_outcome(rows: Rows, plan: ProtectionPlan) -> Bools:
    """Rows of groups of too few respondents, or of whose outcome the plan publishes nothing."""
    frame = rows.frame
    none = _bounded(frame, plan)
    if "n_respondents" in frame and (_by_group(frame) or "measure" in frame):
        none |= in_first_window(rows.n, plan.thresholds.minimum_respondents)
        none |= np.isnan(rows.n) & ("measure" in frame)
    return none


def _of_nearly_all(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Means and shares of a few more or fewer people than the group has with a score.

    As where another rule of missing answers scores some more: beside the group's own they would tell of these. It goes
    by the numbers of respondents alone, and not by their outcomes.
    """
    if not {"measure", "variable", "level", "n_respondents"} <= set(frame):
        return np.zeros(len(frame), dtype=bool)
    numbers = zip(_groups(frame), frame["n_respondents"].to_numpy(float), strict=True)
    few = np.array([plan.nearly_all(*group, n) for group, n in numbers], dtype=bool)
    return few & frame["measure"].isin(_OF_GROUPS).to_numpy()


def _compared_with_withheld(frame: pd.DataFrame, withheld: Bools) -> Bools:
    """Coefficients that compare with a level without an outcome: with the level's own outcome they would tell it."""
    if not {"measure", "variable", "level", "reference"} <= set(frame):
        return np.zeros(len(frame), dtype=bool)
    keys = [c for c in ("model", "variable") if c in frame]
    hidden = pd.MultiIndex.from_frame(frame.loc[withheld, [*keys, "level"]].astype(str))
    compared = pd.MultiIndex.from_frame(frame[[*keys, "reference"]].astype(str))
    return np.asarray(compared.isin(hidden) & frame["measure"].isin(_CONTRASTS).to_numpy())
