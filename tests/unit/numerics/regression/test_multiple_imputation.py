"""Tests of several pooled coefficients: what the formulas come to where something simpler is known."""

import numpy as np
import pytest
from scipy import stats

from workbench.numerics.regression.multiple_imputation import pooled, pooled_wald


def versions(m=20, q=3, spread=0.1, seed=2):
    rng = np.random.default_rng(seed)
    return rng.normal(0.3, spread, (m, q)), np.tile(0.04 * (np.eye(q) + 0.2), (m, 1, 1))


def test_without_gaps_it_is_walds_test_of_the_complete_sample():
    estimates, covariances = versions(spread=0.0)
    statistic, q, df = pooled_wald(estimates, covariances, 50.0)
    beta, v = estimates[0], covariances[0]
    assert (statistic, q) == (pytest.approx(beta @ np.linalg.solve(v, beta) / 3), 3)
    assert df == pytest.approx(50 * 51 / 53)  # as Barnard and Rubin take the degrees of freedom of a complete sample


def test_one_coefficient_is_tested_by_its_own_t():
    estimates, covariances = versions(q=1)
    mean, total, df = pooled(estimates, covariances, 80.0)
    statistic, q, df_residual = pooled_wald(estimates, covariances, 80.0)
    assert statistic == pytest.approx(mean[0] ** 2 / total[0, 0])
    assert (q, df_residual) == (1, pytest.approx(df[0]))


def test_degrees_of_freedom_end_at_those_of_a_sample_without_end():
    estimates, covariances = versions()
    endless = pooled_wald(estimates, covariances, np.inf)[2]
    assert pooled_wald(estimates, covariances, 1e7)[2] == pytest.approx(endless, rel=0.05)
    few = [pooled_wald(estimates, covariances, df)[2] for df in (3.0, 8.0, 20.0, 60.0, 500.0)]
    assert few == sorted(few)
    assert all(found <= df for found, df in zip(few, (3.0, 8.0, 20.0, 60.0, 500.0), strict=True))


def test_level_of_the_joint_test():
    """Under the null, with a third of the information missing, about 5 % of 4,000 tests have p below .05."""
    rng, hits = np.random.default_rng(4), 0
    for _ in range(4000):
        truth = rng.normal(0, np.sqrt(1.5), 3)  # complete-data estimate with what the gaps add
        estimates = truth + rng.normal(0, np.sqrt(0.5), (10, 3))
        statistic, q, df = pooled_wald(estimates, np.tile(np.eye(3), (10, 1, 1)), 200.0)
        hits += stats.f.sf(statistic, q, df) < 0.05
    assert hits / 4000 == pytest.approx(0.05, abs=0.012)
