"""A group whose members all have nearly one score: the mean and the standard deviation tell the score of each."""

from __future__ import annotations

import numpy as np

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, count, mean_window
from tests.attackers.surveys import RANGE


def width_of_one_score(tables: Tables, *, variable: str, level: str, exact: bool) -> float:
    """How widely the score of any one member of a group may lie, from the mean and the standard deviation.

    Nobody of n lies further than SD (n − 1) / √n from the mean (Samuelson 1968).
    """
    frame = tables["means_table"]
    row = frame[(frame["variable"] == variable) & (frame["level"] == level)].iloc[0]
    n = count(row["n_respondents"], exact)
    mean = mean_window(row, n, RANGE, exact)
    most = _most(float(row["std_dev"]), exact)
    reach = most * (n.high - 1) / np.sqrt(n.high)
    inside = Window(max(mean.low - reach, 0), min(mean.high + reach, RANGE))
    return inside.high - inside.low


def _most(std_dev: float, exact: bool) -> float:
    """Largest standard deviation that rounds to what is published: one digit."""
    if np.isnan(std_dev):
        return float("inf")
    if exact or std_dev == 0:
        return std_dev
    return std_dev + 0.5 * 10 ** np.floor(np.log10(std_dev))
