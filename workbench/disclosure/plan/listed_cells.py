"""The plan in words: cells that are not published in the ordinary way, with the rule and its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from workbench.columns import CROSS, EVERYONE, NOT_ANSWERED
from workbench.disclosure.plan.count_places import CountPlaces
from workbench.disclosure.plan.groups import FILE, SCORED, Groups, Names
from workbench.disclosure.plan.repair import Coarseness
from workbench.numerics.disclosure import window_middle

Level = tuple[str, str]  # variable or crossing, and level, both as tables write them

FEW, WIDE, BOUND, TOLD, PAIR, KEPT = "few respondents", "wide window", "bound", "narrowed", "pair of predictors", "kept"


def level_of(places: CountPlaces, cell: int) -> Level:
    """Variable and level of a cell; of a part of near twins those of the first of them."""
    if cell >= places.n_own:
        cell = places.twin_cells((cell - places.n_own) // 3)[0]
    names = max((n for n in places.offsets if places.offsets[n] <= cell), key=places.offsets.__getitem__)
    own = places.groups[names]
    at = np.unravel_index(cell - places.offsets[names], own.shape)
    return (CROSS.join(names), own.label(tuple(map(int, at)))) if names else (EVERYONE, EVERYONE)


def levels_of(places: CountPlaces, cells: object) -> list[Level]:
    """Variable and level of several cells, each once."""
    return list(dict.fromkeys(level_of(places, int(cell)) for cell in np.asarray(cells)))


def published_numbers(
    groups: Mapping[Names, Groups], wide: frozenset[Level], *, width: int
) -> dict[str, dict[str, float]]:
    """For each variable and crossing that tables show the middle of the window of every level's scored respondents."""
    found: dict[str, dict[str, float]] = {}
    for names, own in groups.items():
        if names and own.listed.any():
            variable, scored = CROSS.join(names), own.counts[SCORED]
            counts = {own.label(at): int(scored[at]) for at in np.ndindex(own.shape) if own.listed[at]}
            counts.setdefault(NOT_ANSWERED, int(scored[~own.listed].sum()))
            found[variable] = {
                level: float(window_middle(np.array(n), 2 * width if (variable, level) in wide else width))
                for level, n in counts.items()
            }
    return found


def listed_cells(places: CountPlaces, found: Coarseness, *, width: int) -> Iterator[tuple[str, str, str, str]]:
    """One row per cell that is not published in the ordinary way: variable, level, rule, reason."""
    counted = places.counts[FILE] > 0
    # everyone else answered: that a level "not answered" is empty is nothing to tell
    few = places.shown & (places.counts[SCORED] < width) & (counted | (places.unanswered == 0))
    told = np.isin(np.arange(places.n_cells), found.narrowed)
    for rule, cells, reason in (
        (FEW, few, f"fewer than {width} respondents with a score: counts as a window, no outcome"),
        (WIDE, found.wide, f"windows of {2 * width}, so that the lines of the tables tell of no small group"),
        (BOUND, found.bounded, "of the outcome only a bound, so that the lines of the tables tell of no small group"),
        (TOLD, told, "what is published narrows down a small group of these people all the same"),
    ):
        for level in levels_of(places, np.flatnonzero(cells)):
            yield *level, rule, reason


def plan_table(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Put the rows into a frame."""
    return pd.DataFrame(rows, columns=["variable", "level", "rule", "reason"], dtype=object)
