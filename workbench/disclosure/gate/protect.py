"""The only door to published tables: withhold what could single out a person, and attack what is about to go out."""

from __future__ import annotations

from dataclasses import InitVar, dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools
from workbench.columns import COLUMNS, EVERYONE
from workbench.disclosure.cells import Counts, exposed, smallest_open, too_small
from workbench.disclosure.gate.single_columns import (
    background_rows,
    disclosive_rows,
    fit_rows,
    holm_among_shown,
    other_base,
)
from workbench.disclosure.gate.table_lines import (
    WORDS,
    by_variable,
    measures,
    row_counts,
    scope_of,
    table_lines,
    unnamed,
    variable_rows,
)
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import PublicationError
from workbench.results import Result

_DOOR = object()
# true or false by row: one would tell that a withheld group is small, the other on which side of the cut-off it lies
_MARKS = ("unreliable", "below")


@dataclass(frozen=True, eq=False, kw_only=True)
class ProtectedTable:
    """A table that passed the gate; only `protect` makes one.

    Attributes
    ----------
    frame : pandas.DataFrame
        The columns of the input and `withheld`; in withheld rows every number is NaN, counts too, and
        no mark is set.
    n_withheld : int
    fingerprint : str
        Of the plan that the table was protected by.
    method, notes : str, tuple of str
        Those of the result.
    """

    frame: pd.DataFrame
    n_withheld: int
    fingerprint: str
    method: str = ""
    notes: tuple[str, ...] = ()
    door: InitVar[object] = None

    def __post_init__(self, door: object) -> None:
        """Refuse construction by hand."""
        if door is not _DOOR:
            raise PublicationError(
                "A ProtectedTable was made without the publication gate. Make it with `population.protect(table, "
                "plan=plan)`."
            )

    def __repr__(self) -> str:
        """One line, no numbers of groups."""
        return f"ProtectedTable({len(self.frame)} rows, {self.n_withheld} withheld)"


def protect(table: Result | pd.DataFrame, *, plan: ProtectionPlan) -> ProtectedTable:
    """Withhold the rows of a table that could single out a person.

    Parameters
    ----------
    table : Result or DataFrame
        A result (its `.table`) or a frame under glossary names: rows by variable and level, by variable alone (joint
        tests), or counts of respondents by item, response, score or another key.
    plan : ProtectionPlan
        Of the whole survey.

    Returns
    -------
    ProtectedTable

    Raises
    ------
    PublicationError
        A variable, crossing or level that the plan does not know; a column that the glossary does not define or that
        stands twice; rows that no column names.

    Notes
    -----
    The result given is not changed; levels of a named index become columns. Withheld are: the plan's cells (its wider
    set where the table tells shares: `n_events`, `share` or `odds_ratio`); rows compared with a withheld reference; a
    joint test of a variable with no level left; a trend or index of inequality over more levels than are published;
    estimates that rest on 1–4 respondents more or fewer than those with a score; as a net below the plan, rows of 0 to
    `MINIMUM_RESPONDENTS` − 1 respondents or with too few on either side of the outcome; and then, along every key that
    respondents add up over, the smallest further row until no withheld row is the total minus the rows shown. Such rows
    keep their keys and words and nothing else. In rows that stay, floor and ceiling go where the plan withholds the
    answer option, and the events behind odds ratios where the regression leaves out 1–4 respondents of a level.
    """
    frame = _named(table.table if isinstance(table, Result) else table)
    withheld = _planned(frame, plan) | _small_rows(frame, plan) | other_base(frame, plan) | fit_rows(frame, plan)
    withheld = _complement(frame, withheld | _against_withheld(frame, withheld), plan)
    withheld |= _against_withheld(frame, withheld)
    for name in measures(frame):
        whole = pd.api.types.is_integer_dtype(frame[name])  # counts stay whole numbers beside the emptied cells
        emptied = withheld | disclosive_rows(frame, name, plan)
        frame[name] = frame[name].astype("Int64" if whole else "float64").mask(emptied)
    for name in [str(c) for c in frame.select_dtypes(exclude="number") if c not in WORDS]:
        if name in _MARKS:
            frame[name] = frame[name].fillna(False).astype(bool) & ~withheld
        else:  # a number may stand there as a text, a date or an object
            frame[name] = frame[name].astype(object).mask(withheld | disclosive_rows(frame, name, plan), None)
    frame = holm_among_shown(frame).assign(withheld=withheld)
    return ProtectedTable(
        frame=frame,
        n_withheld=int(withheld.sum()),
        fingerprint=plan.fingerprint,
        method=table.method if isinstance(table, Result) else "",
        notes=table.notes if isinstance(table, Result) else (),
        door=_DOOR,
    )


