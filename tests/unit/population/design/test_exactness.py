"""How exactly numbers of groups are known: what the gate reads beside an estimate."""

import numpy as np
import pytest

from workbench.population.design import Domains, exactness, two_valued, value_range, weight_cells

GROUP = Domains("group", ["a", "b", "nobody"], np.array([0, 0, 1, 1, 1, -1]))
WEIGHTS = np.array([1.0, 3.0, 2.0, 2.0, 4.0, 50.0])


def test_weights_of_a_group_stand_beside_the_smallest_and_largest_of_all():
    """Without those of all, whether the group has somebody who weighs most could be seen."""
    answered = Domains("group", GROUP.levels, np.array([0, -1, 1, 1, 1, -1]))
    a, b, nobody = weight_cells(WEIGHTS * 3, answered, GROUP)
    in_means = WEIGHTS * 6 / 62
    assert a[:, :2].tolist() == [[1, 1], [0, 1], [0, 0]] and a[:, 2] == pytest.approx(in_means[[0, 1, 5]])
    assert b[:, :2].tolist() == [[0, 0], [2, 2], [1, 1], [0, 0]] and b[:, 2] == pytest.approx(in_means[[0, 2, 4, 5]])
    assert nobody[:, :2].tolist() == [[0, 0], [0, 0]]


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
