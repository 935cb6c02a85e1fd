"""Predictors that all but follow from the others are in no model, whatever the few answered who contradict them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.disclosure.plan import merged_crossing, merged_levels, protection_plan
from workbench.intake import SurveyDesign
from workbench.population import fit_interaction, not_answered_as_level

N = 800
HOMES = ["alone", "couple", "family", "parent"]


def column(values, levels):
    return pd.Series(pd.Categorical(values, levels))


def drawn(few, *, others=5, seed=1):
    """Sex, household, and whether there are children: no in `few` households that have some.

    Of fewer than `others`, so many couples say yes: else two unions differ by few, and one loses a level.
    """
    rng = np.random.default_rng(seed)
    home = rng.choice(HOMES, N, p=[0.3, 0.35, 0.2, 0.15])
    children = np.where(np.isin(home, HOMES[2:]), "yes", "no")
    contradict = np.flatnonzero(home == "family")[:few]
    children[contradict] = "no"
    if 0 < few < others:
        children[np.flatnonzero(home == "couple")[:others]] = "yes"
    sex = column(rng.choice(["men", "women"], N), ["women", "men"])
    background = {"sex": sex, "home": column(home, HOMES), "children": column(children, ["yes", "no"])}
    return background, pd.Series(rng.random(N) < 0.4, dtype="boolean"), contradict


def kept(background, outcome, below=None, **given):
    survey = build_survey(background, outcome if below is None else below)
    return merged_levels(survey.background, outcome, plan=protection_plan(survey), **given)


@pytest.mark.parametrize("logistic", [True, False])
@pytest.mark.parametrize("few", [0, 1, 4])
def test_what_all_but_follows_from_another_variable_is_left_out(few, logistic):
    background, below, _ = drawn(few)
    found = kept(background, below if logistic else below.astype(float), below)
    assert list(found) == ["sex", "home"]
    assert list(found["home"].cat.categories) == HOMES


def test_five_are_enough_for_a_linear_model_and_five_expected_on_either_side_for_a_logistic_one():
    background, below, _ = drawn(8)
    assert list(kept(background, below)) == ["sex", "home"]
    assert list(kept(background, below.astype(float), below)) == ["sex", "home", "children"]
    background, below, _ = drawn(30)
    assert list(kept(background, below)) == ["sex", "home", "children"]


@pytest.mark.parametrize("all_below", [True, False])
def test_how_the_few_answered_does_not_decide(all_below):
    for few in (3, 12, 16):
        background, below, contradict = drawn(few)
        below.iloc[contradict] = all_below
        assert list(kept(background, below)) == ["sex", "home"] + ["children"] * (few == 16)


def test_the_one_with_fewer_coefficients_goes_in_any_order_and_of_equals_the_last():
    background, below, _ = drawn(2)
    assert list(kept({"children": background["children"], "home": background["home"]}, below)) == ["home"]
    other = background["children"].copy()
    other.iloc[np.flatnonzero(other == "yes")[:3]] = "no"
    other.iloc[np.flatnonzero(other == "no")[-3:]] = "yes"
    assert list(kept({"children": background["children"], "other": other}, below)) == ["children"]


def test_single_levels_that_say_the_same_are_merged_in_one_of_both():
    below = drawn(0)[1]
    school = np.random.default_rng(3).choice(["basic", "secondary", "higher"], N).astype(object)
    work = np.random.default_rng(4).choice(["employed", "pensioner", "home"], N).astype(object)
    school[:100], work[3:103] = "at school", "student"
    found = kept(
        {
            "work": column(work, ["employed", "pensioner", "home", "student"]),
            "school": column(school, ["basic", "secondary", "higher", "at school"]).cat.as_ordered(),
        },
        below,
    )
    assert "student" in found["work"].cat.categories or "at school" in found["school"].cat.categories
    assert sum(len(found[name].cat.categories) for name in found) == 7


def test_who_left_all_questions_blank_is_no_level_of_each():
    background, below, _ = drawn(0)
    for name in ("sex", "home"):
        background[name].iloc[:90] = None
    survey = build_survey({name: background[name] for name in ("sex", "home")}, below)
    found = merged_levels(not_answered_as_level(survey.background), below, plan=protection_plan(survey))
    assert list(found) == ["sex", "home"]
    assert found["sex"].isna().sum() == found["home"].isna().sum() == 90


def test_by_weights_few_may_tell_apart_what_many_do():
    background, below, contradict = drawn(60)
    weight = pd.Series(1.0, index=below.index)
    assert "children" in kept(background, below, design=SurveyDesign(sampling_weights=weight))
    weight.iloc[contradict[3:]] = 0.001
    assert "children" not in kept(background, below, design=SurveyDesign(sampling_weights=weight))


def test_what_follows_from_the_cells_of_a_crossing_is_left_out_beside_it():
    rng = np.random.default_rng(2)
    sex, home = rng.choice(["women", "men"], N), rng.choice(["alone", "couple"], N)
    fathers = ((sex == "men") & (home == "couple")) ^ (np.arange(N) < 8)
    background = {
        "sex": column(sex, ["women", "men"]),
        "home": column(home, ["alone", "couple"]),
        "father": column(np.where(fathers, "yes", "no"), ["no", "yes"]),
    }
    below = drawn(0)[1]
    survey = build_survey(background, below, crossings=(("sex", "home"),))
    plan = protection_plan(survey)
    assert "father" in merged_levels(survey.background, below, plan=plan)
    assert list(merged_crossing(survey.background, ("sex", "home"), below, plan=plan)) == ["sex", "home"]
    found = fit_interaction(below, survey.background, pair=("sex", "home"), design=SurveyDesign(), plan=plan)
    assert any("the crossing of `sex` and `home` is without `father`" in note for note in found.notes)


def test_of_an_open_survey_nothing_is_left_out():
    background, below, _ = drawn(1)
    survey = build_survey(background, below)
    opened = survey.codebook.model_copy(update={"open_because": "Made for this test."})
    plan = protection_plan(replace(survey, codebook=opened))
    assert list(merged_levels(survey.background, below, plan=plan)) == ["sex", "home", "children"]


def test_a_raised_threshold_asks_for_more():
    background, below, _ = drawn(8, others=10)
    survey = build_survey(background, below)
    raised = survey.codebook.disclosure.model_copy(update={"minimum_respondents": 10})
    plan = protection_plan(replace(survey, codebook=survey.codebook.model_copy(update={"disclosure": raised})))
    assert list(merged_levels(survey.background, below.astype(float), plan=plan)) == ["sex", "home"]
