"""Errors of the reliability coefficients."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_psychometrics import scale, two_options
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.instruments import load_instrument
from workbench.numerics.factors import one_factor_least_squares


def weights(n=60) -> pd.Series:
    return pd.Series(1.0 + np.arange(n) % 3, name="w")


def replicates(n=60) -> pd.DataFrame:
    return pd.DataFrame({f"w{g}": weights(n) * (np.arange(n) % 5 != g) for g in range(5)})


def ordinal(latent) -> pd.DataFrame:
    return pd.DataFrame(np.digitize(latent, [-1, 0, 1]) + 1.0, columns=["q1", "q2", "q3"])


def heywood() -> pd.DataFrame:
    """Correlations of 0.8, 0.8 and 0.45, which only a loading above 1 reproduces."""
    draw = np.random.default_rng(1).standard_normal((500, 3))
    return ordinal(draw @ np.linalg.cholesky([[1, 0.8, 0.8], [0.8, 1, 0.45], [0.8, 0.45, 1]]).T)


def without_newton_steps() -> None:
    with patch.object(one_factor_least_squares, "MAX_ITERATIONS", 0):
        psychometrics.coefficient_omega(scale(), kind="latent")


def rare_answer() -> pd.DataFrame:
    """Only every fifth respondent, who are one replicate, answers 2."""
    return scale().assign(q1=np.where(np.arange(60) % 5 == 0, 2.0, 1.0))


def improper() -> psychometrics.Alpha:
    """Only an omega over the observed variance of a model that fits badly can exceed 1."""
    alpha = psychometrics.coefficient_alpha(scale())
    return replace(alpha, table=alpha.table.assign(estimate=1.02))


def fewer_items(n_items) -> psychometrics.Alpha:
    return psychometrics.coefficient_alpha(scale(k=n_items))


CASES = [
    Case(
        "Bonett's interval with weights",
        lambda _: psychometrics.coefficient_alpha(scale(), interval="bonett", sampling_weights=weights()),
        ParameterError,
        "`interval` is 'bonett', but Bonett's interval does not hold with sampling weights. Use interval='linearised' or 'bootstrap', or leave the weights out.",
    ),
    Case(
        "Duhachek's interval with weights",
        lambda _: psychometrics.coefficient_alpha(scale(), interval="duhachek", sampling_weights=weights()),
        ParameterError,
        "`interval` is 'duhachek', but Duhachek's interval does not hold with sampling weights. Use interval='linearised' or 'bootstrap', or leave the weights out.",
    ),
    Case(
        "Bonett's interval of two respondents",
        lambda _: psychometrics.coefficient_alpha(pd.DataFrame({"q1": [1, 2], "q2": [1, 3]}), interval="bonett"),
        NotEstimable,
        "Bonett's interval needs at least 3 respondents. Choose a larger group.",
    ),
    Case(
        "A replicate without an estimate",
        lambda _: psychometrics.coefficient_alpha(
            rare_answer(), sampling_weights=weights(), replicate_weights=replicates()
        ),
        NotEstimable,
        "Some replicates give no estimate. Choose a larger group, leave out items that nearly everybody answers alike, or leave the replicate weights out.",
    ),
    Case(
        "A kind of omega that does not exist",
        lambda _: psychometrics.coefficient_omega(scale(), kind="categorial"),
        ParameterError,
        "`kind` is 'categorial'. Did you mean `categorical`? Allowed: `total`, `categorical`, `latent`.",
    ),
    Case(
        "Categorical omega of a Heywood case",
        lambda _: psychometrics.coefficient_omega(heywood(), kind="categorical"),
        NotEstimable,
        "Heywood case: the loading of `q1` on the polychoric correlations reaches 1 or more, so categorical omega does not exist. Leave out an item that nearly repeats another, choose a larger group, or use `kind='total'`.",
    ),
    Case(
        "An ordinal omega without a factor",
        lambda _: without_newton_steps(),
        NotEstimable,
        "The one-factor model of the polychoric correlations behind omega did not converge. Choose a larger group, or leave out items that hardly go with the others.",
    ),
    Case(
        "Polychoric correlations that cancel out",
        lambda _: psychometrics.ordinal_alpha(two_options(12, 16)),
        NotEstimable,
        "The polychoric correlations sum to −0.4947, which is no variance, so ordinal alpha cannot be computed. Check in the codebook whether items are stored reversed.",
    ),
    Case(
        "Guttman's lambdas of two items",
        lambda _: psychometrics.guttman_lambdas(scale()[["q1", "q2"]]),
        NotEstimable,
        "The set of Guttman's lambdas needs at least 3 items; got 2. What needs fewer items is estimated without it.",
    ),
    Case(
        "A half whose items cancel out",
        lambda _: psychometrics.split_half(scale().assign(q4=lambda x: 6 - x["q1"])),
        NotEstimable,
        "The sum of `q1`, `q4` is the same for all respondents, so that half correlates with nothing. Check in the codebook whether items are stored reversed.",
    ),
    Case(
        "A standard error of no coefficient",
        lambda _: psychometrics.standard_error_of_measurement(),
        ParameterError,
        "There is no coefficient. Give at least one, e.g. `coefficient_alpha(responses)`.",
    ),
    Case(
        "A standard error of unobserved variables",
        lambda _: psychometrics.standard_error_of_measurement(psychometrics.ordinal_alpha(scale(), n_bootstrap=100)),
        ParameterError,
        "`ordinal alpha` is the reliability of unobserved variables, so it gives no standard error of the answers' sum. Give coefficient alpha, omega total or categorical omega.",
    ),
    Case(
        "A standard error of a reliability above 1",
        lambda _: psychometrics.standard_error_of_measurement(improper()),
        NotEstimable,
        "The reliability `coefficient alpha` is 1.020, above 1, so there is no standard error of measurement. Use another coefficient.",
    ),
    Case(
        "A standard error on another instrument",
        lambda _: psychometrics.standard_error_of_measurement(fewer_items(4), instrument=load_instrument("esis")),
        DataError,
        "`coefficient alpha` rests on 4 items, but instrument `esis` has 10. Take `survey.instrument` of the same survey.",
    ),
    Case(
        "Groups of other respondents",
        lambda _: psychometrics.reliability_by_group(scale(), pd.Series(["a"] * 59, dtype="category", name="sex")),
        DataError,
        "Answers and groups belong to different respondents. Take both from the same survey: `complete(survey)` keeps them together.",
    ),
    Case(
        "Groups that are words",
        lambda _: psychometrics.reliability_by_group(scale(), pd.Series(["a"] * 60, name="sex")),
        DataError,
        "Group `sex` is not a named categorical. Take it from `survey.group(...)`, `survey.groups` or `survey.crossings`.",
    ),
    Case(
        "Reliability by group of another coefficient",
        lambda _: psychometrics.reliability_by_group(
            scale(), pd.Series(["a"] * 60, dtype="category", name="sex"), coefficient="beta"
        ),
        ParameterError,
        "`coefficient` is 'beta'. Allowed: `alpha`, `omega`.",
    ),
]
