import numpy as np
import pytest

from workbench.numerics.reliability.ordinal_sum import categorical_omega


def test_two_parallel_dichotomies():
    """Median splits: the covariance is arcsin(rho) / (2 pi), so omega has a closed form."""
    loading = 0.8
    true = np.arcsin(loading**2) / (2 * np.pi)
    expected = 4 * true / (2 * 0.25 + 2 * true)
    found = categorical_omega(np.zeros((1, 2, 1)), np.ones((2, 1)), np.array([[loading**2]]), np.full((1, 2), loading))
    assert found[0] == pytest.approx(expected, abs=1e-12)


def test_infinite_thresholds_and_lost_categories_do_nothing():
    cuts, loadings = np.array([[-0.5, 0.5], [-0.2, 0.9]]), np.array([0.6, 0.7])
    plain = categorical_omega(cuts[None], np.ones((2, 2)), np.array([[0.5]]), loadings[None])
    padded = np.array([[-40.0, -0.5, 0.5, np.inf], [-40.0, -0.2, 0.9, np.inf]])
    more = categorical_omega(padded[None], np.ones((2, 4)), np.array([[0.5]]), loadings[None])
    assert more[0] == pytest.approx(plain[0], abs=1e-12)


def test_many_sets_at_once_are_each_by_itself():
    rng = np.random.default_rng(1)
    cuts, loadings = np.sort(rng.normal(size=(300, 6, 3))), rng.uniform(0.3, 0.9, (300, 6))
    rho = loadings[:, np.triu_indices(6, 1)[0]] * loadings[:, np.triu_indices(6, 1)[1]]
    together = categorical_omega(cuts, np.ones((6, 3)), rho, loadings)
    for which in (0, 150, 299):
        part = slice(which, which + 1)
        alone = categorical_omega(cuts[part], np.ones((6, 3)), rho[part], loadings[part])
        assert together[which] == pytest.approx(alone[0])
