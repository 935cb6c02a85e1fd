"""Mokken's item selection: scales are built up item by item while their coefficients stay high."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from workbench.arrays import Floats, Ints

LOWER_BOUND = 0.3
SIGNIFICANCE_LEVEL = 0.05


def partition(covariances: Floats, largest: Floats, variances: Floats, *, n: int) -> Ints:
    """Put each item into a numbered scale, or into none (0): integers, shape (k,).

    A scale starts with the pair of highest coefficient and takes in, one after the other, the item with which the
    scale's coefficient stays highest, among those with no negative pair in it, with a coefficient of at least
    `LOWER_BOUND` and significantly above 0 (Bonferroni over all tests of the scale so far).

    Parameters
    ----------
    covariances, largest : array, shape (k, k)
        Covariances of the items, and the largest that the margins allow (diagonals are not used).
    variances : array, shape (k,)
    n : int
        Respondents.

    Notes
    -----
    R: ``mokken::aisp(x)``.
    """
    k = len(variances)
    scales = np.zeros(k, dtype=np.int64)
    for number in range(1, k):
        free = np.flatnonzero(scales == 0)
        chosen = _first_pair(covariances, largest, variances, free, n) if len(free) > 1 else []
        if not chosen:
            break
        n_tests = len(free) * (len(free) - 1) // 2
        while True:
            fitting = covariances[np.ix_(np.array(chosen), free)].min(axis=0) >= 0
            open_items = [int(item) for item in free[fitting] if item not in chosen]
            n_tests += len(open_items)
            best = _best_addition(covariances, largest, variances, chosen, open_items, n, n_tests)
            if best is None:
                break
            chosen.append(best)
        scales[chosen] = number
    return scales


def _critical(n_tests: int) -> float:
    return float(norm.isf(SIGNIFICANCE_LEVEL / n_tests))


def _first_pair(covariances: Floats, largest: Floats, variances: Floats, free: Ints, n: int) -> list[int]:
    """Pair of the highest coefficient among those that differ from 0; empty if it is below the bound."""
    first, second = (free[place] for place in np.triu_indices(len(free), 1))
    shared = covariances[first, second]
    z = shared * np.sqrt((n - 1) / (variances[first] * variances[second]))
    coefficient = np.where(np.abs(z) >= _critical(len(first)), shared / largest[first, second], -np.inf)
    best = int(np.argmax(coefficient))
    return [int(first[best]), int(second[best])] if coefficient[best] >= LOWER_BOUND else []


def _best_addition(
    covariances: Floats,
    largest: Floats,
    variances: Floats,
    chosen: list[int],
    candidates: list[int],
    n: int,
    n_tests: int,
) -> int | None:
    """Item that may join the scale and leaves its coefficient highest."""
    inside = np.ix_(chosen, chosen)
    off = ~np.eye(len(chosen), dtype=bool)
    shared, limit = covariances[inside][off].sum() / 2, largest[inside][off].sum() / 2
    best, highest = None, -np.inf
    for item in candidates:
        own, own_limit = covariances[item, chosen].sum(), largest[item, chosen].sum()
        z = own * np.sqrt((n - 1) / (variances[item] * variances[chosen].sum()))
        joint = (shared + own) / (limit + own_limit)
        if own / own_limit >= LOWER_BOUND and z >= _critical(n_tests) and joint > max(highest, LOWER_BOUND):
            best, highest = item, joint
    return best
