"""Regressions with numeric predictors against R's survey package (families svyglm_* of survey_api.json).

Tolerance 1e-6 relative, as for every number of R in this folder.
"""

import numpy as np
import pytest

from tests.reference.regression.regression_samples import API, DESIGNS, R
from workbench.intake.sampling.sampling_variance import sampling_variance
from workbench.numerics.regression.logistic_regression import fit_logistic_rows, residual_and_spread
from workbench.population.regression.linear import fit_linear
from workbench.population.regression.logistic import fit_logistic

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
