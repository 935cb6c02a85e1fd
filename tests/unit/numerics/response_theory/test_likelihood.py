"""Derivatives against finite differences, the likelihood against a sum written out."""

import numpy as np
import pytest
from scipy import special

from workbench.numerics.response_theory.curves import curves, expected_points, item_information, layout, rises
from workbench.numerics.response_theory.likelihood import (
    expectation,
    factor_summary,
    observed_information,
    score_products,
)
from workbench.numerics.response_theory.quadrature import normal_grid

PLACE = layout(np.array([3, 2, 5]))
PARAMETERS = np.array([0.8, 1.0, -0.7, 1.6, 0.2, -1.2, 2.0, 1.1, 0.3, -1.5])
NODES = normal_grid()
RNG = np.random.default_rng(2)
CODES = np.column_stack([RNG.integers(0, size, 80) for size in PLACE.sizes]).astype(np.uint8)
WEIGHTS = RNG.uniform(0.5, 2, 80)


def probabilities(theta):
    """Category probabilities of one place, item by item, as differences of the logistic function."""
    found = []
    for start, size in zip(PLACE.starts, PLACE.sizes, strict=True):
        above = special.expit(PARAMETERS[start] * theta + PARAMETERS[start + 1 : start + size])
        found.append(-np.diff([1, *above, 0]))
    return found


def differences(function, step=1e-5):
    moves = step * np.eye(len(PARAMETERS))
    return np.array([(function(PARAMETERS + m) - function(PARAMETERS - m)) / (2 * step) for m in moves])


def at(parameters):
    return expectation(CODES, WEIGHTS, parameters, PLACE, NODES)


def test_probabilities_and_expected_points():
    theta = np.array([-3.0, 0.4])
    found = curves(PARAMETERS, PLACE, theta).probability
    points = np.array([0, 1, 2, 1, 2, 1, 3, 4, 5, 6.0])
    for column, place in enumerate(theta):
        np.testing.assert_allclose(found[:, column], np.concatenate(probabilities(place)), rtol=1e-12)
    by_hand = np.add.reduceat(found * points[:, None], PLACE.starts, axis=0)
    np.testing.assert_allclose(expected_points(PARAMETERS, PLACE, theta, points), by_hand, rtol=1e-12)


def test_tiny_probabilities_keep_their_digits():
    found = curves(PARAMETERS, PLACE, np.array([40.0]))
    assert found.log_probability[0, 0] == pytest.approx(-(0.8 * 40 + 1), rel=1e-12)


def test_log_likelihood_written_out():
    total = 0.0
    for row, weight in zip(CODES, WEIGHTS, strict=True):
        given = [
            np.prod([item[code] for item, code in zip(probabilities(theta), row, strict=True)]) for theta in NODES.theta
        ]
        total += weight * np.log(NODES.weights @ given)
    assert at(PARAMETERS).log_likelihood == pytest.approx(total, rel=1e-12)


def test_gradient_and_information():
    np.testing.assert_allclose(
        at(PARAMETERS).gradient, differences(lambda p: at(p).log_likelihood), rtol=1e-6, atol=1e-6
    )
    second = -differences(lambda p: at(p).gradient)
    found = observed_information(CODES, WEIGHTS, PARAMETERS, PLACE, NODES)
    np.testing.assert_allclose(found, second, rtol=1e-5, atol=1e-5)


def test_score_products_of_single_patterns():
    meat = score_products(CODES, WEIGHTS**2, PARAMETERS, PLACE, NODES)
    scores = np.array(
        [
            w * expectation(row[None], np.ones(1), PARAMETERS, PLACE, NODES).gradient
            for row, w in zip(CODES, WEIGHTS, strict=True)
        ]
    )
    np.testing.assert_allclose(meat, scores.T @ scores, rtol=1e-10, atol=1e-10)


def test_item_information_is_the_mean_square_of_the_score():
    theta = np.array([-1.0, 0.5])
    step = 1e-5
    high, low = (curves(PARAMETERS, PLACE, theta + s).probability for s in (step, -step))
    by_hand = ((high - low) / (2 * step)) ** 2 / curves(PARAMETERS, PLACE, theta).probability
    np.testing.assert_allclose(
        item_information(PARAMETERS, PLACE, theta), np.add.reduceat(by_hand, PLACE.starts, axis=0), rtol=1e-7
    )


def test_factor_summary_of_items_that_say_nothing():
    """With slopes of 0 the posterior is the prior and residuals are the answers less their means."""
    flat = PARAMETERS.copy()
    flat[PLACE.starts] = 0
    points = np.arange(10.0) - PLACE.starts[PLACE.item]
    found = factor_summary(CODES, np.ones(80), flat, PLACE, NODES, points)
    assert found.variance_of_means == pytest.approx(0, abs=1e-12)
    assert found.mean_variance == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(found.residual_covariances, np.cov(CODES, rowvar=False, bias=True), atol=1e-12)


def test_boundaries_must_fall():
    assert rises(PARAMETERS, PLACE)
    crossed = PARAMETERS.copy()
    crossed[[1, 2]] = crossed[[2, 1]]
    assert not rises(crossed, PLACE)
    assert not rises(np.full(10, np.nan), PLACE)
