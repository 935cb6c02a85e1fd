"""Weighted correlations and what each respondent contributes to them."""

import numpy as np
import pytest
from scipy import stats

from workbench.numerics.validity import estimated_correlation, fisher_interval, mid_distribution

RNG = np.random.default_rng(2)
N = 90
X = np.round(RNG.normal(size=N), 1)
Y = np.digitize(0.6 * X + RNG.normal(size=N), [-1.0, 0.0, 1.2]).astype(float)
WHOLE = 1.0 + np.arange(N) % 3
METHODS = ["pearson", "spearman", "polyserial"]


def of(method, weights=WHOLE, x=X, y=Y):
    return estimated_correlation(x, y, weights, method=method)


@pytest.mark.parametrize("method", METHODS)
def test_whole_weights_are_repeated_respondents(method):
    rows = np.repeat(np.arange(N), WHOLE.astype(int))
    repeated = of(method, np.ones(len(rows)), X[rows], Y[rows])
    assert of(method).estimate == pytest.approx(repeated.estimate)


@pytest.mark.parametrize("method", METHODS)
def test_influence_is_the_derivative_in_the_weight(method):
    found, step = of(method), 1e-6
    for row in (0, 17, 60):
        more, less = WHOLE.copy(), WHOLE.copy()
        more[row] += step
        less[row] -= step
        slope = (of(method, more).estimate - of(method, less).estimate) / (2 * step) * WHOLE[row]
        assert found.influence[row] == pytest.approx(slope, abs=1e-8)
    assert found.influence.sum() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_units_and_direction(method):
    found = of(method)
    assert of(method, x=2 * X + 5).estimate == pytest.approx(found.estimate)
    assert of(method, y=-Y).estimate == pytest.approx(-found.estimate)


def test_ranks():
    assert mid_distribution(X, np.full(N, 1 / N)) * N + 0.5 == pytest.approx(stats.rankdata(X))
    assert of("spearman", np.ones(N)).estimate == pytest.approx(stats.spearmanr(X, Y).statistic)


def test_polyserial_undoes_the_steps():
    rng = np.random.default_rng(3)
    score = rng.normal(size=100_000)
    behind = 0.5 * score + np.sqrt(0.75) * rng.normal(size=100_000)
    answers = np.digitize(behind, [0.8, 1.5]).astype(float)
    found = of("polyserial", np.ones(100_000), score, answers)
    assert found.estimate == pytest.approx(0.5, abs=0.01)
    assert of("pearson", np.ones(100_000), score, answers).estimate < 0.42


def test_interval_on_the_scale_of_artanh():
    low, high = fisher_interval(np.array([0.5, 1.0]), np.array([0.75 / 10, 0.0]), np.full(2, np.inf), conf_level=0.95)
    z = stats.norm.isf(0.025) / 10
    assert [low[0], high[0]] == pytest.approx(np.tanh(np.arctanh(0.5) + np.array([-z, z])))
    assert np.isnan([low[1], high[1]]).all()
