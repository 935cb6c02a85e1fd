"""Split halves: every way to cut a scale in two, and the coefficients of each from the covariance matrix alone."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats

# Up to so many items all splits are listed: 1,716 of 14 items. With more, so many are drawn.
MOST_ENUMERATED = 14
N_DRAWN = 10_000


class Splits(NamedTuple):
    """Ways to cut a scale in halves.

    Attributes
    ----------
    halves : array, shape (m, k)
        1 for the items of one half, 0 for the others; in the first row the second, fourth, … item: odd against even.
    enumerated : bool
        Whether these are all splits.
    """

    halves: Floats
    enumerated: bool


def splits(n_items: int, *, seed: int) -> Splits:
    """List all splits into halves whose sizes differ by one item at most, or draw some.

    Parameters
    ----------
    n_items : int
        At least 2.
    seed : int
        Of the draws, where there are more than 14 items.
    """
    size = n_items // 2
    odd = np.zeros((1, n_items))
    odd[0, 1::2] = 1  # the smaller half: second, fourth, … item
    if n_items > MOST_ENUMERATED:
        order = np.random.default_rng(seed).random((N_DRAWN - 1, n_items)).argsort(axis=1)
        return Splits(np.vstack([odd, (order < size).astype(float)]), False)
    chosen = np.array(list(combinations(range(n_items), size)))
    if n_items % 2 == 0:  # a half and its complement are one split
        chosen = chosen[: len(chosen) // 2]
    halves = np.zeros((len(chosen), n_items))
    np.put_along_axis(halves, chosen, 1.0, axis=1)
    same = (halves == odd).all(axis=1) | (halves == 1 - odd).all(axis=1)
    return Splits(np.vstack([odd, halves[~same]]), True)


class SplitCoefficients(NamedTuple):
    """Coefficients of each split, arrays of shape (m,).

    Attributes
    ----------
    correlation : of the sums of the two halves.
    spearman_brown : 2 r / (1 + r).
    guttman : 4 cov(A, B) / var(A + B), also known as Flanagan's and Rulon's coefficient.
    """

    correlation: Floats
    spearman_brown: Floats
    guttman: Floats


def split_coefficients(covariances: Floats, halves: Floats) -> SplitCoefficients:
    """Coefficients of each split of one scale.

    Parameters
    ----------
    covariances : array, shape (k, k)
    halves : array, shape (m, k)
        1 for the items of one half, 0 for the others.
    """
    with_half = halves @ covariances
    own = (with_half * halves).sum(axis=1)
    between = with_half.sum(axis=1) - own
    total = covariances.sum()
    other = total - own - 2 * between
    with np.errstate(divide="ignore", invalid="ignore"):  # halves without variance: the caller looks for them
        correlation = between / np.sqrt(own * other)
        return SplitCoefficients(correlation, 2 * correlation / (1 + correlation), 4 * between / total)
