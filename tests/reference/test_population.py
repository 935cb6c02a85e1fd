"""Means, shares, differences and logistic regression against R's survey package (population.R).

Tolerance 1e-6 relative: both sides are closed forms except the logistic fits, which population.R iterates to the last
digit (svyglm's default stops at a relative change of the deviance of 1e-8, and its standard errors are then up to 2e-4
off, because they come from the weights of the last iteration but one). Not compared: `bfi.json` `group_diff` (Welch's t
test: other variances and degrees of freedom by definition).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import compare_groups, fit_logistic, mean, share

HERE = Path(__file__).parent
R = json.loads((HERE / "population.json").read_text())
close = pytest.approx


def frame_of(matrix):
    return pd.DataFrame(matrix["values"], index=matrix["rows"], columns=matrix["cols"])


@pytest.fixture(scope="module")
def schools():
    s = pd.read_csv(HERE / "data" / "apistrat.csv")
    return pd.DataFrame(
        {
            "api00": s["api00"].astype(float),
            "score": s["api00"].where(s["api00"] <= 850).astype(float),
            "low": s["api00"] < 660,
            "stype": pd.Categorical(s["stype"], ["E", "H", "M"]),
            "education": pd.cut(s["avg.ed"], [0, 2.5, 3.2, 5], labels=["low", "middle", "high"]),
            "wide": pd.Categorical(s["sch.wide"], ["Yes", "No"]),
            "poverty": pd.cut(s["meals"].where(s["snum"] % 7 != 0), [-1, 40, 101], labels=["few", "many"]),
            "pw": s["pw"],
        }
    )


@pytest.fixture(params=["weighted", "unweighted"])
def case(request, schools):
    weights = schools["pw"] if request.param == "weighted" else None
    return R[request.param], SurveyDesign(sampling_weights=weights)


def test_mean_of_everyone_and_of_a_domain(case, schools):
    r, design = case
    for column, name in [("api00", "all"), ("score", "domain")]:
        row = mean(schools[column], design=design).table.iloc[0]
        for key in ("estimate", "std_error", "conf_low", "conf_high"):
            assert row[key] == close(r[f"mean_{name}"][key], rel=1e-6)
        assert row["std_dev"] == close(r[f"std_dev_{name}"], rel=1e-6)
        assert row["df"] == r[f"df_{name}"]


def test_means_and_shares_by_group(case, schools):
    r, design = case
    means = mean(schools["score"], design=design, by=schools["stype"]).table
    shares = share(schools["low"], design=design, by=schools["stype"], interval="wald").table
    for table, reference in [(means, r["mean_by"]), (shares, r["share_by"])]:
        assert table["level"].tolist() == reference["level"]
        assert table["df"].tolist() == reference["df"]
        for key in ("estimate", "std_error", "conf_low", "conf_high"):
            assert table[key].to_numpy() == close(np.array(reference[key]), rel=1e-6)


def test_logit_and_wald_intervals(case, schools):
    r, design = case
    row = share(schools["low"], design=design).table.iloc[0]
    assert row["estimate"] == close(r["share_logit"]["estimate"], rel=1e-6)
    assert [row["conf_low"], row["conf_high"]] == close(r["share_logit"]["ci"], rel=1e-6)
    wide = share(schools["low"], design=design, conf_level=0.99).table.iloc[0]
    assert [wide["conf_low"], wide["conf_high"]] == close(r["share_logit_99"], rel=1e-6)
    wald = share(schools["low"], design=design, interval="wald").table.iloc[0]
    assert [wald["conf_low"], wald["conf_high"]] == close(r["share_wald"], rel=1e-6)
    first = share(schools["low"], design=design, by=schools["stype"]).table.iloc[0]
    assert [first["conf_low"], first["conf_high"]] == close(r["share_logit_E"]["ci"], rel=1e-6)


def test_differences_are_those_of_svyglm(case, schools):
    r, design = case
    table = compare_groups(schools["score"], schools["stype"], design=design).table.iloc[1:]
    coef, ci = frame_of(r["difference"]["coef"]).iloc[1:], frame_of(r["difference"]["ci"]).iloc[1:]
    found = table[["difference", "std_error", "statistic", "p_value"]].to_numpy(float)
    assert found == close(coef.to_numpy(), rel=1e-6)
    assert table[["conf_low", "conf_high"]].to_numpy(float) == close(ci.to_numpy(), rel=1e-6)
    assert set(table["df"]) == {r["difference"]["df"]}


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
def test_adjusted_model_and_joint_tests(case, schools, key, predictors):
    r, design = case
    model = fit_logistic(schools["low"], schools[predictors], design=design)
    adjusted = model.table[model.table["model"] == "adjusted"]
    compare_model(adjusted, r[key])
    assert set(adjusted["df"].dropna()) == {r[key]["df"]}
    assert model.fit["n_respondents"].iloc[0] == r[key]["n"]
    for _, test in model.joint_tests.iterrows():
        wald = r[key]["tests"][test["variable"]]
        assert test["statistic"] == close(wald["F"], rel=1e-6)
        assert test["p_value"] == close(wald["p"], rel=1e-6)
        assert (test["df"], test["df_residual"]) == (wald["df"], wald["ddf"])


def test_crude_models_rest_on_the_rows_of_the_adjusted_one(case, schools):
    r, design = case
    model = fit_logistic(schools["low"], schools[["stype", "poverty", "wide"]], design=design)
    crude = model.table[model.table["model"] == "crude"]
    for variable, reference in r["crude_missing"].items():
        compare_model(crude[crude["variable"] == variable], reference)


def test_model_variance_is_that_of_glm(schools):
    predictors = schools[["stype", "education", "wide"]]
    model = fit_logistic(schools["low"], predictors, design=SurveyDesign(), variance="model")
    rows = model.table[(model.table["model"] == "adjusted") & (model.table["level"] != model.table["reference"])]
    coef = frame_of(R["glm"]["coef"]).iloc[1:]
    found = rows[["estimate", "std_error", "statistic", "p_value"]].to_numpy(float)
    assert found == close(coef.to_numpy(), rel=1e-6)  # profile likelihood intervals: test_regression.py


def test_clopper_pearson_where_there_is_no_variance():
    for flag, key in [(False, "none_of_7"), (True, "all_of_7")]:
        row = share(pd.Series([flag] * 7), design=SurveyDesign()).table.iloc[0]
        assert [row["conf_low"], row["conf_high"]] == close(R["binom"][key], rel=1e-6)
