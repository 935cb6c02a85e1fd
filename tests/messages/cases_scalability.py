"""Errors of replicate weights, Mokken scalability and item bias."""

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.intake import SurveyDesign
from workbench.intake.sampling.design import aligned_replicate_weights
from workbench.numerics.ordered_answers import pairwise_likelihood
from workbench.psychometrics.ordered_answers import pairwise_fit

REPLICATES = 4
PART = np.arange(60) % REPLICATES


def scale(k=4) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    answers = np.clip(np.round(3 + rng.normal(size=(60, 1)) + rng.normal(size=(60, k))), 1, 5)
    return pd.DataFrame(answers, columns=[f"q{number}" for number in range(1, k + 1)])


def weights() -> dict[str, pd.Series | pd.DataFrame]:
    replicates = {f"w{r + 1}": np.where(r == PART, 0.0, 4 / 3) for r in range(REPLICATES)}
    return {
        "sampling_weights": pd.Series(1.0, index=range(60), name="w"),
        "replicate_weights": pd.DataFrame(replicates),
    }


def groups(levels=2) -> pd.Series:
    return pd.Series(np.arange(60) // 3 % levels, name="sex").map(dict(enumerate("abc")))


def design(**columns: list) -> Callable[[Path], object]:
    return lambda _: SurveyDesign(replicate_weights=pd.DataFrame(columns))


def rare_answer() -> pd.DataFrame:
    """The answer 9 comes from one group of the jackknife only."""
    return scale().assign(q1=lambda frame: frame["q1"].where((PART != 0) | (frame["q1"] < 4), 9.0))


def without_newton_steps(_: Path) -> None:
    """The correlations of the sample are found; the search in the replicates is cut off before its first step."""
    found = pairwise_fit.fit_correlations

    def cut_off(*arguments, start, **keywords):
        with patch.object(pairwise_likelihood, "MAX_ITERATIONS", 0 if start.ndim > 1 else 50):
            return found(*arguments, start=start, **keywords)

    with patch.object(pairwise_fit, "fit_correlations", cut_off):
        psychometrics.polychoric_correlations((scale() > 3).astype(int), **weights())


CASES: list[Case] = [
    Case(
        "Unknown matching of item bias",
        lambda _: psychometrics.item_bias(scale(), group=groups(), matching="sum"),
        ParameterError,
        "`matching` is 'sum'. Allowed: `total`, `rest`, `latent`.",
    ),
    Case(
        "Purification that is neither yes nor no",
        lambda _: psychometrics.item_bias(scale(), group=groups(), purify="yes"),
        ParameterError,
        "`purify` is 'yes'. Give True or False.",
    ),
    Case(
        "A missing replicate weight",
        design(w1=[1.0, np.nan, 2.0], w2=[1.0, 1.0, 1.0]),
        DataError,
        "Replicate weight column `w1` is missing in 1 row. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "An infinite replicate weight",
        design(w1=[1.0, 1.0, 2.0], w2=[1.0, np.inf, np.inf]),
        DataError,
        "Replicate weight column `w2` is infinite in 2 rows. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "A negative replicate weight",
        design(w1=[0.0, -1.0, 2.0], w2=[1.0, 0.0, 1.0]),
        DataError,
        "Replicate weight column `w1` is negative in 1 row. Correct these weights, or remove rows that do not belong to the sample, before reading the file; the workbench leaves no row out silently.",
    ),
    Case(
        "Replicate weights in words",
        design(w1=["one", "two", "three"], w2=[1.0, 0.0, 1.0]),
        DataError,
        "Replicate weight column `w1` holds text. Store the weights as numbers, or name another column in the codebook.",
    ),
    Case(
        "A replicate without respondents",
        design(w1=[1.0, 1.0, 1.0], w2=[0.0, 0.0, 0.0]),
        DataError,
        "Replicate weight column `w2` is zero in all 3 rows. Leave this replicate out, or choose a larger group.",
    ),
    Case(
        "A single replicate",
        design(w1=[1.0, 1.0, 1.0]),
        DataError,
        "Replicate weights need at least 2 columns; got 1. Name the columns of all replicates, or leave replicate weights out: standard errors then come from linearisation.",
    ),
    Case(
        "Replicate weights of other respondents",
        lambda _: aligned_replicate_weights(pd.RangeIndex(3), pd.DataFrame({"w1": [1.0, 1.0], "w2": [1.0, 1.0]})),
        DataError,
        "Answers and replicate weights belong to different respondents (3 and 2 rows). Take both from the same survey: `complete(survey)` keeps them together.",
    ),
    Case(
        "Replicate weights without sampling weights",
        lambda _: psychometrics.item_analysis(scale(), replicate_weights=weights()["replicate_weights"]),
        ParameterError,
        "`replicate_weights` are given without `sampling_weights`. Give both: estimates use the sampling weights, the replicates only say how precise they are.",
    ),
    Case(
        "Weights beside a design",
        lambda _: psychometrics.item_analysis(scale(), design=SurveyDesign(), **weights()),
        ParameterError,
        "`design` and `sampling_weights` are both given. Keep `design=survey.design` and leave the weights out.",
    ),
    Case(
        "Replicate weights beside a design",
        lambda _: psychometrics.item_analysis(
            scale(), design=SurveyDesign(), replicate_weights=weights()["replicate_weights"]
        ),
        ParameterError,
        "`design` and `replicate_weights` are both given. Keep `design=survey.design` and leave the weights out.",
    ),
    Case(
        "Weights in place of a design",
        lambda _: psychometrics.item_analysis(scale(), design=weights()["sampling_weights"]),
        ParameterError,
        "`design` is a Series. Give `design=survey.design`, or the weights by themselves as `sampling_weights`.",
    ),
    Case(
        "Weights that are no Series",
        lambda _: psychometrics.item_analysis(scale(), sampling_weights=[1.0] * len(scale())),
        ParameterError,
        "`sampling_weights` is a list. Give a pandas Series with the index of the responses.",
    ),
    Case(
        "Item bias with the name of a group",
        lambda _: psychometrics.item_bias(scale(), group="sex"),
        ParameterError,
        "`group` is a str. Give a Series with the index of the responses, such as `survey.groups[name]`.",
    ),
    Case(
        "Design of other respondents",
        lambda _: psychometrics.item_analysis(scale(), design=SurveyDesign(strata=groups()[:50])),
        DataError,
        "Answers and design belong to different respondents (60 and 50 rows). Take both from the same survey: `complete(survey)` keeps them together.",
    ),
    Case(
        "Polychoric correlations of which replicates lack an answer",
        lambda _: psychometrics.polychoric_correlations(rare_answer(), **weights()),
        NotEstimable,
        "In some replicates nobody gives one of the answers, or one answer never falls where another rises, so polychoric correlations have no standard errors. Group rare answers, or leave replicate weights out.",
    ),
    Case(
        "Polychoric correlations of replicates that do not converge",
        without_newton_steps,
        NotEstimable,
        "The polychoric correlations of a replicate did not converge. Leave replicate weights out, or choose a larger group.",
    ),
    Case(
        "Scalability of an item with very many answers",
        lambda _: psychometrics.scalability_coefficients(scale().assign(q2=np.arange(60.0))),
        NotEstimable,
        "`q2` has more than 20 different answers, so scalability cannot be computed. Group the answers, or leave the item out.",
    ),
    Case(
        "Scalability where a replicate has no variation",
        lambda _: psychometrics.scalability_coefficients(
            scale().assign(q1=np.where(PART == 0, scale()["q1"], 3.0)), **weights()
        ),
        NotEstimable,
        "In some replicates everybody answers an item alike, so the replicates give no standard errors. Leave out the item that varies least, or the replicate weights.",
    ),
    Case(
        "Item bias between groups of other respondents",
        lambda _: psychometrics.item_bias(scale(), group=groups().iloc[:50]),
        DataError,
        "`sex` and the responses belong to different respondents. Take both from the same survey: `complete(survey)` keeps them together.",
    ),
    Case(
        "Item bias within one group",
        lambda _: psychometrics.item_bias(scale(), group=groups(1)),
        NotEstimable,
        "All respondents with a known `sex` belong to one group, so there is nothing to compare. Choose a variable with several groups.",
    ),
    Case(
        "Item bias where all have the same sum",
        lambda _: psychometrics.item_bias(scale(1).assign(q2=lambda frame: 6 - frame["q1"]), group=groups()),
        NotEstimable,
        "The sum of the items is the same for all respondents, so item bias cannot be computed. Check in the codebook whether items are stored reversed.",
    ),
    Case(
        "Item bias of a group too small",
        lambda _: psychometrics.item_bias(scale(), group=pd.Series(["a"] + ["b"] * 59, name="place")),
        NotEstimable,
        "The ordinal logistic models of no item have a finite estimate; the smallest of the groups is `a`. Choose larger groups, or a variable with fewer of them.",
    ),
    Case(
        "Item bias with too few replicates",
        lambda _: psychometrics.item_bias(scale(), group=groups(3), **weights()),
        NotEstimable,
        "Item bias between 3 groups needs more than 4 replicates; got 4. Compare fewer groups, or leave replicate weights out.",
    ),
    Case(
        "Item bias of which a replicate has no estimate",
        lambda _: psychometrics.item_bias(
            scale(), group=pd.Series(np.where((PART == 0) & (np.arange(60) < 40), "a", "b"), name="place"), **weights()
        ),
        NotEstimable,
        "In some replicates the ordinal logistic models of `q1` have no finite estimate. Choose larger groups, or leave replicate weights out.",
    ),
]
