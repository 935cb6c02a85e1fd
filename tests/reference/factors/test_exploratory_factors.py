"""Exploratory factors against psych, factanal and lavaan (bfi.R, more_items.R, heywood.R)."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    FACTANAL,
    LAVAAN,
    MORE_ITEMS,
    PSYCH_FA,
    bfi,
    close,
    loadings,
    reflected,
    row_weights,
)
from tests.unit.psychometrics.scales import exact
from workbench import psychometrics

HERE = Path(__file__).parent
R = json.loads((HERE / "heywood.json").read_text(encoding="utf-8"))


def test_one_factor(scale):
    reference, responses, _ = scale
    minres = psychometrics.fit_exploratory_factors(responses, method="minres")
    ml = psychometrics.fit_exploratory_factors(responses, method="ml")
    close(loadings(minres)[:, 0], reference["minres"], PSYCH_FA)
    close(loadings(ml)[:, 0], reference["ml"], PSYCH_FA)
    close(loadings(ml)[:, 0], reference["factanal"], PSYCH_FA)
    close(loadings(ml)[:, 0], reference["lavaan_ml"], LAVAAN)
    close(minres.eigenvalues["eigenvalue"], reference["eigenvalues"])
    assert minres.largest_difference < 1e-5
    assert ml.largest_difference < 1e-5


def test_several_factors(block):
    reference, responses = block
    for method, tolerance in {"ml": FACTANAL, "minres": PSYCH_FA}.items():
        p = reference["n_factors"]
        fitted = psychometrics.fit_exploratory_factors(responses, n_factors=p, method=method)
        close(loadings(fitted, p), reflected(reference[method]["loadings"]), tolerance)
        close(fitted.loadings["uniqueness"][::p], reference[method]["uniquenesses"], tolerance)
        assert fitted.largest_difference < 1e-5


def test_weighted():
    responses = bfi()[AGREEABLENESS].dropna()
    ml = psychometrics.fit_exploratory_factors(responses, method="ml", sampling_weights=row_weights(responses))
    close(loadings(ml), reflected(MORE_ITEMS["weighted"]["ml"]["loadings"]), FACTANAL)


def test_heywood_case():
    """Minres is R's `uls` here: its `minres` leaves the diagonal out of the criterion but not out of the gradient."""
    responses = exact(np.array(R["correlations"]))
    for method, key, tolerance in (("minres", "uls", PSYCH_FA), ("ml", "ml", FACTANAL)):
        fitted = psychometrics.fit_exploratory_factors(responses, method=method)
        np.testing.assert_allclose(fitted.loadings["loading"], R[key], atol=tolerance)
        assert fitted.loadings.loc[0, "uniqueness"] == pytest.approx(0.005)
        assert fitted.notes[0].startswith("Heywood case: the uniqueness of item `i0`")
