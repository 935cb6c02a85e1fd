"""Errors of full-information maximum likelihood."""

from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench.errors import DataError, NotEstimable
from workbench.numerics.structural_models import saturated_moments
from workbench.psychometrics import fit_confirmatory_factors

ITEMS = ["q1", "q2", "q3", "q4"]


def answers() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    values = np.clip(np.round(3 + rng.normal(size=(60, 1)) + rng.normal(size=(60, 4))), 1, 5)
    return pd.DataFrame(values, columns=ITEMS)


def fit(responses, **options) -> None:
    fit_confirmatory_factors(responses, estimator="MLR", missing="fiml", **options)


def unanswered() -> pd.DataFrame:
    return answers().assign(q2=np.nan)


def uniform() -> pd.DataFrame:
    return answers().assign(q3=[3, np.nan] * 30)


def apart() -> pd.DataFrame:
    responses = answers()
    responses.loc[:29, "q3"] = np.nan
    responses.loc[30:, "q4"] = np.nan
    return responses


def infinite() -> pd.DataFrame:
    responses = answers()
    responses.loc[[2, 7], "q1"] = np.inf
    return responses


def repeated() -> pd.DataFrame:
    responses = answers().assign(q4=lambda frame: frame["q1"] + frame["q2"])
    responses.loc[:9, "q3"] = np.nan
    return responses


def in_one_group() -> None:
    group = pd.Series(["a", "b"] * 30, name="region")
    responses = answers()
    responses.loc[group == "b", "q1"] = np.nan
    fit(responses, group=group)


def without_search() -> None:
    responses = answers()
    responses.loc[:9, "q3"] = np.nan
    with patch.object(saturated_moments, "MAX_ITERATIONS", 1):
        fit(responses)


NOT_ESTIMATED = "The covariance matrix of the items cannot be estimated: one item follows from the others, or too few respondents answered the same items. Leave out an item, or choose a larger group."

CASES = [
    Case(
        "An item without answers",
        lambda _: fit(unanswered()),
        NotEstimable,
        "Nobody answered `q2`, so confirmatory factor analysis cannot be computed. Leave out items without answers, or choose a larger group.",
    ),
    Case(
        "An item without answers in one group",
        lambda _: in_one_group(),
        NotEstimable,
        "In one of the groups there are too few respondents, or their answers are too alike, for this model. Choose larger groups, or a variable with fewer of them.",
    ),
    Case(
        "An item with one answer only, missing elsewhere",
        lambda _: fit(uniform()),
        NotEstimable,
        "All answers to `q3` are alike, so confirmatory factor analysis cannot be computed. Leave out items without variation, or choose a larger group.",
    ),
    Case(
        "Two items that nobody answered both",
        lambda _: fit(apart()),
        NotEstimable,
        "Nobody answered both `q3` and `q4`, so how the two go together cannot be known from these data. Leave out one of them, or fit the items of each questionnaire form by themselves.",
    ),
    Case(
        "Infinite answers among missing ones",
        lambda _: fit(infinite()),
        DataError,
        "Answers to `q1` are infinite in 2 rows. Correct the data.",
    ),
    Case(
        "Incomplete answers of which one item follows from others",
        lambda _: fit(repeated()),
        NotEstimable,
        NOT_ESTIMATED,
    ),
    Case("Moments of incomplete answers that are not found", lambda _: without_search(), NotEstimable, NOT_ESTIMATED),
]
