"""Whether each step of an item rises with the sum of the other items, from counts by rest-score group."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats

# Defaults of the procedure (Molenaar & Sijtsma 2000): falls up to .03 count as chance, one-sided tests at 5 %.
SMALLEST_VIOLATION = 0.03
CRITICAL_Z = 1.6449
LEAST_RESPONDENTS = 100


class Monotonicity(NamedTuple):
    """What one item's steps show.

    Attributes
    ----------
    n_groups, n_comparisons, n_violations, n_significant : int
    largest, total, largest_z : float
        Largest fall, sum of the falls and largest test statistic among the violations; 0 without violations.
    """

    n_groups: int
    n_comparisons: int
    n_violations: int
    n_significant: int
    largest: float
    total: float
    largest_z: float


def smallest_group(n: int) -> int:
    """Respondents that a rest-score group needs, from the number of all respondents."""
    if n < 150:
        return 50
    if n <= 250:
        return n // 3
    return n // 5 if n < 500 else n // 10


def monotonicity(table: Floats, scores: Floats, levels: Floats, answers: Floats) -> Monotonicity:
    """Check one item.

    Parameters
    ----------
    table : array, shape (n_scores, c)
        Respondents by sum score of all items and answer to the item.
    scores : array, shape (n_scores,)
    levels : array, shape (c,)
        Points of the item's categories.
    answers : array, shape (m,)
        Points that any item has: the item is cut below each of them but the lowest.

    Notes
    -----
    R: ``mokken::check.monotonicity(x)``.
    """
    by_rest = _by_rest_score(table, scores, levels)
    groups = _groups(by_rest)
    above = np.array([groups[:, levels >= step].sum(axis=1) for step in answers[1:]])  # steps × groups
    below = groups.sum(axis=1) - above
    share = above / (above + below)
    later = np.tri(len(groups), k=-1, dtype=bool)  # row: group with the higher rest score
    active = (share[:, None, :] > 0) & (share[:, :, None] < 1) & later
    fall = share[:, None, :] - share[:, :, None]
    violated = later & (fall > SMALLEST_VIOLATION)
    z = _statistic(above, below)[violated]
    falls = fall[violated]
    return Monotonicity(
        n_groups=len(groups),
        n_comparisons=int(active.sum()),
        n_violations=len(falls),
        n_significant=int((z > CRITICAL_Z).sum()),
        largest=float(falls.max(initial=0.0)),
        total=float(falls.sum()),
        largest_z=float(z.max(initial=0.0)),
    )


def crit(check: Monotonicity, coefficient: float) -> float:
    """Weigh all signs of violation in one index (Molenaar & Sijtsma 2000, p. 74), 0 without violations."""
    if not check.n_violations:
        return 0.0
    n = check.n_comparisons
    return float(
        50 * (0.30 - coefficient)
        + np.sqrt(check.n_violations)
        + 100 * check.n_violations / n
        + 100 * check.largest
        + 10 * np.sqrt(check.total)
        + 1000 * check.total / n
        + 5 * check.largest_z
        + 10 * np.sqrt(check.n_significant)
        + 100 * check.n_significant / n
    )


def _by_rest_score(table: Floats, scores: Floats, levels: Floats) -> Floats:
    """Respondents by sum of the other items and answer, rest scores that nobody has left out."""
    rest, place = np.unique(np.round(scores[:, None] - levels, 9), return_inverse=True)
    counts = np.zeros((len(rest), len(levels)))
    np.add.at(counts, (place.reshape(table.shape), np.arange(len(levels))), table)
    return np.asarray(counts[counts.sum(axis=1) > 0])


def _groups(by_rest: Floats) -> Floats:
    """Join neighbouring rest scores until each group is large enough; what remains joins the last group."""
    reached = np.cumsum(by_rest.sum(axis=1))
    n = reached[-1]
    least = smallest_group(int(n))
    ends = [int(np.searchsorted(reached, least))]
    while n - reached[ends[-1]] >= least:
        ends.append(int(np.searchsorted(reached, least + reached[ends[-1]])))
    starts = [0, *(end + 1 for end in ends[:-1])]
    return np.asarray(np.add.reduceat(by_rest, starts, axis=0))


def _statistic(above: Floats, below: Floats) -> Floats:
    """Test that a step falls from one group to a later one (normal approximation), steps × later × earlier."""
    n = above + below
    crossed = np.sqrt((above[:, :, None] + 1) * (below[:, None, :] + 1))
    straight = np.sqrt(below[:, :, None] * above[:, None, :])
    return np.asarray(np.abs(2 * (crossed - straight)) / np.sqrt(n[:, :, None] + n[:, None, :] - 1))
