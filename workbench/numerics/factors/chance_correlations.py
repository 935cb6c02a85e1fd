"""Correlation matrices of items that have nothing in common, as parallel analysis sets beside the observed one."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.moments import correlation_matrix, random_order
from workbench.numerics.ordered_answers import BLOCK_ROWS, levels_and_codes


def normal_correlations(n_respondents: int, n_items: int, *, n_replicates: int, seed: int) -> Floats:
    """Correlation matrices of uncorrelated normal data, shape (n_replicates, n_items, n_items).

    Bartlett's decomposition of the Wishart distribution: a lower triangle of standard normal numbers with chi variates
    of n − 1, n − 2, … degrees of freedom on the diagonal, times its transpose.
    """
    rng = np.random.default_rng(seed)
    triangle = np.tril(rng.standard_normal((n_replicates, n_items, n_items)), -1)
    degrees = n_respondents - 1 - np.arange(n_items)
    triangle[:, range(n_items), range(n_items)] = np.sqrt(rng.chisquare(degrees, (n_replicates, n_items)))
    return correlation_matrix(triangle @ triangle.transpose(0, 2, 1))


@one_blas_thread
def shuffled_correlations(values: Floats, *, n_replicates: int, seed: int) -> Floats:
    """Pearson correlation matrices after the answers to each item were shuffled among the respondents.

    Parameters
    ----------
    values : array, shape (n, k)
    n_replicates : int
    seed : int

    Returns
    -------
    array, shape (n_replicates, k, k)

    Notes
    -----
    Only the counts of the answers are used, so that the order of the respondents changes nothing.
    """
    rng, n = np.random.default_rng(seed), len(values)
    frequencies, deviations = [], []
    for column in values.T:
        levels, codes = levels_and_codes(column)
        counts = np.bincount(codes)
        frequencies.append(counts)
        deviations.append(levels - counts @ levels / n)
    products = np.zeros((n_replicates, len(deviations), len(deviations)))
    for product in products:
        orders = [random_order(counts, rng) for counts in frequencies]
        for begin in range(0, n, BLOCK_ROWS):  # a block of all items stays in the processor's cache
            block = slice(begin, begin + BLOCK_ROWS)
            drawn = np.array([own.take(order[block]) for own, order in zip(deviations, orders, strict=True)])
            product += drawn @ drawn.T
    return correlation_matrix(products)
