"""Answers of one factor to the scale, with a group too small and one in which all answer alike."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import INSTRUMENT, build_survey
from workbench import population, psychometrics


@pytest.fixture(scope="session")
def survey():
    """Ten items of one factor, 600 respondents, one small group and one in which all answer alike."""
    rng, n = np.random.default_rng(7), 600
    latent = 0.7 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, 10))
    answers = np.digitize(latent, [-1.6, -0.9, -0.2, 0.8]) + 1.0
    level = pd.Series(pd.Categorical(["large"] * 560 + ["alike"] * 30 + ["small"] * 10, ["large", "alike", "small"]))
    answers[560:590] = 4.0
    made = build_survey({"area": level}, pd.Series(answers[:, 0] < 3, dtype="boolean"))
    made.responses[list(INSTRUMENT.item_ids)] = answers
    return made


@pytest.fixture(scope="session")
def protect(survey):
    """The publication gate of that survey."""
    plan = population.protection_plan(survey)
    return lambda result: population.protect(result, plan=plan)


@pytest.fixture(scope="session")
def exact_models(survey):
    return [psychometrics.fit_confirmatory_factors(survey.responses, estimator=e) for e in ("WLSMV", "MLR")]


@pytest.fixture(scope="session")
def models(exact_models, protect):
    return [protect(model) for model in exact_models]


@pytest.fixture(scope="module")
def exact(survey):
    few = {"n_bootstrap": 100}
    return {
        "categorical": psychometrics.coefficient_omega(survey.responses, kind="categorical", **few),
        "alpha": psychometrics.coefficient_alpha(survey.responses, interval="bootstrap", **few),
        "latent": psychometrics.coefficient_omega(survey.responses, kind="latent", **few),
        "ordinal": psychometrics.ordinal_alpha(survey.responses, **few),
    }


@pytest.fixture(scope="module")
def coefficients(exact, protect):
    return {name: protect(coefficient) for name, coefficient in exact.items()}
