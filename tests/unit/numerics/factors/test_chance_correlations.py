"""Correlations of unrelated items: moments in closed form, and the same by drawing respondents."""

import numpy as np
import pytest

from workbench.numerics.factors.chance_correlations import normal_correlations, shuffled_correlations


def test_wishart_draws_are_correlations_of_normal_data():
    """Mean and variance of a correlation of independent normal variables: 0 and 1 / (n − 1)."""
    drawn = normal_correlations(30, 4, n_replicates=20_000, seed=1)
    off = drawn[:, *np.triu_indices(4, 1)]
    np.testing.assert_allclose(off.mean(axis=0), 0, atol=5 / np.sqrt(29 * 20_000))
    np.testing.assert_allclose(off.var(axis=0) * 29, 1, atol=5 * np.sqrt(2 / 20_000))


def test_wishart_eigenvalues_are_those_of_drawn_respondents():
    rng = np.random.default_rng(2)
    plain = [np.linalg.eigvalsh(np.corrcoef(rng.standard_normal((60, 5)), rowvar=False))[::-1] for _ in range(2000)]
    drawn = np.linalg.eigvalsh(normal_correlations(60, 5, n_replicates=2000, seed=3))[:, ::-1]
    standard_error = np.std(plain, axis=0) * np.sqrt(2 / 2000)
    assert np.all(np.abs(np.mean(plain, axis=0) - drawn.mean(axis=0)) < 4 * standard_error)


def skewed(n):
    """Items of two, five and many different answers; the last one has more than 256."""
    rng = np.random.default_rng(1)
    return np.column_stack(
        [rng.random(n) < 0.1, rng.binomial(4, 0.2, n), 2.5 * rng.integers(0, 9, n), rng.normal(size=n)]
    )


def test_shuffled_answers_correlate_by_chance():
    """Over all orders of two items the correlation has mean 0 and variance 1 / (n − 1), whatever the answers."""
    n, times = 300, 4_000
    drawn = shuffled_correlations(skewed(n), n_replicates=times, seed=1)
    off = drawn[:, *np.triu_indices(4, 1)]
    np.testing.assert_allclose(off.mean(axis=0), 0, atol=5 / np.sqrt((n - 1) * times))
    np.testing.assert_allclose(off.var(axis=0) * (n - 1), 1, atol=5 * np.sqrt(2 / times))
    np.testing.assert_array_equal(np.diagonal(drawn, axis1=1, axis2=2), 1)


@pytest.mark.parametrize("n", [12, 300])
def test_the_order_of_the_respondents_changes_nothing(n):
    values = skewed(n)
    plain = shuffled_correlations(values, n_replicates=5, seed=1)
    np.testing.assert_array_equal(shuffled_correlations(values[::-1], n_replicates=5, seed=1), plain)
