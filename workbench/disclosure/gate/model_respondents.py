"""Numbers of respondents of models: no windows of other people than those that the plan has laid.

A model that leaves a predictor out, because too few tell it apart, also counts those who lack an answer to that alone.
Beside the window of those who answered every predictor a window of them would tell of these few, and the plan has not
tried it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Bools
from workbench.disclosure.plan import ProtectionPlan


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
