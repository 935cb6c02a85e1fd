"""Moments under the model against all answer patterns written out."""

import itertools

import numpy as np
import pytest

from workbench.numerics.response_theory.curves import curves, layout
from workbench.numerics.response_theory.limited_information import (
    discrepancy,
    independent_moments,
    model_moments,
    root_mean_square_residual,
    sample_moments,
)
from workbench.numerics.response_theory.quadrature import normal_grid

PLACE = layout(np.array([3, 2, 3, 2]))
PARAMETERS = np.array([1.2, 0.8, -0.9, 1.6, 0.2, 0.7, 1.1, 0.3, 2.0, -0.5])
NODES = normal_grid()
PATTERNS = np.array(list(itertools.product(*(range(size) for size in PLACE.sizes))), dtype=np.uint8)


def pattern_probabilities(parameters):
    probability = curves(parameters, PLACE, NODES.theta).probability
    return np.prod(probability[PATTERNS + PLACE.starts], axis=1) @ NODES.weights


def test_moments_of_all_patterns():
    """A sample with exactly the model's pattern probabilities has the model's moments and their covariance."""
    probability = pattern_probabilities(PARAMETERS)
    model = model_moments(PARAMETERS, PLACE, NODES)
    sample = sample_moments(PATTERNS, probability, probability, PLACE)
    np.testing.assert_allclose(sample.means, model.means, atol=1e-12)
    np.testing.assert_allclose(sample.plain, model.covariance, atol=1e-12)
    np.testing.assert_allclose(sample.correlations, model.correlations, atol=1e-12)
    assert root_mean_square_residual(sample, model) == pytest.approx(0, abs=1e-12)
    found = discrepancy(sample, model)
    assert (found.chi_square, found.df) == (pytest.approx(0, abs=1e-12), 2)  # 6 shares + 6 products − 10 parameters
    assert found.scaling_factor == pytest.approx(1)


def test_derivatives():
    step, numeric = 1e-5, []
    for move in step * np.eye(len(PARAMETERS)):
        ends = [model_moments(PARAMETERS + sign * move, PLACE, NODES).means for sign in (1, -1)]
        numeric.append((ends[0] - ends[1]) / (2 * step))
    np.testing.assert_allclose(model_moments(PARAMETERS, PLACE, NODES).derivatives, np.transpose(numeric), atol=1e-8)


def test_independent_items_have_products_of_means():
    flat = PARAMETERS.copy()
    flat[PLACE.starts] = 0
    probability = pattern_probabilities(flat)
    sample = sample_moments(PATTERNS, probability, probability, PLACE)
    model = independent_moments(sample.means, PLACE)
    np.testing.assert_allclose(model.means, sample.means, atol=1e-12)
    np.testing.assert_allclose(model.covariance, sample.plain, atol=1e-12)
    assert discrepancy(sample, model).df == 6


def test_doubled_weights_of_half_the_sample_have_a_design_effect():
    """Weights that vary independently of the answers: n Σw² / (Σw)²."""
    probability = 1000 * pattern_probabilities(PARAMETERS)
    codes = np.vstack([PATTERNS, PATTERNS])
    weights = np.concatenate([probability * 2 / 3, probability / 3])
    squares = np.concatenate([probability * 8 / 9, probability * 2 / 9])
    sample = sample_moments(codes, weights, squares, PLACE)
    other = model_moments(PARAMETERS * 1.1, PLACE, NODES)
    assert discrepancy(sample, other).scaling_factor == pytest.approx(10 / 9)


def test_three_items_leave_no_restriction():
    place, nodes = layout(np.array([3, 2, 2])), NODES
    parameters = np.array([1.2, 0.8, -0.9, 1.6, 0.2, 0.7, 1.1])
    model = model_moments(parameters, place, nodes)
    sample = sample_moments(np.array([[0, 0, 0], [2, 1, 1], [1, 0, 1]], dtype=np.uint8), np.ones(3), None, place)
    assert discrepancy(sample, model) is None
