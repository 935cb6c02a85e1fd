"""Calibrated weights: totals met, closed forms, and what cannot be met."""

import numpy as np
import pytest
from scipy import sparse

from workbench.numerics.sampling.calibration import linear_weights, raked_weights

RNG = np.random.default_rng(5)
N = 500
WEIGHTS = RNG.uniform(1, 5, N)
A, B = RNG.integers(0, 3, N), RNG.integers(0, 4, N)


def test_one_margin_is_a_ratio():
    totals = np.array([100.0, 700.0, 300.0])
    raked, met = raked_weights(WEIGHTS, [(A, totals)])
    assert met
    np.testing.assert_allclose(raked, WEIGHTS * (totals / np.bincount(A, WEIGHTS))[A], rtol=1e-12)


def test_raking_meets_all_margins_and_keeps_odds_ratios():
    a, b = np.array([100.0, 700.0, 300.0]), np.array([150.0, 250.0, 350.0, 350.0])
    raked, met = raked_weights(WEIGHTS, [(A, a), (B, b)])
    assert met
    np.testing.assert_allclose(np.bincount(A, raked), a, rtol=1e-10)
    np.testing.assert_allclose(np.bincount(B, raked), b, rtol=1e-10)
    before, after = (np.log(np.bincount(A * 4 + B, w).reshape(3, 4)) for w in (WEIGHTS, raked))
    change = after - before  # a sum of a row and a column effect
    np.testing.assert_allclose(change - change[:1] - change[:, :1] + change[0, 0], 0, atol=1e-10)


def test_margins_that_exclude_one_another_are_not_met():
    assert not raked_weights(WEIGHTS, [(A, np.array([1.0, 2.0, 3.0])), (A, np.array([2.0, 2.0, 2.0]))])[1]
    assert not raked_weights(np.where(A == 0, 0.0, WEIGHTS), [(A, np.array([1.0, 2.0, 3.0]))])[1]


def test_linear_weights_meet_totals_and_equal_post_stratification_for_one_margin():
    totals = np.array([400.0, 600.0, 500.0])
    x = sparse.csr_array(np.eye(3)[A])
    linear, met = linear_weights(WEIGHTS, x, totals)
    assert met
    np.testing.assert_allclose(linear, raked_weights(WEIGHTS, [(A, totals)])[0], rtol=1e-12)
    both = sparse.csr_array(np.column_stack([np.eye(3)[A], RNG.normal(size=N)]))
    linear, met = linear_weights(WEIGHTS, both, np.array([*totals, 12.0]))
    assert met
    np.testing.assert_allclose(both.T @ linear, [*totals, 12.0], rtol=1e-9)


def test_totals_that_contradict_one_another_are_not_met():
    x = sparse.csr_array(np.column_stack([np.ones(N), np.ones(N)]))
    assert not linear_weights(WEIGHTS, x, np.array([100.0, 200.0]))[1]
    assert linear_weights(WEIGHTS, x, np.array([100.0, 100.0]))[0].sum() == pytest.approx(100)
