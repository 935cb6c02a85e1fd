import numpy as np
from scipy import stats

from workbench.numerics.moments import covariance


def test_blocks_join_to_numpys_covariance(monkeypatch):
    values = np.random.default_rng(1).normal(1e4, 1, (1000, 4))
    weights = np.ones(1000)
    whole = covariance.covariance_matrix(values, weights)
    np.testing.assert_allclose(whole, np.cov(values, rowvar=False), rtol=1e-9, atol=1e-12)
    monkeypatch.setattr(covariance, "BLOCK_ROWS", 77)
    np.testing.assert_allclose(covariance.covariance_matrix(values, weights), whole, rtol=1e-9, atol=1e-12)


def test_weighted_against_numpy():
    rng = np.random.default_rng(1)
    values, weights = rng.normal(size=(50, 3)), rng.uniform(0.5, 2, 50)
    weights *= 50 / weights.sum()
    expected = np.cov(values, rowvar=False, aweights=weights, ddof=0) * 50 / 49
    np.testing.assert_allclose(covariance.covariance_matrix(values, weights), expected)


def test_skewness_and_kurtosis_against_scipy():
    values = np.random.default_rng(2).exponential(size=(80, 2))
    skewness, kurtosis = covariance.skewness_and_kurtosis(values, np.ones(80))
    shrink = 79 / 80  # scipy divides by powers of the standard deviation with divisor n
    np.testing.assert_allclose(skewness, stats.skew(values) * shrink**1.5)
    np.testing.assert_allclose(kurtosis, (stats.kurtosis(values) + 3) * shrink**2 - 3)


def test_correlations_of_a_stack():
    values = np.random.default_rng(3).normal(size=(2, 40, 3))
    stack = np.stack([np.cov(v, rowvar=False) for v in values])
    expected = np.stack([np.corrcoef(v, rowvar=False) for v in values])
    np.testing.assert_allclose(covariance.correlation_matrix(stack), expected)


def test_each_replicate_is_the_covariance_under_its_weights(monkeypatch):
    rng = np.random.default_rng(4)
    values, weights = rng.normal(100, 1, (60, 3)), rng.uniform(0, 2, (60, 5))
    weights *= 60 / weights.sum(axis=0)
    monkeypatch.setattr(covariance, "BLOCK_ROWS", 17)
    found = covariance.replicate_covariances(values, weights)
    for matrix, column in zip(found, weights.T, strict=True):
        np.testing.assert_allclose(matrix, covariance.covariance_matrix(values, column), rtol=1e-10)
