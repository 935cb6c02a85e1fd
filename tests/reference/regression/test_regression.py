"""Regressions under every kind of design, and adjusted shares, against R's survey package (marginal_standardisation.R).

Two files of R numbers: marginal_standardisation.json with categorical predictors, iterated to the end, and the families
svyglm_* of survey_api.json with numeric predictors. Tolerance 1e-6 relative, as for every number of R in this folder.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.intake import calibrate
from workbench.intake.sampling.design import SurveyDesign
from workbench.numerics.regression.logistic_regression import fit_logistic_rows, residual_and_spread
from workbench.population.design.sampling_variance import sampling_variance
from workbench.population.regression.curves import fit_curves, fit_spline
from workbench.population.regression.interactions import fit_interaction
from workbench.population.regression.linear import fit_linear
from workbench.population.regression.logistic import fit_logistic
from workbench.population.regression.within_groups import fit_logistic_by

HERE = Path(__file__).parent
R = json.loads((HERE / "marginal_standardisation.json").read_text())
API = json.loads((HERE.parent / "survey_api.json").read_text())
SAMPLES = {name: pd.read_csv(HERE.parent / "data" / f"{name}.csv") for name in ("apistrat", "apiclus1", "apiclus2")}
PREDICTORS = {"poor": ["few", "some", "many"], "awards": ["Yes", "No"], "mobile": ["low", "high"]}
CLOSE = {"rel": 1e-6, "abs": 1e-12}


def predictors(d):
    return pd.DataFrame(
        {
            "poor": pd.cut(d["meals"], [-1, 30, 60, 100], labels=PREDICTORS["poor"], ordered=False),
            "awards": pd.Categorical(d["awards"], PREDICTORS["awards"]),
            "mobile": pd.Categorical(np.where(d["mobility"] > 15, "high", "low"), PREDICTORS["mobile"]),
        }
    )


def jackknife(d, clusters, strata=None):
    """Weights of R's as.svrepdesign: one cluster left out at a time, the others of its stratum weighted up."""
    strata = pd.Series(0, index=d.index) if strata is None else strata
    columns = []
    for h in dict.fromkeys(strata):
        units = list(dict.fromkeys(clusters[strata == h]))
        for unit in units:
            w = d["pw"].where(strata != h, d["pw"] * len(units) / (len(units) - 1))
            columns.append(w.where(clusters != unit, 0.0))
    return pd.concat(columns, axis=1, keys=[f"r{i}" for i in range(len(columns))])


