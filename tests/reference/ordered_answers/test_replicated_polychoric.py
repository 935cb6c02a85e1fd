"""Weighted polychoric correlations and their replicated covariance against lavaan (replicated_polychoric.R)."""

import json
from pathlib import Path

import numpy as np

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    bfi,
    close,
    delete_a_group,
)
from workbench import psychometrics

HERE = Path(__file__).parent
R = json.loads((HERE / "replicated_polychoric.json").read_text(encoding="utf-8"))
REPLICATED_POLYCHORIC = 1e-5


def test_replicated_polychoric_correlations():
    respondents = bfi().dropna(subset=[*AGREEABLENESS, "gender"])
    assert len(respondents) == R["n"]
    w, replicates = delete_a_group(respondents, R["replicates"])
    fitted = psychometrics.polychoric_correlations(
        respondents[AGREEABLENESS], sampling_weights=w, replicate_weights=replicates
    )
    estimates = np.concatenate([fitted.thresholds["estimate"], fitted.table["estimate"]])
    np.testing.assert_allclose(estimates, R["polychoric"]["estimate"], atol=1e-7, rtol=0)
    expected = np.array(R["polychoric"]["covariance"])
    ours = fitted.asymptotic_covariance.to_numpy() / len(respondents)
    np.testing.assert_allclose(ours, expected, atol=REPLICATED_POLYCHORIC * expected.max(), rtol=0)
    errors = [*fitted.thresholds["std_error"], *fitted.table["std_error"]]
    close(errors, np.sqrt(np.diag(expected)), REPLICATED_POLYCHORIC)
