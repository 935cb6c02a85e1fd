"""Regressions under every kind of design, and adjusted shares, against R's survey package (marginal_standardisation.R).

Categorical predictors, every fit iterated to the end. Tolerance 1e-6 relative, as for every number of R in this folder.
"""

import numpy as np
import pytest

from tests.reference.regression.regression_samples import (
    CLOSE,
    DESIGNS,
    SAMPLES,
    R,
    predictors,
    prepared,
    rows,
    strata_fpc,
)
from workbench.intake.sampling.design import SurveyDesign
from workbench.population.regression.interactions import fit_interaction, fit_interactions
from workbench.population.regression.linear import fit_linear
from workbench.population.regression.logistic import fit_logistic
from workbench.population.regression.splines import fit_curves, fit_spline
from workbench.population.regression.within_groups import fit_logistic_by


@pytest.fixture(scope="module", params=list(DESIGNS))
def logistic(request):
    d, x, design, outside = prepared(request.param)
    low = (d["api00"] < 650).astype("boolean").mask(outside).rename("low")
    return R[request.param], fit_logistic(low, x, design=design)


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


def test_the_interactions_that_a_codebook_declares():
    low, x, design = strata_fpc()
    crossings = [("awards", "poor"), ("awards", "poor", "mobile"), ("awards", "elsewhere")]
    found = fit_interactions(low, x[["mobile", "awards", "poor"]], crossings=crossings, design=design)
    assert found.interaction["statistic"].tolist() == pytest.approx([R["interaction"]["F"]], **CLOSE)
    effects = found.table[found.table["level"] != found.table["reference"]]
    assert effects["estimate"].tolist() == pytest.approx(R["interaction"]["estimate"], **CLOSE)


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
    values = numeric["mobility"][(low.notna() & frame.notna().all(axis=1) & numeric["mobility"].notna())]
    places = [i for i, v in enumerate(r["values"]) if min((values <= v).sum(), (values >= v).sum()) >= 20]
    assert 5 < len(places) < len(r["values"])
    assert table["value"].tolist() == [r["values"][i] for i in places]  # 20 respondents at or beyond either end
    assert set(table["reference_value"]) == {20}
    assert table["estimate"].tolist() == pytest.approx([r["estimate"][i] for i in places], rel=1e-6, abs=1e-9)
    assert table["std_error"].tolist() == pytest.approx([r["se"][i] for i in places], rel=1e-6, abs=1e-8)
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
