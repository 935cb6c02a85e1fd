"""Counts of answers, which no plan lays beside the groups: windows of twice the minimum.

Everyone's number of an answer less those of all groups but one narrows down the number of that one: windows of five
sometimes to 3 and 4. All windows start at multiples of the width, so what is left reaches to the end of the first
window, and never starts above the number itself: of a number under five in windows of ten six values or more stay.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Bools
from workbench.columns import COLUMNS
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import ALL_ITEMS

_COMPLETE = (ALL_ITEMS, "0")  # no item left out


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
