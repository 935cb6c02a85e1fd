"""Errors of estimates, group comparisons, the regression and the publication gate."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from tests.messages.case import Case
from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.gate.protect import shown_frame
from workbench.errors import DataError, NotEstimable, NotInSurvey, ParameterError, PublicationError
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import (
    ProtectedTable,
    comparable_answers,
    comparable_group,
    compare_groups,
    distribution,
    fit_logistic,
    mean,
    protect,
    protection_plan,
    reference_level,
    share,
)

SRS = SurveyDesign()
SCORE = pd.Series([50.0, 75.0, 80.0, 90.0], name="score")
SEX = pd.Series(pd.Categorical(["Men", "Women", "Men", "Women"], ["Women", "Men"]), name="sex")


def regression(sex: list[str], age: list[str], below: list[bool], ages: tuple[str, ...] = ("young", "old")) -> None:
    frame = pd.DataFrame({"sex": pd.Categorical(sex, ["Women", "Men"]), "age": pd.Categorical(age, list(ages))})
    fit_logistic(pd.Series(below, name="below"), frame, design=SRS)


def cells(*counted: tuple[str, str, bool, int]) -> tuple[list[str], list[str], list[bool]]:
    rows = [row for *row, n in counted for _ in range(n)]
    return [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]


def gate(table: pd.DataFrame) -> None:
    level, below = groups_of({"a": (20, 8), "b": (30, 9)})
    protect(table, plan=protection_plan(build_survey({"group": level}, below)))


def unknown_variable(_: Path) -> None:
    gate(pd.DataFrame({"variable": ["sex × age"], "level": ["Men × old"], "n_respondents": [30]}))


def one_shown_group(_: Path) -> None:
    level, below = groups_of({"town": (20, 8), "island": (2, 1)})
    survey = build_survey({"area": level}, below)
    comparable_group(survey, plan=protection_plan(survey))


def no_reference(_: Path) -> None:
    level, below = groups_of({"town": (20, 8), "island": (20, 1)})
    survey = build_survey({"area": level}, below)
    reference_level(survey, plan=protection_plan(survey), name="aera")


def no_variable_with_two_large_groups(_: Path) -> None:
    level, below = groups_of({"town": (20, 8), "island": (2, 1)})
    survey = build_survey({"area": level, "coast": level}, below)
    comparable_group(survey, plan=protection_plan(survey))


def large_groups_without_an_outcome(_: Path) -> None:
    level, below = groups_of({"town": (90, 20), "island": (80, 30)})
    survey = build_survey({"area": level}, below)
    without = frozenset({("area", "town"), ("area", "island")})
    comparable_group(survey, plan=replace(protection_plan(survey), without_outcome=without))


def a_rare_answer(_: Path) -> None:
    level, below = groups_of({"town": (90, 20), "island": (80, 30)})
    survey = build_survey({"area": level}, below)
    few = survey.responses[["esis1"]].assign(esis1=[1.0 + place % 4 for place in range(len(below))])
    comparable_answers(replace(survey, responses=few), survey.background["area"], plan=protection_plan(survey))


def unknown_level(_: Path) -> None:
    gate(pd.DataFrame({"variable": ["group"], "level": ["c"], "n_respondents": [30]}))


def nobody_complete(_: Path) -> None:
    regression(["Men", np.nan], [np.nan, "old"], [True, False])


def three_identify_each_other(_: Path) -> None:
    rows = [("no", "no", "no"), ("yes", "no", "yes"), ("yes", "yes", "no")] * 20  # c = a and not b; b only with a
    frame = pd.DataFrame(rows, columns=["a", "b", "c"]).apply(lambda column: pd.Categorical(column, ["no", "yes"]))
    fit_logistic(pd.Series([True, True, True, False, False, False] * 10), frame, design=SRS)


def empty_reference(_: Path) -> None:
    regression(["Women", "Men"] * 9, ["old", "old", "older"] * 6, [True, False, False] * 6, ("young", "old", "older"))


# each level has both outcomes, but nobody is below among young women and everybody among old men
TOGETHER = (
    ("Women", "young", False, 6),
    ("Women", "old", True, 4),
    ("Women", "old", False, 4),
    ("Men", "young", True, 4),
    ("Men", "young", False, 4),
    ("Men", "old", True, 6),
)

CASES: list[Case] = [
    Case(
        title="Text where numbers belong",
        provoke=lambda _: mean(pd.Series(["a", "b"], name="score"), design=SRS),
        error=DataError,
        text="`score` does not hold numbers. Give numbers, e.g. from `intake.score`.",
    ),
    Case(
        title="Infinite value",
        provoke=lambda _: mean(pd.Series([1.0, np.inf], name="score"), design=SRS),
        error=DataError,
        text="`score` is infinite in 1 row. Correct the values or set them to missing.",
    ),
    Case(
        title="Numbers where true and false belong",
        provoke=lambda _: share(pd.Series([0, 1], name="below"), design=SRS),
        error=DataError,
        text="`below` is not true or false. Give true, false or missing, e.g. `intake.beyond_cutoff`.",
    ),
    Case(
        title="Values and design of different respondents",
        provoke=lambda _: mean(SCORE, design=SurveyDesign(sampling_weights=pd.Series([1.0, 2.0]))),
        error=DataError,
        text=(
            "Values and design belong to different respondents (4 and 2 rows). Take both from the same survey and mark "
            "who is left out by a missing value."
        ),
    ),
    Case(
        title="Values and groups of different respondents",
        provoke=lambda _: mean(SCORE, design=SRS, by=SEX.iloc[:3]),
        error=DataError,
        text="Values and groups belong to different respondents (4 and 3 rows). Take both from the same survey.",
    ),
    Case(
        title="Groups that are not categorical",
        provoke=lambda _: mean(SCORE, design=SRS, by=SEX.astype(str)),
        error=DataError,
        text=(
            "Group `sex` is not a named categorical. Take it from `survey.group(...)`, `survey.groups` or "
            "`survey.crossings`."
        ),
    ),
    Case(
        title="Two groups of one name",
        provoke=lambda _: mean(SCORE, design=SRS, by=pd.concat([SEX, SEX], axis=1)),
        error=DataError,
        text="Two groups are named `sex`. Give each its own name.",
    ),
    Case(
        title="No answer at all",
        provoke=lambda _: share(pd.Series([pd.NA] * 4, dtype="boolean", name="below"), design=SRS),
        error=NotEstimable,
        text=(
            "None of the 4 respondents has an answer to estimate from. Check the item columns and missing codes in "
            "the codebook."
        ),
    ),
    Case(
        title="A whole without parts",
        provoke=lambda _: distribution(SEX.cat.set_categories([]), design=SRS),
        error=NotEstimable,
        text="`sex` has no parts. Give a categorical with a level for each part.",
    ),
    Case(
        title="No group to compare",
        provoke=lambda _: compare_groups(SCORE, pd.DataFrame(index=SCORE.index), design=SRS),
        error=DataError,
        text="There is no group to compare. Name at least one background variable in the codebook.",
    ),
    Case(
        title="A group without levels",
        provoke=lambda _: compare_groups(SCORE, SEX.cat.set_categories([]), design=SRS),
        error=NotEstimable,
        text="`sex` has no level to compare. Choose another group or check its codes in the codebook.",
    ),
    Case(
        title="No value at all",
        provoke=lambda _: mean(SCORE * np.nan, design=SRS),
        error=NotEstimable,
        text=(
            "None of the 4 respondents has a value to estimate from. Check the item columns and missing codes in "
            "the codebook."
        ),
    ),
    Case(
        title="Unknown interval of a share",
        provoke=lambda _: share(SCORE < 60, design=SRS, interval="logits"),
        error=ParameterError,
        text="`interval` is 'logits'. Did you mean `logit`? Allowed: `logit`, `beta`, `asin`, `wald`.",
    ),
    Case(
        title="Unknown reference",
        provoke=lambda _: compare_groups(SCORE, SEX, design=SRS, reference="Man"),
        error=ParameterError,
        text="`reference` is 'Man', not a level of `sex`. Did you mean `Men`? Allowed: `Women`, `Men`.",
    ),
    Case(
        title="Reference of an unknown variable",
        provoke=no_reference,
        error=ParameterError,
        text=(
            "There is no background variable `aera`. Did you mean `area`? Known: area. Add it to `background` in the "
            "codebook."
        ),
    ),
    Case(
        title="One reference for several variables",
        provoke=lambda _: compare_groups(SCORE, pd.DataFrame({"a": SEX, "b": SEX}), design=SRS, reference="Men"),
        error=ParameterError,
        text=(
            "`reference` is 'Men' for 2 variables. Leave it out, so that each compares with its first category, "
            "or give one variable."
        ),
    ),
    Case(
        title="Too few respondents to compare with",
        provoke=lambda _: compare_groups(SCORE.where(SEX == "Men"), SEX, design=SRS),
        error=NotEstimable,
        text=(
            "`sex` has too few respondents for a comparison with its reference `Women`. Choose another group or "
            "reference, or join levels by `merge` in the codebook."
        ),
    ),
    Case(
        title="No predictor",
        provoke=lambda _: fit_logistic(SCORE < 60, pd.DataFrame(index=SCORE.index), design=SRS),
        error=NotInSurvey,
        text="There is no predictor. Name at least one background variable under `predictors` in the codebook.",
    ),
    Case(
        title="Nobody complete in the predictors",
        provoke=nobody_complete,
        error=NotEstimable,
        text=(
            "No respondent has the outcome and every predictor. Leave out the predictor with the most missing answers."
        ),
    ),
    Case(
        title="Constant outcome",
        provoke=lambda _: regression(*cells(("Women", "young", True, 5), ("Men", "old", True, 5))),
        error=NotEstimable,
        text=(
            "Too few respondents who are complete in the predictors are on one side of the outcome. Choose another "
            "cut-off or leave out predictors with many missing answers."
        ),
    ),
    Case(
        title="Predictor with one level",
        provoke=lambda _: regression(*cells(("Women", "young", True, 5), ("Men", "young", False, 5))),
        error=NotEstimable,
        text=(
            "Predictor `age` has one level only among the respondents used. Leave it out of `predictors` in "
            "the codebook."
        ),
    ),
    Case(
        title="Empty reference level",
        provoke=empty_reference,
        error=NotEstimable,
        text=(
            "The reference `young` of `age` has no respondents among those used. Choose another `reference` in "
            "the codebook."
        ),
    ),
    Case(
        title="More parameters than respondents",
        provoke=lambda _: regression(
            ["Women", "Men"] * 5,
            list("abcdefghij"),
            [True, True, False, False, True, False, False, True, True, False],
            tuple("abcdefghij"),
        ),
        error=NotEstimable,
        text="The model has as many parameters as respondents, or more. Leave predictors out or join levels by `merge` in the codebook.",
    ),
    Case(
        title="A level with one outcome only",
        provoke=lambda _: regression(
            *cells(("Women", "young", True, 5), ("Women", "old", False, 5), ("Men", "old", False, 5))
        ),
        error=NotEstimable,
        text=(
            "The outcome is the same for all respondents of `Men` of `sex`, `young` of `age`, `old` of `age` "
            "(separation), so there is no odds ratio. Join levels by `merge` in the codebook or leave the predictor out."
        ),
    ),
    Case(
        title="Two predictors that say the same",
        provoke=lambda _: regression(
            *cells(
                ("Women", "young", True, 5),
                ("Women", "young", False, 5),
                ("Men", "old", True, 5),
                ("Men", "old", False, 4),
            )
        ),
        error=NotEstimable,
        text=(
            "Predictors `sex` and `age` cannot be told apart: a level of one follows from the other. Leave one of "
            "them out or join levels by `merge` in the codebook."
        ),
    ),
    Case(
        title="Three predictors of which one follows from the others",
        provoke=three_identify_each_other,
        error=NotEstimable,
        text=(
            "Predictors `a`, `b`, `c` cannot be told apart: a level of one follows from the others. Leave one of "
            "them out or join levels by `merge` in the codebook."
        ),
    ),
    Case(
        title="Predictors that decide the outcome together",
        provoke=lambda _: regression(*cells(*TOGETHER)),
        error=NotEstimable,
        text=(
            "The model of `sex`, `age` does not settle: the predictors together decide the outcome. Join levels by `merge` in the "
            "codebook or leave a predictor out."
        ),
    ),
    Case(
        title="Too few respondents to publish anything",
        provoke=lambda _: protection_plan(build_survey({}, pd.Series([True, False, pd.NA] * 2, dtype="boolean"))),
        error=PublicationError,
        text=(
            "Fewer than 5 respondents answered every item, so nothing of this survey may be published. Check the item "
            "columns and missing codes in the codebook, or add respondents."
        ),
    ),
    Case(
        title="Variable outside the protection plan",
        provoke=unknown_variable,
        error=PublicationError,
        text=(
            "`sex × age` is not in the protection plan. Declare it under `background` or `crossings` in the codebook."
        ),
    ),
    Case(
        title="One published group only",
        provoke=one_shown_group,
        error=NotEstimable,
        text=(
            "Fewer than two groups of `area` have at least 100 respondents with a score, so no comparison can be shown. Join "
            "levels by `merge` in the codebook, or choose another variable by `-p group=NAME`."
        ),
    ),
    Case(
        "No variable that can be compared",
        no_variable_with_two_large_groups,
        NotEstimable,
        "None of `area`, `coast` has two groups of at least 100 respondents with a score and an outcome in tables, so no "
        "comparison can be shown. Join levels by `merge` in the codebook, or name another variable in `groups`.",
    ),
    Case(
        title="Large groups without an outcome",
        provoke=large_groups_without_an_outcome,
        error=NotEstimable,
        text=(
            "Of `area` fewer than two large groups show an outcome, because all tables together would tell about few "
            "people, so no comparison can be shown. Choose another variable by `-p group=NAME`, or declare fewer "
            "crossings of it in the codebook."
        ),
    ),
    Case(
        "Answers that few of a group gave",
        a_rare_answer,
        NotEstimable,
        "Some answers to `esis1` are too rare in a group for thresholds to be compared between the groups. Join rare "
        "answers with their neighbours (`merge` under the item in the codebook), or choose larger groups.",
    ),
    Case(
        title="Level outside the protection plan",
        provoke=unknown_level,
        error=PublicationError,
        text="Level `c` of `group` is not in the protection plan. Take the groups from the survey itself.",
    ),
    Case(
        title="Table that did not pass the gate",
        provoke=lambda _: shown_frame(mean(SCORE, design=SRS)),
        error=PublicationError,
        text=("This Estimate has not passed the publication gate. Give `population.protect(table, plan=plan)`."),
    ),
    Case(
        title="Protected table made by hand",
        provoke=lambda _: ProtectedTable(frame=pd.DataFrame(), n_withheld=0, width=5, fingerprint=""),
        error=PublicationError,
        text=(
            "A ProtectedTable was made without the publication gate. Make it with `population.protect(table, "
            "plan=plan)`."
        ),
    ),
]
