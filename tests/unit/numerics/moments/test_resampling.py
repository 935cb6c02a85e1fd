import math

import numpy as np
import pytest
from scipy import stats

from workbench.numerics.moments import resampling
from workbench.numerics.moments.resampling import answer_patterns, resampled_covariances


def answers(n=500, k=4, options=5, seed=1):
    rng = np.random.default_rng(seed)
    return np.clip(np.round(3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k))), 1, options)


def test_patterns_hold_every_respondent():
    values = answers()
    patterns = answer_patterns(values, np.ones(500))
    expected, counts = np.unique(values, axis=0, return_counts=True)
    np.testing.assert_array_equal(patterns.values, expected)
    np.testing.assert_array_equal(patterns.counts, counts)


def test_many_items_do_not_overflow_the_pattern_number():
    values = answers(n=300, k=40, options=7)
    values = np.vstack([values, values[:50]])
    patterns = answer_patterns(values, np.ones(350))
    assert len(patterns.counts) == 300
    assert patterns.counts.sum() == 350
    assert (patterns.counts == 2).sum() == 50


def test_different_weights_are_different_patterns():
    values = np.array([[1.0, 2], [1, 2], [1, 2], [3, 4]])
    patterns = answer_patterns(values, np.array([1.0, 2, 1, 1]))
    assert sorted(patterns.counts) == [1, 1, 2]


@pytest.mark.parametrize("options", [2, 5])  # few patterns: multinomial; many: single draws
@pytest.mark.parametrize("blocks", [None, (7, 30)])
def test_distribution_of_the_replicates(monkeypatch, options, blocks):
    """Mean of a bootstrap variance: (n − 1) / n s²; its variance: (m4 − s⁴) / n for large n."""
    if blocks:
        monkeypatch.setattr(resampling, "BLOCK_PATTERNS", blocks[0])
        monkeypatch.setattr(resampling, "BLOCK_SAMPLES", blocks[1])
    values = answers(options=options)
    drawn = resampled_covariances(answer_patterns(values, np.ones(500)), n_samples=2000, seed=1)
    covariances = np.cov(values, rowvar=False, ddof=0)
    spread = drawn.std(axis=0)
    np.testing.assert_array_less(np.abs(drawn.mean(axis=0) - covariances * 499 / 500), 4.5 * spread / np.sqrt(2000))
    centred = values - values.mean(axis=0)
    products = centred[:, :, None] * centred[:, None, :]
    np.testing.assert_allclose(spread, products.std(axis=0) / np.sqrt(500), rtol=0.08)


def test_a_weight_counts_as_often_as_its_respondent_is_drawn():
    """Linearised variance of a weighted variance: sum of (w u)² / (sum of w)² with u = squared deviation − variance."""
    values = answers(n=800)
    weights = np.random.default_rng(4).uniform(0.2, 3, 800)
    drawn = resampled_covariances(answer_patterns(values, weights), n_samples=2000, seed=2)
    means = weights @ values / weights.sum()
    variance = weights @ (values - means) ** 2 / weights.sum()
    residual = weights[:, None] * ((values - means) ** 2 - variance)
    expected = np.sqrt((residual**2).sum(axis=0)) / weights.sum()
    np.testing.assert_allclose(np.diagonal(drawn, axis1=1, axis2=2).std(axis=0), expected, rtol=0.08)


def test_matrices_are_symmetric_and_not_negative_definite():
    drawn = resampled_covariances(answer_patterns(answers(), np.ones(500)), n_samples=50, seed=1)
    np.testing.assert_array_equal(drawn, drawn.transpose(0, 2, 1))
    assert np.linalg.eigvalsh(drawn).min() > -1e-12


@pytest.mark.parametrize("counts", [[1, 2, 2], [2, 0, 0, 1, 1]])
def test_every_order_is_equally_probable(counts):
    rng, counts = np.random.default_rng(1), np.array(counts)
    orders, seen = np.unique([resampling.random_order(counts, rng) for _ in range(12_000)], axis=0, return_counts=True)
    np.testing.assert_array_equal([np.bincount(order, minlength=len(counts)) for order in orders], [counts] * len(seen))
    n_orders = math.factorial(counts.sum()) / np.prod([math.factorial(count) for count in counts])
    assert len(seen) == n_orders
    assert stats.chisquare(seen).pvalue > 0.001


def test_order_of_many_keeps_the_counts():
    counts = np.array([1, 100_000, 0, 49_999])
    order = resampling.random_order(counts, np.random.default_rng(2))
    np.testing.assert_array_equal(np.bincount(order, minlength=4), counts)
    # The two halves split the 49,999 as a sample without replacement does: within four standard errors.
    assert abs((order[:75_000] == 3).sum() - 24_999.5) < 4 * np.sqrt(75_000 * (1 / 3) * (2 / 3) / 2)
