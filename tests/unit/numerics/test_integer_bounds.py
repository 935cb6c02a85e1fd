"""Bounds over integers, beside all integer points written out."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from workbench.numerics import integer_bounds
from workbench.numerics.integer_bounds import LinearSystem, cheapest_change, farthest, reach


def small_system(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 6))
    matrix = rng.integers(-2, 4, (2, n)).astype(float)
    start = rng.integers(0, 4, n).astype(float)
    row = matrix @ start
    slack = rng.integers(0, 3, 2)
    system = LinearSystem(csr_matrix(matrix), row - slack, row + slack, np.full(n, 5.0), np.ones(n, dtype=bool))
    points = np.array([p for p in product(range(6), repeat=n) if system.holds(np.array(p, dtype=float))])
    return system, start, points, rng


@pytest.mark.parametrize("seed", range(30))
def test_farthest_and_reach_agree_with_every_point_written_out(seed):
    system, start, points, rng = small_system(seed)
    form = rng.integers(-2, 3, len(start)).astype(float)
    best = (points @ form).max()
    found = farthest(system, start, form=form)
    assert found.decided and system.holds(found.point)
    assert form @ found.point == pytest.approx(best)
    near = reach(system, start, forms=form[None], at_least=np.array([best]))
    assert system.holds(near.point) and form @ near.point >= best - 1e-6
    assert reach(system, start, forms=form[None], at_least=np.array([best + 1])) == (None, True)


def test_a_search_that_is_stopped_is_not_decided(monkeypatch):
    """A program that ends without an answer proves nothing."""
    matrix = csr_matrix(np.array([[2.0, 2.0, -2.0]]))
    system = LinearSystem(matrix, np.array([2.0]), np.array([2.0]), np.full(3, 9.0), np.ones(3, dtype=bool))
    start, form = np.array([1.0, 0.0, 0.0]), np.array([[0.0, 0.0, 1.0]])
    assert reach(system, start, forms=form, at_least=np.array([2.0])).decided
    monkeypatch.setattr(integer_bounds, "_nearest", lambda *_, **__: (None, 1))
    assert reach(system, start, forms=form, at_least=np.array([2.0])) == (None, False)


def test_one_respondent_too_many_among_millions_is_no_solution():
    whole = csr_matrix(np.ones((1, 2)))
    system = LinearSystem(whole, np.array([2e6]), np.array([2e6]), np.full(2, 2e6), np.ones(2, dtype=bool))
    assert system.holds(np.array([1e6, 1e6]))
    assert not system.holds(np.array([1e6, 1e6 + 1]))


def test_the_cheapest_change_goes_through_the_cheapest_cells():
    """A square of cells with lines of two: one cell can rise by 3 only if the other three change as well."""
    lines = csr_matrix(np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]], dtype=float))
    four, room = np.ones(4), np.full(4, 9.0)
    change = cheapest_change(
        lines, cost_up=four, cost_down=four, room_up=room, room_down=room, form=np.array([1 / 3, 0, 0, 0])
    )
    np.testing.assert_allclose(change, [3, -3, -3, 3])
    stuck = np.array([9.0, 2.0, 9.0, 9.0])
    assert (
        cheapest_change(
            lines, cost_up=four, cost_down=four, room_up=room, room_down=stuck, form=np.array([1 / 3, 0, 0, 0])
        )
        is None
    )
