"""Natural cubic splines: straight outside the knots, smooth inside, straight lines among them."""

import numpy as np
import pytest

from workbench.numerics.regression.natural_spline import QUANTILES, spline_basis

KNOTS = np.array([18.0, 30.0, 52.0, 75.0])


def test_straight_beyond_the_outermost_knots():
    for ends in (np.linspace(-40, 18, 30), np.linspace(75, 200, 30)):
        second = np.diff(spline_basis(ends, KNOTS), n=2, axis=0)
        assert np.abs(second).max() < 1e-9


@pytest.mark.parametrize("knot", KNOTS)
def test_value_slope_and_curvature_join_at_the_knots(knot):
    step = 1e-3
    around = spline_basis(knot + step * np.arange(-4, 5), KNOTS)
    third = np.diff(around, n=3, axis=0) / step**3
    assert np.abs(np.diff(around, n=2, axis=0)[3] - np.diff(around, n=2, axis=0)[2]).max() < 1e-6
    assert np.isfinite(third).all()


def test_columns_are_independent_and_the_first_is_the_value():
    values = np.linspace(15, 90, 200)
    basis = spline_basis(values, KNOTS)
    assert basis.shape == (200, 3)
    assert (basis[:, 0] == values).all()
    assert np.linalg.matrix_rank(np.column_stack([np.ones(200), basis])) == 4


def test_quantiles_are_symmetric():
    for places in QUANTILES.values():
        assert np.add(places, places[::-1]) == pytest.approx(1)
