"""All tables of groups at once: what they leave of every cell of a crossing, published or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from tests.attackers.reading import Window, count, mean_window, step_above
from tests.attackers.surveys import RANGE
from tests.attackers.worlds import Worlds
from workbench.columns import CROSS, EVERYONE, NOT_ANSWERED

Tables = Mapping[str, pd.DataFrame]
Weights = Mapping[str | None, float]


def joint_worlds(
    tables: Tables, levels: Mapping[str, tuple[str | None, ...]], *, exact: bool, weights: Weights | None = None
) -> Worlds:
    """Every survey that fits the published counts, means and shares of groups.

    Parameters
    ----------
    tables : mapping of name to DataFrame
        As `read_tables` gives them.
    levels : mapping of variable to levels
        The crossing of interest; None stands for respondents who left the question blank.
    exact : bool
        Whether the report was published without protection.
    weights : mapping of the first variable's level to weight, optional
        Post-stratified weights, which anybody can work out who knows the population.
    """
    rows = list(group_rows(tables, levels))
    most = max(count(row["n_respondents"], exact).high for _, row in rows)
    worlds = Worlds(levels, int(most))
    for cell, row in rows:
        n = count(row["n_respondents"], exact)
        worlds.hold(worlds.number("n", **cell), n)
        if "n_events" in row and not np.isnan(row["n_events"]):
            worlds.hold(worlds.number("e", **cell), count(row["n_events"], exact))
        if np.isnan(row.get("estimate", np.nan)):
            continue
        if weights is not None:
            _hold_weighted(worlds, cell, row, weights, exact)
        elif row["measure"] == "mean":
            worlds.hold_mean("s", mean_window(row, n, RANGE, exact), **cell)
        elif row.get("bound") in ("under", "over"):
            ends = (0, row["estimate"]) if row["bound"] == "under" else (row["estimate"], 1)
            worlds.hold_mean("e", Window(*map(float, ends)), **cell)
        elif exact:
            worlds.hold_mean("e", Window(row["estimate"] - 1e-9, row["estimate"] + 1e-9), **cell)
    return worlds


def group_rows(
    tables: Tables, levels: Mapping[str, tuple[str | None, ...]]
) -> Iterator[tuple[dict[str, str | None], pd.Series]]:
    """Rows about everyone, a level or a cell of the crossing, with the levels that they name."""
    for frame in tables.values():
        if not {"variable", "level", "n_respondents", "measure"} <= set(frame) or {"model", "predicted"} & set(frame):
            continue
        for _, row in frame[frame["measure"].isin(["mean", "share"])].iterrows():
            if row["variable"] == EVERYONE:
                yield {}, row
                continue
            names, parts = str(row["variable"]).split(CROSS), str(row["level"]).split(CROSS)
            if set(names) <= set(levels):
                yield {v: None if x == NOT_ANSWERED else x for v, x in zip(names, parts, strict=True)}, row


def _hold_weighted(worlds: Worlds, cell: dict[str, str | None], row: pd.Series, weights: Weights, exact: bool) -> None:
    """Weighted mean or share, and the numbers of people that they stand for."""
    kind = "s" if row["measure"] == "mean" else "e"
    by = worlds.names[0]
    inside = [w for level, w in weights.items() if by not in cell or cell[by] == level]
    n = count(row["n_respondents"], exact)
    value = float(row["estimate"])
    if exact:
        told = Window(value - 1e-9, value + 1e-9)
    elif row.get("bound") in ("under", "over") or (kind == "e" and np.isnan(row["n_events"])):
        return
    else:
        part = step_above(max(inside) / max(n.low * min(inside), max(inside)))
        told = _weighted_mean(row, part) if kind == "s" else _weighted_share(row, n, max(inside) / min(inside))
    forms = {
        k: sum(
            w * worlds.number(k, **{**cell, by: level})
            for level, w in weights.items()
            if by not in cell or cell[by] == level
        )
        for k in ("n", kind)
    }
    worlds.hold(forms[kind] - told.low * forms["n"], Window(0, np.inf))
    worlds.hold(told.high * forms["n"] - forms[kind], Window(0, np.inf))
    if "people" in row and not np.isnan(row["people"]) and value > 0:
        people = float(row["people"]) / value
        # as many of each weight as its window stands for, in all to what few of the group carry
        spare = 1e-6 if exact else 0.0051 * people + step_above(7 * people / max(n.low, 1)) / 2 + 4 * sum(inside)
        worlds.hold(forms["n"], Window(people - spare, people + spare))


def _weighted_mean(row: pd.Series, part: float) -> Window:
    """Weighted mean of a group whose largest part one respondent carries."""
    half = step_above(max(float(row["std_error"]) * 1.051 / 2, RANGE * part)) / 2
    return Window(row["estimate"] - half, row["estimate"] + half)


def _weighted_share(row: pd.Series, n: Window, ratio: float) -> Window:
    """Weighted share: any quotient that the windows allow, and what weights add to it within half a step."""
    e, value, plain = count(row["n_events"], False), row["estimate"], row["n_events"] / row["n_respondents"]
    error = row["std_error"] * 1.051 * np.sqrt(plain * (1 - plain) / (value * (1 - value)))
    uneven = (ratio - 1) / n.low
    half = step_above(max(error / 2, 12 * uneven)) / 2 if uneven > 0 else 0.0
    shift = value - float(f"{plain:.4g}")
    return Window(e.low / n.high + shift - half, e.high / n.low + shift + half)