def designs():
    st, c1, c2 = SAMPLES.values()
    own = pd.Series(st.index, index=st.index)
    c2_weights = (c2["fpc1"] / c2["dnum"].nunique()) * (c2["fpc2"] / c2.groupby("dnum")["snum"].transform("size"))
    return {
        "random": (st, SurveyDesign()),
        "weights_only": (st, SurveyDesign(sampling_weights=st["pw"])),
        "strata": (st, SurveyDesign(sampling_weights=st["pw"], strata=st["stype"])),
        "strata_fpc": (st, SurveyDesign(sampling_weights=st["pw"], strata=st["stype"], population_size=st["fpc"])),
        "clusters": (c1, SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"])),
        "clusters_fpc": (c1, SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"], population_size=c1["fpc"])),
        "subpopulation": (c1, SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"], population_size=c1["fpc"])),
        "two_stages": (
            c2,
            SurveyDesign(
                sampling_weights=c2_weights, clusters=c2[["dnum", "snum"]], population_size=c2[["fpc1", "fpc2"]]
            ),
        ),
        "gaps": (st, SurveyDesign(sampling_weights=st["pw"], strata=st["stype"], population_size=st["fpc"])),
        "post_stratified": (
            c1,
            calibrate(
                SurveyDesign(sampling_weights=c1["pw"], clusters=c1["dnum"], population_size=c1["fpc"]),
                c1[["stype"]].astype("category"),
                margins={"stype": {"E": 4421, "H": 755, "M": 1018}},
            ),
        ),
        "jk1": (c1, SurveyDesign(sampling_weights=c1["pw"], replicate_weights=jackknife(c1, c1["dnum"]))),
        "jkn": (
            st,
            SurveyDesign(
                sampling_weights=st["pw"],
                strata=st["stype"],
                replicate_weights=jackknife(st, own, st["stype"]),
                replicate_method="JKn",
            ),
        ),
    }


DESIGNS = designs()


def prepared(name):
    d, design = DESIGNS[name]
    x = predictors(d)
    if name == "gaps":
        x.loc[[2, 49, 119, 179], "poor"] = np.nan
    outside = d["stype"] == "M" if name == "subpopulation" else pd.Series(False, index=d.index)
    return d, x, design, outside


@pytest.fixture(scope="module", params=list(DESIGNS))
def logistic(request):
    d, x, design, outside = prepared(request.param)
    low = (d["api00"] < 650).astype("boolean").mask(outside).rename("low")
    return R[request.param], fit_logistic(low, x, design=design)


def rows(table, model="adjusted"):
    return table[(table["model"] == model) & (table["level"] != table["reference"])]


def test_coefficients_errors_and_intervals(logistic):
    r, found = logistic
    table = rows(found.table)
    assert table["estimate"].tolist() == pytest.approx(list(r["coef"].values())[1:], **CLOSE)
    assert table["std_error"].tolist() == pytest.approx(np.sqrt(np.diag(r["vcov"]))[1:].tolist(), **CLOSE)
    assert set(table["df"]) == {r["df"]}
    assert table["conf_low"].tolist() == pytest.approx(r["low"][1:], **CLOSE)
    assert table["conf_high"].tolist() == pytest.approx(r["high"][1:], **CLOSE)
    assert table["p_value"].tolist() == pytest.approx(r["p"][1:], **CLOSE)
    crude = rows(found.table, "crude")
    assert crude["estimate"].tolist()[:2] == pytest.approx(list(r["crude"]["coef"].values())[1:], **CLOSE)
    assert crude["std_error"].tolist()[:2] == pytest.approx(r["crude"]["se"][1:], **CLOSE)
    assert set(crude["df"].iloc[:2]) == {r["crude"]["df"]}


def test_joint_tests(logistic):
    r, found = logistic
    for test in found.joint_tests.to_dict("records"):
        expected = r["tests"][test["variable"]]
        assert (test["df"], test["df_residual"]) == (expected["df"], expected["ddf"])
        assert test["statistic"] == pytest.approx(expected["F"], **CLOSE)
        assert test["p_value"] == pytest.approx(expected["p"], **CLOSE)


def test_adjusted_shares_and_their_differences(logistic):
    r, found = logistic
    shares, covariance = found.adjusted_shares, np.array(r["shares"]["vcov"])
    assert shares["level"].tolist() == r["shares"]["level"]
    assert shares["estimate"].tolist() == pytest.approx(r["shares"]["share"], **CLOSE)
    assert shares["std_error"].tolist() == pytest.approx(np.sqrt(np.diag(covariance)).tolist(), **CLOSE)
    place = shares.index.to_numpy()
    first = shares.groupby("variable", sort=False)["level"].transform(lambda v: v.index[0]).to_numpy(int)
    variance = np.diag(covariance) + np.diag(covariance)[first] - 2 * covariance[place, first]
    effects, compared = found.marginal_effects, place != first
    expected = shares["estimate"] - shares["estimate"].to_numpy()[first]
    assert effects["difference"].tolist() == pytest.approx(expected.tolist(), abs=1e-12)
    assert effects["std_error"][compared].tolist() == pytest.approx(np.sqrt(variance[compared]).tolist(), **CLOSE)
    assert effects["std_error"][~compared].isna().all()


def test_predictive_margins_of_the_survey_package():
    """The points of svypredmeans; its errors leave out that coefficients and covariates covary."""
    c1, design = DESIGNS["clusters_fpc"]
    found = fit_logistic((c1["api00"] < 650).rename("low"), predictors(c1), design=design).adjusted_shares
    awards = found[found["variable"] == "awards"]
    assert awards["estimate"].tolist() == pytest.approx(R["svypredmeans"]["share"], rel=1e-6)
    fpc = 1 - c1["dnum"].nunique() / c1["fpc"].iloc[0]
    jackknife_error = np.sqrt(np.diag(R["jk1"]["shares"]["vcov"])[3:5] * fpc)
    ours, independent = awards["std_error"].to_numpy(), np.array(R["svypredmeans"]["se"])
    assert (np.abs(ours - jackknife_error) < np.abs(independent - jackknife_error)).all()


def strata_fpc():
    d, design = DESIGNS["strata_fpc"]
    return (d["api00"] < 650).rename("low"), predictors(d), design


def test_interaction_and_simple_effects():
    low, x, design = strata_fpc()
    found = fit_interaction(low, x[["mobile", "awards", "poor"]], pair=("awards", "poor"), design=design)
    r, test = R["interaction"], found.interaction.iloc[0]
    assert test["statistic"] == pytest.approx(r["F"], **CLOSE)
    assert (test["df"], test["df_residual"]) == (r["df"], r["ddf"])
    assert test["p_value"] == pytest.approx(r["p"], **CLOSE)
    effects = found.table[found.table["level"] != found.table["reference"]]
    assert effects["level"].tolist() == ["Yes × some", "Yes × many", "No × some", "No × many"]
    assert effects["reference"].tolist() == ["Yes × few"] * 2 + ["No × few"] * 2
    assert effects["estimate"].tolist() == pytest.approx(r["estimate"], **CLOSE)
    assert effects["std_error"].tolist() == pytest.approx(r["se"], **CLOSE)


def test_models_within_groups_keep_the_design():
    low, x, design = strata_fpc()
    found = fit_logistic_by(low, x, x["awards"], design=design)
    for level, r in R["within"].items():
        inside = found.table["level"].str.startswith(f"{level} ×") & (found.table["model"] == "adjusted")
        rows = found.table[inside & (found.table["level"] != found.table["reference"])]
        assert rows["estimate"].tolist() == pytest.approx(r["estimate"], **CLOSE)
        assert rows["std_error"].tolist() == pytest.approx(r["se"], **CLOSE)
        assert set(rows["df"]) == {r["df"]}


def test_diagnostics():
    low, x, design = strata_fpc()
    found, r = fit_logistic(low, x, design=design), R["diagnostics"]
    table = found.diagnostics.set_index("term")
    test = table.loc["Archer–Lemeshow test of calibration"]
    assert (test["df"], test["df_residual"]) == (r["groups"] - 1, r["df"])
    assert test["statistic"] == pytest.approx(r["F"], rel=1e-6)
    assert found.calibration["estimate"].tolist() == pytest.approx(r["observed"], rel=1e-6)
    assert found.calibration["std_error"].tolist() == pytest.approx(r["se"], rel=1e-6)
    area = table.loc["area under the ROC curve"]
    assert area["estimate"] == pytest.approx(r["auc"], rel=1e-6)
    assert area["std_error"] == pytest.approx(r["auc_se"], rel=1e-6)
    assert table.loc["Nagelkerke's R²", "estimate"] == pytest.approx(r["nagelkerke"], rel=1e-6)
    # car::vif of a weighted least squares fit: generalised factors from the weighted correlations of the columns
    assert found.collinearity["vif"].tolist() == pytest.approx(r["gvif"], rel=1e-6)


def test_natural_spline():
    """The basis of splines::ns spans the same curves, so curve, errors and test are the same."""
    low, x, design = strata_fpc()
    frame = x[["awards"]].assign(mobility=SAMPLES["apistrat"]["mobility"].astype(float))
    found, r = fit_spline(low, frame, variable="mobility", design=design), R["spline"]
    assert found.knots == pytest.approx(tuple(r["knots"]), rel=1e-12)
    assert found.table["value"].tolist() == pytest.approx(r["grid"], rel=1e-12)
    assert found.table["estimate"].tolist() == pytest.approx(r["estimate"], rel=1e-6, abs=1e-9)
    assert found.table["std_error"].tolist() == pytest.approx(r["se"], rel=1e-6, abs=1e-8)
    test = found.tests.iloc[0]
    assert test["statistic"] == pytest.approx(r["F"], rel=1e-6)
    assert (test["df"], test["df_residual"]) == (r["df"], r["ddf"])


def test_curve_at_round_values():
    low, x, design = strata_fpc()
    numeric = SAMPLES["apistrat"][["mobility"]].astype(float)
    frame = x[["awards"]].assign(mobile=x["mobile"])  # groups the same number, so its curve stands in its place
    found = fit_curves(low, frame, numeric, in_place_of={"mobility": "mobile"}, design=design)
    table, r = found.table, R["curve"]
    assert table["value"].tolist() == r["values"]
    assert set(table["reference_value"]) == {20}
    assert table["estimate"].tolist() == pytest.approx(r["estimate"], rel=1e-6, abs=1e-9)
    assert table["std_error"].tolist() == pytest.approx(r["se"], rel=1e-6, abs=1e-8)
    bent = found.tests.set_index("term").loc["departure from a straight line"]
    assert bent["statistic"] == pytest.approx(r["bent_F"], rel=1e-6)


def test_model_based_errors_and_profile_likelihood_intervals():
    st = SAMPLES["apistrat"]
    found = fit_logistic((st["api00"] < 650).rename("low"), predictors(st), design=SurveyDesign(), variance="model")
    table, r = rows(found.table), R["glm"]
    assert table["estimate"].tolist() == pytest.approx(list(r["coef"].values())[1:], **CLOSE)
    assert table["std_error"].tolist() == pytest.approx(np.sqrt(np.diag(r["vcov"]))[1:].tolist(), **CLOSE)
    assert np.isinf(table["df"]).all()
    assert table["conf_low"].tolist() == pytest.approx(r["low"][1:], **CLOSE)
    assert table["conf_high"].tolist() == pytest.approx(r["high"][1:], **CLOSE)
    interpolated = np.array(r["confint"])[1:]  # confint() joins a few points of the profile by a spline
    assert table["conf_low"].tolist() == pytest.approx(interpolated[:, 0].tolist(), abs=1e-3)
    assert table["conf_high"].tolist() == pytest.approx(interpolated[:, 1].tolist(), abs=1e-3)


@pytest.mark.parametrize("name", list(DESIGNS))
def test_linear_regression(name):
    d, x, design, outside = prepared(name)
    found = fit_linear(d["api00"].astype(float).mask(outside), x, design=design)
    r = R[name]["linear"]
    assert rows(found.table)["estimate"].tolist() == pytest.approx(list(r["coef"].values())[1:], **CLOSE)
    assert rows(found.table)["std_error"].tolist() == pytest.approx(np.sqrt(np.diag(r["vcov"]))[1:].tolist(), **CLOSE)
    assert set(rows(found.table)["df"]) == {r["df"]}


API_DESIGNS = {
    "apistrat": "strata_fpc",
    "apistrat_nofpc": "strata",
    "apiclus1": "clusters_fpc",
    "apiclus1_nofpc": "clusters",
    "apiclus2": "two_stages",
    "weights_only_strat": "weights_only",
}


NAMES = ["ell", "meals", "mobility"]


@pytest.mark.parametrize("key", list(API_DESIGNS))
def test_svyglm_with_numbers_as_predictors(key):
    d, design = DESIGNS[API_DESIGNS[key]]
    found = fit_logistic((d["sch.wide"] == "Yes").rename("wide"), d[NAMES], design=design)
    table, r = found.table[found.table["model"] == "adjusted"], API[key]["svyglm_quasibinomial"]
    assert table["estimate"].tolist() == pytest.approx(np.array(r["coef"]["values"])[1:, 0].tolist(), rel=1e-6)
    assert table["odds_ratio"].tolist() == pytest.approx([r["OR"][name] for name in NAMES], rel=1e-6)
    assert set(table["df"]) == {r["df.residual"]}
    tight = R["svyglm"][key]  # the same call, iterated to the end
    assert table["std_error"].tolist() == pytest.approx(tight["se"][1:], rel=1e-6)
    assert table["p_value"].tolist() == pytest.approx(tight["p"][1:], rel=1e-6)
    assert table["conf_low"].tolist() == pytest.approx(tight["low"][1:], rel=1e-6)
    assert table["conf_high"].tolist() == pytest.approx(tight["high"][1:], rel=1e-6)
    nagelkerke = found.diagnostics.set_index("term").loc["Nagelkerke's R²", "estimate"]
    assert nagelkerke == pytest.approx(r["psrsq_nag"], rel=1e-6)
    meals = found.joint_tests.set_index("variable").loc["meals"]
    assert meals["statistic"] == pytest.approx(tight["F"], rel=1e-6)
    assert meals["df_residual"] == r["regTermTest_meals"]["ddf"]


@pytest.mark.parametrize("key", list(API_DESIGNS))
def test_covariance_that_svyglm_tells_by_default(key):
    """R's default takes the weights of the last iteration but one; from those, its covariance is met to 1e-6 too."""
    d, design = DESIGNS[API_DESIGNS[key]]
    x = np.column_stack([np.ones(len(d)), d[NAMES].to_numpy(float)])
    y, variance = (d["sch.wide"] == "Yes").to_numpy(float), sampling_variance(design, d.index)
    weight = variance.weights / variance.weights.mean()
    coefficients, inverse, spread = iterated_like_glm(x, y, weight)
    residual, own_spread = residual_and_spread(x @ coefficients, y)
    influence = (x * (weight * spread / own_spread * residual)[:, None]) @ inverse
    covariance = variance.covariance(influence, lambda w: w)
    r = np.array(API[key]["svyglm_quasibinomial"]["vcov"]["values"])
    assert np.sqrt(np.diag(covariance)) == pytest.approx(np.sqrt(np.diag(r)), rel=1e-6)
    exact = fit_logistic_rows(x, y, weight)
    assert coefficients == pytest.approx(exact.coefficients, rel=1e-6)
    assert np.sqrt(np.diag(inverse)) == pytest.approx(np.sqrt(np.diag(exact.inverse)), rel=1e-3)


def iterated_like_glm(x, y, weight):
    """Fisher scoring from glm's start to its default stop: coefficients, inverse information and spread before."""
    p, deviance = (weight * y + 0.5) / (weight + 1), np.inf
    eta = np.log(p / (1 - p))
    while True:
        spread = p * (1 - p)
        inverse = np.linalg.inv((x * (weight * spread)[:, None]).T @ x)
        coefficients = inverse @ (x.T @ (weight * spread * (eta + (y - p) / spread)))
        eta = x @ coefficients
        p = 1 / (1 + np.exp(-eta))
        before, deviance = deviance, -2 * weight @ np.log(np.where(y == 1, p, 1 - p))
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            return coefficients, inverse, spread


@pytest.mark.parametrize("key", list(API_DESIGNS))
def test_svyglm_gaussian(key):
    d, design = DESIGNS[API_DESIGNS[key]]
    found = fit_linear(d["api00"], d[NAMES], design=design)
    r, table = API[key]["svyglm_gaussian"], found.table[found.table["model"] == "adjusted"]
    columns = ["estimate", "std_error", "statistic", "p_value"]
    assert table[columns].to_numpy() == pytest.approx(np.array(r["coef"]["values"])[1:], rel=1e-6)
    assert set(table["df"]) == {r["df.residual"]}
