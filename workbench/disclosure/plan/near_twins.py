"""Near twins: groups of different variables that nearly the same people belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np

from workbench.disclosure.plan.groups import SCORED, Groups, Names


class Twins(NamedTuple):
    """Two shown groups that differ in few people; who belongs to one of them only follows from both.

    first, second : (variables, flat place) of each. parts : flat numbers of the respondents in both, in the first only,
    in the second only.
    """

    first: tuple[Names, int]
    second: tuple[Names, int]
    parts: tuple[np.ndarray, np.ndarray, np.ndarray]


def near_twins(groups: Mapping[Names, Groups], scored: np.ndarray, *, width: int) -> list[Twins]:
    """Find the shown groups that differ in 1 to `width` − 1 respondents with a score.

    Parameters
    ----------
    groups : mapping of names to Groups
    scored : array of bool, shape (n_respondents,)
        Who has a score.
    width : int
        Of a window; two groups below it both tell of their difference no more than of themselves.
    """
    rows = np.flatnonzero(scored)
    found = []
    for one, two in combinations([own for own in groups.values() if own.names], 2):
        if {*one.names, *two.names} in map(set, groups):
            continue  # their crossing is counted, with all that follows from it
        for at_one, at_two in _close(one, two, rows, width):
            in_one, in_two = one.place == at_one, two.place == at_two
            found.append(
                Twins(
                    (one.names, at_one),
                    (two.names, at_two),
                    (
                        np.flatnonzero(in_one & in_two),
                        np.flatnonzero(in_one & ~in_two),
                        np.flatnonzero(in_two & ~in_one),
                    ),
                )
            )
    return found


def _close(one: Groups, two: Groups, rows: np.ndarray, width: int) -> Iterator[tuple[int, int]]:
    n_one, n_two = one.counts[SCORED].ravel(), two.counts[SCORED].ravel()
    large_one = (n_one >= width) & one.shown.ravel()
    alike = np.zeros(int(n_one.max(initial=0)) + width + 1, dtype=bool)
    for n in n_two[two.shown.ravel()]:
        alike[max(n - width + 1, 0) : n + width] = True
    candidates = one.shown.ravel() & alike[np.minimum(n_one, len(alike) - 1)]
    if not candidates.any():
        return
    kept = rows[candidates[one.place[rows]]]
    met, n_met = np.unique(one.place[kept] * len(n_two) + two.place[kept], return_counts=True)
    at_one, at_two = met // len(n_two), met % len(n_two)
    apart = n_one[at_one] + n_two[at_two] - 2 * n_met
    close = (apart > 0) & (apart < width) & two.shown.ravel()[at_two]
    close &= large_one[at_one] | (n_two[at_two] >= width)
    for first, second in zip(at_one[close], at_two[close], strict=True):
        yield int(first), int(second)
