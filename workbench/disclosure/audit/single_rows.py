"""What a single row must not show: exact counts, numbers for the gate alone, outcomes of a few respondents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from workbench.arrays import Bools
from workbench.columns import COLUMNS, CROSS, MERGED, OTHER_LEVELS, Role
from workbench.disclosure.audit.census import Census, Names
from workbench.disclosure.audit.exported_tables import ExportedTable, cells_of
from workbench.disclosure.audit.published_numbers import meanings
from workbench.disclosure.audit.rounding import windows_of

Finding = tuple[str, str, str, str]
_OUTCOMES: tuple[Role, ...] = (
    "estimate", "mean", "error", "end", "test", "probability", "spread", "quotient", "weight", "fit", "size", "derived",
)  # fmt: skip
_ONLY_GROUPS = {
    "variable",
    "level",
    "measure",
    "reference",
    "model",
}  # keys of a table whose rows are groups and nothing more
_WHOLES = ("n_total", "n_events_total")  # numbers of everyone in any level of a variable
_MORE_LEVELS = 1  # beside those of the codebook: small levels may have been put together in one


def finding(table: ExportedTable, row: int, reason: str) -> Finding:
    """One row of the audit's table."""
    names = ("variable", "level") if table.of_groups else ("term", "item")
    variable, level = (str(table.frame[c].iloc[row]) if c in table.frame else "" for c in names)
    return table.name, variable, level, reason


def single_rows(table: ExportedTable, census: Census, kept: Mapping[tuple[str, str, str], set[float]]) -> list[Finding]:
    """Attack each row by itself; `kept`: counts that earlier runs published of (variable, level, column)."""
    found = [*_refused(table, census), *_unnamed(table, census)]
    found += [*_too_many_levels(table, census), *_outcome_of_few(table, census)]
    return [*found, *_wrong_windows(table, census, kept)]


def _refused(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Numbers for the gate alone, of respondents outside windows, and of everyone beside the levels they add up."""
    for column in table.columns("private", "people"):
        told = table.frame[column].notna()
        if COLUMNS[column].role == "private":
            reason = "is for the gate alone"
        elif column in _WHOLES and table.of_groups and "item" not in table.frame:  # of items the group's own number
            reason = "would cut the windows of the levels that it adds up"
        else:
            told &= np.isnan(windows_of(table.numbers(column), census.width)[0])
            reason = "is no window of respondents"
        for row in np.flatnonzero(told):
            yield finding(table, int(row), f"`{column}` {reason}")


def _wrong_windows(
    table: ExportedTable, census: Census, kept: Mapping[tuple[str, str, str], set[float]]
) -> Iterator[Finding]:
    """Windows of groups that no base of the survey has, nor an earlier run."""
    keys = {c for c in table.columns("key") if table.frame[c].notna().any()}
    if not keys <= _ONLY_GROUPS:
        return
    for names, rows, cells in table.groups:
        for column in table.columns("people"):
            values, possible = table.numbers(column)[rows], meanings(column, table, census)
            low, high = windows_of(values, census.width)
            truths = [what.in_cells(census, names)[cells] for what in possible]
            fits = np.any([(low <= truth) & (truth <= high) for truth in truths], axis=0)
            for place in np.flatnonzero(~fits & (cells >= 0) & np.isfinite(low)) if possible else ():
                row = int(rows[place])
                variable, level = (str(table.frame[c].iloc[row]) for c in ("variable", "level"))
                if values[place] not in kept.get((variable, level, column), set()):
                    yield finding(table, row, f"`{column}` is not the window of the true number")


def _outcome_of_few(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Rows of groups, or compared with groups, of fewer respondents than the minimum that show an outcome."""
    shown, published = outcomes(table), windows_of(table.numbers("n_respondents"), census.width)[0]
    for row in np.flatnonzero(shown & (published == 0)):
        yield finding(table, int(row), "shows an outcome of fewer respondents than the minimum")
    for names, rows, cells in table.groups:
        scored = census.count(names, census.bases["scored"])
        for column in ("level", "reference") if names else ():
            if column in table.frame:
                at = cells if column == "level" else cells_of(table.frame[column].iloc[rows], names, census)
                for row in rows[(at >= 0) & (scored[at] < census.width) & shown[rows]]:
                    yield finding(table, int(row), f"shows an outcome of a {column} with too few respondents")


def outcomes(table: ExportedTable) -> Bools:
    """Rows that show a number that is no count; signs of caution and words are none."""
    shown = np.zeros(len(table.frame), dtype=bool)
    for column in table.columns(*_OUTCOMES):
        flags = table.frame[column].map(lambda cell: isinstance(cell, bool | np.bool_)).to_numpy(bool)
        shown |= ~flags & np.isfinite(table.numbers(column)) & ~_reference_rows(table, column)
    return shown


def _reference_rows(table: ExportedTable, column: str) -> Bools:
    """Rows of the level that others are compared with, whose 0 or 1 is set and not estimated."""
    if not {"level", "reference"} <= set(table.frame.columns):
        return np.zeros(len(table.frame), dtype=bool)
    own = (table.frame["level"].astype(str) == table.frame["reference"].astype(str)).to_numpy(bool)
    return np.asarray(own & np.isin(table.numbers(column), [0.0, 1.0]))


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
    for names, rows, cells in table.groups:
        words = {str(level) for level in table.frame["level"].iloc[rows[cells < 0]]}
        unknown = [level for level in words if not _merged(level, names, census)]
        if len(unknown) > _MORE_LEVELS + len(names):
            yield table.name, str(table.frame["variable"].iloc[rows[0]]), "", "has more levels than the survey"


def _merged(level: str, names: Names, census: Census) -> bool:
    """Whether a level is made of levels that the survey has."""
    parts = level.split(CROSS)
    return len(parts) == len(names) and all(
        set(part.split(MERGED)) <= {*census.levels[v], OTHER_LEVELS} for part, v in zip(parts, names, strict=True)
    )
