"""Models of other people than the plan has laid show no number of respondents by level."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.audit import audit
from workbench.intake import SurveyDesign

SRS = SurveyDesign()
N_WITHOUT_HOME = 7


@pytest.fixture(scope="module")
def survey_and_below():
    """Work is all but told by the town; a few do not answer it alone, and others do not say what their home is."""
    level, below = groups_of({"a": (120, 60), "b": (150, 50), "c": (140, 40)})
    at = np.arange(len(level))
    sex = pd.Series(pd.Categorical.from_codes(at % 2, ["Women", "Men"]))
    home = pd.Series(pd.Categorical.from_codes(at // 2 % 2, ["rented", "owned"])).where(at % 83 != 5)
    work = level.cat.rename_categories({"a": "one", "b": "two", "c": "three"}).where(at % 61 != 0)
    assert home.isna().sum() == N_WITHOUT_HOME
    survey = build_survey(
        {"sex": sex, "town": level, "home": home, "work": work},
        below,
        crossings=(("sex", "town"), ("sex", "work")),
        predictors=("sex", "town", "home", "work"),
    )
    return survey, below


def test_who_lacks_only_a_predictor_that_a_model_leaves_out_is_in_no_window(survey_and_below):
    survey, below = survey_and_below
    plan = population.protection_plan(survey)
    crossed = population.fit_interactions(
        below, survey.predictors, crossings=survey.codebook.crossings, design=SRS, plan=plan
    )
    of_all = crossed.table[crossed.table["variable"] == "sex × town"]
    assert any("without `work`" in note for note in crossed.notes)
    assert of_all["n_respondents"].sum() == len(below) - N_WITHOUT_HOME, "who lacks the predictor left out is counted"
    shown = population.protect(crossed, plan=plan)
    assert shown.frame.loc[shown.frame["variable"] == "sex × town", "n_respondents"].isna().all()
    assert shown.frame.loc[shown.frame["variable"] == "sex × town", "estimate"].notna().any()
    assert audit({"04_simple_effects": shown}, survey=survey).passed
    apart = population.fit_logistic(below, survey.predictors[["sex", "town", "home"]], design=SRS)
    levels = population.protect(apart, plan=plan).result
    for frame in (levels.table, levels.adjusted_shares):
        told = frame["variable"] == "home"  # who says what their home is answered the others: all with a score
        assert frame.loc[~told, "n_respondents"].isna().all() and frame.loc[told, "n_respondents"].notna().all()
    assert levels.fit["n_respondents"].notna().all()


def test_models_of_all_who_answered_every_predictor_or_have_a_score_say_their_numbers(survey_and_below):
    survey, below = survey_and_below
    plan = population.protection_plan(survey)
    complete = survey.predictors[["sex", "town"]].where(survey.predictors.notna().all(axis=1))
    for predictors in (complete, survey.predictors[["town"]]):
        found = population.fit_logistic(below, predictors, design=SRS)
        assert population.protect(found, plan=plan).frame["n_respondents"].notna().all()
