"""The plan in words: cells that are not published in the ordinary way, with the rule and its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from workbench.arrays import Bools
from workbench.columns import CROSS, EVERYONE, NOT_ANSWERED
from workbench.disclosure.cells import FILE, SCORED, Base, Coarse, Groups, Names, Repair, Where
from workbench.numerics.disclosure import window_middle

Level = tuple[str, str]  # variable or crossing, and level, both as tables write them

FEW, WIDE, NO_OUTCOME, TOLD, PAIR, KEPT = (
    *("few respondents", "wide window", "no outcome"),
    *("narrowed", "pair of predictors", "kept"),
)


def level_of(groups: Mapping[Names, Groups], where: Where) -> Level:
    """Variable and level of a group."""
    names, place = where
    at = np.unravel_index(place, groups[names].shape) if names else ()
    return (CROSS.join(names), groups[names].label(tuple(map(int, at)))) if names else (EVERYONE, EVERYONE)


def levels_of(groups: Mapping[Names, Groups], marked: Mapping[Names, Bools]) -> list[Level]:
    """Variable and level of all marked groups."""
    return [level_of(groups, (names, int(at))) for names, own in marked.items() for at in np.flatnonzero(own)]


def respondents_of(groups: Mapping[Names, Groups], base: Base) -> dict[str, dict[str, int]]:
    """Those of a base of every level of each variable and crossing that tables show: exact numbers."""
    found: dict[str, dict[str, int]] = {}
    for names, own in groups.items():
        if names and own.listed.any():
            n = own.counts[base]
            counts = {own.label(at): int(n[at]) for at in np.ndindex(own.shape) if own.listed[at]}
            counts.setdefault(NOT_ANSWERED, int(n[~own.listed].sum()))
            found[CROSS.join(names)] = counts
    return found


def published_numbers(
    scored: Mapping[str, Mapping[str, int]], wide: frozenset[Level], *, width: int
) -> dict[str, dict[str, float]]:
    """For each variable and crossing that tables show the middle of the window of every level's scored respondents."""
    return {
        variable: {
            level: float(window_middle(np.array(n), 2 * width if (variable, level) in wide else width))
            for level, n in counts.items()
        }
        for variable, counts in scored.items()
    }


def published_outcomes(
    groups: Mapping[Names, Groups], coarse: Coarse, *, width: int
) -> dict[str, dict[str, dict[str, float]]]:
    """For each cut-off the middle of the window of those beyond it, of every level of which tables show an outcome."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for names, own in groups.items():
        widths = np.where(coarse.wide[names], 2 * width, width).reshape(own.shape)
        told = own.shown & (own.counts[SCORED] >= widths) & ~coarse.bounded[names].reshape(own.shape)
        for base in own.counts:
            if names and base[0] == SCORED[0] and base[1] is not None:
                middles = window_middle(own.counts[base], widths)
                of_cutoff = found.setdefault(base[1], {})
                of_cutoff[CROSS.join(names)] = {
                    own.label(at): float(middles[at]) for at in np.ndindex(own.shape) if told[at]
                }
    return found


def listed_cells(groups: Mapping[Names, Groups], found: Repair, *, width: int) -> Iterator[tuple[str, str, str, str]]:
    """One row per cell that is not published in the ordinary way: variable, level, rule, reason."""
    few = {
        # everyone else answered: that a level "not answered" is empty is nothing to tell
        names: (own.shown & (own.counts[SCORED] < width) & ((own.counts[FILE] > 0) | (own.unanswered() == 0))).ravel()
        for names, own in groups.items()
    }
    narrowed = list(dict.fromkeys(level_of(groups, where) for where in found.narrowed))
    for rule, levels, reason in (
        (
            FEW,
            levels_of(groups, few),
            f"fewer than {width} respondents with a score: counts as a window, no outcome",
        ),
        (
            WIDE,
            levels_of(groups, found.coarse.wide),
            f"windows of {2 * width}, so that all tables together tell of nobody",
        ),
        (
            NO_OUTCOME,
            levels_of(groups, found.coarse.bounded),
            "no outcome, so that all tables together tell of nobody",
        ),
        (TOLD, narrowed, "what is published narrows down a small group of these people all the same"),
    ):
        for level in levels:
            yield *level, rule, reason


def plan_table(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Put the rows into a frame."""
    return pd.DataFrame(rows, columns=["variable", "level", "rule", "reason"], dtype=object)
