"""Surveys of these tables: one factor with groups too small or alike, two regions for item response, the example."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.item_response_survey import REGIONS, chapter, ordered_survey, protected_chapter
from tests.unit.surveys import INSTRUMENT, build_survey
from workbench import population, psychometrics
from workbench.intake import read_survey


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


@pytest.fixture(scope="session")
def regions():
    """Ten ordered items of one factor in two regions, the last item harder for the second."""
    return ordered_survey(REGIONS)


@pytest.fixture(scope="session")
def exact_items(regions):
    """Model, precision, scalability and bias of these."""
    return chapter(regions)


@pytest.fixture(scope="session")
def protected_items(regions, exact_items):
    return protected_chapter(regions, exact_items)


@pytest.fixture(scope="session")
def example():
    """The survey that ships with the workbench."""
    return read_survey(
        "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    )


@pytest.fixture(scope="session")
def example_plan(example):
    return population.protection_plan(example)
