"""The normal likelihood of incomplete answers against densities, differences and complete answers."""

import numpy as np
import pytest
from scipy import stats

from workbench.numerics.structural_models.fourth_moments import squared_moments
from workbench.numerics.structural_models.incomplete_answers import (
    available_moments,
    criterion,
    group_by_pattern,
    information,
    score_products,
    slopes,
)
from workbench.numerics.structural_models.saturated_moments import saturated_sample
from workbench.numerics.structural_models.structural_model import lower_triangle

K = 4
MEANS = np.array([0.2, -0.1, 0.0, 0.3])
COVARIANCES = np.array([[1.2, 0.4, 0.3, 0.2], [0.4, 1.0, 0.5, 0.1], [0.3, 0.5, 1.1, 0.2], [0.2, 0.1, 0.2, 0.9]])


def answers(n=80, missing=0.25) -> np.ndarray:
    rng = np.random.default_rng(5)
    values = rng.multivariate_normal(MEANS, COVARIANCES, n)
    values[rng.uniform(size=values.shape) < missing] = np.nan
    return values[~np.isnan(values).all(axis=1)]


def grouped(values, weights=None):
    return group_by_pattern(values, np.ones(len(values)) if weights is None else weights, None, 1.0)


def unpack(x):
    rows, columns = lower_triangle(K)
    covariances = np.zeros((K, K))
    covariances[rows, columns] = covariances[columns, rows] = x[K:]
    return x[:K], covariances


def gradient(sample, x):
    rows, columns = lower_triangle(K)
    pull, push = slopes(sample, *unpack(x))
    return np.concatenate([-pull, push[rows, columns] * np.where(rows == columns, 0.5, 1)])


HERE = np.concatenate([MEANS + 0.1, (COVARIANCES * 1.1)[lower_triangle(K)]])


def differences(function):
    steps = np.eye(len(HERE)) * 1e-5
    return np.array([(function(HERE + step) - function(HERE - step)) / 2e-5 for step in steps])


def density(row):
    seen = ~np.isnan(row)
    return stats.multivariate_normal.logpdf(row[seen], MEANS[seen], COVARIANCES[np.ix_(seen, seen)])


def test_criterion_is_the_density():
    values = answers()
    weights = np.random.default_rng(2).uniform(0.5, 2, len(values))
    expected = -weights @ [density(row) for row in values] / weights.sum()
    constant = weights @ (~np.isnan(values)).sum(axis=1) / weights.sum() * np.log(2 * np.pi) / 2
    found = criterion(grouped(values, weights), MEANS, COVARIANCES)
    assert found == pytest.approx(expected - constant, rel=1e-12)


def test_derivatives():
    sample = grouped(answers())
    np.testing.assert_allclose(gradient(sample, HERE), differences(lambda x: criterion(sample, *unpack(x))), atol=1e-8)
    second = differences(lambda x: gradient(sample, x))
    np.testing.assert_allclose(information(sample, *unpack(HERE), observed=True), second, atol=1e-8)


def test_score_products():
    values = answers()
    weights = np.random.default_rng(2).uniform(0.5, 2, len(values))
    each = np.array([-gradient(grouped(row[None]), HERE) for row in values])
    expected = (each * weights[:, None] ** 2).T @ each / weights.sum()
    np.testing.assert_allclose(
        score_products(grouped(values, weights), *unpack(HERE)), expected, rtol=1e-10, atol=1e-12
    )


def test_replicates_of_single_respondents():
    """Leaving out one respondent at a time: n / (n − 1) times the mean product of scores about their mean."""
    values = answers(40)
    n = len(values)
    replicates = (1 - np.eye(n)) * n / (n - 1)
    sample = group_by_pattern(values, np.ones(n), replicates, 1.0)
    each = np.array([-gradient(grouped(row[None]), HERE) for row in values])
    away = each - each.mean(axis=0)
    np.testing.assert_allclose(score_products(sample, *unpack(HERE)), away.T @ away / (n - 1), rtol=1e-10, atol=1e-12)


def test_blocks_change_nothing(monkeypatch):
    sample = grouped(answers())
    whole = information(sample, *unpack(HERE), observed=True), score_products(sample, *unpack(HERE))
    monkeypatch.setattr("workbench.numerics.structural_models.incomplete_answers.BLOCK_SIZE", 3 * K * K)
    monkeypatch.setattr("workbench.numerics.structural_models.incomplete_answers.BLOCK_ROWS", 7)
    np.testing.assert_allclose(information(sample, *unpack(HERE), observed=True), whole[0], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(score_products(sample, *unpack(HERE)), whole[1], rtol=1e-12, atol=1e-14)


def test_complete_answers():
    values = answers(missing=0)
    found = saturated_sample(grouped(values))
    np.testing.assert_allclose(found.moments.means, values.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(found.moments.covariances, np.cov(values.T, bias=True), atol=1e-12)
    expected = squared_moments(values, np.ones(len(values)))[2]
    turned = np.linalg.solve(found.information, np.linalg.solve(found.information, found.products).T)
    np.testing.assert_allclose(turned, expected, atol=1e-10)


@pytest.mark.parametrize("missing", [0.1, 0.5])
def test_saturated_moments_have_no_slope(missing):
    found = saturated_sample(grouped(answers(200, missing)))
    assert found.converged
    pull, push = slopes(found.patterns, found.moments.means, found.moments.covariances)
    assert max(np.abs(pull).max(), np.abs(push).max()) < 1e-8


def test_monotone_answers_in_closed_form():
    """With the second item missing only for some, its mean is that of the regression on the first (Anderson 1957)."""
    rng = np.random.default_rng(3)
    values = rng.multivariate_normal(MEANS[:2], COVARIANCES[:2, :2], 300)
    values[values[:, 0] > 0.8, 1] = np.nan
    seen = ~np.isnan(values[:, 1])
    slope, intercept = np.polyfit(values[seen, 0], values[seen, 1], 1)
    found = saturated_sample(grouped(values)).moments
    assert found.means[1] == pytest.approx(intercept + slope * values[:, 0].mean(), abs=1e-9)
    assert found.covariances[0, 1] == pytest.approx(slope * values[:, 0].var(), abs=1e-9)


def test_available_moments():
    values = answers()
    means, variances = available_moments(grouped(values))
    np.testing.assert_allclose(means, np.nanmean(values, axis=0), rtol=1e-12)
    np.testing.assert_allclose(np.diag(variances), np.nanvar(values, axis=0), rtol=1e-12)


def test_singular_answers_do_not_converge():
    values = answers(missing=0)
    values[:, 3] = values[:, 0] + values[:, 1]
    values[:10, 2] = np.nan
    found = saturated_sample(grouped(values))
    smallest = np.linalg.eigvalsh(found.moments.covariances)[0]
    assert not found.converged or smallest < 1e-9
