"""A survey for tables and pictures of regressions, with a level that has no outcome wherever it appears."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import population
from workbench.intake import SurveyDesign, below_cutoff, score


@pytest.fixture(scope="session")
def survey():
    """Of 900 respondents two answered `sea` to the question about work, and six did not answer it."""
    rng = np.random.default_rng(12)
    n = 900
    sex = pd.Categorical.from_codes(rng.integers(0, 2, n), ["Women", "Men"])
    work = rng.choice(4, n, p=[0.5, 0.3, 0.14, 0.06])
    work[:8] = [4, 4, -1, -1, -1, -1, -1, -1]
    below = rng.random(n) < 0.15 + 0.1 * (work == 1) + 0.1 * (sex == "Men")
    below[:2] = [True, False]
    answered = pd.Series(below, name="below").astype("boolean")
    levels = ["office", "field", "factory", "home", "sea"]
    return build_survey(
        {"sex": pd.Series(sex), "work": pd.Series(pd.Categorical.from_codes(work, levels))},
        answered,
        crossings=(("sex", "work"),),
    )


@pytest.fixture(scope="session")
def plan(survey):
    return population.protection_plan(survey)


@pytest.fixture(scope="session")
def below(survey):
    return below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)


@pytest.fixture(scope="session")
def model(survey, below):
    blocks = {"sex": ["sex"], "+ work": ["work"]}
    return population.fit_logistic(below, survey.predictors, design=survey.design, blocks=blocks)


@pytest.fixture(scope="session")
def third(survey, below):
    """The same with a third question: patterns are too many for a fit to tell the withheld level."""
    thirds = pd.Series(pd.Categorical.from_codes(np.arange(len(below)) % 3, ["a", "b", "c"]))
    return build_survey({**{name: survey.background[name] for name in survey.background}, "third": thirds}, below)


def merged(survey):
    work = survey.predictors["work"]
    return work.cat.set_categories(["office", "field", "factory", "home"])


def census(third, below):
    """The survey with the third question as one that asked everybody, its plan and its model."""
    sizes = pd.Series(float(len(below)), index=below.index)
    survey = replace(third, design=SurveyDesign(population_size=sizes))
    model = population.fit_logistic(below, survey.predictors, design=survey.design)
    return survey, population.protection_plan(survey), model
