"""Lord–Wingersky against all answer patterns written out, and against a binomial."""

import itertools

import numpy as np
from scipy import stats

from workbench.numerics.response_theory.sum_scores import probability_of_sums, sum_distribution

STARTS = np.array([0, 3, 5])
POINTS = np.array([0, 1, 3, 1, 2, 0, 1, 2])
RNG = np.random.default_rng(1)
PROBABILITY = np.concatenate([RNG.dirichlet(np.ones(size), 4).T for size in (3, 2, 3)])


def by_patterns():
    sums = np.zeros((8, 4))
    for pattern in itertools.product(range(3), range(3, 5), range(5, 8)):
        sums[POINTS[list(pattern)].sum()] += PROBABILITY[list(pattern)].prod(axis=0)
    return sums


def test_distribution_of_all_patterns():
    np.testing.assert_allclose(sum_distribution(PROBABILITY, POINTS, STARTS), by_patterns(), atol=1e-14)


def test_equal_binary_items_are_binomial():
    probability = np.tile([[0.7], [0.3]], (6, 1))
    found = sum_distribution(probability, np.tile([0, 1], 6), np.arange(0, 12, 2))
    np.testing.assert_allclose(found[:, 0], stats.binom.pmf(range(7), 6, 0.3), atol=1e-14)


def test_probability_of_a_set_and_its_derivatives():
    wanted = np.array([True, True, False, True, False, False, False, False])
    found = probability_of_sums(wanted, PROBABILITY, POINTS, STARTS)
    np.testing.assert_allclose(found.probability, by_patterns()[wanted].sum(axis=0), atol=1e-14)
    for entry in range(len(POINTS)):  # the probability is linear in that of each category
        moved = PROBABILITY.copy()
        moved[entry] += 0.1
        change = probability_of_sums(wanted, moved, POINTS, STARTS).probability - found.probability
        np.testing.assert_allclose(change, 0.1 * found.by_category[entry], atol=1e-14)
