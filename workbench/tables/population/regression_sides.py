"""Where crude and adjusted estimates lie on different sides: a word on over-adjustment, by published numbers alone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbench.tables.table_column import TableColumn
from workbench.wording import numbers, say


def changed_sides(frame: pd.DataFrame, models: Sequence[TableColumn], *, none: float) -> tuple[str, ...]:
    """Name the levels whose crude and adjusted estimates point in opposite directions, one of them surely.

    Parameters
    ----------
    frame : DataFrame
        As it is shown, with labels.
    models : sequence of TableColumn
        Estimate and ends of its interval of each model, the crude one first and the one with all predictors last.
    none : float
        The estimate of no difference: 1 of ratios, 0 of differences.
    """
    if len(models) < 2:
        return ()
    crude, *_, last = (frame[list(model.names)].astype(float).set_axis([0, 1, 2], axis=1) - none for model in models)
    opposite = crude[0] * last[0] < 0
    sure = [(own[1] > 0) | (own[2] < 0) for own in (crude, last)]
    found = frame[opposite & (sure[0] | sure[1])]
    if found.empty:
        return ()
    levels = zip(found["variable_label"], found["level_label"], strict=True)
    return (
        say(
            "Crude and adjusted estimates lie on different sides of {none} – {groups}. The adjusted one compares "
            "people who are alike in everything else in the model. What follows from the group itself, or is part of "
            "it, is then taken away too (over-adjustment): do not read it as the effect of the group.",
            none=numbers.shortest(none),
            groups="; ".join(say("{variable}: {level}", variable=name, level=level) for name, level in levels),
        ),
    )
