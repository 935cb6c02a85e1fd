"""Covariate patterns: what sums over levels leave open of them."""

import numpy as np
import pytest

from workbench.numerics.regression import CovariatePatterns

EXCLUSIVE = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
CROSSED = [[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)]


def patterns(codes: list[list[int]], size: list[int]) -> CovariatePatterns:
    return CovariatePatterns(("a", "b", "c"), np.array(codes), np.array(size))


def test_as_many_coefficients_as_patterns_leave_nobody():
    saturated = patterns(EXCLUSIVE, [40, 30, 20, 10])
    assert (saturated.n_coefficients, saturated.spare_respondents()) == (4, 0)


def test_who_contradicts_is_all_that_is_left():
    assert patterns([*EXCLUSIVE, [1, 1, 0]], [40, 30, 20, 10, 3]).spare_respondents() == 3


@pytest.mark.parametrize(
    ("crossed", "left"),
    [
        ((), 10 + 11 + 12 + 14),
        ([("a", "b")], 10 + 12 + 14),
        ([("a", "b"), ("c", "b")], 10 + 12),
        ([("a", "b", "c")], 0),
    ],
)
def test_the_largest_patterns_that_sums_can_settle_are_settled(crossed, left):
    """Of 000 … 111 with 10 … 17 respondents: 111, 110, 101 and 011 are independent, and so is 001 given a × b."""
    assert patterns(CROSSED, list(range(10, 18))).spare_respondents(crossed) == left


def test_patterns_of_some_variables_add_up():
    some = patterns(CROSSED, list(range(10, 18))).of(["c", "a"])
    assert some.variables == ("c", "a")
    assert dict(zip(map(tuple, some.codes.tolist()), some.size.tolist(), strict=True)) == {
        (0, 0): 22, (0, 1): 30, (1, 0): 24, (1, 1): 32,
    }  # fmt: skip
    assert repr(some) == "4 covariate patterns"
