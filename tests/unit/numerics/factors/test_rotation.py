from unittest.mock import patch

import numpy as np
import pytest
from scipy.optimize import minimize

from workbench.numerics.factors import rotate_factors
from workbench.numerics.factors import rotation as module
from workbench.numerics.factors.rotation import GEOMIN_OFFSET

SIMPLE = np.zeros((9, 3))
SIMPLE[:4, 0], SIMPLE[4:7, 1], SIMPLE[7:, 2] = [0.8, 0.7, 0.6, 0.5], [0.7, 0.6, 0.5], [0.6, 0.5]
CORRELATIONS = np.array([[1, 0.4, 0.3], [0.4, 1, 0.2], [0.3, 0.2, 1]])


def orthogonal(pattern, correlations, seed=3):
    """Loadings on uncorrelated factors that imply the same correlations of items, turned at random."""
    turn = np.linalg.qr(np.random.default_rng(seed).standard_normal(correlations.shape))[0]
    return pattern @ np.linalg.cholesky(correlations) @ turn


def noisy(k=10, p=3, seed=1):
    return np.random.default_rng(seed).normal(0.3, 0.3, (k, p))


def criterion(rotation, pattern):
    squares = pattern**2
    if rotation == "oblimin":
        products = squares.T @ squares
        return (products.sum() - np.trace(products)) / 4
    if rotation == "geomin":
        return np.prod(squares + GEOMIN_OFFSET, axis=1) ** (1 / pattern.shape[1]) @ np.ones(len(pattern))
    return -((squares - squares.mean(axis=0)) ** 2).sum() / 4


def test_quartimin_finds_simple_structure_of_correlated_factors():
    found = rotate_factors(orthogonal(SIMPLE, CORRELATIONS), rotation="oblimin", seed=1)
    np.testing.assert_allclose(found.pattern, SIMPLE, atol=1e-6)
    np.testing.assert_allclose(found.correlations, CORRELATIONS, atol=1e-6)
    assert found.n_best > 50


@pytest.mark.parametrize("rotation", ["varimax", "promax"])
def test_varimax_and_promax_find_simple_structure_of_uncorrelated_factors(rotation):
    found = rotate_factors(orthogonal(SIMPLE, np.eye(3)), rotation=rotation, seed=1)
    np.testing.assert_allclose(found.pattern, SIMPLE, atol=1e-6)
    np.testing.assert_allclose(found.correlations, np.eye(3), atol=1e-6)


@pytest.mark.parametrize("rotation", ["oblimin", "geomin", "promax", "varimax"])
def test_items_correlate_as_before_and_columns_stand_by_the_rule(rotation):
    loadings = noisy()
    found = rotate_factors(loadings, rotation=rotation, seed=1)
    np.testing.assert_allclose(found.pattern @ found.correlations @ found.pattern.T, loadings @ loadings.T, atol=1e-9)
    np.testing.assert_allclose(np.diag(found.correlations), 1, atol=1e-12)
    assert (found.pattern.sum(axis=0) > 0).all()
    assert (np.diff((found.pattern**2).sum(axis=0)) <= 0).all()


@pytest.mark.parametrize("rotation", ["oblimin", "geomin"])
def test_no_general_optimiser_finds_a_lower_oblique_criterion(rotation):
    loadings = noisy()
    found = rotate_factors(loadings, rotation=rotation, seed=1)

    def free(x):
        turn = x.reshape(3, 3) / np.linalg.norm(x.reshape(3, 3), axis=0)
        return criterion(rotation, loadings @ np.linalg.inv(turn).T)

    draw = np.random.default_rng(5)
    ends = [minimize(free, draw.standard_normal(9), method="BFGS").fun for _ in range(20)]
    assert criterion(rotation, found.pattern) < min(ends) + 1e-7


def test_no_general_optimiser_finds_a_lower_varimax_criterion_of_normalised_items():
    loadings = noisy()
    lengths = np.linalg.norm(loadings, axis=1, keepdims=True)
    found = rotate_factors(loadings, rotation="varimax", seed=1)

    def free(x):
        skew = np.zeros((3, 3))
        skew[np.triu_indices(3, 1)] = x
        turn = np.linalg.solve(np.eye(3) + skew - skew.T, np.eye(3) - skew + skew.T)  # Cayley
        return criterion("varimax", loadings / lengths @ turn)

    draw = np.random.default_rng(5)
    ends = [minimize(free, draw.standard_normal(3), method="BFGS").fun for _ in range(20)]
    assert criterion("varimax", found.pattern / lengths) < min(ends) + 1e-7


def test_the_seed_moves_no_solution_and_local_ones_are_counted():
    loadings = noisy(k=8, p=4, seed=4)
    one, other = (rotate_factors(loadings, rotation="geomin", seed=seed) for seed in (1, 2))
    np.testing.assert_allclose(one.pattern, other.pattern, atol=1e-5)
    assert one.n_local > 0
    assert one.n_best + one.n_unfinished < 100


def test_an_item_without_communality_stays_at_zero():
    loadings = np.vstack([orthogonal(SIMPLE, np.eye(3)), np.zeros(3)])
    assert (rotate_factors(loadings, rotation="varimax", seed=1).pattern[-1] == 0).all()


def test_a_search_that_is_cut_off_gives_nothing():
    with patch.object(module, "MAX_ITERATIONS", 0):
        assert rotate_factors(noisy(), rotation="oblimin", seed=1) is None
