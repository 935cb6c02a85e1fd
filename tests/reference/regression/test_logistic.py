"""Logistic and linear regression on bfi.csv (2,343 respondents, numeric predictors) against R (logistic.R, lib.R).

logistic_extract.json holds the parts of that script's output used here. Tolerance 1e-6 relative: glm stops at a
relative change of the deviance of 1e-8 and takes its covariance from the weights of the last iteration but one;
statsmodels, iterated to the end, is met to 1e-8. p-values, which enlarge an error of z, to 1e-4. Not compared: HC2 and
HC3 (leverage corrections that a survey design does not have), Hosmer-Lemeshow (the workbench has the design-based test
of Archer and Lemeshow: test_regression.py), Brier score and McFadden's R² (not offered), ordinal logit (that of item
bias: ../items), Breusch-Pagan (errors under a design do not rest on equal variances).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from workbench.intake.sampling.design import SurveyDesign
from workbench.intake.sampling.sampling_variance import sampling_variance
from workbench.numerics.regression.logistic_regression import fit_logistic_rows, logistic_influence
from workbench.population import fit_linear, fit_logistic

HERE = Path(__file__).parent
R = json.loads((HERE / "logistic_extract.json").read_text())
SRS = SurveyDesign()
NAMES = {"bfi_female": ["E", "N", "A", "age"], "bfi_college": ["E", "N", "A", "age", "female"]}


@pytest.fixture(scope="module")
def bfi():
    f = pd.read_csv(HERE.parents[2] / "data" / "example" / "bfi.csv")
    f["E"] = pd.concat([7 - f["E1"], 7 - f["E2"], f["E3"], f["E4"], f["E5"]], axis=1).mean(axis=1, skipna=False)
    f["N"] = f[[f"N{i}" for i in range(1, 6)]].mean(axis=1, skipna=False)
    f["A"] = pd.concat([7 - f["A1"], *(f[f"A{i}"] for i in range(2, 6))], axis=1).mean(axis=1, skipna=False)
    f["female"] = f["gender"] - 1
    f = f.dropna(subset=["E", "N", "A", "age", "female", "education"])
    return f.assign(college=(f["education"] >= 4).astype(int))


@pytest.fixture(scope="module", params=list(NAMES))
def case(request, bfi):
    names, outcome = NAMES[request.param], request.param.removeprefix("bfi_")
    models = {v: fit_logistic(bfi[outcome] == 1, bfi[names], design=SRS, variance=v) for v in ("model", "design")}
    return R[request.param], names, models, bfi[outcome].to_numpy(float)


def adjusted(model):
    return model.table[model.table["model"] == "adjusted"]


def test_glm(case):
    r, names, models, _ = case
    table, coef = adjusted(models["model"]), np.array(r["coef"]["values"])[1:]
    assert models["model"].fit["n_respondents"].iloc[0] == r["n"]
    assert table["variable"].tolist() == names
    found = table[["estimate", "std_error", "statistic"]].to_numpy()
    assert found == pytest.approx(coef[:, :3], rel=1e-6)
    assert table["p_value"].to_numpy() == pytest.approx(coef[:, 3], rel=1e-4, abs=1e-300)
    assert table["odds_ratio"].tolist() == pytest.approx([r["OR"][name] for name in names], rel=1e-6)


def test_profile_likelihood_intervals(case):
    """R joins points of the profile by a spline, 1e-5 off here; solved exactly in test_regression.py."""
    r, _, models, _ = case
    ends = adjusted(models["model"])[["odds_ratio_low", "odds_ratio_high"]].to_numpy()
    assert ends == pytest.approx(np.array(r["OR_ci_profile"]["values"])[1:], rel=3e-5)


def test_robust_errors_and_a_second_library(case, bfi):
    r, names, models, y = case
    n, found = r["n"], adjusted(models["design"])["std_error"].to_numpy()
    for key, factor in (("HC0_se", 1), ("HC1_se", n / (n - len(names) - 1))):
        expected = np.array([r[key][name] for name in names])
        assert found == pytest.approx(expected * np.sqrt(n / (n - 1) / factor), rel=1e-6)
    x = sm.add_constant(bfi[names].to_numpy(float))
    second = sm.GLM(y, x, family=sm.families.Binomial()).fit(tol=1e-14, cov_type="HC0")
    assert adjusted(models["design"])["estimate"].tolist() == pytest.approx(second.params[1:].tolist(), rel=1e-8)
    assert found == pytest.approx(second.bse[1:] * np.sqrt(n / (n - 1)), rel=1e-8)


def test_cluster_robust_errors(bfi):
    """Five clusters for five parameters: the design leaves no degrees of freedom, but the errors are those of R."""
    r, names = R["bfi_female"], NAMES["bfi_female"]
    x, y = sm.add_constant(bfi[names].to_numpy(float)), bfi["female"].to_numpy(float)
    fit = fit_logistic_rows(x, y, np.ones(len(y)))
    variance = sampling_variance(SurveyDesign(clusters=bfi["education"]), bfi.index)
    covariance = variance.covariance(logistic_influence(x, y, fit), lambda w: w)
    assert np.sqrt(np.diag(covariance)) == pytest.approx(list(r["cluster"]["HC0_cadjust"].values()), rel=1e-6)


def test_discrimination_and_collinearity(case):
    r, names, models, y = case
    found = models["model"].diagnostics.set_index("term")
    assert found.loc["Nagelkerke's R²", "estimate"] == pytest.approx(r["nagelkerke"], rel=1e-6)
    assert found.loc["Tjur's R²", "estimate"] == pytest.approx(r["tjur"], rel=1e-6)
    area = found.loc["area under the ROC curve"]
    assert area["estimate"] == pytest.approx(r["auc"]["auc"], rel=1e-6)
    # DeLong divides by n − 1 of either group, linearisation by n of either and n − 1 of both
    delong = (r["auc"]["ci_delong"][2] - r["auc"]["ci_delong"][0]) / 2 / 1.959964
    assert area["std_error"] == pytest.approx(delong, rel=1 / min(y.sum(), (1 - y).sum()))
    vif = models["model"].collinearity.set_index("variable")["vif"]
    assert vif[names].tolist() == pytest.approx([r["vif"][name] for name in names], rel=1e-6)


def test_least_squares(bfi):
    r, names = R["ols_bfi_E"], ["N", "A", "age", "female"]
    models = {v: fit_linear(bfi["E"], bfi[names], design=SRS, variance=v) for v in ("model", "design")}
    columns = ["estimate", "std_error", "statistic", "p_value"]
    found = adjusted(models["model"])[columns].to_numpy()
    assert found == pytest.approx(np.array(r["coef"]["values"])[1:], rel=1e-6, abs=1e-300)
    assert models["model"].fit["r_squared"].iloc[0] == pytest.approx(r["r2"], rel=1e-6)
    n, robust = r["n"], np.array([r["HC0_se"][name] for name in names])
    assert adjusted(models["design"])["std_error"].to_numpy() == pytest.approx(robust * np.sqrt(n / (n - 1)), rel=1e-6)
