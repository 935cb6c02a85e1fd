"""Tests of two coefficients."""

import numpy as np
import pytest
from scipy import stats

from workbench.numerics.validity import (
    alphas_compared,
    correlations_compared,
    dependent_correlations_compared,
    tucker_congruence,
)


def test_congruence_ignores_the_size():
    a = np.array([0.5, 0.6, 0.7])
    assert tucker_congruence(a, 2 * a) == pytest.approx(1)
    assert tucker_congruence(a, -a) == pytest.approx(-1)
    assert np.isnan(tucker_congruence(a, 0 * a))


def test_two_samples_may_change_places():
    one = alphas_compared((0.8, 0.7), (120, 300), (5, 9), conf_level=0.95)
    other = alphas_compared((0.7, 0.8), (300, 120), (9, 5), conf_level=0.95)
    assert other.p_value == pytest.approx(one.p_value, abs=1e-9)
    assert other.statistic == pytest.approx(1 / one.statistic)
    assert [other.low, other.high] == pytest.approx([-one.high, -one.low])


def test_equal_coefficients_of_like_samples():
    assert alphas_compared((0.8, 0.8), (200, 200), (6, 6), conf_level=0.95).p_value == pytest.approx(1)
    assert correlations_compared((0.4, 0.4), (50, 80), conf_level=0.95).p_value == pytest.approx(1)
    assert dependent_correlations_compared((0.4, 0.4), 0.2, 50, conf_level=0.95).p_value == pytest.approx(1)


def test_with_many_items_it_is_feldts_f():
    found = alphas_compared((0.9, 0.88), (150, 120), (2_000, 2_000), conf_level=0.95)
    expected = 2 * stats.f.sf(found.statistic, 149, 119)
    assert found.p_value == pytest.approx(expected, abs=1e-3)


def test_alphas_of_few_items_are_rejected_as_often_as_said():
    """Four parallel normal items: the integrated distribution keeps 5 %, F with (n − 1, n − 1) does not."""
    rng, n, k = np.random.default_rng(11), 100, 4
    own, feldt = [], []
    for _ in range(1_500):
        alphas = []
        for _ in range(2):
            x = rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
            s = np.cov(x, rowvar=False)
            alphas.append(k / (k - 1) * (1 - np.trace(s) / s.sum()))
        found = alphas_compared((alphas[0], alphas[1]), (n, n), (k, k), conf_level=0.95)
        own.append(found.p_value < 0.05)
        feldt.append(min(stats.f.sf(found.statistic, 99, 99), stats.f.cdf(found.statistic, 99, 99)) < 0.025)
    assert 0.035 < np.mean(own) < 0.065
    assert np.mean(feldt) > 0.07


def test_interval_and_test_agree_about_two_correlations():
    for other in (0.1, 0.25, 0.35, 0.45):
        found = correlations_compared((0.5, other), (200, 150), conf_level=0.95)
        assert (found.p_value < 0.05) == (found.low > 0)
