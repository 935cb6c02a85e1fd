"""Somebody who knows the weight, sex and household of everybody, and not who is below the cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tests.attackers.joint import Tables, group_rows
from tests.attackers.publishing import groups, publish
from tests.attackers.reading import Window, count, read_tables, step_above
from tests.attackers.recover import LEVELS
from tests.attackers.surveys import Truth
from tests.attackers.worlds import Worlds
from workbench import population
from workbench.numerics.disclosure import apart, weight_cells

_FEW = 4


@dataclass(frozen=True, kw_only=True)
class FewPeople:
    """What is known of the number below the cut-off in a set of one to four people."""

    n: int
    below: int
    possible: Window

    @property
    def told(self) -> bool:
        """Whether somebody of the set is known to be below, or not to be, or nobody is."""
        return self.possible.low > 0 or self.possible.high < self.n


def few_people_of(truth: Truth, folder: Path, *, exact: bool) -> list[FewPeople]:
    """Publish the shares of a survey, with or without protection, and attack them."""
    plan = population.protection_plan(truth.survey)
    shares = {name: result for name, result in groups(truth).items() if "share" in name}
    tables = read_tables(publish(shares, folder, None if exact else plan))
    return few_people(truth, tables, exact=exact, design_effect=plan.design_effect)


def few_people(truth: Truth, tables: Tables, *, exact: bool, design_effect: float) -> list[FewPeople]:
    """Attack every cell of the crossing that has one to four people.

    Parameters
    ----------
    truth : Truth
        Weighted, with weights that sex decides.
    tables : mapping of name to DataFrame
        Shares, as `read_tables` gives them.
    exact : bool
        Whether the report was published without protection.
    design_effect : float
        The published one.
    """
    worlds = Worlds(LEVELS, len(truth.people))
    people = {cell: truth.count(**dict(zip(LEVELS, cell, strict=True)))[:2] for cell in worlds.cells}
    for cell, (n, _) in people.items():
        worlds.hold(worlds.number("n", **dict(zip(LEVELS, cell, strict=True))), Window(n, n))
    weights = pd.Series(truth.survey.design.sampling_weights.to_numpy(), index=truth.people.index)
    for cell, row in group_rows(tables, LEVELS):
        inside = np.ones(len(truth.people), dtype=bool)
        for name, level in cell.items():
            inside &= (truth.people[name].isna() if level is None else truth.people[name].eq(level)).to_numpy(bool)
        events = count(row["n_events"], exact)
        worlds.hold(worlds.number("e", **cell), events)
        if not np.isnan(row["estimate"]) and row.get("bound") not in ("under", "over"):
            _hold_shift(worlds, cell, row, weights, inside, truth.people["sex"][inside], exact, design_effect)
    few = [cell for cell, (n, _) in people.items() if 1 <= n <= _FEW]
    forms = {cell: worlds.number("e", **dict(zip(LEVELS, cell, strict=True))) for cell in few}
    return [FewPeople(n=people[c][0], below=people[c][1], possible=worlds.range_of(form)) for c, form in forms.items()]


def _hold_shift(
    worlds: Worlds,
    cell: dict[str, str | None],
    row: pd.Series,
    everybody: pd.Series,
    inside: np.ndarray,
    sex: pd.Series,
    exact: bool,
    design_effect: float,
) -> None:
    """Weighted share less plain share, a sum over those below of what their weights differ from equal ones."""
    weights = everybody[inside]
    n = len(weights)
    part = weights / weights.sum()
    uneven = max(part.max() - 1 / n, 1 / n - part.min())
    if uneven * n < 1e-9:
        return
    if exact:
        shift, half = row["estimate"] - row["n_events"] / n, 1e-9
    else:
        plain = row["n_events"] / row["n_respondents"]
        error = np.sqrt(plain * (1 - plain) * design_effect / row["n_respondents"])
        fewest = count(
            row["n_respondents"], exact
        ).low  # of the window: the step goes by these, and by weights' windows
        cells = weight_cells(everybody.to_numpy(), np.where(inside, 0, -1), 1)[0]
        half = step_above(max(error / 2, 12 * apart(cells[:, 0], cells[:, 2], 5) / fewest)) / 2
        shift = row["estimate"] - float(f"{plain:.4g}")
    by_sex = {None if pd.isna(s) else s: part[(sex.isna() if pd.isna(s) else sex.eq(s))].iloc[0] for s in sex.unique()}
    name = worlds.names[0]
    form = sum((p - 1 / n) * worlds.number("e", **{**cell, name: s}) for s, p in by_sex.items())
    worlds.hold(form / uneven, Window((shift - half) / uneven, (shift + half) / uneven))
