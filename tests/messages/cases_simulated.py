"""Errors of cut-offs and critical values by simulation."""

from dataclasses import replace

import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_psychometrics import scale
from workbench import psychometrics
from workbench.errors import NotEstimable, ParameterError


def fitted(k: int = 6, **options):
    return psychometrics.fit_confirmatory_factors(scale(n=300, k=k), **options)


def with_loading_of(value: float) -> None:
    fit = fitted()
    parameters = fit.fitted.parameters.copy()
    parameters[0] = value
    search = fit.fitted.search._replace(parameters=parameters)
    psychometrics.dynamic_cutoffs(replace(fit, fitted=replace(fit.fitted, search=search)))


def of_few_respondents() -> None:
    fit = fitted()
    sample = fit.fitted.ordinal_samples[0]._replace(effective_n=6.0)
    psychometrics.dynamic_cutoffs(replace(fit, fitted=replace(fit.fitted, samples=[sample])), n_replicates=20)


def critical_value_of_few_respondents() -> None:
    model = psychometrics.fit_graded_response(scale(n=300, k=6))
    psychometrics.local_dependence(replace(model, model=model.model._replace(effective_n=8.0)), n_replicates=20)


CASES = [
    Case(
        "Cut-offs of another result",
        lambda _: psychometrics.dynamic_cutoffs(pd.DataFrame()),
        ParameterError,
        "`fit` is a DataFrame. Give the result of `fit_confirmatory_factors` itself, as it is before "
        "`population.protect`.",
    ),
    Case(
        "Cut-offs of a model of continuous answers",
        lambda _: psychometrics.dynamic_cutoffs(fitted(estimator="MLR")),
        ParameterError,
        "`fit` was estimated by MLR, but answers are simulated as ordered ones. Fit the model with estimator='WLSMV'.",
    ),
    Case(
        "Cut-offs of several factors",
        lambda _: psychometrics.dynamic_cutoffs(fitted(factors={"a": ["q1", "q2", "q3"], "b": ["q4", "q5", "q6"]})),
        ParameterError,
        "`fit` has several factors or groups, but the levels of misfit are defined for one factor in one group. Fit "
        "the model without `factors` and `group`.",
    ),
    Case(
        "Cut-offs of three items",
        lambda _: psychometrics.dynamic_cutoffs(fitted(k=3)),
        NotEstimable,
        "A model without degrees of freedom fits whatever the answers, so there is no cut-off. Use four items or more.",
    ),
    Case(
        "Cut-offs of an improper model",
        lambda _: with_loading_of(1.02),
        NotEstimable,
        "The residual variance of `q1` is not positive (Heywood case), so no answers can be drawn from the model. Leave "
        "out the item, or choose a larger group.",
    ),
    Case(
        "Cut-offs where residuals of nearly all items correlate",
        lambda _: psychometrics.dynamic_cutoffs(fitted(k=5, free=["q1~~q2", "q3~~q4"])),
        NotEstimable,
        "Residual correlations are free of all items but one, so no further ones can be added. Name fewer of them in "
        "`free`.",
    ),
    Case(
        "Cut-offs of samples without an estimate",
        lambda _: of_few_respondents(),
        NotEstimable,
        "More than half of the samples that are drawn from the model have no estimate, so there is no cut-off. Join rare "
        "answers, or choose a larger group.",
    ),
    Case(
        "A critical value of another result",
        lambda _: psychometrics.local_dependence(pd.DataFrame()),
        ParameterError,
        "`graded_response` is a DataFrame. Give the result of `fit_graded_response` itself, as it is before "
        "`population.protect`.",
    ),
    Case(
        "A critical value of samples that lack answers",
        lambda _: critical_value_of_few_respondents(),
        NotEstimable,
        "More than half of the samples that are drawn from the model lack an answer or have no estimate, so there is no "
        "critical value. Join rare answers, or choose a larger group.",
    ),
]
