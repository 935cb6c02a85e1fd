"""How exactly numbers of groups are known: what the gate reads beside an estimate."""

import numpy as np
import pytest

from workbench.population.design import Domains, exactness, largest_parts, smallest_parts, two_valued, value_range

GROUP = Domains("group", ["a", "b", "nobody"], np.array([0, 0, 1, 1, 1, -1]))
WEIGHTS = np.array([1.0, 3.0, 2.0, 2.0, 4.0, 50.0])


@pytest.mark.parametrize(("parts", "weight"), [(smallest_parts, 6 / 62), (largest_parts, 300 / 62)])
def test_extreme_parts_are_those_of_the_weights_of_everybody(parts, weight):
    """The mean weight of everybody is 62 / 6, the smallest 1, and the largest, 50, is in no group."""
    found = parts(WEIGHTS, GROUP)
    assert found[:2].tolist() == pytest.approx([weight / 2, weight / 3], abs=1e-9)
    assert np.isnan(found[2])


@pytest.mark.parametrize("parts", [smallest_parts, largest_parts])
def test_equal_weights_carry_equal_parts(parts):
    assert parts(np.full(6, 0.1), GROUP)[:2].tolist() == [1 / 2, 1 / 3]


@pytest.mark.parametrize(
    ("values", "yes_or_no"),
    [([0, 1, np.nan, 1], True), ([0, 100, 100, 0], True), ([-3, 7, 7, 7], True), ([0, 1, 2, 0], False)],
)
def test_two_values_are_yes_and_no_in_whatever_numbers(values, yes_or_no):
    assert two_valued(np.array(values, dtype=float)) is yes_or_no


def test_a_flag_that_nobody_has_still_runs_from_no_to_yes():
    nobody = np.zeros(6)
    assert value_range(nobody) == (0.0, 0.0)
    assert value_range(nobody, is_flag=True) == (0.0, 1.0)
    assert exactness(nobody, WEIGHTS, GROUP, is_flag=True)["n_events"].tolist() == [0, 0, 0]


def test_range_is_that_of_everybody_and_not_of_the_groups():
    found = exactness(np.array([20.0, 40, 60, 30, 50, 100]), WEIGHTS, GROUP)
    assert (found["value_minimum"], found["value_maximum"]) == (20.0, 100.0)
    assert "n_events" not in found
