"""Rows of levels that a model merged: as many respondents as tables publish of the levels that they hold.

The respondents of a merged level are a sum that no table shows: a window of it, or an estimate that hangs on it, would
tell of a small level in it once the other levels are taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.columns import CROSS, NOT_ANSWERED, OTHER_LEVELS
from workbench.disclosure.plan import ProtectionPlan, merged_parts


def is_merged(variable: str, level: str, plan: ProtectionPlan) -> bool:
    """Whether a level holds what a model merged, beside levels that the plan knows."""
    parts, names = level.split(CROSS), variable.split(CROSS)
    if len(parts) != len(names):
        return False
    return any(part not in plan.levels(name) for name, part in zip(names, parts, strict=True)) and all(
        part == OTHER_LEVELS or merged_parts(part, plan.levels(name)) for name, part in zip(names, parts, strict=True)
    )


def merged_rows(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of levels that a model merged."""
    if not {"variable", "level"} <= set(frame):
        return np.zeros(len(frame), dtype=bool)
    groups = zip(frame["variable"].astype(str), frame["level"].astype(str), strict=True)
    return np.array([is_merged(*group, plan) for group in groups], dtype=bool)


def outcome_cutoffs(frame: pd.DataFrame, merged: Bools, plan: ProtectionPlan) -> list[str | None]:
    """Cut-off of the survey by which the outcome of each row is defined; None for another one, or none that is known.

    Parameters
    ----------
    frame : DataFrame
        Levels in models, with n_answered and n_events_answered.
    """
    found: list[str | None] = [None] * len(frame)
    for own in _variables(frame):
        cutoff = _cutoff_of(frame.iloc[own[~merged[own]]], str(frame["variable"].iloc[own[0]]), plan)
        for at in own:
            found[at] = cutoff
    return found


def published_sums(
    frame: pd.DataFrame, merged: Bools, cutoffs: Sequence[str | None], plan: ProtectionPlan
) -> tuple[Floats, Floats]:
    """Respondents of merged rows and those with the outcome, added up over the levels that tables show an outcome of.

    NaN for the other rows, and for an outcome that is none of the survey's cut-offs: tables need not show it by group.
    """
    n, events = (np.full(len(frame), np.nan) for _ in range(2))
    if not merged.any():
        return n, events
    for own in _variables(frame):
        variable, levels = str(frame["variable"].iloc[own[0]]), [str(level) for level in frame["level"].iloc[own]]
        if (cutoff := cutoffs[own[0]]) is None:
            continue
        for at, level in zip(own[merged[own]], np.array(levels)[merged[own]], strict=True):
            told = [
                (plan.respondents(variable, part), beyond)
                for part in _levels_in(str(level), levels, variable.split(CROSS), plan)
                if np.isfinite(beyond := plan.beyond(cutoff, variable, part))
            ]
            if told:
                n[at], events[at] = np.sum(told, axis=0)
    return n, events


def _variables(frame: pd.DataFrame) -> list[Ints]:
    """Places of the rows of each variable, in each model."""
    keys = frame["variable"].astype(str) + ("\0" + frame["model"].astype(str) if "model" in frame else "")
    return [np.asarray(own, dtype=np.int64) for own in frame.groupby(keys, sort=False).indices.values()]


def _cutoff_of(rows: pd.DataFrame, variable: str, plan: ProtectionPlan) -> str | None:
    """Cut-off by which the outcome of a model is defined, as the windows of its other levels show it."""
    for cutoff in plan.outcomes:
        same = []
        for level, *counts in rows[["level", "n_answered", "n_events_answered"]].itertuples(index=False):
            middles = plan.respondents(variable, str(level)), plan.beyond(cutoff, variable, str(level))
            half = (plan.width(variable, str(level)) - 1) / 2
            if np.isfinite(middles).all():
                same.append(all(abs(n - middle) <= half for n, middle in zip(counts, middles, strict=True)))
        if same and all(same):
            return cutoff
    return None


def _levels_in(level: str, levels: Sequence[str], names: Sequence[str], plan: ProtectionPlan) -> Iterator[str]:
    """Levels of the survey that a merged one holds; of `other levels` all that no other row names."""
    own, every = level.split(CROSS), [other.split(CROSS) for other in levels]
    held = []
    for place, (part, name) in enumerate(zip(own, names, strict=True)):
        known = plan.levels(name)
        beside = {row[place] for row in every if row[:place] + row[place + 1 :] == own[:place] + own[place + 1 :]}
        named = {found for row in beside for found in merged_parts(row, known)}
        others = [one for one in known if one not in named and one != NOT_ANSWERED]
        held.append(others if part == OTHER_LEVELS else merged_parts(part, known))
    yield from map(CROSS.join, product(*held))
