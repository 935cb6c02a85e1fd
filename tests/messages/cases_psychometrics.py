"""Errors of item analysis, reliability, dimensionality and factor analysis."""

from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.numerics import factor_extraction
from workbench.psychometrics import exploratory_factors


def scale(n=60, k=4) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    answers = np.clip(np.round(3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k))), 1, 5)
    return pd.DataFrame(answers, columns=[f"q{number}" for number in range(1, k + 1)])


def with_answer(value: float) -> pd.DataFrame:
    responses = scale()
    responses.loc[[3, 8], "q2"] = value
    return responses


def without_iterations(estimate) -> None:
    """A search that is cut off before its first step, from a start that is not the end."""
    start = np.full(4, 0.9)
    with (
        patch.object(factor_extraction, "MAX_ITERATIONS", 0),
        patch.object(exploratory_factors, "_first_route", return_value=start),
    ):
        estimate(scale())


# All combinations of three items, and a fourth that goes with the first two only.
BALANCED = pd.DataFrame([[a, b, c, a * b] for a in (1, 2) for b in (1, 2) for c in (1, 2)], columns=list("abcd"))

CASES = [
    Case(
        "Missing answers",
        lambda _: psychometrics.item_analysis(with_answer(np.nan)),
        DataError,
        "Answers are missing in `q2` (2 rows). Keep complete respondents first: `intake.complete(survey)`.",
    ),
    Case(
        "Infinite answers",
        lambda _: psychometrics.item_analysis(with_answer(np.inf)),
        DataError,
        "Answers to `q2` are infinite in 2 rows. Correct the data.",
    ),
    Case(
        "Answers in words",
        lambda _: psychometrics.item_analysis(scale().assign(q2="agree")),
        DataError,
        "Items `q2` hold text. Code the answers as points in the codebook.",
    ),
    Case(
        "Two items of one name",
        lambda _: psychometrics.item_analysis(scale().rename(columns={"q2": "q1"})),
        DataError,
        "The responses have two columns named `q1`. Give every item its own name.",
    ),
    Case(
        "Too few items",
        lambda _: psychometrics.coefficient_omega(scale()[["q1", "q2"]]),
        NotEstimable,
        "Coefficient omega needs at least 3 items; got 2. Take an instrument with more items.",
    ),
    Case(
        "Too few respondents",
        lambda _: psychometrics.coefficient_alpha(scale().iloc[:1]),
        NotEstimable,
        "Coefficient alpha needs at least 2 respondents; got 1. Choose a larger group.",
    ),
    Case(
        "No more respondents than items",
        lambda _: psychometrics.fit_exploratory_factors(scale(n=6, k=6)),
        NotEstimable,
        "Factor analysis of 6 items needs more than 6 respondents; got 6. Choose a larger group or fewer items.",
    ),
    Case(
        "An item that everybody answers alike",
        lambda _: psychometrics.coefficient_alpha(scale().assign(q2=3)),
        NotEstimable,
        "All 60 respondents answer `q2` alike, so coefficient alpha cannot be computed. "
        "Leave out items without variation, or choose a larger group.",
    ),
    Case(
        "An item that is there twice",
        lambda _: psychometrics.sampling_adequacy(scale().assign(q5=lambda frame: frame["q2"])),
        NotEstimable,
        "Of the items `q2`, `q5` one follows exactly from the others, so sampling adequacy cannot be computed. "
        "Leave one of them out, or check whether a column was read twice.",
    ),
    Case(
        "An item that correlates with no other",
        lambda _: psychometrics.sampling_adequacy(BALANCED),
        NotEstimable,
        "`c` correlates exactly 0 with every other item. Leave it out or add respondents.",
    ),
    Case(
        "Other items that cancel out",
        lambda _: psychometrics.item_analysis(scale()[["q1", "q2"]].assign(q3=lambda frame: 6 - frame["q1"])),
        NotEstimable,
        "Without `q2` the sum of the other items is the same for all 60 respondents. "
        "Check whether an item is stored reversed, or leave it out.",
    ),
    Case(
        "All items that cancel out",
        lambda _: psychometrics.coefficient_alpha(scale()[["q1"]].assign(q2=lambda frame: 6 - frame["q1"])),
        NotEstimable,
        "The sum of the items is the same for all 60 respondents, so it has no reliability. "
        "Check in the codebook whether items are stored reversed.",
    ),
    Case(
        "Feldt's interval with weights",
        lambda _: psychometrics.coefficient_alpha(scale(), sampling_weights=pd.Series(1.5, index=range(60), name="w")),
        ParameterError,
        "`interval` is 'feldt', but Feldt's interval does not hold with sampling weights. "
        "Use interval='bootstrap', or leave the weights out.",
    ),
    Case(
        "Too many bootstrap samples without an estimate",
        lambda _: psychometrics.coefficient_alpha(
            scale().assign(q1=[1] + [0] * 59), interval="bootstrap", n_bootstrap=100
        ),
        NotEstimable,
        "Only 67 of 100 bootstrap samples give an estimate. "
        "Choose a larger group, or leave out items: those that nearly everybody answers alike first, or many where "
        "respondents are few.",
    ),
    Case(
        "Bootstrap samples with fewer different respondents than items",
        lambda _: psychometrics.coefficient_omega(scale(n=12, k=10), n_bootstrap=100),
        NotEstimable,
        "Only 0 of 100 bootstrap samples give an estimate. "
        "Choose a larger group, or leave out items: those that nearly everybody answers alike first, or many where "
        "respondents are few.",
    ),
    Case(
        "A correlation that is not there yet",
        lambda _: psychometrics.fit_exploratory_factors(scale(), correlation="pearsson"),
        ParameterError,
        "`correlation` is 'pearsson'. Did you mean `pearson`? Allowed: `pearson`.",
    ),
    Case(
        "More factors than the items carry",
        lambda _: psychometrics.fit_exploratory_factors(scale(), n_factors=2),
        ParameterError,
        "`n_factors` is 2, but 4 items can carry at most 1. Ask for fewer factors.",
    ),
    Case(
        "A factor search without end",
        lambda _: without_iterations(lambda x: psychometrics.fit_exploratory_factors(x, method="ml")),
        NotEstimable,
        "The factor search did not converge with `n_factors` 1. Ask for fewer factors, leave out an item, or choose a "
        "larger group.",
    ),
    Case(
        "An omega without a factor",
        lambda _: without_iterations(psychometrics.coefficient_omega),
        NotEstimable,
        "The one-factor model behind omega did not converge. Choose a larger group or fewer items.",
    ),
]
