"""What single columns and rows give away beside the groups: other bases, answer options, rows of the survey file."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from workbench.arrays import Bools
from workbench.columns import EVERYONE
from workbench.disclosure.gate.table_lines import KEYS, variable_rows
from workbench.disclosure.plan import FEW_PATTERNS, ProtectionPlan
from workbench.numerics import holm
from workbench.wording import INFLATION

_SPREAD = ("std_error", "std_dev", "conf_low", "conf_high", "relative_std_error", "statistic", "p_value", "hedges_g")
_ROUNDING = 1e-9
_INTERVAL = 2  # standard errors to either end of an interval, about
_NOT_OF_SCORES = ("n_events", "odds_ratio", "risk_ratio", "item", "factor", "n_items", "invariance", "step", "quantile")


def other_base(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Mark estimates on 1–4 respondents more or fewer than those with a score: both together tell of these few.

    A regression rests on fewer by those who left a predictor unanswered. That of odds ratios hides their events. Of
    that of scores go models of few patterns, where a difference is nearly that of two means; of more it is not.
    """
    apart = np.zeros(len(frame))
    if "n_respondents" not in frame or not {"estimate", "difference"} & set(frame) or _is_regression(frame):
        return apart > 0
    n = frame["n_respondents"].to_numpy(float, na_value=np.nan)
    if not {"variable", "level"} & set(frame):  # one row for everyone
        apart = np.abs(n - plan.n_scored)
    for variable, rows in variable_rows(frame) if {"variable", "level"} <= set(frame) else ():
        found, places = plan.find(variable), plan.levels(variable)
        if variable == EVERYONE:
            apart[rows] = np.abs(n[rows] - plan.n_scored)
        elif found is not None:
            scored = found[0].bases["scored"].n
            level = frame["level"].astype(str)
            apart[rows] = [abs(n[row] - scored[places[level[row]]]) if level[row] in places else 0 for row in rows]
    small: Bools = (apart > 0) & (apart < plan.thresholds.minimum_respondents)
    return small & ~_many_patterns(frame)


def _many_patterns(frame: pd.DataFrame) -> Bools:
    """Mark rows of models whose variables make more patterns than `FEW_PATTERNS`; crude ones hold one variable each."""
    many = np.zeros(len(frame), dtype=bool)
    if {"model", "variable", "level"} <= set(frame):
        models = frame["model"].astype(str)
        for model in set(models) - {"crude"}:
            rows = (models == model).to_numpy()
            n_levels = frame[rows].groupby("variable")["level"].nunique().to_numpy(np.int64)
            many[rows] = math.prod(map(int, n_levels)) > FEW_PATTERNS
    return many


