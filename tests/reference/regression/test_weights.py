"""Logistic regression with sampling weights or none against svyglm (population.R; see weighted_schools.py)."""

import numpy as np
import pytest

from tests.reference.weighted_schools import SCHOOLS, R, close, frame_of, weighting
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import fit_logistic


@pytest.fixture(params=["weighted", "unweighted"])
def case(request):
    return weighting(request.param)


def compare_model(table, reference):
    coef, ci = frame_of(reference["coef"]).iloc[1:], frame_of(reference["ci"]).iloc[1:]
    rows = table[table["level"] != table["reference"]]
    found = rows[["estimate", "std_error", "statistic", "p_value"]].to_numpy(float)
    assert found == close(coef.to_numpy(), rel=1e-6)
    assert rows[["conf_low", "conf_high"]].to_numpy(float) == close(ci.to_numpy(), rel=1e-6)
    assert rows[["odds_ratio_low", "odds_ratio_high"]].to_numpy(float) == close(np.exp(ci.to_numpy()), rel=1e-6)


@pytest.mark.parametrize(
    ("key", "predictors"),
    [("logistic", ["stype", "education", "wide"]), ("logistic_missing", ["stype", "poverty", "wide"])],
)
def test_adjusted_model_and_joint_tests(case, key, predictors):
    r, design = case
    model = fit_logistic(SCHOOLS["low"], SCHOOLS[predictors], design=design)
    adjusted = model.table[model.table["model"] == "adjusted"]
    compare_model(adjusted, r[key])
    assert set(adjusted["df"].dropna()) == {r[key]["df"]}
    assert model.fit["n_respondents"].iloc[0] == r[key]["n"]
    for _, test in model.joint_tests.iterrows():
        wald = r[key]["tests"][test["variable"]]
        assert test["statistic"] == close(wald["F"], rel=1e-6)
        assert test["p_value"] == close(wald["p"], rel=1e-6)
        assert (test["df"], test["df_residual"]) == (wald["df"], wald["ddf"])


def test_crude_models_rest_on_the_rows_of_the_adjusted_one(case):
    r, design = case
    model = fit_logistic(SCHOOLS["low"], SCHOOLS[["stype", "poverty", "wide"]], design=design)
    crude = model.table[model.table["model"] == "crude"]
    for variable, reference in r["crude_missing"].items():
        compare_model(crude[crude["variable"] == variable], reference)


def test_model_variance_is_that_of_glm():
    predictors = SCHOOLS[["stype", "education", "wide"]]
    model = fit_logistic(SCHOOLS["low"], predictors, design=SurveyDesign(), variance="model")
    rows = model.table[(model.table["model"] == "adjusted") & (model.table["level"] != model.table["reference"])]
    coef = frame_of(R["glm"]["coef"]).iloc[1:]
    found = rows[["estimate", "std_error", "statistic", "p_value"]].to_numpy(float)
    assert found == close(coef.to_numpy(), rel=1e-6)  # profile likelihood intervals: test_regression.py
