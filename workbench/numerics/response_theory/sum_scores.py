"""Distribution of the sum of independent graded answers at given places of the factor."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats, Ints


class SetProbability(NamedTuple):
    """Probability that the sum lies in a set of sums, with derivatives.

    Attributes
    ----------
    probability : array, shape (q,)
    by_category : array, shape (c, q)
        Probability of the set given each category; the derivative of `probability` by the category's probability.
    """

    probability: Floats
    by_category: Floats


def sum_distribution(probability: Floats, points: Ints, starts: Ints) -> Floats:
    r"""Distribution of the sum by adding one item after the other.

    Parameters
    ----------
    probability : array, shape (c, q)
        Category probabilities of all items, at q places.
    points : array of int, shape (c,)
        What each category adds to the sum, 0 or more.
    starts : array of int, shape (k,)
        First category of each item.

    Returns
    -------
    array, shape (s, q)
        Probabilities of the sums 0 … s − 1, the largest possible sum.

    References
    ----------
    Lord & Wingersky (1984), Applied Psychological Measurement 8(4), 453-461. Thissen, Pommerich, Billeaud & Williams
    (1995), Applied Psychological Measurement 19(1), 39-49.
    """
    return _partial_sums(probability, points, starts)[-1]


def probability_of_sums(wanted: Bools, probability: Floats, points: Ints, starts: Ints) -> SetProbability:
    """Probability that the sum is one of the wanted ones, given each category of each item.

    The sums of the items before an item come from the front, what the items after it still need from the back.

    Parameters
    ----------
    wanted : array of bool, shape (s,)
    probability, points, starts
        As for `sum_distribution`.
    """
    before = _partial_sums(probability, points, starts)
    sizes = np.diff([*starts, len(points)])
    remaining = np.repeat(wanted.astype(float)[:, None], probability.shape[1], axis=1)
    given = np.empty_like(probability)
    for item in range(len(starts) - 1, -1, -1):
        own = range(int(starts[item]), int(starts[item] + sizes[item]))
        front = before[item]
        reached = np.zeros_like(front)
        for entry in own:
            tail = remaining[points[entry] : points[entry] + len(front)]
            given[entry] = (front * tail).sum(axis=0)
            reached += probability[entry] * tail
        remaining = reached
    return SetProbability(remaining[0], given)


def _partial_sums(probability: Floats, points: Ints, starts: Ints) -> list[Floats]:
    """Distributions of the sum of no item, of the first, of the first two, and so on."""
    ends = [*starts[1:], len(points)]
    sums = [np.ones((1, probability.shape[1]))]
    for start, end in zip(starts, ends, strict=True):
        last = sums[-1]
        added = np.zeros((len(last) + int(points[start:end].max()), probability.shape[1]))
        for entry in range(start, end):
            added[points[entry] : points[entry] + len(last)] += probability[entry] * last
        sums.append(added)
    return sums
