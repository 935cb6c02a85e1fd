"""Answer patterns of coded categories: how many different ones, and which respondent has which."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Beyond this the mixed-radix number of a pattern would overflow 64 bits.
MOST_CODES = 2**62


class CategoryPatterns(NamedTuple):
    """The different answer patterns, in sorted order, so that the order of the respondents changes nothing.

    Attributes
    ----------
    codes : array of int, shape (m, k)
        Category numbers of each pattern.
    of_respondent : array of int, shape (n,)
        Pattern of each respondent.
    """

    codes: NDArray[np.uint8]
    of_respondent: Integers

    def sums(self, weights: Floats | None) -> Floats:
        """Sum of the weights of the respondents with each pattern (their number without weights), shape (m,)."""
        return np.bincount(self.of_respondent, weights=weights, minlength=len(self.codes)).astype(float)


def category_patterns(codes: NDArray[np.uint8], sizes: Integers) -> CategoryPatterns:
    """Group respondents with equal answers.

    Parameters
    ----------
    codes : array of int, shape (k, n)
        Category numbers from 0.
    sizes : array of int, shape (k,)
        Number of categories of each item.
    """
    number = np.zeros(codes.shape[1], dtype=np.int64)
    size = 1
    for row, categories in zip(codes, sizes, strict=True):
        if size * int(categories) >= MOST_CODES:  # number the patterns so far afresh
            seen, number = np.unique(number, return_inverse=True)
            size = len(seen)
        number = number * int(categories) + row
        size *= int(categories)
    _, first, of_respondent = np.unique(number, return_index=True, return_inverse=True)
    return CategoryPatterns(np.ascontiguousarray(codes[:, first].T), of_respondent)
