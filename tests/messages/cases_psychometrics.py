"""Errors of item analysis, reliability, dimensionality and factor analysis."""

from importlib import import_module
from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.numerics.factors import extraction as factor_extraction
from workbench.numerics.ordered_answers import pairwise_likelihood
from workbench.psychometrics.factors import extraction as exploratory_extraction


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
        patch.object(exploratory_extraction, "_first_route", return_value=start),
    ):
        estimate(scale())


def two_options(n, seed) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(seed).integers(1, 3, (n, 4)), columns=list("abcd"))


def without_newton_steps(estimate) -> None:
    with patch.object(pairwise_likelihood, "MAX_ITERATIONS", 0):
        estimate()


def without_newton_steps_in_random_data() -> None:
    module = import_module("workbench.psychometrics.dimensionality.parallel_analysis")  # its function has its name
    with patch.object(module, "correlations", return_value=np.eye(4)):
        without_newton_steps(lambda: psychometrics.parallel_analysis(scale(), correlation="polychoric"))


# All combinations of three items, and a fourth that goes with the first two only.
BALANCED = pd.DataFrame([[a, b, c, a * b] for a in (1, 2) for b in (1, 2) for c in (1, 2)], columns=list("abcd"))


def six_respondents() -> pd.DataFrame:
    return pd.DataFrame({"q1": [1, 1, 2, 2, 1, 2], "q2": [1, 1, 2, 2, 2, 1]})


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
        "Coefficient omega needs at least 3 items; got 2. What needs fewer items is estimated without it.",
    ),
    Case(
        "Too few respondents",
        lambda _: psychometrics.coefficient_alpha(scale().iloc[:1]),
        NotEstimable,
        "Coefficient alpha needs at least 2 respondents. Choose a larger group.",
    ),
    Case(
        "No more respondents than items",
        lambda _: psychometrics.fit_exploratory_factors(scale(n=6, k=6)),
        NotEstimable,
        "Factor analysis of 6 items needs more than 6 respondents. Choose a larger group or fewer items.",
    ),
    Case(
        "An item that everybody answers alike",
        lambda _: psychometrics.coefficient_alpha(scale().assign(q2=3)),
        NotEstimable,
        "All respondents answer `q2` alike, so coefficient alpha cannot be computed. "
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
        "Without `q2` the sum of the other items is the same for all respondents. "
        "Check whether an item is stored reversed, or leave it out.",
    ),
    Case(
        "All items that cancel out",
        lambda _: psychometrics.coefficient_alpha(scale()[["q1"]].assign(q2=lambda frame: 6 - frame["q1"])),
        NotEstimable,
        "The sum of the items is the same for all respondents, so it has no reliability. "
        "Check in the codebook whether items are stored reversed.",
    ),
    Case(
        "Feldt's interval with weights",
        lambda _: psychometrics.coefficient_alpha(scale(), sampling_weights=pd.Series(1.5, index=range(60), name="w")),
        ParameterError,
        "`interval` is 'feldt', but Feldt's interval does not hold with sampling weights. "
        "Use interval='linearised' or 'bootstrap', or leave the weights out.",
    ),
    Case(
        "Too many bootstrap samples without an estimate",
        lambda _: psychometrics.coefficient_alpha(
            scale().assign(q1=[1] + [0] * 59), interval="bootstrap", n_bootstrap=100
        ),
        NotEstimable,
        "Too few bootstrap samples give an estimate. "
        "Choose a larger group, or leave out items: those that nearly everybody answers alike first, or many where "
        "respondents are few.",
    ),
    Case(
        "Bootstrap samples with fewer different respondents than items",
        lambda _: psychometrics.coefficient_omega(scale(n=12, k=10), n_bootstrap=100),
        NotEstimable,
        "Too few bootstrap samples give an estimate. "
        "Choose a larger group, or leave out items: those that nearly everybody answers alike first, or many where "
        "respondents are few.",
    ),
    Case(
        "A correlation that does not exist",
        lambda _: psychometrics.fit_exploratory_factors(scale(), correlation="pearsson"),
        ParameterError,
        "`correlation` is 'pearsson'. Did you mean `pearson`? Allowed: `pearson`, `polychoric`.",
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
    Case(
        "Polychoric correlation of two items that never go apart",
        lambda _: psychometrics.polychoric_correlations(scale().assign(q5=lambda x: x["q1"])),
        NotEstimable,
        "In `q1` and `q5` one answer never falls where the other rises: the polychoric correlation would be exactly 1, without standard error. Leave out one of the items or choose a larger group; `polychoric_correlations` also takes `continuity=0.5`.",
    ),
    Case(
        "Polychoric correlation of an item and its reverse",
        lambda _: psychometrics.fit_exploratory_factors(
            scale().assign(q5=lambda x: 6 - x["q1"]), correlation="polychoric"
        ),
        NotEstimable,
        "In `q1` and `q5` one answer never rises where the other rises: the polychoric correlation would be exactly −1, without standard error. Leave out one of the items or choose a larger group; `polychoric_correlations` also takes `continuity=0.5`.",
    ),
    Case(
        "Polychoric correlation of a measurement",
        lambda _: psychometrics.polychoric_correlations(scale().assign(age=np.arange(20, 80))),
        NotEstimable,
        '`age` has more than 20 different answers, too many for polychoric correlations. Use `correlation="pearson"`, or group the answers.',
    ),
    Case(
        "Too few bootstrap samples of bivariate normality",
        lambda _: psychometrics.bivariate_normality(scale(), n_bootstrap=5),
        ParameterError,
        "`n_bootstrap` is 5. Give a whole number of at least 100.",
    ),
    Case(
        "Bivariate normality of six respondents",
        lambda _: psychometrics.bivariate_normality(six_respondents(), n_bootstrap=100),
        NotEstimable,
        "In more than half of the bootstrap samples a polychoric correlation does not exist, so all pairs cannot be tested at once. Group rare answers, choose a larger group, or use `n_bootstrap=0`.",
    ),
    Case(
        "Unknown standard errors of polychoric correlations",
        lambda _: psychometrics.polychoric_correlations(scale(), standard_errors="naive"),
        ParameterError,
        "`standard_errors` is 'naive'. Allowed: `robust`, `lavaan`.",
    ),
    Case(
        "A continuity correction out of range",
        lambda _: psychometrics.polychoric_correlations(scale(), continuity=5),
        ParameterError,
        "`continuity` is 5, outside 0–0.5. Give 0 to leave empty cells empty, or 0.5.",
    ),
    Case(
        "A polychoric search without end",
        lambda _: without_newton_steps(lambda: psychometrics.polychoric_correlations(scale()[["q1", "q2"]])),
        NotEstimable,
        "The polychoric correlation of `q1` and `q2` did not converge. Leave out one of the items, or choose a larger group.",
    ),
    Case(
        "A polychoric search in shuffled answers without end",
        lambda _: without_newton_steps_in_random_data(),
        NotEstimable,
        'The polychoric correlations of shuffled answers did not converge. Use `correlation="pearson"`, or choose a larger group.',
    ),
    Case(
        "Polychoric correlations that do not belong together",
        lambda _: psychometrics.sampling_adequacy(two_options(12, 3), correlation="polychoric"),
        NotEstimable,
        'The polychoric correlations of the 4 items are not positive definite (smallest eigenvalue −0.06), so sampling adequacy cannot be computed. Leave out items, choose a larger group, or use `correlation="pearson"`.',
    ),
    Case(
        "Shuffled answers that go together by necessity",
        lambda _: psychometrics.parallel_analysis(two_options(15, 1), correlation="polychoric"),
        NotEstimable,
        'Some answers are so rare that shuffled answers have polychoric correlations of exactly 1 or −1. Use `correlation="pearson"`, group rare answers, or choose a larger group.',
    ),
]
