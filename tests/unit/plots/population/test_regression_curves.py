"""Curves as pictures: what they name, and what stands there without a number."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import plots, population


@pytest.fixture
def shown():
    rng = np.random.default_rng(4)
    age = pd.Series(rng.integers(18, 90, 500).astype(float))
    sex = pd.Series(pd.Categorical(rng.choice(["men", "women"], 500), ["men", "women"]))
    below = pd.Series(rng.random(500) < 0.1 + 0.004 * age, dtype="boolean")
    survey = build_survey({"sex": sex}, below, numeric={"age": age})

    def make(numeric):
        found = population.fit_curves(below, survey.predictors, numeric, in_place_of={}, design=survey.design)
        plan = population.protection_plan(survey)
        return population.protect(found, plan=plan), population.protect(found.tests, plan=plan)

    return survey, make


def test_the_words_beside_the_picture_say_where_the_odds_are_highest(shown):
    survey, make = shown
    odds, _ = make(survey.numeric)
    top = odds.frame.loc[odds.frame["odds_ratio"].idxmax()]
    figure = plots.curves(odds, survey=survey)
    assert f"highest at {top['value']:g}" in figure.alt
    assert "age, years" in figure.figure.axes[0].get_xlabel()


def test_without_a_number_the_picture_says_so(shown):
    survey, make = shown
    odds, _ = make(survey.numeric[[]])
    assert plots.curves(odds, survey=survey).alt.startswith("No number of the codebook")
