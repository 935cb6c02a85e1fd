"""Tests and intervals by Student's t: against the distribution function, and where there is nothing to say."""

import numpy as np
import pytest
from scipy.special import stdtr

from workbench.numerics.sampling.t_tests import t_tests


def test_interval_ends_are_the_values_that_the_test_just_does_not_reject():
    estimate, error, df = np.array([1.5, -0.2]), np.array([0.4, 0.3]), np.array([7.0, 40.0])
    found = t_tests(estimate, error, df, 0.9)
    assert found["p_value"] == pytest.approx(2 * stdtr(df, -np.abs(estimate / error)), rel=1e-12)
    for end in ("conf_low", "conf_high"):
        assert t_tests(estimate - found[end], error, df, 0.9)["p_value"] == pytest.approx([0.1, 0.1], rel=1e-9)


def test_infinite_degrees_of_freedom_are_the_normal_distribution():
    found = t_tests(np.array([1.0]), np.array([1.0]), np.array([np.inf]), 0.95)
    assert found["conf_high"][0] - 1 == pytest.approx(1.959963984540054, rel=1e-12)
    assert found["p_value"][0] == pytest.approx(0.31731050786291404, rel=1e-12)


@pytest.mark.parametrize(("error", "df"), [(np.nan, 5.0), (0.3, 0.0), (0.3, -1.0), (0.3, np.nan)])
def test_without_error_or_degrees_of_freedom_there_is_no_p_and_no_interval(error, df):
    found = t_tests(np.array([1.0]), np.array([error]), np.array([df]), 0.95)
    assert np.isnan([found["p_value"][0], found["conf_low"][0], found["conf_high"][0]]).all()
