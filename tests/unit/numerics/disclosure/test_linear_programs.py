"""A program has the solution that its corners have, wherever it starts, and writes nothing and leaves no thread."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csc_matrix

from workbench.numerics.disclosure import cheapest

# 2x + y <= 8 and x + 3y <= 9 meet at (3, 2); of 3x + 2y their prices p satisfy 2p + q = 3 and p + 3q = 2
GAIN, MATRIX, MOST = np.array([3.0, 2.0]), csc_matrix([[2.0, 1.0], [1.0, 3.0]]), np.array([8.0, 9.0])


def solved(gain=GAIN, *, least=-np.inf, most=MOST, ends=(0.0, np.inf), presolve=False, start=None):
    return cheapest(
        -gain,
        MATRIX,
        rows=(np.full(2, least), most),
        ends=tuple(np.full(2, end) for end in ends),
        presolve=presolve,
        start=None if start is None else np.array(start),
    )


@pytest.mark.parametrize("presolve", [False, True])
@pytest.mark.parametrize("start", [None, (0.0, 0.0), (1.0, 2.0), (4.0, 0.0), (9.0, 9.0)])
def test_values_and_prices_are_those_of_the_corner_from_every_start(start, presolve):
    found = solved(start=start, presolve=presolve)
    np.testing.assert_allclose(found.values, [3, 2])
    np.testing.assert_allclose(found.prices, [-1.4, -0.2])


def test_a_constraint_that_stops_nothing_has_no_price():
    found = solved(most=np.array([8.0, 1e6]))
    np.testing.assert_allclose(found.values, [0, 8])
    np.testing.assert_allclose(found.prices, [-2, 0])


def test_ends_of_unknowns_and_lower_ends_of_constraints_hold():
    np.testing.assert_allclose(solved(ends=(0.0, 1.5)).values, [1.5, 1.5])
    np.testing.assert_allclose(solved(ends=(0.0, 1.5), start=(1.5, 1.0)).values, [1.5, 1.5])
    np.testing.assert_allclose(solved(-GAIN, least=5.0, start=(3.0, 2.0)).values, [2, 1])


@pytest.mark.parametrize("presolve", [False, True])
@pytest.mark.parametrize("start", [None, (1.0, 2.0)])
def test_without_solution_or_without_end_there_is_none(start, presolve):
    assert solved(least=10.0, presolve=presolve, start=start) is None
    assert solved(-GAIN, ends=(-np.inf, np.inf), presolve=presolve, start=start) is None


def test_what_need_not_change_stays_as_it_starts():
    # of sixty numbers with a sum of 30 the first one goes up by 2, and one or two others make up for it
    start, gain = np.arange(60) % 2.0, np.eye(60)[0]
    found = cheapest(
        -gain,
        csc_matrix(np.ones((1, 60))),
        rows=(np.full(1, 30.0), np.full(1, 30.0)),
        ends=(np.zeros(60), np.full(60, 2.0)),
        start=start,
    )
    assert found.values[0] == 2
    assert (found.values != start).sum() in (2, 3)


def test_a_program_hangs_on_none_before_it():
    # all corners of a cube's face are as cheap as each other
    draws = np.random.default_rng(0)
    matrix, most = csc_matrix(draws.integers(0, 2, (30, 60)).astype(float)), np.full(30, 5.0)

    def corner(cost):
        ends = np.zeros(60), np.ones(60)
        return cheapest(cost, matrix, rows=(np.zeros(30), most), ends=ends).values

    first = corner(-np.ones(60))
    for _ in range(5):
        corner(draws.normal(size=60))
        np.testing.assert_array_equal(corner(-np.ones(60)), first)


FORKED = """
import os, signal
from tests.unit.numerics.disclosure.test_linear_programs import solved
before = len(os.listdir("/proc/self/task"))
solved()
print(len(os.listdir("/proc/self/task")) - before, flush=True)
if (child := os.fork()) == 0:
    signal.alarm(30)
    os._exit(0 if solved(presolve=True) is not None else 1)
print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks a warm process")
def test_a_process_that_has_solved_can_be_forked_and_has_written_nothing():
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("0\n0\n", "")
