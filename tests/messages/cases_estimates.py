"""Errors of totals, ratios, quantiles, covariances, tests of association and comparisons with the rest."""

import numpy as np
import pandas as pd

from tests.messages.case import Case
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import (
    association_test,
    compare_groups,
    covariances,
    mean,
    quantiles,
    ratio,
    total,
)

SRS = SurveyDesign()
SCORE = pd.Series([50.0, 75.0, 80.0, 90.0], name="score")
NOBODY = pd.Series(np.nan, index=range(4), name="income")
SEX = pd.Series(pd.Categorical(["Men", "Women", "Men", "Women"], ["Women", "Men"]), name="sex")
WAVE = pd.Series(pd.Categorical(["first", "second", "first", "third"]), name="wave")

CASES: list[Case] = [
    Case(
        title="Total of text",
        provoke=lambda _: total(SEX.astype(str), design=SRS),
        error=DataError,
        text="`sex` does not hold numbers. Give numbers, e.g. from `intake.score`.",
    ),
    Case(
        title="Levels that read alike",
        provoke=lambda _: mean(SCORE, design=SRS, by=SEX.cat.rename_categories({"Women": "Men "})),
        error=DataError,
        text=(
            "Group `sex` has two levels that read alike, `Men ` and `Men`. Give each its own label, different in more "
            "than capitals or spaces."
        ),
    ),
    Case(
        title="Ratio of values of different respondents",
        provoke=lambda _: ratio(SCORE, NOBODY.iloc[:3], design=SRS),
        error=DataError,
        text="`score` and `income` belong to different respondents (4 and 3 rows). Take both from the same survey.",
    ),
    Case(
        title="Nobody has both values of a ratio",
        provoke=lambda _: ratio(SCORE, NOBODY, design=SRS),
        error=NotEstimable,
        text=(
            "None of the 4 respondents has both values to estimate from. Check the item columns and missing codes in "
            "the codebook."
        ),
    ),
    Case(
        title="Probability of a quantile outside 0–1",
        provoke=lambda _: quantiles(SCORE, design=SRS, probabilities=(0.5, 50)),
        error=ParameterError,
        text="`probabilities` is 50, outside 0–1. Give it as a fraction, e.g. 0.95.",
    ),
    Case(
        title="No probability",
        provoke=lambda _: quantiles(SCORE, design=SRS, probabilities=()),
        error=ParameterError,
        text="`probabilities` is empty. Give at least one, e.g. 0.5 for the median.",
    ),
    Case(
        title="No column to take covariances of",
        provoke=lambda _: covariances(pd.DataFrame(index=SCORE.index), design=SRS),
        error=DataError,
        text="There is no value. Give a frame with at least one column.",
    ),
    Case(
        title="Nobody has all values",
        provoke=lambda _: covariances(pd.concat([SCORE, NOBODY], axis=1), design=SRS),
        error=NotEstimable,
        text=(
            "Fewer than two respondents have a value in all of `score`, `income`. Leave out the one with the most "
            "missing values."
        ),
    ),
    Case(
        title="Covariance of a constant",
        provoke=lambda _: covariances(pd.DataFrame({"score": SCORE, "year": 2026}), design=SRS),
        error=NotEstimable,
        text="All respondents have the same value in `year`. Leave it out.",
    ),
    Case(
        title="Unknown test of association",
        provoke=lambda _: association_test(SEX, WAVE, design=SRS, statistic="chisq"),
        error=ParameterError,
        text=(
            "`statistic` is 'chisq'. Did you mean `chi_square`? Allowed: `F`, `chi_square`, `saddlepoint`, `wald`, "
            "`adjusted_wald`."
        ),
    ),
    Case(
        title="Association with a variable of one level",
        provoke=lambda _: association_test(SEX, SCORE > 10, design=SRS),
        error=NotEstimable,
        text=(
            "`score` has fewer than two levels among the respondents of the table. Choose another variable, or check its "
            "codes in the codebook."
        ),
    ),
    Case(
        title="Wald test of more cells than the design can carry",
        provoke=lambda _: association_test(
            SEX, WAVE, design=SurveyDesign(clusters=pd.Series([1, 1, 2, 2])), statistic="wald"
        ),
        error=NotEstimable,
        text=(
            "The table of `sex` and `wave` has more cells than the design has degrees of freedom for (1). Choose "
            "statistic F, or join levels by `merge` in the codebook."
        ),
    ),
    Case(
        title="Association of a variable with itself",
        provoke=lambda _: association_test(SEX, (SEX == "Men").rename("men"), design=SRS),
        error=NotEstimable,
        text=(
            "The table of `sex` and `men` has too many empty cells for this test: levels of one variable follow from the "
            "other. Join levels by `merge` in the codebook, or choose other variables."
        ),
    ),
    Case(
        title="Association within single clusters",
        provoke=lambda _: association_test(
            SEX,
            WAVE,
            design=SurveyDesign(
                clusters=pd.Series([1, 1, 1, 2]), strata=pd.Series([1, 1, 1, 2]), lonely_strata="centre"
            ),
        ),
        error=NotEstimable,
        text=(
            "The table of `sex` and `wave` has no standard errors: its respondents lie in one cluster of each stratum, or "
            "in one that a replicate leaves out. Join levels by `merge` in the codebook, or choose other variables."
        ),
    ),
    Case(
        title="Unknown comparison",
        provoke=lambda _: compare_groups(SCORE, SEX, design=SRS, against="others"),
        error=ParameterError,
        text="`against` is 'others'. Allowed: `reference`, `rest`.",
    ),
    Case(
        title="Reference beside the rest of everyone",
        provoke=lambda _: compare_groups(SCORE, SEX, design=SRS, against="rest", reference="Men"),
        error=ParameterError,
        text=(
            "`reference` is 'Men' beside `against=\"rest\"`. Leave one of them out: a group is compared with a reference "
            "or with everyone else."
        ),
    ),
    Case(
        title="One group only to compare with the rest",
        provoke=lambda _: compare_groups(SCORE.where(SEX == "Men"), SEX, design=SRS, against="rest"),
        error=NotEstimable,
        text=(
            "`sex` has too few respondents for a comparison. Choose another group or reference, or join levels by `merge` in the "
            "codebook."
        ),
    ),
    Case(
        title="Weights of other respondents",
        provoke=lambda _: mean(SCORE, design=SurveyDesign(strata=pd.Series([1, 1, 2, 2, 2]))),
        error=DataError,
        text=(
            "Values and design belong to different respondents (4 and 5 rows). Take both from the same survey and mark "
            "who is left out by a missing value."
        ),
    ),
]
