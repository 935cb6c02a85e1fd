"""Small levels of a predictor are one level before anything is fitted."""

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.plan import merged_levels, protection_plan
from workbench.errors import DataError


def merged(sizes, *, logistic=True):
    """Levels after merging; `sizes`: (not below, below)."""
    level, below = groups_of(sizes)
    survey = build_survey({"group": level}, below)
    outcome = below if logistic else below.astype(float)
    found = merged_levels(survey.background, outcome, plan=protection_plan(survey))
    return found.get("group")


def counts(column):
    return column.value_counts(sort=False).to_dict()


def test_levels_with_fewer_than_ten_on_a_side_become_one():
    found = merged({"a": (60, 10), "few below": (60, 9), "few others": (9, 60), "b": (60, 12)})
    assert list(found.cat.categories) == ["a", "b", "other levels"]
    assert counts(found) == {"a": 70, "b": 72, "other levels": 138}


def test_the_smallest_level_left_joins_while_the_rest_is_too_small():
    found = merged({"a": (60, 20), "small": (30, 12), "x": (10, 3), "y": (10, 2), "b": (50, 14)})
    assert list(found.cat.categories) == ["a", "b", "other levels"]
    assert counts(found)["other levels"] == 42 + 13 + 12


def test_a_small_reference_joins_and_the_first_level_left_is_the_reference():
    found = merged({"reference": (30, 4), "x": (30, 8), "a": (60, 20), "b": (50, 14)})
    assert found.cat.categories[0] == "a"
    assert counts(found)["other levels"] == 72


def test_a_variable_with_one_level_left_is_dropped():
    assert merged({"a": (60, 20), "x": (20, 3)}) is None


def test_nothing_changes_where_all_levels_are_large():
    found = merged({"a": (60, 20), "b": (50, 14)})
    assert list(found.cat.categories) == ["a", "b"]


def test_a_linear_model_needs_a_window_of_respondents():
    found = merged({"a": (60, 0), "five": (5, 0), "four": (4, 0), "three": (3, 0), "b": (70, 1)}, logistic=False)
    assert counts(found) == {"a": 60, "five": 5, "b": 71, "other levels": 7}


def test_only_rows_that_enter_the_model_count_and_all_rows_stay():
    level, below = groups_of({"a": (60, 20), "b": (50, 14), "c": (40, 12)})
    second = pd.Series(pd.Categorical(["p", "q"] * 98, ["p", "q"]))
    second[[i for i in range(len(level)) if level[i] == "c" and below[i]][:4]] = None
    survey = build_survey({"group": level, "second": second}, below)
    found = merged_levels(survey.background, below, plan=protection_plan(survey))
    assert list(found["group"].cat.categories) == ["a", "other levels"]  # c has eight below left, and b joins it
    assert found["group"].notna().all() and len(found) == 196


def test_two_surveys_of_one_publication_are_merged_alike():
    """Counts that lie in the same windows cannot be told apart by what was merged."""
    one = merged({"a": (60, 20), "b": (49, 10), "c": (40, 30)})
    other = merged({"a": (60, 20), "b": (45, 14), "c": (40, 30)})
    assert list(one.cat.categories) == list(other.cat.categories)


def test_other_respondents_are_refused():
    level, below = groups_of({"a": (60, 20), "b": (50, 14)})
    survey = build_survey({"group": level}, below)
    with pytest.raises(DataError, match="different respondents"):
        merged_levels(survey.background, below[1:], plan=protection_plan(survey))
