"""Levels that are too small leave, by what is published of them and not by what they are."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.disclosure.known_groups import ROOM
from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.plan import comparable_group, protection_plan, shown_levels
from workbench.errors import NotEstimable
from workbench.psychometrics import item_bias


def test_levels_in_the_first_window_go_missing_and_the_others_keep_their_order(one_variable):
    survey = one_variable({"a": (20, 5), "x": (2, 2), "b": (3, 2)})
    kept = shown_levels(survey.background, plan=protection_plan(survey))["group"]
    assert list(kept.cat.categories) == ["a", "b"]
    assert kept.isna().sum() == 4


def test_a_variable_with_one_level_left_is_left_out(one_variable):
    survey = one_variable({"a": (20, 5), "x": (2, 2)})
    assert shown_levels(survey.background, plan=protection_plan(survey)).shape == (29, 0)


def test_groups_are_compared_from_a_hundred_published_respondents(one_variable):
    survey = one_variable({"a": (79, 20), "b": (80, 20), "c": (90, 20)})
    compared = comparable_group(survey, plan=protection_plan(survey))
    assert list(compared.cat.categories) == ["b", "c"]  # 99 is published as 97, 100 as 102
    assert compared.isna().sum() == 99


def test_fewer_than_two_large_groups_are_no_comparison(one_variable):
    survey = one_variable({"big": (90, 20), **{k: v for k, v in ROOM.items() if k != "big"}})
    with pytest.raises(
        NotEstimable, match="Fewer than two groups of `group` have at least 100 respondents with a score"
    ):
        comparable_group(survey, plan=protection_plan(survey))


def test_large_groups_without_an_outcome_are_not_called_small(one_variable):
    survey = one_variable({"a": (90, 20), "b": (80, 30)})
    plan = protection_plan(survey)
    held_back = replace(plan, without_outcome=frozenset({("group", "a"), ("group", "b")}))
    with pytest.raises(NotEstimable, match="Of `group` fewer than two large groups show an outcome") as caught:
        comparable_group(survey, plan=held_back)
    assert "100 respondents" not in str(caught.value)


def test_without_a_name_the_first_variable_that_can_be_compared_is_taken_and_it_is_said_why():
    level, below = groups_of({"young": (80, 19), "middle": (60, 20), "old": (60, 21)})
    sex = pd.Series(pd.Categorical.from_codes(np.arange(len(level)) % 2, ["Men", "Women"]))
    survey = build_survey({"age": level, "sex": sex}, below)
    alike = build_survey({"age": level, "half": level}, below)
    plan = protection_plan(survey)
    compared = comparable_group(survey, plan=plan)
    bias = item_bias(survey.responses[["esis1", "esis2"]] + np.arange(520).reshape(-1, 2) % 3, group=compared)
    assert bias.notes[0].startswith("Compared by `sex`: of `age`, which comes before it in the codebook, fewer than")
    with pytest.raises(NotEstimable, match=r"Fewer than two groups of `age`.*`-p group=NAME`"):
        comparable_group(survey, plan=plan, name="age")
    with pytest.raises(NotEstimable, match="None of `age`, `half` has two groups of at least 100"):
        comparable_group(alike, plan=protection_plan(alike))


def test_only_respondents_with_a_score_count():
    level, below = groups_of({"a": (90, 20), "b": (80, 25), "c": (90, 20)})
    below[np.flatnonzero(level == "b")[:10]] = pd.NA
    survey = build_survey({"group": level}, below)
    assert list(comparable_group(survey, plan=protection_plan(survey)).cat.categories) == ["a", "c"]
