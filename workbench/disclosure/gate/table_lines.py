"""The lines of a table along which respondents add up, and what else than its rows a line consists of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Ints
from workbench.disclosure.cells import Cells, Counts, Scope
from workbench.disclosure.plan import ProtectionPlan

KEYS = (
    *("model", "invariance", "term", "item", "variable", "level", "response", "score", "value"),
    *("missing_rule", "step", "column", "quantile"),
)
WORDS = (
    *("reference", "statement", "reason", "action", "withheld", "interval", "weighted", "factor", "component"),
    *KEYS,
)
_COUNT_COLUMNS = ("n_respondents", "n_rows")
_COUNTED = ("response", "score", "value")  # each respondent has one of these, so that counts by them add up
_NAMING = (*(key for key in KEYS if key not in _COUNTED), "factor", "component", "n_factors")
_WHOLE = 1e-6  # a sum of shares this close to 1 is the whole
# one of these tells who has the outcome: a quartile above the cut-off says that no more than a quarter has
_SHARE_COLUMNS = ("n_events", "odds_ratio", "risk_ratio", "share", "quantile")
_NO_OUTCOME = ("share_missing", "share_dropped", "share_unit_missing", "share_of_population")  # follow from counts


class Line(NamedTuple):
    """Rows of a table that add up to a total.

    `closed`: the total is known and nothing but these rows is missing from it; `total_known`: a total is. `cells`,
    `axis`, `place`: the line of the plan that the rows stand for, `place` without the axis; None where the plan
    knows of no such line.
    """

    rows: Ints
    closed: bool
    cells: Cells | None = None
    axis: int = 0
    place: tuple[int, ...] = ()
    total_known: bool = True


def scope_of(columns: pd.Index) -> Scope:
    """Whether the columns tell shares of an outcome or only counts and means."""
    return "shares" if any(c in columns for c in _SHARE_COLUMNS) else "counts"


def tells_share(frame: pd.DataFrame) -> Bools:
    """Whether each row shows a number in a column that tells a share."""
    columns = measures(frame)
    if "quantile" not in frame and not any(
        c.startswith(("n_events", "odds_ratio", "risk_ratio", "people")) for c in columns
    ):
        columns = [c for c in columns if c.startswith("share") and not c.startswith(_NO_OUTCOME)]
    shown: Bools = frame[columns].notna().any(axis=1).to_numpy(bool)
    return shown


def measures(frame: pd.DataFrame) -> list[str]:
    """Return the numeric columns that tell something; where rows are counts, numeric keys only name the row."""
    keys = [*KEYS, "withheld"] if any(c in frame for c in _COUNT_COLUMNS) else ["response", "score"]
    others = [c for c in KEYS if c in frame and c not in _COUNTED]
    if {"variable", "level"} <= set(others) and not frame.duplicated(others).any():
        keys = [key for key in keys if key not in _COUNTED]  # one row per group: a score beside it is the group's
    return [str(c) for c in frame.select_dtypes("number") if c not in keys]


def unnamed(frame: pd.DataFrame) -> bool:
    """Whether no column says what the rows are: they may be respondents, or groups under a name that is not read."""
    counts = set(_COUNT_COLUMNS) & set(frame)
    if "level" in frame and not {"variable", *counts} & set(frame):
        return len(frame) > 0
    naming = {*_NAMING, *_COUNTED} if counts else set(_NAMING)
    return len(frame) > bool(counts) and not naming & set(frame)


def by_variable(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Return the table with its variable, which a distribution over the levels of one has under `term`."""
    if "variable" in frame or not {"term", "level"} <= set(frame):
        return frame
    terms = frame["term"].astype(str)
    return frame.assign(variable=terms) if all(plan.levels(term) for term in terms.unique()) else frame


def row_counts(frame: pd.DataFrame) -> Counts:
    """Respondents of each row, and those with the outcome; nobody where the number is missing."""
    n = frame["n_respondents"].fillna(0).to_numpy(np.int64)
    return Counts(n, frame["n_events"].fillna(0).to_numpy(np.int64) if "n_events" in frame else None)


