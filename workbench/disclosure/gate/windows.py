"""The numbers of respondents of a table as their windows show them: of each row, of levels that a model holds.

No plan lays counts of answers beside the groups: they have windows of twice the minimum. Everyone's number of an answer
less those of all groups but one narrows down the number of that one: windows of five sometimes to 3 and 4. All windows
start at multiples of the width, so what is left reaches to the end of the first window, and never starts above the
number itself: of a number under five in windows of ten six values or more stay.

A model that leaves a predictor out, because too few tell it apart, also counts those who lack an answer to that alone.
Beside the window of those who answered every predictor a window of them would tell of these few, and the plan has not
tried it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.columns import COLUMNS, EVERYONE
from workbench.disclosure.gate.checks import columns_of
from workbench.disclosure.gate.coefficients import STANDARDISED
from workbench.disclosure.gate.estimates import Rows
from workbench.disclosure.gate.merged_rows import merged_rows, outcome_cutoffs, published_sums
from workbench.disclosure.gate.steps import in_first_window, window_middle
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import ALL_ITEMS

_EVERYONE = (EVERYONE, EVERYONE)  # of the report: in that of a group all of the group
_OF_EVERYONE = ("n_total", "n_events_total")
_OF_GROUPS = ("mean", "share")
_COMPLETE = (ALL_ITEMS, "0")  # no item left out
_OF_MODELS = ("log odds", "difference", "adjusted share")


def windows_of(frame: pd.DataFrame, plan: ProtectionPlan) -> Rows:
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
        counts["n_events"] = np.where(bounded(frame, plan), np.nan, counts["n_events"])
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
    age is known are a window that no plan has laid, whatever number of others a level has. Those beyond another cut-off
    than the survey's have windows of twice the minimum.
    """
    n, answered = frame["n_respondents"].to_numpy(float), frame["n_answered"].to_numpy(float)
    merged, aged = merged_rows(frame, plan), frame["measure"].eq(STANDARDISED).to_numpy()
    few = aged | ((answered > n) & (answered - n < width))
    found = {"n_answered": np.where(few, window_middle(answered, width), counts["n_respondents"])}
    if "n_events" in counts:
        cutoffs = outcome_cutoffs(frame, merged, plan)
        wide = np.fmax(width, 2 * plan.thresholds.minimum_respondents)
        events = np.where([cutoff is None for cutoff in cutoffs], wide, width)
        own, of_all = (window_middle(frame[c].to_numpy(float), events) for c in ("n_events", "n_events_answered"))
        sums = published_sums(frame, merged, cutoffs, plan)
        found["n_answered"] = np.where(merged, sums[0], found["n_answered"])
        found["n_events"] = np.where(merged, sums[1], np.where(few, of_all, own))
    # a model has no number for a level of which few are in it
    none = in_first_window(counts["n_respondents"], plan.thresholds.minimum_respondents)
    none &= ~aged & ("n_events" not in uncounted_columns(frame))
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


def _widths(frame: pd.DataFrame, plan: ProtectionPlan) -> Floats:
    """Width of the windows of each row's counts, as the plan says of the group that the row is about."""
    if of_file(frame):  # codes of background variables count those without an answer to them
        return np.full(len(frame), 2.0 * plan.thresholds.minimum_respondents)
    return np.array([plan.width(*group) for group in groups_of(frame)], dtype=float)


def uncounted_columns(frame: pd.DataFrame) -> tuple[str, ...]:
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
    return (*sums, "n_events") if of_models(frame) else sums


def of_models(frame: pd.DataFrame) -> bool:
    """Whether rows are numbers of a model."""
    return "n_parameters" in frame or ("measure" in frame and bool(frame["measure"].isin(_OF_MODELS).any()))


def of_file(frame: pd.DataFrame) -> bool:
    """Whether rows are steps of reading the file."""
    return {"column", "n_rows"} <= set(frame)


def by_group(frame: pd.DataFrame) -> bool:
    """Whether rows are levels of variables."""
    return {"variable", "level"} <= set(frame)


def groups_of(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Variable and level that each row is about; rows of anything else, such as items or answers, are of everyone."""
    if not by_group(frame):
        return [_EVERYONE] * len(frame)
    return list(zip(frame["variable"].astype(str), frame["level"].astype(str), strict=True))


def bounded(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of whose outcome nothing is published, although they are of enough respondents."""
    bounded = np.array([plan.bounded(*group) for group in groups_of(frame)], dtype=bool)
    return bounded | of_nearly_all(frame, plan)


def of_nearly_all(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Means and shares of a few more or fewer people than the group has with a score.

    As where another rule of missing answers scores some more: beside the group's own they would tell of these. It goes
    by the numbers of respondents alone, and not by their outcomes.
    """
    if not {"measure", "variable", "level", "n_respondents"} <= set(frame):
        return np.zeros(len(frame), dtype=bool)
    numbers = zip(groups_of(frame), frame["n_respondents"].to_numpy(float), strict=True)
    few = np.array([plan.nearly_all(*group, n) for group, n in numbers], dtype=bool)
    return few & frame["measure"].isin(_OF_GROUPS).to_numpy()


def answer_widths(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Width of the windows of each column that counts answers, in every row; no column in a table that counts none.

    Numbers of all respondents, of those who answered every item, and of those beyond a cut-off of the survey have the
    windows that the plan has laid.
    """
    laid, wide = (float(times * plan.thresholds.minimum_respondents) for times in (1, 2))
    return pd.DataFrame(
        {name: np.where(own, laid, wide) for name, own in _laid(frame, plan).items()},
        index=frame.index,
        dtype=float,
    )


def _laid(frame: pd.DataFrame, plan: ProtectionPlan) -> dict[str, Bools]:
    """Return the columns that count answers, and which of their rows are numbers that the plan has laid."""
    columns, none = set(frame), np.zeros(len(frame), dtype=bool)
    if of_answers := [str(c) for c in frame if COLUMNS[str(c)].of_answers]:
        return dict.fromkeys(of_answers, none)
    if "variable" in columns:
        return {}
    if {"n_respondents", "n_total", "share"} <= columns:
        terms = frame["term"].astype(str) if "term" in frame else pd.Series("", index=frame.index)
        return {"n_respondents": terms.isin(_COMPLETE).to_numpy(bool)}
    if {"term", "n_events", "measure"} <= columns and "quantity" not in columns:
        known = frame["term"].astype(str).isin([cutoff.words for cutoff in plan.cutoffs]).to_numpy(bool)
        return {"n_events": none if "level" in columns else known}
    return {}


def of_other_people(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of models whose respondents are neither all with a score nor all who answered every predictor too.

    All rows of a variable or none: one row by itself would say that somebody in it lacks an answer.
    """
    variable, n = frame["variable"].astype(str), frame["n_respondents"].to_numpy(float)
    groups = zip(variable, frame["level"].astype(str), strict=True)
    laid = np.array([plan.bases(*group) for group in groups], dtype=float).reshape(-1, 2)
    known = ~np.isnan(laid).any(axis=1)
    keys = variable + ("\0" + frame["model"].astype(str) if "model" in frame else "")
    others = np.zeros(len(frame), dtype=bool)
    for own in map(np.asarray, keys.groupby(keys, sort=False).indices.values()):
        told = own[known[own]]
        others[own] = len(told) > 0 and not (laid[told] == n[told, None]).all(axis=0).any()
    return others
