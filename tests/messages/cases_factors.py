"""Errors of the comparison of factor numbers, and of tables and figures of factor models."""

import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_psychometrics import scale, without_iterations
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population, psychometrics, tables
from workbench.errors import NotEstimable, ParameterError, PublicationError


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
]
