"""What a single row must not show: exact counts, numbers for the gate alone, outcomes of a few respondents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.columns import EVERYONE, Role
from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.exported_tables import ExportedTable
from workbench.disclosure.audit.published_numbers import WHOLES, answered, cells_of, meanings
from workbench.disclosure.audit.rounding import Window, window_of

Finding = tuple[str, str, str, str]
_OUTCOMES: tuple[Role, ...] = (
    "estimate", "mean", "error", "end", "test", "probability", "spread", "quotient", "fit", "size", "derived",
)  # fmt: skip
_ONLY_GROUPS = {"variable", "level", "measure", "reference"}  # keys of a table whose rows are groups and nothing more
_MORE_LEVELS = 1  # beside those of the codebook: small levels may have been put together in one


def finding(table: ExportedTable, row: int, reason: str) -> Finding:
    """One row of the audit's table."""
    names = ("variable", "level") if table.of_groups else ("term", "item")
    variable, level = (str(table.frame[c].iloc[row]) if c in table.frame else "" for c in names)
    return table.name, variable, level, reason


def single_rows(table: ExportedTable, census: Census, kept: Mapping[tuple[str, str, str], set[float]]) -> list[Finding]:
    """Attack each row by itself; `kept`: counts that earlier runs published of (variable, level, column)."""
    found = [*_private(table), *_no_windows(table, census), *_unnamed(table, census), *_too_many_levels(table, census)]
    return [*found, *_outcome_of_few(table, census), *_wrong_windows(table, census, kept)]


def _private(table: ExportedTable) -> Iterator[Finding]:
    for column in table.columns("private"):
        for row in np.flatnonzero(table.frame[column].notna()):
            yield finding(table, int(row), f"`{column}` is for the gate alone")


def _no_windows(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Numbers of respondents that are not the middle of a window."""
    for column in table.columns("people"):
        values = table.numbers(column)
        for row in np.flatnonzero(table.frame[column].notna()):
            if not np.isfinite(values[row]) or window_of(values[row], census.width) is None:
                yield finding(table, int(row), f"`{column}` is no window of respondents")


def _wrong_windows(
    table: ExportedTable, census: Census, kept: Mapping[tuple[str, str, str], set[float]]
) -> Iterator[Finding]:
    """Windows of groups that no base of the survey has, nor an earlier run."""
    keys = {c for c in table.columns("key") if table.frame[c].notna().any()}
    if not table.of_groups or not keys <= _ONLY_GROUPS:
        return
    for variable, rows in table.variables():
        names = census.find(variable)
        if names is None:
            continue
        cells = cells_of(table.frame.loc[rows, "level"], names, census)
        for column in table.columns("people"):
            if not (possible := meanings(column, table, census)):
                continue
            truths = np.array([what.in_cells(census, names) for what in possible])
            at = cells
            if column in WHOLES:
                inside, at = answered(names, census), np.zeros_like(cells)
                truths = np.concatenate([truths[:, inside].sum(axis=1), truths.sum(axis=1)])[:, None]
            for row, cell, value in zip(rows, at, table.numbers(column).loc[rows], strict=True):
                window = window_of(value, census.width) if np.isfinite(value) else None
                if cell < 0 or window is None or any(window.holds(int(n)) for n in truths[:, cell]):
                    continue
                if value not in kept.get((variable, str(table.frame["level"].iloc[row]), column), set()):
                    yield finding(table, int(row), f"`{column}` is not the window of the true number")


def _outcome_of_few(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Rows of groups, or compared with groups, of fewer respondents than the minimum that show an outcome."""
    shown = outcomes(table)
    published = table.numbers("n_respondents").to_numpy() if "n_respondents" in table.frame else None
    for row in np.flatnonzero(shown):
        window = None if published is None else _window(published[row], census.width)
        if window is not None and window.first:
            yield finding(table, int(row), "shows an outcome of fewer respondents than the minimum")
    if not table.of_groups:
        return
    for variable, rows in table.variables():
        names = census.find(variable)
        if names is None or variable == EVERYONE:
            continue
        scored = census.count(names, census.bases["scored"])
        for column in ("level", "reference"):
            if column not in table.frame:
                continue
            cells = cells_of(table.frame.loc[rows, column], names, census)
            few = (cells >= 0) & (scored[cells] < census.width) & shown[rows.to_numpy()]
            for row in rows[few]:
                yield finding(table, int(row), f"shows an outcome of a {column} with too few respondents")


def _window(value: float, width: int) -> Window | None:
    return window_of(value, width) if np.isfinite(value) else None


def outcomes(table: ExportedTable) -> Bools:
    """Rows that show a number that is no count; signs of caution and words are none."""
    shown = np.zeros(len(table.frame), dtype=bool)
    for column in table.columns(*_OUTCOMES):
        flags = table.frame[column].map(lambda cell: isinstance(cell, bool | np.bool_)).to_numpy(bool)
        fixed_zero: Floats = table.numbers(column).to_numpy()
        shown |= ~flags & np.isfinite(fixed_zero) & ~_reference_rows(table, column)
    return shown


def _reference_rows(table: ExportedTable, column: str) -> Bools:
    """Rows of the level that others are compared with, whose 0 or 1 is set and not estimated."""
    if not {"level", "reference"} <= set(table.frame.columns):
        return np.zeros(len(table.frame), dtype=bool)
    own = table.frame["level"].astype(str) == table.frame["reference"].astype(str)
    return (own & table.numbers(column).isin([0.0, 1.0])).to_numpy(bool)


def _unnamed(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Rows that nothing names, or that numbers alone name and that are many: they may be respondents."""
    if not len(table.frame) or not len(table.frame.columns):
        return
    keys = [c for c in table.columns("key") if table.frame[c].notna().any()]
    if not keys:
        yield table.name, "", "", "no column says what its rows are"
        return
    words = [c for c in keys if pd.to_numeric(table.frame[c], errors="coerce").isna().any()]
    if not words and len(table.frame) > len(census.points) / 2:
        yield table.name, "", "", "rows that only numbers name are as many as respondents"


def _too_many_levels(table: ExportedTable, census: Census) -> Iterator[Finding]:
    for variable, rows in table.variables():
        names = census.find(variable)
        if names is None:
            continue
        levels = {str(level) for level in table.frame.loc[rows, "level"]} - set(census.labels(names))
        if len(levels) > _MORE_LEVELS + len(names):
            yield table.name, variable, "", "has more levels than the survey"
