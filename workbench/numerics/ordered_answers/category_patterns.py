"""Answer patterns of coded categories: how many different ones, and which respondent has which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.arrays import Floats, Ints
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers

# Beyond this the mixed-radix number of a pattern would overflow 64 bits.
MOST_NUMBERS = 2**62


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
    of_respondent: Ints

    def sums(self, weights: Floats | None) -> Floats:
        """Sum of the weights of the respondents with each pattern (their number without weights), shape (m,)."""
        return np.bincount(self.of_respondent, weights=weights, minlength=len(self.codes)).astype(float)


def category_patterns(answers: OrderedAnswers) -> CategoryPatterns:
    """Group respondents with equal answers."""
    numbers = pattern_numbers(zip(answers.codes, answers.sizes.tolist(), strict=True), n=answers.n_respondents)
    _, first, of_respondent = np.unique(numbers, return_index=True, return_inverse=True)
    return CategoryPatterns(np.ascontiguousarray(answers.codes[:, first].T), of_respondent)


def pattern_numbers(columns: Iterable[tuple[NDArray[np.integer], int]], *, n: int) -> Ints:
    """Give equal rows equal numbers, which rise with the rows in sorted order.

    Parameters
    ----------
    columns : iterable of tuple
        Codes from 0 of each column, shape (n,), and the number of codes that it can have.
    n : int
        Rows.

    Returns
    -------
    array of int, shape (n,)
    """
    numbers = np.zeros(n, dtype=np.int64)
    size = 1
    for codes, n_codes in columns:
        if size * n_codes >= MOST_NUMBERS:  # number the patterns so far afresh
            seen, numbers = np.unique(numbers, return_inverse=True)
            size = len(seen)
        numbers *= n_codes
        numbers += codes
        size *= n_codes
    return numbers
