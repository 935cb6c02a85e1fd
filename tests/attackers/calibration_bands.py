"""Groups of risk: each holds some cells of the predictors, whose windows are further lines through a small cell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tests.attackers.joint import Tables
from tests.attackers.reading import count
from tests.attackers.surveys import Truth
from tests.attackers.worlds import Worlds
from workbench.columns import OTHER_LEVELS

Cell = tuple[str, ...]
_BANDS = 10


def cells_of_bands(truth: Truth, odds: pd.DataFrame, variables: list[str]) -> dict[str, list[Cell]]:
    """Cells of each group of risk: the intruder is told them, where others can only put published odds in order."""
    last = odds[odds["model"] == odds["model"].iloc[-1]]
    log_odds = {key: dict(zip(rows["level"], rows["estimate"], strict=True)) for key, rows in last.groupby("variable")}
    weight = truth.people.dropna(subset=variables).groupby(variables).size()
    weight = weight[weight > 0]
    risk = [
        round(sum(_of(log_odds.get(v, {}), x) for v, x in zip(variables, cell, strict=True)), 9)
        for cell in weight.index
    ]
    of_risk = weight.groupby(np.array(risk)).sum()
    middle = (of_risk.cumsum() - of_risk / 2) / of_risk.sum()
    band = np.unique((middle * _BANDS).astype(int).clip(upper=_BANDS - 1), return_inverse=True)[1]
    number = dict(zip(of_risk.index, band + 1, strict=True))
    found: dict[str, list[Cell]] = {}
    for cell, value in zip(weight.index, risk, strict=True):
        found.setdefault(f"{number[value]} of {band.max() + 1}", []).append(cell)
    return found


def _of(levels: Mapping[str, float], level: str) -> float:
    """Log odds of a level, of the merged ones if the model does not name it, 0 where it leaves out the variable."""
    return levels.get(level, levels.get(OTHER_LEVELS, 0.0))


def hold_bands(
    worlds: Worlds, tables: Tables, cells: Mapping[str, list[Cell]], variables: list[str], *, exact: bool
) -> None:
    """Know how many are in each group of risk, and how many of them below the cut-off."""
    for _, row in tables["logistic_calibration"].iterrows():
        for kind, column in (("n", "n_respondents"), ("e", "n_events")):
            if not np.isnan(row[column]):
                inside = [dict(zip(variables, cell, strict=True)) for cell in cells[row["level"]]]
                worlds.hold(sum(worlds.number(kind, **cell) for cell in inside), count(row[column], exact))  # type: ignore[arg-type]
