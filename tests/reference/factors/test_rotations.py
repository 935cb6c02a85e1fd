"""Rotations against GPArotation, stats and psych (rotations.R)."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.reference.bfi_answers import bfi, row_weights
from tests.unit.psychometrics.scales import exact
from workbench import psychometrics

R = json.loads((Path(__file__).parent / "rotations.json").read_text(encoding="utf-8"))
ROTATIONS = ("oblimin", "geomin", "varimax", "promax")
FACTANAL, MINRES, PSYCH = 1e-6, 2e-5, 1e-4


def fitted(block, **options):
    reference = R[block]
    p = reference["n_factors"]
    if block == "thurstone":
        responses = exact(np.array(reference["correlations"]), n=213)
    else:
        responses = bfi()[reference["items"]].dropna()
        assert len(responses) == reference["n"]
    if block == "weighted":
        options["sampling_weights"] = row_weights(responses)
    correlation = "polychoric" if block == "polychoric" else "pearson"
    found = psychometrics.fit_exploratory_factors(responses, n_factors=p, correlation=correlation, **options)
    pattern, structure = (frame["loading"].to_numpy().reshape(-1, p) for frame in (found.loadings, found.structure))
    return pattern, structure, found.factor_correlations.to_numpy()


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize(("method", "tolerance"), [("ml", FACTANAL), ("minres", MINRES)])
@pytest.mark.parametrize("block", R)
def test_rotations(block, method, tolerance, rotation):
    reference = R[block][method][rotation]
    pattern, structure, correlations = fitted(block, method=method, rotation=rotation)
    theirs, between = np.array(reference["loadings"]), np.array(reference["correlations"])
    np.testing.assert_allclose(pattern, theirs, atol=tolerance)
    np.testing.assert_allclose(correlations, between, atol=tolerance)
    np.testing.assert_allclose(structure, theirs @ between, atol=tolerance)


@pytest.mark.parametrize("block", R)
def test_oblimin_as_users_of_psych_call_it(block):
    pattern, _, correlations = fitted(block, rotation="oblimin")
    np.testing.assert_allclose(pattern, R[block]["psych_oblimin"]["loadings"], atol=PSYCH)
    np.testing.assert_allclose(correlations, R[block]["psych_oblimin"]["correlations"], atol=PSYCH)
