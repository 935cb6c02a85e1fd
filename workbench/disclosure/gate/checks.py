"""What the gate must know of a table before it publishes a number: its columns, its rows, its groups."""

from __future__ import annotations

import pandas as pd

from workbench.columns import COLUMNS, EVERYONE, MEASURES
from workbench.disclosure.gate.merged_rows import is_merged
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import PublicationError, did_you_mean


def named(table: pd.DataFrame) -> pd.DataFrame:
    """Return a copy under names that the gate reads; refuse one whose rows or columns it cannot tell."""
    frame = table.reset_index(drop=all(name is None for name in table.index.names)).copy()
    if unknown := [str(c) for c in frame if c not in COLUMNS]:
        raise PublicationError(
            f"The gate does not know the column `{unknown[0]}`. Name it as docs/reference/columns.md does."
        )
    if twice := [str(c) for c in frame.columns[frame.columns.duplicated()]]:
        raise PublicationError(f"The column `{twice[0]}` stands twice in one table. Keep one of the two.")
    keys = columns_of(frame, "key")
    if len(frame) > 1 and (not keys or frame.duplicated(keys).any()):
        raise PublicationError(
            "No column says what the rows of this table are. Name groups under `variable` and `level`, and other rows "
            "under `item`, `term` or another key of the glossary."
        )
    estimated = [str(c) for c in frame if COLUMNS[str(c)].role == "estimate"]
    if estimated and "measure" not in frame:
        raise PublicationError(
            f"No column says what `{estimated[0]}` is, and so how exactly it may be published. Give the result itself "
            f"to `population.protect`, or add `measure`: {', '.join(MEASURES)}."
        )
    if "measure" in frame and (strange := sorted(set(frame["measure"].astype(str)) - set(MEASURES))):
        raise PublicationError(
            f"The gate has no rule for the measure `{strange[0]}`.{did_you_mean(strange[0], MEASURES)} Publish one of "
            f"{', '.join(MEASURES)}."
        )
    return frame


def columns_of(frame: pd.DataFrame, *roles: str) -> list[str]:
    """Return the columns of these roles."""
    return [str(c) for c in frame if COLUMNS[str(c)].role in roles]


def check_groups(frame: pd.DataFrame, plan: ProtectionPlan) -> None:
    """Refuse groups that the codebook does not declare."""
    if "variable" not in frame:
        return
    for variable in frame["variable"].astype(str).unique():
        if variable == "" or variable in plan.numbers:
            continue
        levels = plan.levels(variable)
        if not levels and variable != EVERYONE:
            raise PublicationError(
                f"`{variable}` is not in the protection plan. Declare it under `background` or `crossings` in the "
                "codebook."
            )
        if "level" not in frame:
            continue
        shown = set(frame.loc[frame["variable"].astype(str) == variable, "level"].astype(str))
        unknown = sorted(
            level for level in shown - set(levels) - {"", EVERYONE} if not is_merged(variable, level, plan)
        )
        if unknown:
            raise PublicationError(
                f"Level `{unknown[0]}` of `{variable}` is not in the protection plan. Take the groups from the survey "
                "itself."
            )
