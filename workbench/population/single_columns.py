"""What single columns and rows give away beside the groups: other bases, answer options, rows of the survey file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.population.protection_plan import ProtectionPlan
from workbench.population.table_lines import variable_rows
from workbench.population.thresholds import EVERYONE

Bools = npt.NDArray[np.bool_]


def other_base(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Mark estimates on 1–4 respondents more or fewer than those with a score: both together tell of these few.

    The regression is left out: its rows are fewer by those who left a predictor unanswered, and hide their events.
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
    return small


def fit_rows(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Mark tests, measures of fit and groups of risk of a regression whose few patterns tell a withheld level.

    Of one predictor each group of risk is a level; and the area under the curve or Tjur's R² alone leave one possible
    number of respondents and of events to two withheld levels. Its Wald statistic rests on the same numbers.
    """
    # tests of items rest on models of their own, of published groups only
    of_outcome = bool({"predicted", "df_residual"} & set(frame)) and "item" not in frame
    return np.full(len(frame), plan.fit_tells and of_outcome)


def told(frame: pd.DataFrame, column: str, plan: ProtectionPlan) -> Bools:
    """Mark rows in which this one column gives away what the rest of the row does not."""
    if column in ("floor", "ceiling") and "item" in frame:
        end = min if column == "floor" else max
        ends = [end(plan.options[item]) if item in plan.options else None for item in frame["item"]]
        return _withheld_answers(frame["item"], ends, plan)
    if "item" in frame and "response" in frame:
        return _withheld_answers(frame["item"], frame["response"], plan)
    if column == "n_events" and _is_regression(frame):
        return _differing(frame, plan)
    if column not in ("n_respondents", "n_events") and "risk_ratio" in frame and frame["variable"].nunique() == 1:
        return _differing(frame, plan)  # shares standardised to nothing else are the events over the respondents
    return np.zeros(len(frame), dtype=bool)


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
