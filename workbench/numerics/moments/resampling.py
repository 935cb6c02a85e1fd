"""Bootstrap covariance matrices: respondents are drawn with replacement, but only answer patterns are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.arrays import Floats, Ints
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.moments.covariance import covariances_of_moments, with_products
from workbench.numerics.ordered_answers import MOST_CATEGORIES, levels_and_codes, pattern_numbers

# Sizes that bound memory whatever the number of respondents (a block of counts has 2 MB) and fit the processor's cache.
BLOCK_PATTERNS = 4_096
BLOCK_SAMPLES = 64
MOST_COUNTS = 4_194_304
# From so many respondents per pattern on, one binomial number per pattern costs less than one draw per respondent.
MULTINOMIAL_FROM = 8
# Categories are drawn by 16-bit numbers, which cost least.
DRAWN_LEVELS = 65_536


class Patterns(NamedTuple):
    """The different answer patterns, in sorted order, so that the order of the respondents changes nothing.

    Attributes
    ----------
    values : array, shape (m, k)
        Answers of each pattern.
    weights : array, shape (m,)
        Weight of one respondent with the pattern; respondents with different weights are different patterns.
    counts : array of int, shape (m,)
        Respondents with the pattern.
    """

    values: Floats
    weights: Floats
    counts: Ints


def answer_patterns(values: Floats, weights: Floats) -> Patterns:
    """Group equal rows.

    Parameters
    ----------
    values : array, shape (n, k)
    weights : array, shape (n,)
    """
    columns = ((codes, len(levels)) for levels, codes in map(levels_and_codes, (*values.T, weights)))
    numbers = pattern_numbers(columns, n=len(values))
    _, first, counts = np.unique(numbers, return_index=True, return_counts=True)
    return Patterns(values[first], weights[first], counts.astype(np.int64))


@one_blas_thread
def resampled_covariances(patterns: Patterns, *, n_samples: int, seed: int) -> Floats:
    """Covariance matrices of bootstrap samples of all n respondents.

    Each sample draws n respondents with replacement and equal probability; a respondent drawn twice brings the
    weight twice. The draw is split exactly: first how many fall into each block of patterns, then which within it.

    Parameters
    ----------
    patterns : Patterns
    n_samples : int
    seed : int

    Returns
    -------
    array, shape (n_samples, k, k)
        Weighted covariances with the sum of weights as divisor.
    """
    rng = np.random.default_rng(seed)
    k = patterns.values.shape[1]
    centre = (patterns.counts * patterns.weights) @ patterns.values / (patterns.counts @ patterns.weights)
    starts = np.arange(0, len(patterns.counts), BLOCK_PATTERNS)
    block_counts = np.add.reduceat(patterns.counts, starts)
    n = int(block_counts.sum())
    drawn = rng.multinomial(n, block_counts / n, size=n_samples)
    sums = np.zeros((n_samples, 1 + k + k * (k + 1) // 2))
    for number, first in enumerate(starts):
        block = slice(first, first + BLOCK_PATTERNS)
        products = np.insert(with_products(patterns.values[block] - centre), 0, 1.0, axis=1)
        products *= patterns.weights[block, None]
        for rows, counts in _draws(rng, patterns.counts[block], drawn[:, number]):
            sums[rows] += counts @ products
    return covariances_of_moments(sums[:, 1:] / sums[:, :1], k)


def resampled_counts(patterns: Patterns, *, n_samples: int, seed: int) -> Iterator[Floats]:
    """How often each pattern is drawn in bootstrap samples of all n respondents, a few samples at a time.

    Parameters
    ----------
    patterns : Patterns
    n_samples : int
    seed : int

    Yields
    ------
    array, shape (b, m)
        b together are n_samples; a block has some 4 million counts at most, or one sample.
    """
    rng, n = np.random.default_rng(seed), int(patterns.counts.sum())
    most = max(1, min(BLOCK_SAMPLES, MOST_COUNTS // len(patterns.counts)))
    for first in range(0, n_samples, most):
        for _, drawn in _draws(rng, patterns.counts, np.full(min(most, n_samples - first), n)):
            yield drawn


def random_order(counts: Ints, rng: np.random.Generator) -> NDArray[np.integer]:
    """Put category numbers in random order, each order with the same probability, as a shuffle would, only faster.

    Every place gets a category independently, about as often as wanted; too many answers in a category are replaced,
    in places chosen at random among its own, by those that are too few. No step knows one place from another, so all
    orders of the result are equally probable. More than 256 categories are shuffled one by one.

    Parameters
    ----------
    counts : array of int, shape (c,)
        How often each category is wanted.
    rng : numpy.random.Generator

    Returns
    -------
    array of int, shape (sum of counts,)
    """
    n, c = int(counts.sum()), len(counts)
    if c > MOST_CATEGORIES:
        return rng.permutation(np.repeat(np.arange(c), counts))
    limits = np.rint(np.cumsum(counts) * (DRAWN_LEVELS / n)).astype(np.int64)
    category_of = np.repeat(np.arange(c, dtype=np.uint8), np.diff(limits, prepend=0))
    order = category_of[rng.integers(0, DRAWN_LEVELS, size=n, dtype=np.uint16)]
    excess = np.bincount(order, minlength=c) - counts
    surplus = [rng.choice(np.flatnonzero(order == a), excess[a], replace=False) for a in np.flatnonzero(excess > 0)]
    if surplus:
        lacking = np.repeat(np.arange(c, dtype=np.uint8), np.maximum(-excess, 0))
        order[np.concatenate(surplus)] = rng.permutation(lacking)
    return order


def _draws(rng: np.random.Generator, counts: Ints, totals: Ints) -> Iterator[tuple[slice, Floats]]:
    """How often each pattern of one block is drawn, samples × patterns, a few samples at a time.

    One sample is drawn after the other: its numbers then stay in the processor's cache.
    """
    m, n = len(counts), int(counts.sum())
    by_multinomial = n >= MULTINOMIAL_FROM * m
    pattern_of = np.empty(0, dtype=np.int64) if by_multinomial else np.repeat(np.arange(m), counts)
    for first in range(0, len(totals), BLOCK_SAMPLES):
        some = totals[first : first + BLOCK_SAMPLES]
        drawn = np.empty((len(some), m))
        if by_multinomial:
            drawn[:] = rng.multinomial(some, counts / n)
        else:
            for row, total in enumerate(some):
                drawn[row] = np.bincount(pattern_of[rng.integers(0, n, size=total)], minlength=m)
        yield slice(first, first + BLOCK_SAMPLES), drawn
