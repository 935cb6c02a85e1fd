"""Profile likelihood intervals and Firth's penalty: closed forms and definitions."""

import numpy as np
import pytest
from scipy import stats

from workbench.numerics.regression.logistic_regression import fit_logistic_rows
from workbench.numerics.regression.profile_likelihood import profile_intervals


def two_by_two(a, b, c, d):
    """Rows of a table: events and others of the exposed, then of the rest."""
    x = np.array([[1.0, 1], [1, 1], [1, 0], [1, 0]])
    return x, np.array([1.0, 0, 1, 0]), np.array([a, b, c, d], dtype=float)


def test_interval_of_a_share_solves_the_likelihood_ratio_equation():
    """An intercept alone: the binomial likelihood of 7 in 40."""
    x, y, weight = np.ones((2, 1)), np.array([1.0, 0.0]), np.array([7.0, 33.0])
    low, high = profile_intervals(x, y, weight, fit_logistic_rows(x, y, weight), conf_level=0.9)
    for end in (low[0], high[0]):
        p = 1 / (1 + np.exp(-end))
        drop = 2 * (stats.binom.logpmf(7, 40, 7 / 40) - stats.binom.logpmf(7, 40, p))
        assert drop == pytest.approx(stats.chi2.ppf(0.9, 1), rel=1e-8)
    assert low[0] < np.log(7 / 33) < high[0]


def test_interval_is_open_where_nobody_has_the_outcome():
    x, y, weight = np.ones((2, 1)), np.array([1.0, 0.0]), np.array([1e-9, 40.0])
    low, _ = profile_intervals(x, y, weight, fit_logistic_rows(x, y, weight), conf_level=0.95)
    assert low[0] == -np.inf


@pytest.mark.parametrize("cells", [(12, 28, 9, 51), (5, 0, 3, 9), (0, 10, 4, 6)])
def test_firth_of_a_two_by_two_table_adds_one_half_to_each_cell(cells):
    a, b, c, d = (n + 0.5 for n in cells)
    fit = fit_logistic_rows(*two_by_two(*cells), penalised=True)
    assert fit.converged
    assert fit.coefficients == pytest.approx([np.log(c / d), np.log(a * d / (b * c))], rel=1e-8)


def test_penalised_profile_of_a_separated_table_is_finite_above_the_likelihoods_end():
    x, y, weight = two_by_two(5, 0, 3, 9)
    fit = fit_logistic_rows(x, y, weight, penalised=True)
    low, high = profile_intervals(x, y, weight, fit, conf_level=0.95, penalised=True)
    assert low[1] < fit.coefficients[1] < high[1] < np.inf
    held = fit.coefficients.copy()
    held[1] = high[1]
    at_end = fit_logistic_rows(x, y, weight, start=held, held=1, penalised=True)
    assert at_end.coefficients[1] == high[1]
    assert 2 * (fit.log_likelihood - at_end.log_likelihood) == pytest.approx(stats.chi2.ppf(0.95, 1), rel=1e-7)
