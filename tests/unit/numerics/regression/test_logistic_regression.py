"""The maximum of the likelihood: found where it exists, and only there."""

import numpy as np
import pytest
from scipy.optimize import linprog

from workbench.numerics.regression.logistic_regression import fit_logistic_rows


def small_table(seed):
    """Two or three predictors of few respondents, weights from equal to a factor of thousands."""
    rng = np.random.default_rng(seed)
    n, columns = int(rng.integers(15, 50)), [np.ones(0)]
    for _ in range(rng.integers(2, 4)):
        code = rng.integers(0, rng.integers(2, 4), n)
        columns += [(code == level).astype(float) for level in range(1, code.max() + 1)]
    x = np.column_stack([np.ones(n), *columns[1:]])
    y = (rng.random(n) < 0.4).astype(float)
    weight = np.exp(rng.choice([0.0, 1.0, 3.0]) * rng.standard_normal(n))
    return x, y, weight / weight.mean()


def fit(x, y, weight):
    return fit_logistic_rows(x, y, weight)


def is_separated(x, y):
    """Whether some direction never decreases the likelihood (Albert & Anderson 1984), by linear programming."""
    signed = np.where(y == 1, 1.0, -1.0)[:, None] * x
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(y)), bounds=(-1, 1))
    return -found.fun > 1e-7


def test_settles_exactly_where_the_outcome_is_not_separated():
    separated = []
    for seed in range(300):
        x, y, weight = small_table(seed)
        if np.linalg.matrix_rank(x) < x.shape[1]:
            continue
        separated.append(is_separated(x, y))
        assert fit(x, y, weight).converged != separated[-1], seed
    assert 20 < sum(separated) < len(separated) / 2


def test_score_is_zero_where_whole_newton_steps_go_astray():
    """Four groups, weights from 0.001 to 100: whole steps, as R's glm takes them, end at 4e15."""
    x = np.repeat([[1.0, a, b] for a in (0, 1) for b in (0, 1)], 2, axis=0)
    y, weight = np.tile([0.0, 1.0], 4), np.array([10, 1e-3, 1e-3, 1e-2, 1e-3, 100, 1e-3, 10])
    found = fit(x, y, weight)
    p = 1 / (1 + np.exp(-x @ found.coefficients))
    assert found.converged
    assert x.T @ (weight * (y - p)) == pytest.approx(np.zeros(3), abs=1e-9)
