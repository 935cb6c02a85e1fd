"""Ratios of correlations between scales to those within."""

import numpy as np
import pytest

from workbench.numerics.validity import heterotrait_ratios

MEMBERS = [np.array([0, 1, 2]), np.array([3, 4])]


def correlations(within=0.5, between=0.3):
    matrix = np.full((5, 5), between)
    for items in MEMBERS:
        matrix[np.ix_(items, items)] = within
    np.fill_diagonal(matrix, 1.0)
    return matrix


def test_equal_correlations():
    found = heterotrait_ratios(correlations()[None], MEMBERS)
    assert [found.absolute[0, 0], found.signed[0, 0], found.geometric[0, 0]] == pytest.approx([0.6, 0.6, 0.6])


def test_signs():
    matrix = correlations()
    matrix[0, 3] = matrix[3, 0] = -0.3
    found = heterotrait_ratios(matrix[None], MEMBERS)
    assert found.absolute[0, 0] == pytest.approx(0.6)
    assert found.signed[0, 0] == pytest.approx(0.6 * 4 / 6)


def test_a_negative_correlation_within_a_scale_leaves_no_geometric_mean():
    matrix = correlations()
    matrix[0, 1] = matrix[1, 0] = -0.1
    found = heterotrait_ratios(matrix[None], MEMBERS)
    assert np.isnan(found.geometric[0, 0])
    assert np.isfinite([found.absolute[0, 0], found.signed[0, 0]]).all()


def test_unequal_loadings_make_the_ratios_differ_and_leave_htmt2_right():
    """HTMT2 is the correlation of congeneric factors; HTMT of items that are not parallel is not."""
    loadings, correlation = np.array([0.9, 0.6, 0.3, 0.8, 0.4]), 0.7
    scale = np.repeat([0, 1], [3, 2])
    matrix = np.outer(loadings, loadings) * np.where(scale[:, None] == scale, 1.0, correlation)
    np.fill_diagonal(matrix, 1.0)
    found = heterotrait_ratios(matrix[None], MEMBERS)
    assert found.geometric[0, 0] == pytest.approx(correlation)
    assert abs(found.absolute[0, 0] - correlation) > 0.01
