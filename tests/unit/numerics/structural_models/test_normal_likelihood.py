"""Likelihood, gradient and informations against the normal density itself, differences and simulated scores."""

import numpy as np
import pytest
from scipy import stats

from tests.unit.numerics.structural_models.models import GROUPS, ITEMS, difference, somewhere, structure
from workbench.numerics.structural_models import normal_likelihood as likelihood
from workbench.numerics.structural_models.fisher_scoring import Search
from workbench.numerics.structural_models.fit import FactorFit
from workbench.numerics.structural_models.fourth_moments import squared_moments
from workbench.numerics.structural_models.structural_model import lower_triangle, moments

MODEL = structure("continuous")
SIZES = (60, 40)


def answers(seed=3):
    """Numbers from the model somewhere near, but not normal: squares keep the fourth moments away from normal ones."""
    rng = np.random.default_rng(seed)
    mixing = rng.standard_normal((ITEMS, ITEMS)) / 2 + np.eye(ITEMS)
    return [rng.standard_normal((n, ITEMS)) @ mixing + rng.standard_normal((n, 1)) ** 2 for n in SIZES]


def samples(values, weights=None):
    total = sum(SIZES)
    made = []
    for number, (value, n) in enumerate(zip(values, SIZES, strict=True)):
        weight = np.ones(n) if weights is None else weights[number]
        means = weight @ value / n
        centred = value - means
        covariances = (weight[:, None] * centred).T @ centred / n
        made.append(likelihood.NormalSample(n, n / total, means, covariances, squared_moments(value, weight)))
    return made


VALUES = answers()
SAMPLES = samples(VALUES)
HERE = somewhere(MODEL, size=0.05)


def criterion(x, chosen=SAMPLES):
    return sum(s.share * likelihood.discrepancy(MODEL, x, s, g) for g, s in enumerate(chosen)) / 2


def log_density(x):
    """Of each respondent, group after group."""
    parts = [moments(MODEL.matrices(x, group)) for group in range(GROUPS)]
    return np.concatenate([stats.multivariate_normal(*p).logpdf(v) for p, v in zip(parts, VALUES, strict=True)])


def test_criterion_is_the_likelihood_ratio():
    away = somewhere(MODEL, seed=2, size=0.05)
    difference_of_criteria = criterion(HERE) - criterion(away)
    assert difference_of_criteria * sum(SIZES) == pytest.approx(log_density(away).sum() - log_density(HERE).sum())


def test_criterion_is_infinite_where_covariances_are_impossible():
    x = HERE.copy()
    residual = (MODEL.kind == 2) & (MODEL.row == MODEL.column)
    x[MODEL.parameter[residual]] = -5
    assert criterion(x) == np.inf


def test_gradient_and_observed_information():
    np.testing.assert_allclose(likelihood.gradient(MODEL, HERE, SAMPLES), difference(criterion, HERE), atol=1e-7)
    numerical = difference(lambda x: likelihood.gradient(MODEL, x, SAMPLES), HERE)
    np.testing.assert_allclose(likelihood.observed_information(MODEL, HERE, SAMPLES), numerical, atol=1e-6)


def test_expected_information_is_the_observed_one_where_the_model_holds():
    exact = [
        likelihood.NormalSample(
            n, n / sum(SIZES), *moments(MODEL.matrices(HERE, group)), (1.0, np.empty(0), np.empty(0))
        )
        for group, n in enumerate(SIZES)
    ]
    expected = likelihood.expected_information(MODEL, HERE, exact)
    np.testing.assert_allclose(likelihood.observed_information(MODEL, HERE, exact), expected, atol=1e-10)


def fitted(drawn):
    """A fit that ended here, at its best or not."""
    search = Search(HERE, criterion(HERE), converged=True, n_iterations=0)
    return FactorFit(structure=MODEL, samples=drawn, search=search, robust=True)


def test_score_products_are_those_of_the_respondents():
    scores = difference(log_density, HERE).T
    found = fitted(SAMPLES).meat
    np.testing.assert_allclose(found, scores.T @ scores / sum(SIZES), atol=1e-6 * found.max(), rtol=0)


def test_weighted_score_products():
    rng = np.random.default_rng(5)
    weights = [w / w.mean() for w in (rng.uniform(0.5, 3, n) for n in SIZES)]
    scores = difference(log_density, HERE).T * np.concatenate(weights)[:, None]
    found = fitted(samples(VALUES, weights)).meat
    np.testing.assert_allclose(found, scores.T @ scores / sum(SIZES), atol=1e-6 * found.max(), rtol=0)


def test_search_ends_at_a_maximum():
    rng = np.random.default_rng(6)
    values = [rng.multivariate_normal(*moments(MODEL.matrices(HERE, g)), n) for g, n in enumerate(SIZES)]
    drawn = samples(values)
    search = likelihood.fit(MODEL, drawn)
    assert search.converged
    np.testing.assert_allclose(likelihood.gradient(MODEL, search.parameters, drawn), 0, atol=1e-7)
    assert np.linalg.eigvalsh(likelihood.observed_information(MODEL, search.parameters, drawn))[0] > 0
    assert search.criterion < criterion(HERE, drawn)


def test_squared_moments_in_blocks():
    rng = np.random.default_rng(1)
    values, weights = rng.standard_normal((5_000, 3)) ** 2, rng.uniform(0.2, 2, 5_000)
    weights /= weights.mean()
    square, linear, quadratic = squared_moments(values, weights)
    rows, columns = lower_triangle(3)
    deviations = values - weights @ values / 5_000
    products = deviations[:, rows] * deviations[:, columns]
    z = np.concatenate([deviations, products - weights @ products / 5_000], axis=1)
    assert square == pytest.approx(np.mean(weights**2))
    np.testing.assert_allclose(linear, weights**2 @ z / 5_000, atol=1e-10)
    np.testing.assert_allclose(quadratic, (weights[:, None] ** 2 * z).T @ z / 5_000, rtol=1e-9, atol=1e-10)
