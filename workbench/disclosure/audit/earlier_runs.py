"""Whether tables of earlier runs speak of the same groups and the same outcomes as this codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pandas as pd

from workbench.columns import EVERYONE
from workbench.disclosure.audit.shown_tables import ReadTable
from workbench.disclosure.gate import variable_rows
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import PublicationError


def check_same_groups(earlier: Iterable[ReadTable], plan: ProtectionPlan) -> None:
    """Refuse earlier runs that give a name to other people, or count those below a cut-off that is not known here.

    Labels may stay while codes move: ``Student`` may have held those on leave, too. What the earlier run showed of them
    would then be taken for what it showed of students, and the difference of the two would go unseen.

    Parameters
    ----------
    earlier : iterable of ReadTable
        Named ``run/file``; a run's tables stand together.
    plan : ProtectionPlan

    Raises
    ------
    PublicationError
        A level of which no table of the run has a number that it has on a base of the plan, or a variable of which no
        table has the numbers below a cut-off of this codebook.

    Notes
    -----
    Tables may rest on fewer respondents (those with every predictor); one table of the run on everybody, or on
    everybody with a score, is enough. Levels and variables that this codebook does not have are left to `attack`.
    """
    for _, tables in groupby(earlier, key=lambda table: table.name.partition("/")[0]):
        shown = list(tables)
        levels = [row for table in shown for row in _levels(table, plan)]
        _check_people(levels)
        _check_outcomes([row for row in levels if row.events is not None])


class _Row:
    """What one row of an earlier table says of one level, beside what this codebook makes of it."""

    def __init__(self, table: ReadTable, row: int, variable: str, plan: ProtectionPlan) -> None:
        frame, found = table.frame, plan.find(variable)
        self.table, self.variable, self.level = table.name, variable, str(frame["level"].iloc[row])
        self.n = int(frame["n_respondents"].iloc[row])
        events = frame["n_events"].iloc[row] if "n_events" in frame else None
        self.events = None if events is None or pd.isna(events) else int(events)
        cells = found[0] if found is not None else None
        place = plan.levels(variable).get(self.level)
        self.known = cells is not None and place is not None
        whole = {} if cells is None or place is None else cells.bases
        self.people = {int(counts.n[place]) for counts in whole.values()}
        self.below = {
            (int(counts.n[place]), int(counts.below[place])) for counts in whole.values() if counts.below is not None
        }


def _levels(table: ReadTable, plan: ProtectionPlan) -> Iterator[_Row]:
    frame = table.frame
    if not {"variable", "level", "n_respondents"} <= set(frame.columns):
        return
    for variable, rows in variable_rows(frame):
        for row in rows:
            if variable != EVERYONE and pd.notna(frame["n_respondents"].iloc[row]):
                found = _Row(table, int(row), variable, plan)
                if found.known:
                    yield found


def _check_people(rows: list[_Row]) -> None:
    right = {(row.variable, row.level) for row in rows if row.n in row.people}
    for row in rows:
        if (row.variable, row.level) not in right:
            raise PublicationError(
                f"The earlier run shows other numbers of respondents for level `{row.level}` of `{row.variable}` in "
                f"{row.table} than this codebook gives it, so the two cannot be attacked together. Declare "
                "the groups of the earlier run in the codebook too, under a name of its own."
            )


def _check_outcomes(rows: list[_Row]) -> None:
    by_table = {(row.variable, row.table): True for row in rows}
    for row in rows:
        by_table[row.variable, row.table] &= (row.n, row.events) in row.below
    right = {variable for (variable, _), same in by_table.items() if same}
    for row in rows:
        if row.variable not in right:
            raise PublicationError(
                f"The earlier run shows other numbers below the cut-off for `{row.variable}` in {row.table} than any "
                "cut-off of this codebook gives, so the two cannot be attacked together. Declare the cut-off of the "
                "earlier run in the codebook too."
            )
