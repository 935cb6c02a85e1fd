import numpy as np
import pytest

from workbench.numerics.structural_models.scaled_tests import scaled_by, scaled_shifted


def test_a_scaled_and_shifted_statistic_has_mean_and_variance_of_its_chi_square():
    weights, df = np.array([2.0, 1.0, 0.5, 0.1]), 4
    test = scaled_shifted(0.0, df, weights.sum(), (weights**2).sum())
    assert weights.sum() / test.factor + test.shift == pytest.approx(df)
    assert 2 * (weights**2).sum() / test.factor**2 == pytest.approx(2 * df)


def test_no_degrees_of_freedom_and_no_positive_factor():
    assert scaled_shifted(1e-20, 0, 0.0, 0.0).scaled == 1e-20
    assert np.isnan(scaled_by(10.0, 5, -0.2).scaled)
    assert scaled_by(10.0, 5, -0.2).factor == -0.2
