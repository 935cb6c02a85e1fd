"""A Heywood case, the weighted shape of items and very unequal weights, against R (edges.R)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import exact
from workbench import psychometrics
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import fit_logistic

HERE = Path(__file__).parent
R = json.loads((HERE / "edges.json").read_text(encoding="utf-8"))

CLOSED_FORM = 1e-8
PSYCH_FA = 1e-5  # its optimiser stops there
FACTANAL = 1e-7


def test_heywood_case():
    """Minres is R's `uls` here: its `minres` leaves the diagonal out of the criterion but not out of the gradient."""
    responses = exact(np.array(R["heywood"]["correlations"]))
    for method, key, tolerance in (("minres", "uls", PSYCH_FA), ("ml", "ml", FACTANAL)):
        fitted = psychometrics.fit_exploratory_factors(responses, method=method)
        np.testing.assert_allclose(fitted.loadings["loading"], R["heywood"][key], atol=tolerance)
        assert fitted.loadings.loc[0, "uniqueness"] == pytest.approx(0.005)
        assert fitted.notes[0].startswith("Heywood case: the uniqueness of item `i0`")


def test_weighted_covariances_and_shape():
    """The weighted variance is that of `survey::svyvar`; R has no weighted skewness, so edges.R spells it out."""
    bfi = pd.read_csv(HERE.parents[1] / "data" / "example" / "bfi.csv")
    responses = bfi.assign(A1=7 - bfi["A1"])[["A1", "A2", "A3", "A4", "A5"]].dropna()
    weights = pd.Series(1 + (np.arange(1, len(responses) + 1) % 7) / 2, index=responses.index, name="w")
    analysis = psychometrics.item_analysis(responses, sampling_weights=weights)
    np.testing.assert_allclose(analysis.covariances, R["shape"]["cov"], rtol=CLOSED_FORM)
    for column in ("skewness", "kurtosis"):
        np.testing.assert_allclose(analysis.table[column], R["shape"][column], rtol=CLOSED_FORM)


def test_regression_with_very_unequal_weights():
    """Ten of 400 respondents carry 99 % of the weight."""
    i = np.arange(1, 401)
    predictors = pd.DataFrame({"a": pd.Categorical((i % 3).astype(str)), "b": pd.Categorical((i // 7 % 4).astype(str))})
    outcome = pd.Series((i * 37) % 101 < 30 + 10 * (i % 3), name="y")
    design = SurveyDesign(sampling_weights=pd.Series(np.where(i % 40 == 1, 5000.0, 1.0), name="w"))
    table = fit_logistic(outcome, predictors, design=design).table
    found = table[(table["model"] == "adjusted") & (table["level"] != table["reference"])]
    for column in ("estimate", "std_error"):
        np.testing.assert_allclose(found[column], R["unequal"][column], rtol=1e-6)
    assert set(found["df"]) == {R["unequal"]["df"]}
