"""Small levels of a predictor are one level before anything is fitted."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.plan import merged_levels, merged_parts, merged_within, protection_plan
from workbench.errors import DataError, NotEstimable
from workbench.population import not_answered_as_level


def merged(sizes, *, logistic=True, ordered=False):
    """Levels after merging; `sizes`: (not below, below)."""
    level, below = groups_of(sizes)
    level = level.cat.as_ordered() if ordered else level
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
    found = merged({"reference": (30, 6), "x": (30, 8), "a": (60, 20), "b": (50, 14)})
    assert found.cat.categories[0] == "a"
    assert counts(found)["other levels"] == 74


def test_the_reference_stays_what_others_are_compared_with():
    """A third answer of a few must not cost the comparison of men and women, whichever are fewer."""
    found = merged({"men": (40, 12), "women": (60, 20), "other": (3, 1)})
    assert list(found.cat.categories) == ["men", "other levels"]


def with_halves(sizes):
    level, below = groups_of(sizes)
    half = pd.Series(pd.Categorical.from_codes([place % 2 for place in range(len(level))], ["even", "odd"]))
    return build_survey({"group": level, "half": half}, below), below


def test_a_variable_with_one_level_left_is_dropped():
    survey, below = with_halves({"a": (60, 20), "x": (20, 3)})
    assert list(merged_levels(survey.background, below, plan=protection_plan(survey))) == ["half"]


def test_where_no_variable_is_left_there_is_no_regression():
    level, below = groups_of({"a": (60, 20), "x": (20, 3)})
    survey = build_survey({"group": level}, below)
    with pytest.raises(NotEstimable, match=r"^Of `group` fewer than two levels can be told apart"):
        merged_levels(survey.background, below, plan=protection_plan(survey))


@pytest.mark.parametrize(("at_x", "left"), [((20, 0), ["half"]), ((0, 20), ["half"]), ((20, 1), ["group", "half"])])
def test_of_an_open_survey_a_variable_with_a_level_on_one_side_is_dropped(at_x, left):
    survey, below = with_halves({"a": (60, 20), "x": at_x})
    opened = survey.codebook.model_copy(update={"open_because": "Made for this test."})
    plan = protection_plan(replace(survey, codebook=opened))
    assert plan.is_open
    assert list(merged_levels(survey.background, below, plan=plan)) == left


def test_nothing_changes_where_all_levels_are_large():
    found = merged({"a": (60, 20), "b": (50, 14)})
    assert list(found.cat.categories) == ["a", "b"]


def test_a_linear_model_needs_a_window_of_respondents_and_levels_without_an_outcome_are_none():
    found = merged({"a": (60, 0), "five": (5, 0), "four": (4, 0), "three": (3, 0), "b": (70, 1)}, logistic=False)
    assert counts(found) == {"a": 60, "b": 71, "other levels": 12}


def test_all_of_a_level_decide_not_only_those_in_the_model():
    """Else the model would have a window of its own, and beside that of the level tell of those whom it leaves out."""
    level, below = groups_of({"a": (60, 20), "b": (50, 14), "c": (40, 12)})
    second = pd.Series(pd.Categorical(["p", "q"] * 98, ["p", "q"]))
    second[[i for i in range(len(level)) if level[i] == "c" and below[i]][:4]] = None
    survey = build_survey({"group": level, "second": second}, below)
    found = merged_levels(survey.background, below, plan=protection_plan(survey))
    assert list(found["group"].cat.categories) == ["a", "b", "c"]
    assert len(found) == 196


@pytest.mark.parametrize("ordered", [False, True])
def test_what_is_merged_does_not_tell_of_a_level_without_an_outcome(ordered):
    """With one of its people below or none, 9 below in the other level merged with it make ten or not."""
    sizes = {"a": (200, 60), "few": (50, 9), "b": (180, 50)}
    none, one = (merged(sizes | {"withheld": own}, ordered=ordered) for own in ((3, 0), (2, 1)))
    assert none.tolist() == one.tolist()


def test_two_surveys_of_one_publication_are_merged_alike():
    """Counts that lie in the same windows cannot be told apart by what was merged."""
    one = merged({"a": (60, 20), "b": (49, 10), "c": (40, 30)})
    other = merged({"a": (60, 20), "b": (45, 14), "c": (40, 30)})
    assert list(one.cat.categories) == list(other.cat.categories)


def test_a_small_level_of_an_order_joins_the_smaller_of_its_neighbours():
    found = merged({"1": (60, 20), "2": (9, 30), "3": (50, 14), "4": (70, 12)}, ordered=True)
    assert counts(found) == {"1": 80, "2 + 3": 39 + 64, "4": 82}
    found = merged({"1": (60, 20), "2": (9, 3), "3": (8, 2), "4": (60, 30), "5": (90, 30)}, ordered=True)
    assert counts(found) == {"1 + 2 + 3": 102, "4": 90, "5": 120}


def test_the_reference_of_an_order_stays_what_it_is_joined_to():
    level, below = groups_of({"low": (60, 20), "middle": (50, 14), "high": (30, 4)})
    survey = build_survey({"group": level.cat.as_ordered()}, below)
    first = survey.background.assign(group=survey.background["group"].cat.reorder_categories(["high", "low", "middle"]))
    found = merged_levels(first, below, plan=protection_plan(survey))["group"]
    assert list(found.cat.categories) == ["middle + high", "low"]
    assert found.cat.ordered  # so that models within groups merge on


@pytest.mark.parametrize("ordered", [True, False])
def test_few_who_did_not_answer_are_joined_to_nobody(ordered):
    level, below = groups_of({"b": (60, 20), "a": (50, 14), "gone": (30, 4)})
    level = level.cat.set_categories(["b", "a"], ordered=ordered)
    survey = build_survey({"group": level}, below)
    known = not_answered_as_level(survey.background)
    found = merged_levels(known, below, plan=protection_plan(survey))["group"]
    assert list(found.cat.categories) == ["b", "a"]
    assert found.isna().sum() == 34


def test_many_who_did_not_answer_are_no_neighbour_of_the_highest_level():
    level, below = groups_of({"1": (60, 20), "2": (50, 14), "3": (30, 4), "gone": (30, 14)})
    level = level.cat.set_categories(["1", "2", "3"], ordered=True)
    survey = build_survey({"group": level}, below)
    found = merged_levels(not_answered_as_level(survey.background), below, plan=protection_plan(survey))["group"]
    assert list(found.cat.categories) == ["1", "2 + 3", "not answered"]


def test_levels_are_merged_until_every_cell_of_a_crossing_is_large():
    level, below = groups_of({"1": (60, 30), "2": (60, 30), "3": (60, 30)})
    sex = pd.Series(pd.Categorical(["m", "w"] * 135, ["m", "w"]))
    sex[[i for i in range(270) if level[i] == "1" and below[i] and sex[i] == "m"][:8]] = "w"
    survey = build_survey({"sex": sex, "group": level.cat.as_ordered()}, below, crossings=(("sex", "group"),))
    found = merged_within(survey.background, ("sex", "group"), below, plan=protection_plan(survey))
    assert list(found.cat.categories) == ["1 + 2", "3"]  # seven men of the lowest level are below


@pytest.mark.parametrize(
    ("level", "parts"),
    [("b", ("b",)), ("a + b", ("a", "b")), ("b + 1 + c", ("b + 1", "c")), ("b + a", ()), ("a + x", ())],
)
def test_a_merged_level_is_known_by_its_levels_in_their_order(level, parts):
    assert merged_parts(level, ["a", "b", "b + 1", "c"]) == parts


def test_other_respondents_are_refused():
    level, below = groups_of({"a": (60, 20), "b": (50, 14)})
    survey = build_survey({"group": level}, below)
    with pytest.raises(DataError, match="different respondents"):
        merged_levels(survey.background, below[1:], plan=protection_plan(survey))
