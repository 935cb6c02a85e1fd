"""Jackknife covariance: the mean in closed form."""

import numpy as np
import pytest

from workbench.numerics.replication import jackknife_covariance


def test_delete_one_gives_the_variance_of_a_mean():
    values = np.random.default_rng(1).normal(size=(40, 3))
    replicates = (values.sum(axis=0) - values) / 39
    np.testing.assert_allclose(jackknife_covariance(replicates), np.cov(values, rowvar=False) / 40, rtol=1e-10)


def test_the_same_estimates_in_all_replicates_have_no_variance():
    assert jackknife_covariance(np.ones((5, 2))) == pytest.approx(np.zeros((2, 2)))
