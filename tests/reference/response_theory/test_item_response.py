"""Graded response model against mirt 1.45.1 on five scales (tolerances in VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.reference.bfi_answers import bfi
from workbench.numerics.response_theory.curves import item_information
from workbench.psychometrics import fit_graded_response

BFI = json.loads(Path(__file__).with_name("bfi_item_response.json").read_text(encoding="utf-8"))

LOG_LIKELIHOOD = 1e-5
PARAMETERS = 5e-4
STD_ERRORS = 1e-4
INFORMATION = 3e-4
RELIABILITY = 1e-5
RESIDUALS = 1e-4
FIT = 1e-4
INTERVAL = 1e-3


@pytest.fixture(scope="module", params=list(BFI["scales"]))
def scale(request):
    reference = BFI["scales"][request.param]
    complete = bfi().dropna(subset=[*reference["items"], "gender"])
    assert len(complete) == reference["n"]
    return reference, fit_graded_response(complete[reference["items"]])


def near(ours, theirs, tolerance):
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), atol=tolerance, rtol=0)


def test_likelihood(scale):
    reference, fitted = scale
    row = fitted.fit.loc[0]
    near(row["log_likelihood"], reference["logLik"], LOG_LIKELIHOOD)
    assert row["log_likelihood"] >= reference["logLik"] - 1e-7  # ours is the higher point where they differ
    near(row["aic"], reference["AIC"], LOG_LIKELIHOOD)
    near(row["bic"], reference["BIC"], LOG_LIKELIHOOD)


def test_parameters(scale):
    reference, fitted = scale
    near(fitted.items["discrimination"], reference["discrimination"], PARAMETERS)
    near(fitted.difficulties["difficulty"], np.ravel(reference["difficulties"]), PARAMETERS)
    near(fitted.model.parameters, np.ravel(reference["slopes_and_intercepts"]), PARAMETERS)


def test_standard_errors(scale):
    reference, fitted = scale
    near(np.sqrt(np.diag(fitted.covariance)), np.ravel(reference["std_errors"]), STD_ERRORS)
    near(fitted.items["std_error"], [row[0] for row in reference["std_errors"]], STD_ERRORS)


def test_information(scale):
    reference, fitted = scale
    model = fitted.model
    ours = item_information(model.parameters, model.place, np.array(reference["theta"]))
    near(ours, list(reference["iteminfo"].values()), INFORMATION)
    near(ours.sum(axis=0), reference["testinfo"], INFORMATION)
    at_half = fitted.information.set_index("theta")["information"]
    near(at_half.iloc[[0, 40, 80]], [reference["testinfo"][at] for at in (0, 16, 32)], INFORMATION)


def test_reliability_and_residuals(scale):
    reference, fitted = scale
    near(fitted.table["estimate"], [reference["marginal_rxx"], reference["empirical_rxx"]], RELIABILITY)
    near(fitted.residual_correlations, reference["Q3"], RESIDUALS)


def test_fit(scale):
    reference, fitted = scale
    row, theirs = fitted.fit.loc[0], reference["M2"]
    assert row["df"] == theirs["df"]
    np.testing.assert_allclose(row["chi_square"], theirs["M2"], rtol=FIT)
    for ours, name in (("p_value", "p"), ("rmsea", "RMSEA"), ("cfi", "CFI"), ("tli", "TLI"), ("srmr", "SRMSR")):
        near(row[ours], theirs[name], FIT)
    np.testing.assert_allclose(
        [row["rmsea_low"], row["rmsea_high"]], [theirs["RMSEA_5"], theirs["RMSEA_95"]], rtol=INTERVAL
    )
