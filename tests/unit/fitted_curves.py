"""Odds along an age, fitted and let through the gate."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import population


@pytest.fixture
def curves():
    rng = np.random.default_rng(4)
    age = pd.Series(rng.integers(18, 90, 500).astype(float))
    sex = pd.Series(pd.Categorical(rng.choice(["men", "women"], 500), ["men", "women"]))
    home = pd.Series(pd.Categorical(rng.choice(["town", "country"], 500), ["town", "country"]))
    below = pd.Series(rng.random(500) < 0.1 + 0.004 * age, dtype="boolean")
    survey = build_survey({"sex": sex, "home": home}, below, numeric={"age": age})

    def make(numeric, beside=("sex", "home")):
        others = survey.predictors[list(beside)]
        found = population.fit_curves(below, others, numeric, in_place_of={}, design=survey.design)
        return population.protect(found, plan=population.protection_plan(survey))

    return survey, make
