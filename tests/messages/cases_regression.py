"""Errors of the regressions that are not those of two groups: blocks, penalties, imputation, interactions, cut-offs."""

import numpy as np
import pandas as pd

from tests.messages.case import Case
from tests.unit.surveys import build_survey
from workbench.errors import DataError, NotEstimable, ParameterError
from workbench.instruments import load_instrument
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import (
    cutoff_sensitivity,
    fit_curves,
    fit_interaction,
    fit_linear,
    fit_logistic,
    fit_logistic_by,
    fit_spline,
    incomplete,
    protection_plan,
)

SRS = SurveyDesign()
N = 80
SEX = pd.Categorical(["Women", "Men"] * (N // 2), ["Women", "Men"])
AGE = pd.Categorical(["young"] * (N // 2) + ["old"] * (N // 2), ["young", "old"])
FRAME = pd.DataFrame({"sex": SEX, "age": AGE})
BELOW = pd.Series(np.arange(N) % 3 == 0, name="below")
SCORE = pd.Series(np.linspace(0, 100, N), name="score")
WEIGHTS = SurveyDesign(sampling_weights=pd.Series(1.0 + np.arange(N), name="weight"))

ONE_AGE_EACH = pd.DataFrame({f"r{k}": 2.0 * (np.arange(N) * 8 // N != k) for k in range(8)})
ONE_AGE_EACH["r7"] = 2.0 * (AGE == "young")

CELLS = pd.DataFrame({"sex": SEX, "age": AGE})
BELOW_OF_CELLS = pd.Series(np.arange(N) % 10 < 2, dtype="boolean", name="below")  # four in each cell
SURVEY_OF_CELLS = build_survey(dict(CELLS), BELOW_OF_CELLS, crossings=(("sex", "age"),))


def fit(**options):
    return lambda _: fit_logistic(BELOW, FRAME, **{"design": SRS, **options})


def numeric_years():
    return FRAME.assign(years=np.arange(N, dtype=float))


CASES = [
    Case(
        title="Block with an unknown predictor",
        provoke=fit(blocks={"first": ["sex"], "second": ["agee"]}),
        error=ParameterError,
        text="`blocks` names `agee`, which is no predictor. Did you mean `age`? Known: sex, age.",
    ),
    Case(
        title="Predictor in no block",
        provoke=fit(blocks={"first": ["sex"]}),
        error=ParameterError,
        text="Predictor `age` stands in 0 blocks. Give each predictor in exactly one block: blocks add up.",
    ),
    Case(
        title="Block named like the crude models",
        provoke=fit(blocks={"crude": ["sex", "age"]}),
        error=ParameterError,
        text="A block is named `crude`, which the models of single predictors are. Rename it.",
    ),
    Case(
        title="Penalised likelihood beside a survey design",
        provoke=fit(penalty="firth", variance="model", design=WEIGHTS),
        error=ParameterError,
        text=(
            "`penalty` is 'firth' beside a survey design. Firth's likelihood is that of a simple random sample: give "
            '`design=SurveyDesign()` and `variance="model"`, or join the separated levels by `merge` in the codebook.'
        ),
    ),
    Case(
        title="Unknown rule for missing predictors",
        provoke=fit(missing="categories"),
        error=ParameterError,
        text="`missing` is 'categories'. Did you mean `category`? Allowed: `complete`, `category`, `imputation`.",
    ),
    Case(
        title="One imputation",
        provoke=fit(missing="imputation", n_imputations=1),
        error=ParameterError,
        text="`n_imputations` is 1. Give a whole number of at least 2.",
    ),
    Case(
        title="Imputation of a number",
        provoke=lambda _: fit_logistic(BELOW, numeric_years(), design=SRS, missing="imputation"),
        error=ParameterError,
        text=(
            "`missing` is 'imputation', but `years` is a number. Give it as categories, or use `missing=\"complete\"`."
        ),
    ),
    Case(
        title="Imputation without any answer",
        provoke=lambda _: fit_logistic(
            BELOW, FRAME.assign(age=FRAME["age"].where(FRAME["age"].isna())), design=SRS, missing="imputation"
        ),
        error=NotEstimable,
        text=(
            "No respondent with the outcome has a value of `age` to impute from. Leave it out of `predictors` in the "
            "codebook."
        ),
    ),
    Case(
        title="Numeric predictor with one value",
        provoke=lambda _: fit_logistic(BELOW, FRAME.assign(years=40.0), design=SRS),
        error=NotEstimable,
        text="Predictor `years` has one value only among the respondents used. Leave it out.",
    ),
    Case(
        title="More coefficients than the design has degrees of freedom",
        provoke=fit(design=SurveyDesign(clusters=pd.Series(np.arange(N) % 2, name="school"))),
        error=NotEstimable,
        text=(
            "The model of `sex` has as many coefficients as the design has degrees of freedom (clusters minus strata). "
            "Leave predictors out or join levels by `merge` in the codebook."
        ),
    ),
    Case(
        title="Replicate without a level",
        provoke=fit(design=SurveyDesign(sampling_weights=pd.Series(1.0, FRAME.index), replicate_weights=ONE_AGE_EACH)),
        error=NotEstimable,
        text=(
            "A replicate leaves a level of a predictor without respondents, or with one outcome only, so that its "
            "coefficients do not exist. Join levels by `merge` in the codebook or leave the predictor out."
        ),
    ),
    Case(
        title="The same score for all",
        provoke=lambda _: fit_linear(pd.Series(50.0, index=SCORE.index, name="score"), FRAME, design=SRS),
        error=NotEstimable,
        text=(
            "All respondents who are complete in the predictors have the same score. Choose other respondents or leave "
            "out predictors with many missing answers."
        ),
    ),
    Case(
        title="Interaction with an unknown predictor",
        provoke=lambda _: fit_interaction(BELOW, FRAME, pair=("sex", "aeg"), design=SRS),
        error=ParameterError,
        text="`pair` is ('sex', 'aeg'), not two different predictors with levels. Did you mean `age`? Known: sex, age.",
    ),
    Case(
        title="Spline of a variable with levels",
        provoke=lambda _: fit_spline(BELOW, numeric_years(), variable="year", design=SRS),
        error=ParameterError,
        text="`variable` is 'year', which is no numeric predictor. Did you mean `years`? Numeric: years.",
    ),
    Case(
        title="Spline with too many knots",
        provoke=lambda _: fit_spline(BELOW, numeric_years(), variable="years", n_knots=9, design=SRS),
        error=ParameterError,
        text="`n_knots` is 9. Allowed: 3, 4, 5.",
    ),
    Case(
        title="Spline through too few values",
        provoke=lambda _: fit_spline(
            BELOW, FRAME.assign(years=(np.arange(N) % 2).astype(float)), variable="years", design=SRS
        ),
        error=NotEstimable,
        text="`years` has too few distinct values for 4 knots. Give fewer knots, or make it categories.",
    ),
    Case(
        title="Numbers of other respondents than the outcome",
        provoke=lambda _: fit_curves(BELOW, FRAME, numeric_years()[["years"]].iloc[:10], in_place_of={}, design=SRS),
        error=DataError,
        text="Outcome and numbers belong to different respondents. Take both from the same survey.",
    ),
    Case(
        title="Models within groups without another predictor",
        provoke=lambda _: fit_logistic_by(BELOW, FRAME[["sex"]], FRAME["sex"], design=SRS),
        error=ParameterError,
        text="No predictor is left beside the groups of `sex`. Name another predictor, or other groups.",
    ),
    Case(
        title="No group large enough for a model of its own",
        provoke=lambda _: fit_logistic_by(
            BELOW_OF_CELLS, CELLS[["age"]], CELLS["sex"], design=SRS, plan=protection_plan(SURVEY_OF_CELLS)
        ),
        error=NotEstimable,
        text=(
            "No group of `sex` has enough respondents on both sides of the outcome for a model of its own. Join levels "
            "of it or of the predictors (`merge` in the codebook), or choose another group or cut-off."
        ),
    ),
    Case(
        title="Predictors of other respondents than the outcome",
        provoke=lambda _: incomplete(BELOW, FRAME.iloc[:10]),
        error=DataError,
        text="Outcome and predictors belong to different respondents. Take both from the same survey.",
    ),
    Case(
        title="Interaction of which every cell is too small",
        provoke=lambda _: fit_interaction(
            BELOW_OF_CELLS, CELLS, pair=("sex", "age"), design=SRS, plan=protection_plan(SURVEY_OF_CELLS)
        ),
        error=NotEstimable,
        text=(
            "Too few respondents are on one side of the outcome in the cells of the crossing. Join levels by `merge` in the "
            "codebook, or leave the crossing out."
        ),
    ),
    Case(
        title="Other cut-offs outside the scores",
        provoke=lambda _: cutoff_sensitivity(
            SCORE, FRAME, instrument=load_instrument("esis"), distance=60.0, design=SRS
        ),
        error=ParameterError,
        text=("`distance` is 60, which leads from the cut-off 50 out of the scores 0–100. Give a smaller one."),
    ),
    Case(
        title="Other cut-offs at no distance",
        provoke=lambda _: cutoff_sensitivity(
            SCORE, FRAME, instrument=load_instrument("esis"), distance=0.0, design=SRS
        ),
        error=ParameterError,
        text="`distance` is 0.0. Give points of the score, more than 0.",
    ),
]
