"""A logistic model from sums alone: as statsmodels fits the same numbers."""

import numpy as np
import pytest
import statsmodels.api as sm

from workbench.numerics.regression import GroupedPredictors, fit_grouped_logistic, grouped_own_parts

CODES = np.array([[a, b] for a in range(3) for b in range(2)])
N = np.array([40.0, 31, 22, 57, 18, 63])
EVENTS = np.array([10.0, 6, 9, 20, 4, 30])
LEVELS = GroupedPredictors(codes=CODES, n_levels=(3, 2), values={})


def test_coefficients_and_errors_are_those_of_a_binomial_model():
    r = sm.GLM(np.column_stack([EVENTS, N - EVENTS]), LEVELS.design_matrix(), family=sm.families.Binomial()).fit(
        tol=1e-12
    )
    found = fit_grouped_logistic(LEVELS, N, EVENTS)
    np.testing.assert_allclose(found.coefficients, r.params, rtol=1e-8)
    np.testing.assert_allclose(found.covariance, r.cov_params(), rtol=1e-6)
    contrast = LEVELS.contrast(0, 2, 1)
    np.testing.assert_allclose(contrast @ found.coefficients, r.params[2] - r.params[1], rtol=1e-8)


def test_only_sums_over_levels_count():
    """Numbers moved round a square keep all sums, and one of them is more than the respondents of its cell."""
    moved = EVENTS + 17 * np.array([0, 0, 1, -1, -1, 1])
    assert (moved > N).any()
    one, other = (fit_grouped_logistic(LEVELS, N, events) for events in (EVENTS, moved))
    np.testing.assert_allclose(other.coefficients, one.coefficients, rtol=1e-8)
    np.testing.assert_allclose(list(other.shares.values()), list(one.shares.values()), rtol=1e-8)


def test_adjusted_shares_average_over_the_combinations():
    found = fit_grouped_logistic(LEVELS, N, EVENTS)
    x = LEVELS.design_matrix()
    x[:, 1:3] = [0.0, 1.0]
    by_hand = N @ (1 / (1 + np.exp(-x @ found.coefficients))) / N.sum()
    assert found.shares[0, 2] == pytest.approx(by_hand, rel=1e-10)


def test_values_of_a_number_enter_as_they_are():
    numeric = GroupedPredictors(codes=CODES, n_levels=(3, 1), values={1: np.array([20.0, 45.0])})
    x = np.column_stack([np.ones(6), CODES[:, 0] == 1, CODES[:, 0] == 2, np.array([20.0, 45.0])[CODES[:, 1]]])
    np.testing.assert_array_equal(numeric.design_matrix(), x)
    np.testing.assert_array_equal(numeric.contrast(1, 0, 0), [0, 0, 0, 1])


def test_no_finite_coefficients_give_nothing():
    found = fit_grouped_logistic(LEVELS, N, np.array([N[0], N[1], 5, 5, 5, 5]))
    assert np.isnan(found.coefficients).all()


def test_raked_numbers_have_the_margins():
    rows, columns = np.array([70.0, 80, 82]), np.array([90.0, 142])
    cells = LEVELS.rake(N, {0: rows, 1: columns})
    np.testing.assert_allclose(np.bincount(CODES[:, 0], weights=cells), rows, rtol=1e-8)
    np.testing.assert_allclose(np.bincount(CODES[:, 1], weights=cells), columns, rtol=1e-8)
    odds = (N[0] * N[3]) / (N[1] * N[2])
    assert (cells[0] * cells[3]) / (cells[1] * cells[2]) == pytest.approx(odds)  # raking keeps the association


def test_a_predictor_unrelated_to_the_others_leaves_all_respondents():
    balanced = np.full(6, 20.0)
    own = grouped_own_parts(LEVELS, balanced, [LEVELS.contrast(1, 1, 0)], np.array([1 / 60]))
    assert own[0] == pytest.approx(1.0)
    related = np.array([38.0, 2, 20, 20, 2, 38])
    own = grouped_own_parts(LEVELS, related, [LEVELS.contrast(1, 1, 0)], np.array([1 / 60]))
    assert own[0] < 0.7
