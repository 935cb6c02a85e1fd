import numpy as np
import pytest
from scipy.optimize import minimize

from workbench.numerics.factors.extraction import UNIQUENESS_BOUNDS, extract_factors, squared_multiple_correlations


def sample_correlations(b=20, k=6, n=150, loading=0.6, seed=1):
    rng = np.random.default_rng(seed)
    values = loading * rng.normal(size=(b, n, 1)) + np.sqrt(1 - loading**2) * rng.normal(size=(b, n, k))
    return np.stack([np.corrcoef(v, rowvar=False) for v in values])


def discrepancy(matrix, loadings, uniquenesses, method):
    implied = loadings @ loadings.T + np.diag(uniquenesses)
    if method == "ml":
        return np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, matrix))
    return ((matrix - implied) ** 2).sum() / 2


@pytest.mark.parametrize("method", ["ml", "minres"])
@pytest.mark.parametrize("n_factors", [1, 2])
def test_no_general_optimiser_finds_a_lower_criterion_nearby(method, n_factors):
    """All loadings and uniquenesses free, from our solution, by scipy."""
    for matrix in sample_correlations(b=5):
        found = extract_factors(matrix[None], n_factors=n_factors, method=method)
        k = len(matrix)

        def free(x, matrix=matrix, k=k):
            return discrepancy(matrix, x[: k * n_factors].reshape(k, n_factors), x[k * n_factors :], method)

        start = np.concatenate([found.loadings[0].ravel(), found.uniquenesses[0]])
        bounds = [(None, None)] * (k * n_factors) + [UNIQUENESS_BOUNDS] * k
        best = minimize(free, start, bounds=bounds, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-9})
        assert found.converged[0]
        assert free(start) < best.fun + 1e-9


@pytest.mark.parametrize("method", ["ml", "minres"])
def test_a_stack_gives_what_single_matrices_give(method):
    stack = sample_correlations()
    together = extract_factors(stack, n_factors=1, method=method)
    for number, matrix in enumerate(stack):
        alone = extract_factors(matrix[None], n_factors=1, method=method)
        np.testing.assert_allclose(alone.loadings[0], together.loadings[number], atol=1e-8)


@pytest.mark.parametrize("method", ["ml", "minres"])
def test_start_does_not_move_the_solution(method):
    stack = sample_correlations(n=1000)
    plain = extract_factors(stack, n_factors=1, method=method)
    for start in (np.full(6, 0.2), np.full(6, 0.9)):
        other = extract_factors(stack, n_factors=1, method=method, start=start)
        np.testing.assert_allclose(other.loadings, plain.loadings, atol=1e-7)


@pytest.mark.parametrize("k", [4, 10, 40])
def test_all_converge(k):
    found = extract_factors(sample_correlations(b=100, k=k, n=100), n_factors=1, method="ml")
    assert found.converged.all()
    assert (found.loadings.sum(axis=1) > 0).all()


def test_squared_multiple_correlations_are_r_squared_of_regressions():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(50, 4)) + rng.normal(size=(50, 1))
    values -= values.mean(axis=0)
    expected = []
    for item in range(4):
        others = np.delete(values, item, axis=1)
        residual = values[:, item] - others @ np.linalg.lstsq(others, values[:, item])[0]
        expected.append(1 - residual @ residual / (values[:, item] @ values[:, item]))
    np.testing.assert_allclose(squared_multiple_correlations(np.corrcoef(values, rowvar=False)), expected)
