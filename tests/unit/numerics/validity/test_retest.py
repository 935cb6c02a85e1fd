"""Closed forms of two occasions."""

import numpy as np
import pytest

from workbench.numerics.validity import retest, weighted_kappa

RNG = np.random.default_rng(4)
FIRST = RNG.normal(50, 10, 60)
SECOND = FIRST + 2 + RNG.normal(0, 4, 60)


def test_error_of_measurement_is_half_the_mean_squared_change():
    n, within = 60, (SECOND - FIRST).var(ddof=1) / 2
    occasions = n * (SECOND - FIRST).mean() ** 2 / 2
    found = retest(FIRST, SECOND, conf_level=0.95)
    assert found.error == pytest.approx(np.sqrt(within + (occasions - within) / n))
    assert found.occasion_variance == pytest.approx((occasions - within) / n)


def test_units_and_order_of_the_occasions_change_nothing():
    found = retest(FIRST, SECOND, conf_level=0.9)
    other = retest(3 + 2 * SECOND, 3 + 2 * FIRST, conf_level=0.9)
    assert other.agreement == pytest.approx(found.agreement)
    assert other.agreement_ends == pytest.approx(found.agreement_ends)
    assert other.consistency_ends == pytest.approx(found.consistency_ends)
    assert other.error == pytest.approx(2 * found.error)
    assert other.change == pytest.approx(-2 * found.change)


def test_a_common_shift_lowers_agreement_alone():
    near, far = retest(FIRST, SECOND, conf_level=0.95), retest(FIRST, SECOND + 5, conf_level=0.95)
    assert far.consistency == pytest.approx(near.consistency)
    assert far.agreement < near.agreement < near.consistency


def test_everybody_changed_alike():
    found = retest(FIRST, FIRST + 3, conf_level=0.95)
    assert found.consistency == pytest.approx(1)
    assert np.isnan([*found.agreement_ends, *found.consistency_ends]).all()


def test_intervals_cover_what_they_promise():
    """ICC(A,1) of variances 4, 0.5 and 1: 4 / 5.5; the occasions are drawn too."""
    rng, covered = np.random.default_rng(7), []
    for _ in range(600):
        person, occasion = rng.normal(0, 2, (80, 1)), rng.normal(0, np.sqrt(0.05), 2)
        both = person + occasion + rng.normal(0, 1, (80, 2))
        low, high = retest(*both.T, conf_level=0.95).agreement_ends
        covered.append(low < 4 / 5.05 < high)
    assert 0.93 < np.mean(covered) < 0.985


def test_kappa_of_full_and_of_no_agreement():
    points = np.array([1.0, 2.0, 3.0])
    full = weighted_kappa(np.diag([10.0, 20.0, 30.0]), points)
    assert full.kappa == pytest.approx(1)
    assert full.std_error == pytest.approx(0)
    assert full.agreement == 1
    by_chance = weighted_kappa(np.outer([0.2, 0.3, 0.5], [0.4, 0.4, 0.2]) * 100, points)
    assert by_chance.kappa == pytest.approx(0, abs=1e-12)


def test_kappa_with_quadratic_weights_is_a_correlation_where_margins_are_equal():
    table = np.array([[20.0, 5, 2], [5, 30, 8], [2, 8, 20]])
    points = np.array([1.0, 2.0, 3.0])
    rows, columns = (
        np.repeat(points, table.sum(axis=1).astype(int)),
        np.repeat(np.tile(points, 3), table.ravel().astype(int)),
    )
    assert weighted_kappa(table, points).kappa == pytest.approx(np.corrcoef(rows, columns)[0, 1])


def test_standard_error_of_kappa_is_that_of_repeated_samples():
    table, points = np.array([[30.0, 12, 1], [3, 25, 14], [1, 4, 30]]), np.array([1.0, 2.0, 4.0])
    rng = np.random.default_rng(5)
    drawn = [
        weighted_kappa(t.reshape(3, 3) * 1.0, points).kappa for t in rng.multinomial(1200, table.ravel() / 120, 3000)
    ]
    assert weighted_kappa(table * 10, points).std_error == pytest.approx(np.std(drawn), rel=0.05)


def test_one_answer_has_no_kappa():
    assert np.isnan(weighted_kappa(np.array([[12.0]]), np.array([3.0])).kappa)