def fit_rows(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Mark tests, measures of fit and groups of risk of a regression whose few patterns tell a withheld level.

    Of one predictor each group of risk is a level; and the area under the curve or Tjur's R² alone leave one possible
    number of respondents and of events to two withheld levels. Its Wald statistic rests on the same numbers. Variance
    inflation factors rest on the respondents of the crossings of two predictors alone, however many patterns there are.
    """
    # tests of items rest on models of their own, of published groups only
    of_outcome = bool({"predicted", "df_residual"} & set(frame)) and "item" not in frame
    found = np.full(len(frame), plan.fit_tells and of_outcome)
    if plan.counts_tell and "vif" in frame:
        found[:] = True
    elif plan.counts_tell and of_outcome and "term" in frame:
        found |= frame["term"].astype(str).str.lower().eq(INFLATION).to_numpy(bool)
    return found


def disclosive_rows(frame: pd.DataFrame, column: str, plan: ProtectionPlan) -> Bools:
    """Mark rows in which this one column gives away what the rest of the row does not."""
    return disclosive_rows_with_reason(frame, column, plan)[0]


def disclosive_rows_with_reason(frame: pd.DataFrame, column: str, plan: ProtectionPlan) -> tuple[Bools, str]:
    """Mark rows in which this one column gives away what the rest of the row does not, and say what."""
    if column in ("floor", "ceiling") and "item" in frame:
        end = min if column == "floor" else max
        ends = [end(plan.options[item]) if item in plan.options else None for item in frame["item"]]
        return _withheld_answers(frame["item"], ends, plan), "it tells an answer option that is withheld"
    if "item" in frame and "response" in frame:
        return _withheld_answers(frame["item"], frame["response"], plan), "it tells an answer option that is withheld"
    if column == "n_events" and _is_regression(frame):
        return _differing(frame, plan), "it tells of the few who left a predictor unanswered"
    if column not in ("n_respondents", "n_events") and "risk_ratio" in frame and frame["variable"].nunique() == 1:
        # shares standardised to nothing else are the events over the respondents
        return _differing(frame, plan), "it tells of the few who left a predictor unanswered"
    if "crude" in frame and column.startswith(("estimate", *_SPREAD)):
        return _standardised(frame, plan), "with the crude share it tells a withheld cell"
    if {"quantile", "n_respondents"} <= set(frame) and column.startswith(("estimate", *_SPREAD)):
        return _beyond_few(frame, column, plan), "few scores lie beyond it, so that it is one of them"
    if column.startswith(_SPREAD) and {"variable", "level"} <= set(frame):
        return _telling_spread(frame, plan), "the spread tells how many are below a cut-off"
    return np.zeros(len(frame), dtype=bool), ""


def _standardised(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Mark standardised shares of groups of which an age, or what else is standardised, is withheld.

    The share as it is and the standardised one are two sums of the same few whole numbers, with weights that no second
    set of numbers meets to all digits.
    """
    found = np.zeros(len(frame), dtype=bool)
    for variable, rows in variable_rows(frame):
        gaps: set[str] = set()
        for names, cells in plan.cells.items():
            if len(names) == 2 and variable in names and plan.standardised_over in (None, *names):
                axis = names.index(variable)
                hidden = np.moveaxis(cells.withheld["shares"], axis, 0)
                gaps |= {level for place, level in enumerate(cells.levels[axis]) if hidden[place, :-1].any()}
        found[rows] = frame["level"].iloc[rows].astype(str).isin(gaps).to_numpy()
    return found


def _beyond_few(frame: pd.DataFrame, column: str, plan: ProtectionPlan) -> Bools:
    """Mark quantiles, and ends of their intervals, beyond which few respondents lie: the score of one of these few."""
    n, part = frame["n_respondents"].to_numpy(float, na_value=np.nan), frame["quantile"].to_numpy(float)
    reach = 0.0 if column == "estimate" else _INTERVAL * np.sqrt(part * (1 - part) / n)
    fewest = n * np.minimum(part - reach, 1 - part - reach)
    few: Bools = fewest < plan.thresholds.minimum_below
    return few


def _telling_spread(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Mark means and differences of groups whose spread is withheld, and what is compared with such a group."""
    if any(str(column).startswith(_NOT_OF_SCORES) for column in frame):
        return np.zeros(len(frame), dtype=bool)
    variables = frame["variable"].astype(str)
    without = {v: plan.without_spread(v) for v in variables.unique()}
    found = np.zeros(len(frame), dtype=bool)
    for group in [c for c in ("level", "reference") if c in frame]:
        pairs = zip(variables, frame[group].astype(str), strict=True)
        found |= np.fromiter((level in without[v] for v, level in pairs), dtype=bool, count=len(frame))
    if "quantity" in frame:  # means and shares in one table, beside published ones
        found &= frame["quantity"].astype(str).str.startswith("Mean").to_numpy()
    return found


def holm_among_shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Adjust p-values of groups for the tests that are shown: of one that is not, a multiple may stand in their place.

    Those of items are adjusted over the items, which are all shown.
    """
    if not {"variable", "level", "p_value", "p_value_holm"} <= set(frame) or "item" in frame:
        return frame
    keys = [key for key in KEYS if key in frame and key != "level"]
    again = frame["p_value"].astype(float).groupby([frame[key].astype(str) for key in keys], sort=False)
    return frame.assign(p_value_holm=again.transform(_holm).where(frame["p_value_holm"].notna()))


def _holm(p_values: pd.Series) -> pd.Series:
    shown = p_values.notna()
    adjusted = pd.Series(np.nan, index=p_values.index)
    adjusted[shown] = holm(p_values[shown].to_numpy(float))
    return adjusted


def other_holm(frame: pd.DataFrame) -> Bools:
    """Mark adjusted p-values that rest on tests which are not shown."""
    if "p_value_holm" not in frame:
        return np.zeros(len(frame), dtype=bool)
    given = frame["p_value_holm"].to_numpy(float, na_value=np.nan)
    among = holm_among_shown(frame)["p_value_holm"].to_numpy(float, na_value=np.nan)
    found: Bools = np.abs(given - among) > _ROUNDING
    return found


def _differing(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    variables = frame["variable"].astype(str)
    return variables.map({v: plan.differs(v) for v in variables.unique()}).to_numpy(bool)


def _is_regression(frame: pd.DataFrame) -> bool:
    return any(str(column).startswith(("odds_ratio", "risk_ratio")) for column in frame)


def _withheld_answers(items: Iterable[Any], answers: Iterable[Any], plan: ProtectionPlan) -> Bools:
    pairs = zip(items, answers, strict=True)
    return np.array([answer in plan.answers.get(item, ()) for item, answer in pairs], dtype=bool)


def background_rows(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Mark rows about background variables of which a level is withheld, or a code stands in 1–4 rows."""
    columns = frame["column"].astype(str)
    small = set(columns[frame["n_rows"].between(1, plan.thresholds.minimum_respondents - 1)])
    withheld = {c for c, names in plan.columns.items() if any(plan.cells[v,].withheld["counts"].any() for v in names)}
    return columns.isin((small | withheld) & set(plan.columns)).to_numpy(bool)
