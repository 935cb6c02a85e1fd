import numpy as np
from scipy.optimize import minimize

from workbench.numerics.factors.one_factor_least_squares import one_factor


def noisy(n_sets=30, k=6, seed=1):
    rng = np.random.default_rng(seed)
    loadings = rng.uniform(0.3, 0.9, (n_sets, k))
    noise = np.triu(rng.normal(0, 0.05, (n_sets, k, k)), 1)
    matrices = loadings[:, :, None] * loadings[:, None, :] + noise + noise.transpose(0, 2, 1)
    weights = np.triu(rng.uniform(0.5, 3, (n_sets, k, k)), 1)
    matrices[:, range(k), range(k)] = 1
    return matrices, weights + weights.transpose(0, 2, 1), loadings


def test_against_scipy():
    matrices, weights, loadings = noisy()
    found = one_factor(matrices, weights)
    assert found.converged.all()
    rows, columns = np.triu_indices(6, 1)
    for matrix, weight, start, ours in zip(matrices, weights, loadings, found.loadings, strict=True):

        def criterion(x, r=matrix[rows, columns], w=weight[rows, columns]):
            return (w * (r - x[rows] * x[columns]) ** 2).sum()

        theirs = minimize(criterion, start, tol=1e-14).x
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_an_exact_factor_is_found_from_far():
    loadings = np.array([0.2, 0.5, 0.9, 0.95])
    matrix = np.outer(loadings, loadings)[None]
    found = one_factor(matrix, np.ones((1, 4, 4)), start=np.array([0.9, 0.1, 0.1, 0.3]))
    np.testing.assert_allclose(found.loadings[0], loadings, atol=1e-9)


def test_heywood_case_of_three_items():
    """Just identified: the loading of the first item is √(0.8 · 0.8 / 0.45) > 1."""
    matrix = np.array([[[1, 0.8, 0.8], [0.8, 1, 0.45], [0.8, 0.45, 1]]])
    found = one_factor(matrix, np.ones((1, 3, 3)))
    np.testing.assert_allclose(found.loadings[0, 0], 0.8 / np.sqrt(0.45), atol=1e-9)


def test_a_factor_that_runs_away_is_not_called_converged():
    """The product of the three correlations is negative: no real loadings."""
    matrix = np.array([[[1, 0.5, 0.5], [0.5, 1, -0.4], [0.5, -0.4, 1]]])
    assert not one_factor(matrix, np.ones((1, 3, 3))).converged[0]