def table_lines(frame: pd.DataFrame, plan: ProtectionPlan) -> list[Line]:
    """Every line of a table: levels, cells of a crossing along each axis, answers, scores, parts of a whole."""
    if "n_respondents" not in frame or frame.empty:
        return []
    keys = [c for c in KEYS if c in frame]
    axes = [c for c in (*_COUNTED, "level") if c in keys and (c != "level" or "variable" not in keys)]
    whole = [(axis, rows) for axis in axes for rows in _together(frame, [k for k in keys if k != axis])]
    found = [Line(part, True) for axis, rows in whole for part in _parts_of_known_total(frame, axis, rows, plan)]
    found += [Line(rows, True) for _, rows in whole]
    if keys == ["term"] and "share" in frame and abs(frame["share"].sum() - 1) < _WHOLE:
        found.append(Line(np.arange(len(frame)), True))
    if {"variable", "level"} <= set(keys):
        scope = scope_of(frame.columns)
        for rows in _together(frame, [k for k in keys if k != "level"]):
            found += _group_lines(frame, rows, plan, scope)
    return [line for line in found if len(line.rows) > 0]


def _parts_of_known_total(frame: pd.DataFrame, axis: str, rows: Ints, plan: ProtectionPlan) -> Iterator[Ints]:
    """Parts of a line whose total another table tells: scores on either side of a cut-off; all runs but the longest."""
    if axis == "value":  # the longest run, the same answer throughout, is counted by itself among the answer patterns
        last = rows[frame["value"].iloc[rows].to_numpy().argmax()]
        if row_counts(frame).n[last] >= plan.thresholds.minimum_respondents:
            yield rows[rows != last]
    if axis == "level":
        edges = frame["level"].iloc[rows].astype(str).str.extract(r"^(\S+) to", expand=False)
        start = pd.to_numeric(edges, errors="coerce").to_numpy(float)
        for cutoff in plan.cutoffs:
            if cutoff in start:
                yield from (rows[start < cutoff], rows[start >= cutoff])


def variable_rows(frame: pd.DataFrame) -> Iterator[tuple[str, Ints]]:
    """Each variable of a table and the places of its rows."""
    names = frame["variable"].astype(str).to_numpy()
    for variable in dict.fromkeys(names):
        yield variable, np.flatnonzero(names == variable)


def _group_lines(frame: pd.DataFrame, rows: Ints, plan: ProtectionPlan, scope: Scope) -> list[Line]:
    variable = str(frame["variable"].iloc[rows[0]])
    found = plan.find(variable)
    if found is None:
        return [Line(rows, True)]
    cells, places = found[0], plan.levels(variable)
    at = np.array([places[str(level)] for level in frame["level"].iloc[rows]])
    lines = []
    for axis, size in enumerate(cells.file.shape):
        rest = np.delete(at, axis, axis=1)
        margin = plan.cells.get(cells.names[:axis] + cells.names[axis + 1 :])
        for member in _equal(np.unique(rest, axis=0, return_inverse=True)[1].ravel().astype(np.int64)):
            place = tuple(map(int, rest[member[0]]))
            unanswered = (*place[:axis], size - 1, *place[axis:])
            listed = (at[member, axis] == size - 1).any()
            known = not (margin and margin.withheld[scope][place])
            closed = known and (listed or not cells.withheld[scope][unanswered])
            lines.append(Line(rows[member], bool(closed), cells, axis, place, known))
    return lines


def _together(frame: pd.DataFrame, names: list[str]) -> list[Ints]:
    """Rows that agree in these columns."""
    if not len(frame) or not names:
        return [np.arange(len(frame))]
    return _equal(frame.groupby(names, sort=False, observed=True, dropna=False).ngroup().to_numpy().astype(np.int64))


def _equal(numbers: Ints) -> list[Ints]:
    """Places of each number, in the order of the numbers."""
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1)