def shown_frame(table: ProtectedTable) -> pd.DataFrame:
    """Return a copy of the frame for a table or a figure, which take nothing else.

    Raises
    ------
    PublicationError
        Anything that did not pass the gate.
    """
    if not isinstance(table, ProtectedTable):
        raise PublicationError(
            f"This {type(table).__name__} has not passed the publication gate. Give `population.protect(table, "
            "plan=plan)`."
        )
    return table.frame.copy()


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Return a copy under names that the gate reads; refuse one whose rows or columns it cannot tell."""
    frame = table.reset_index(drop=all(name is None for name in table.index.names)).copy()
    if unknown := [str(c) for c in frame if c not in COLUMNS]:
        raise PublicationError(
            f"The gate does not know the column `{unknown[0]}`. Name it as docs/reference/columns.md does."
        )
    if twice := [str(c) for c in frame.columns[frame.columns.duplicated()]]:
        raise PublicationError(f"The column `{twice[0]}` stands twice in one table. Keep one of the two.")
    if unnamed(frame):
        raise PublicationError(
            "No column says what the rows of this table are. Name groups under `variable` and `level`, and other rows "
            "under `item`, `term` or another key of the glossary."
        )
    return frame


def _planned(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of the plan's cells."""
    frame, withheld = by_variable(frame, plan), np.zeros(len(frame), dtype=bool)
    if "variable" not in frame:
        return withheld
    for variable, rows in variable_rows(frame):
        levels = plan.levels(variable) if variable != EVERYONE else {EVERYONE: ()}
        if variable in plan.numbers and "level" not in frame:
            continue
        if not levels:
            raise PublicationError(
                f"`{variable}` is not in the protection plan. Declare it under `background` or `crossings` in the "
                "codebook."
            )
        if "level" not in frame:
            if variable == EVERYONE:
                continue
            # a test of the whole variable goes where none of its levels is left
            left = plan.answered_levels(variable) - plan.withheld_levels(variable, "shares")
            withheld[rows] = not left
            if "n_levels" in frame:  # and a line over the levels where it rests on more than those that are left
                withheld[rows] |= frame["n_levels"].iloc[rows].to_numpy() > len(left)
            continue
        shown = frame["level"].iloc[rows].astype(str)
        if unknown := sorted(set(shown) - set(levels)):
            raise PublicationError(
                f"Level `{unknown[0]}` of `{variable}` is not in the protection plan. Take the groups from the survey "
                "itself."
            )
        withheld[rows] = shown.isin(plan.withheld_levels(variable, scope_of(frame.columns))).to_numpy()
    return withheld


def _small_rows(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows that fail the primary rule as they stand, whatever the plan says."""
    if "n_respondents" in frame:
        return too_small(row_counts(frame), plan.thresholds) & frame["n_respondents"].notna().to_numpy()
    if "n_rows" in frame:  # what was done to the file: nothing done is no secret
        return frame["n_rows"].between(1, plan.thresholds.minimum_respondents - 1).to_numpy(bool) | background_rows(
            frame, plan
        )
    return np.zeros(len(frame), dtype=bool)


def _against_withheld(frame: pd.DataFrame, withheld: Bools) -> Bools:
    """Rows compared with a reference that is withheld: the difference would give the reference away."""
    if not {"variable", "level", "reference"} <= set(frame.columns):
        return np.zeros(len(frame), dtype=bool)
    names = [name for name in ("model", "variable") if name in frame]
    groups = frame[[*names, "level", "reference"]].astype(str)
    hidden = set(groups.loc[withheld, [*names, "level"]].itertuples(index=False, name=None))
    rows = groups[[*names, "reference"]].itertuples(index=False, name=None)
    return np.fromiter((row in hidden for row in rows), dtype=bool, count=len(frame))


def _complement(frame: pd.DataFrame, withheld: Bools, plan: ProtectionPlan) -> Bools:
    """Withhold the smallest further row of every line that would give a withheld one away."""
    if "n_respondents" not in frame or not withheld.any():
        return withheld
    counts, withheld, lines = row_counts(frame), withheld.copy(), table_lines(frame, plan)
    changed = True
    while changed:
        changed = False
        for line in lines:
            hidden = withheld[line.rows]
            if not hidden.any() or hidden.all():
                continue
            base = Counts(counts.n[line.rows], None if counts.below is None else counts.below[line.rows])
            if exposed(hidden, [base], 0, np.array(line.closed), thresholds=plan.thresholds):
                chosen = smallest_open(base.n, hidden, last=np.zeros(len(hidden), dtype=bool))
                if chosen is not None:
                    withheld[line.rows[chosen]] = changed = True
    return withheld
