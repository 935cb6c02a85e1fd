"""Errors of exploratory factors, their rotation and number, and of tables and figures of factor models."""

from unittest.mock import patch

import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_psychometrics import scale, without_iterations
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population, psychometrics, tables
from workbench.errors import NotEstimable, ParameterError, PublicationError
from workbench.numerics.factors import rotation


def several_factors():
    return psychometrics.fit_confirmatory_factors(
        scale(n=300, k=6), factors={"first": ["q1", "q2", "q3"], "second": ["q4", "q5", "q6"]}, estimator="MLR"
    )


def several_groups():
    responses = scale(n=300)
    group = pd.Series(pd.Categorical(["a", "b"] * 150), index=responses.index, name="area")
    return psychometrics.fit_confirmatory_factors(responses, group=group, estimator="MLR")


def protected(model):
    """Pass a model through the gate of a survey with these groups."""
    level, below = groups_of({"a": (150, 60), "b": (150, 60)})
    return population.protect(model, plan=population.protection_plan(build_survey({"area": level}, below)))


def without_rotation_steps(estimate):
    with patch.object(rotation, "MAX_ITERATIONS", 0):
        estimate()


CASES: list[Case] = [
    Case(
        "Too few items to compare numbers of factors",
        lambda _: psychometrics.factor_numbers(scale(k=3)),
        NotEstimable,
        "A comparison of factor numbers needs at least 4 items; got 3. What needs fewer items is estimated without it.",
    ),
    Case(
        "Numbers of factors: not even one is found",
        lambda _: without_iterations(psychometrics.factor_numbers),
        NotEstimable,
        "No number of factors could be fitted to 4 items of so few respondents. Leave out an item, or choose a larger group.",
    ),
    Case(
        "Numbers of factors: none asked for",
        lambda _: psychometrics.factor_numbers(scale(), most=0),
        ParameterError,
        "`most` is 0. Give a whole number of at least 1.",
    ),
    Case(
        "Too few items for the minimum average partial",
        lambda _: psychometrics.minimum_average_partial(scale()[["q1", "q2"]]),
        NotEstimable,
        "The minimum average partial needs at least 3 items; got 2. What needs fewer items is estimated without it.",
    ),
    Case(
        "Table of a factor model of groups",
        lambda _: tables.modification_indices(protected(several_groups())),
        PublicationError,
        "The model has 2 groups, whose estimates would be shown without the publication gate. Show a model without `group`, or the frames of this one through `population.protect(…, plan=plan)`.",
    ),
    Case(
        "Path diagram of several factors",
        lambda _: plots.path_diagram(protected(several_factors())),
        ParameterError,
        "The model has 2 factors, but this view is of one. Show `tables.model_fit` and `tables.modification_indices` of it, or fit it without `factors`.",
    ),
    Case(
        "A rotation that does not exist",
        lambda _: psychometrics.fit_exploratory_factors(scale(k=6), n_factors=2, rotation="oblimax"),
        ParameterError,
        "`rotation` is 'oblimax'. Did you mean `oblimin`? Allowed: `none`, `oblimin`, `geomin`, `promax`, `varimax`.",
    ),
    Case(
        "A rotation without end",
        lambda _: without_rotation_steps(
            lambda: psychometrics.fit_exploratory_factors(scale(n=300, k=8), n_factors=2, rotation="geomin")
        ),
        NotEstimable,
        "The rotation `geomin` did not converge from any of 100 starts. Ask for fewer factors, or for another rotation.",
    ),
    Case(
        "Too few items for any group factors",
        lambda _: psychometrics.essential_unidimensionality(scale(k=5)),
        NotEstimable,
        "A bifactor model has two group factors or more with three items each; got 5 items. Leave this question out: in so few items there are no groups to be told apart.",
    ),
    Case(
        "Too few items for general and group factors",
        lambda _: psychometrics.essential_unidimensionality(scale(k=8)),
        NotEstimable,
        "A bifactor model with 3 group factors needs at least 9 items, three for each; got 8. Ask for fewer group factors, or take an instrument with more items.",
    ),
    Case(
        "A general factor beside one group factor",
        lambda _: psychometrics.essential_unidimensionality(scale(k=9), n_group_factors=1),
        ParameterError,
        "`n_group_factors` is 1. Give a whole number of at least 2.",
    ),
]
