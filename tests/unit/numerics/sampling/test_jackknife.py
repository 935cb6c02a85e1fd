"""Jackknife covariance: the mean in closed form, stratified and not."""

import numpy as np
import pytest

from workbench.numerics.sampling.jackknife import jackknife_covariance, replicate_degrees_of_freedom

RNG = np.random.default_rng(1)


def test_delete_one_gives_the_variance_of_a_mean():
    values = RNG.normal(size=(40, 3))
    replicates = (values.sum(axis=0) - values) / 39
    np.testing.assert_allclose(jackknife_covariance(replicates), np.cov(values, rowvar=False) / 40, rtol=1e-10)


def test_the_same_estimates_in_all_replicates_have_no_variance():
    assert jackknife_covariance(np.ones((5, 2))) == pytest.approx(np.zeros((2, 2)))


def stratified_jackknife(sizes):
    stratum = np.repeat(np.arange(len(sizes)), sizes)
    m = np.array(sizes)[stratum]
    weights = np.where(stratum[:, None] == stratum, m / (m - 1), 1.0)
    np.fill_diagonal(weights, 0)
    return stratum, weights, (m - 1) / m


def test_a_stratified_jackknife_gives_the_stratified_variance_of_a_total():
    stratum, weights, coefficients = stratified_jackknife([4, 7, 12])
    y = RNG.normal(5, 2, len(stratum))
    found = jackknife_covariance((weights.T @ y)[:, None], coefficients)[0, 0]
    expected = sum((stratum == h).sum() * y[stratum == h].var(ddof=1) for h in range(3))
    assert found == pytest.approx(expected, rel=1e-12)


def test_degrees_of_freedom_are_units_minus_strata():
    _, weights, _ = stratified_jackknife([4, 7, 12])
    assert replicate_degrees_of_freedom(weights) == 23 - 3
    assert replicate_degrees_of_freedom(weights[:4]) == 3
    assert replicate_degrees_of_freedom(weights[:0]) == 0
