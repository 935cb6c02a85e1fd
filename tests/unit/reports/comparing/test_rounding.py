"""One step of rounding, and no more, between two published numbers."""

import pytest

from workbench.reports.comparing.cells import compare_tables
from workbench.reports.comparing.rounding import only_rounding

HEADS = ["variable", "level", "n_respondents", "p_value", "estimate", "conf_low"]


def apart(**changed: tuple[str, str]) -> bool:
    """Whether a row whose cells differ so is taken as rounded."""
    values = {"n_respondents": ("42", "42"), "p_value": ("1.0", "1.0"), "estimate": ("0.5", "0.5")} | changed
    rows = [["sex", "Men", *(values.get(head, ("0", "0"))[side] for head in HEADS[2:])] for side in (0, 1)]
    return only_rounding(compare_tables("t.csv", [HEADS, rows[0]], [HEADS, rows[1]]), width=5)


@pytest.mark.parametrize(
    ("before", "after"),
    [("75.2", "75.4"), ("0.89", "0.9"), ("0.1", "0.15"), ("-0.3", "-0.28"), ("120", "135"), ("0.00012", "0.00013")],
)
def test_neighbours_on_a_grid_are_one_step_apart(before, after):
    assert apart(estimate=(before, after)) and apart(estimate=(after, before))


@pytest.mark.parametrize(
    ("before", "after"), [("75.2", "75.3001"), ("0.89", "0.96"), ("0.5", ""), ("0.5", "inf"), ("0.33", "0.35")]
)
def test_what_is_no_neighbour_is_a_difference(before, after):
    assert not apart(estimate=(before, after))


def test_numbers_of_respondents_move_by_a_window_and_p_values_by_a_band():
    assert apart(n_respondents=("42", "47")) and not apart(n_respondents=("42", "52"))
    assert apart(p_value=("0.05", "1.0")) and not apart(p_value=("0.01", "1.0"))


def test_an_end_may_follow_its_estimate_but_not_run_away_from_it():
    assert apart(estimate=("0.5", "0.55"), conf_low=("0.413", "0.467"))
    assert not apart(conf_low=("0.413", "0.467"))
    assert not apart(estimate=("0.5", "0.55"), conf_low=("0.413", "0.613"))


def test_a_row_that_is_gone_is_no_rounding():
    assert not only_rounding(compare_tables("t.csv", [HEADS, ["sex", "Men", *"1234"]], [HEADS]), width=5)
