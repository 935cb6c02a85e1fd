"""The logistic fit on bfi.csv (2,343 respondents, numeric predictors) against R's glm and sandwich (logistic.R, lib.R).

logistic_extract.json holds the parts of that script's output used here: glm coefficients, Wald intervals, covariance,
HC0 errors. `fit_logistic` takes categoricals only, so numeric predictors are compared at the array level;
`test_population.py` compares the public function. Not compared: profile intervals, HC1-HC3, clusters, AUC,
Hosmer-Lemeshow, VIF, ordinal logit, OLS (no such function yet). Tolerance 1e-6: glm stops at a relative change of the
deviance of 1e-8 and takes its covariance from the weights of the last iteration but one; the second route, statsmodels
iterated to the end, is met to 1e-8.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from workbench.numerics.logistic_regression import fit_logistic_rows

HERE = Path(__file__).parent
R = json.loads((HERE / "logistic_extract.json").read_text())


@pytest.fixture(scope="module")
def bfi():
    f = pd.read_csv(HERE.parents[1] / "data" / "example" / "bfi.csv")
    f["E"] = pd.concat([7 - f["E1"], 7 - f["E2"], f["E3"], f["E4"], f["E5"]], axis=1).mean(axis=1, skipna=False)
    f["N"] = f[[f"N{i}" for i in range(1, 6)]].mean(axis=1, skipna=False)
    f["A"] = pd.concat([7 - f["A1"], *(f[f"A{i}"] for i in range(2, 6))], axis=1).mean(axis=1, skipna=False)
    f["female"] = f["gender"] - 1
    f = f.dropna(subset=["E", "N", "A", "age", "female", "education"])
    return f.assign(college=(f["education"] >= 4).astype(int))


@pytest.mark.parametrize(
    ("key", "outcome", "names"),
    [
        ("bfi_female", "female", ["E", "N", "A", "age"]),
        ("bfi_college", "college", ["E", "N", "A", "age", "female"]),
    ],
)
def test_glm(bfi, key, outcome, names):
    r, n = R[key], len(bfi)
    assert n == r["n"]
    x = np.column_stack([np.ones(n), bfi[names].to_numpy(float)])
    y, ones = bfi[outcome].to_numpy(float), np.ones(n)
    fits = {kind: fit_logistic_rows(x, y, ones, ones, n_sample=n, linearised=kind) for kind in (True, False)}
    coef = np.array(r["coef"]["values"])
    assert fits[False].coefficients == pytest.approx(coef[:, 0], rel=1e-6)
    model_error = np.sqrt(np.diag(fits[False].covariance))
    assert model_error == pytest.approx(coef[:, 1], rel=1e-6)
    hc0 = np.sqrt(np.diag(fits[True].covariance) * (n - 1) / n)
    assert hc0 == pytest.approx(list(r["HC0_se"].values()), rel=1e-6)
    second = sm.GLM(y, x, family=sm.families.Binomial()).fit(tol=1e-14, cov_type="HC0")
    assert fits[True].coefficients == pytest.approx(second.params, rel=1e-8)
    assert hc0 == pytest.approx(second.bse, rel=1e-8)
