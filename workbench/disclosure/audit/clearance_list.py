"""Every cell that a run withholds, with rule and reason: for the person who clears its outputs, never for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workbench.disclosure.audit.shown_tables import ReadTable, read_tables
from workbench.disclosure.gate import KEYS, WORDS, by_variable, disclosive_rows_with_reason, fit_rows, scope_of
from workbench.disclosure.plan import PRIMARY_COUNT, SECONDARY, ProtectionPlan

_Why = dict[tuple[tuple[str, ...], tuple[int, ...]], tuple[str, str, str]]

NET = "net below the plan"
NET_REASON = (
    "too few respondents or too few on one side of the outcome in the row itself or its reference, or it protects such "
    "a row, rests on groups that are withheld, or differs from another base by few respondents"
)


class WithheldCell(NamedTuple):
    """A row of a table, or one number of it, that is not shown."""

    table: str
    row: dict[str, str]
    column: str
    rule: str
    reason: str


def withheld_answers(plan: ProtectionPlan) -> list[dict[str, Any]]:
    """List the answer options that no table shows."""
    chosen = [(item, option) for item, options in plan.answers.items() for option in sorted(options)]
    found = [(item, option, *_answer(plan, item, option)) for item, option in chosen]
    return [dict(zip(("item", "response", "rule", "reason"), row, strict=True)) for row in found]


def withheld_cells(tables: Mapping[str, Any], plan: ProtectionPlan) -> list[WithheldCell]:
    """List the rows and single numbers that published tables withhold.

    Parameters
    ----------
    tables : mapping of str to table
        As `audit` takes them.
    plan : ProtectionPlan

    Notes
    -----
    Tables do not carry why a row is withheld, since they are published. Rows of the plan's cells get its rule and
    reason; of the others it is only known that the net below the plan took them.
    """
    return [cell for table in read_tables(tables) for cell in (*_rows(table, plan), *_numbers(table, plan))]


def _rows(table: ReadTable, plan: ProtectionPlan) -> Iterator[WithheldCell]:
    frame = by_variable(table.frame, plan)
    fit, why = fit_rows(frame, plan), _why(plan)
    for place in map(int, np.flatnonzero(_withheld(frame))):
        rule, reason = _of_plan(frame, place, plan, why) or (NET, NET_REASON)
        if rule == NET and fit[place]:
            rule, reason = "fit of few patterns", "the fit of the regression tells a withheld level of a predictor"
        yield WithheldCell(table.name, _key(frame, place), "all", rule, reason)


def _of_plan(frame: pd.DataFrame, place: int, plan: ProtectionPlan, why: _Why) -> tuple[str, str] | None:
    """Rule and reason of the plan for a row, if it is one of the plan's cells or answer options."""
    row = frame.iloc[place]
    if {"variable", "level"} <= set(frame):
        at, found = plan.levels(str(row["variable"])).get(str(row["level"])), plan.find(str(row["variable"]))
        if at is not None and found is not None and (found[0].names, at) in why:
            term, rule, reason = why[found[0].names, at]
            return (rule, reason) if term == "every table" or scope_of(frame.columns) == "shares" else None
    if {"item", "response"} <= set(frame) and row["response"] in plan.answers.get(str(row["item"]), ()):
        return _answer(plan, str(row["item"]), row["response"])
    return None


def _numbers(table: ReadTable, plan: ProtectionPlan) -> Iterator[WithheldCell]:
    frame = table.frame
    shown = ~_withheld(frame)
    for column in [str(c) for c in frame if c not in WORDS]:
        marked, reason = disclosive_rows_with_reason(frame, column, plan)
        for place in map(int, np.flatnonzero(marked & shown & frame[column].isna().to_numpy())):
            yield WithheldCell(table.name, _key(frame, place), column, "single number", reason)


def _answer(plan: ProtectionPlan, item: str, option: int) -> tuple[str, str]:
    if option in plan.rare_answers[item]:
        return PRIMARY_COUNT, f"fewer than {plan.thresholds.minimum_respondents} chose it"
    return SECONDARY.partition(": ")[0], "protects another option of the item"


def _why(plan: ProtectionPlan) -> _Why:
    """Term, rule and reason of the plan for each of its cells."""
    places = (
        (names, tuple(map(int, at))) for names, own in plan.cells.items() for at in np.argwhere(own.withheld["shares"])
    )
    rows = plan.table[["term", "rule", "reason"]].itertuples(index=False, name=None)
    return dict(zip(places, rows, strict=True))


def _withheld(frame: pd.DataFrame) -> np.ndarray:
    if "withheld" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["withheld"].fillna(False).to_numpy(bool)


def _key(frame: pd.DataFrame, place: int) -> dict[str, str]:
    names = [c for c in (*KEYS, "reference", "statement") if c in frame and pd.notna(frame[c].iloc[place])]
    return {name: str(frame[name].iloc[place]) for name in names}
