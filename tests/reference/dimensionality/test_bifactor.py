"""Exploratory bifactor models against psych's omega and omegaDirect, and semTools (bifactor.R)."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.reference.bfi_answers import bfi, row_weights
from tests.unit.psychometrics.scales import exact
from workbench import psychometrics

R = json.loads((Path(__file__).parent / "bifactor.json").read_text(encoding="utf-8"))
PSYCH = 1e-4
WEAK = {"ten": 5e-4}  # loadings where psych stops early; see VERSIONS
COEFFICIENTS = (
    *("omega_hierarchical", "omega_total", "explained_common_variance"),
    *("percent_uncontaminated", "relative_bias"),
)


@pytest.fixture(scope="module", params=R)
def compared(request):
    block, reference = request.param, R[request.param]
    if "correlations" in reference:
        responses = exact(np.array(reference["correlations"]), n=reference["n"])
    else:
        responses = bfi()[reference["items"]].dropna()
        assert len(responses) == reference["n"]
    options = {"sampling_weights": row_weights(responses)} if block == "weighted" else {}
    fitted = psychometrics.essential_unidimensionality(
        responses,
        n_group_factors=reference["n_group_factors"],
        correlation="polychoric" if block == "polychoric" else "pearson",
        **options,
    )
    return reference, fitted, WEAK.get(block, PSYCH)


def loadings(fitted, column):
    return fitted.loadings[column].to_numpy().reshape(-1, 1 + len(fitted.group_factors))


def test_schmid_leiman(compared):
    reference, fitted, loose = compared
    estimates = fitted.table.set_index("term")["estimate"]
    for term in COEFFICIENTS:
        assert estimates[term] == pytest.approx(reference[term], abs=PSYCH), term
    np.testing.assert_allclose(loadings(fitted, "loading"), reference["loadings"], atol=loose)
    np.testing.assert_allclose(fitted.group_factors["loading_on_general"], reference["loading_on_general"], atol=loose)
    ours = fitted.group_factors[["omega_total", "omega_general", "omega_group"]]
    np.testing.assert_allclose(ours, np.array(reference["groups"], float), atol=loose)


def test_direct(compared):
    reference, fitted = compared[0]["direct"], compared[1]
    estimates = fitted.table.set_index("term")["estimate_direct"]
    for term in COEFFICIENTS:
        assert estimates[term] == pytest.approx(reference[term], abs=PSYCH), term
    np.testing.assert_allclose(loadings(fitted, "loading_direct"), reference["loadings"], atol=PSYCH)
    ours = fitted.group_factors["omega_group_direct"]
    np.testing.assert_allclose(ours, np.array(reference["groups"], float)[:, 2], atol=PSYCH)


def test_a_second_order_model_that_holds_exactly():
    """The confirmatory and the exploratory model are then the same: omega of semTools."""
    reference = R["second_order"]
    fitted = psychometrics.essential_unidimensionality(
        exact(np.array(reference["correlations"])), correlation="pearson"
    )
    found = fitted.table.set_index("term").loc["omega_hierarchical", "estimate"]
    assert found == pytest.approx(reference["semtools"]["omega_hierarchical"], abs=1e-5)
    both = sorted(fitted.group_factors["omega_total"])
    assert both == pytest.approx(sorted(reference["semtools"]["omega_of_factors"]), abs=1e-5)
