"""Scalability of pairs, items and scale, monotonicity, and replicate weights against R (VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    CLOSED_FORM,
    bfi,
    close,
    complete,
    delete_a_group,
)
from workbench import psychometrics

HERE = Path(__file__).parent
BFI = json.loads((HERE / "bfi_scalability.json").read_text(encoding="utf-8"))
R = json.loads((HERE / "scalability.json").read_text(encoding="utf-8"))
MOKKEN_SE = 1e-6
CRITERIA = ["n_comparisons", "n_violations", "share_violations", "largest_violation", "sum_violations"]
CRITERIA += ["mean_violation", "largest_z", "n_significant", "crit"]


@pytest.fixture(scope="module", params=list(BFI["scales"]))
def scale(request):
    reference = BFI["scales"][request.param]
    return request.param, reference, complete(reference)


@pytest.fixture(scope="module")
def weighted():
    """The sample, weights and replicates of scalability.R."""
    respondents = bfi().dropna(subset=[*AGREEABLENESS, "gender"])
    assert len(respondents) == R["n"]
    return respondents, *delete_a_group(respondents, R["replicates"])


def pairs(matrix) -> np.ndarray:
    return np.array(matrix)[np.triu_indices(len(matrix), 1)]


def test_mokken(scale):
    _, reference, complete = scale
    fitted = psychometrics.scalability_coefficients(complete[reference["items"]])
    close(fitted.table["estimate"], [reference["scale"]], CLOSED_FORM)
    close(fitted.table["std_error"], [reference["scale_se"]], MOKKEN_SE)
    close(fitted.items["estimate"], reference["of_items"], CLOSED_FORM)
    close(fitted.items["std_error"], reference["of_items_se"], MOKKEN_SE)
    close(fitted.pairs["estimate"], pairs(reference["pairs"]), CLOSED_FORM)
    close(fitted.pairs["std_error"], pairs(reference["pairs_se"]), MOKKEN_SE)
    assert list(fitted.items["scale"]) == reference["selection"]


def test_monotonicity_as_mokken_rounds_it(scale):
    _, reference, complete = scale
    ours = psychometrics.scalability_coefficients(complete[reference["items"]])
    frame = ours.monotonicity[CRITERIA].assign(crit=np.floor(ours.monotonicity["crit"]))
    rounded = frame.round(dict.fromkeys(CRITERIA, 2) | {"mean_violation": 4}).to_numpy(float)
    expected = np.array(reference["monotonicity"])
    np.testing.assert_allclose(np.column_stack([ours.items["estimate"].round(2), rounded]), expected, atol=1e-12)


def test_replicated_scalability(weighted):
    complete, w, replicates = weighted
    fitted = psychometrics.scalability_coefficients(
        complete[AGREEABLENESS], sampling_weights=w, replicate_weights=replicates
    )
    parts = (fitted.pairs, fitted.items, fitted.table)
    close(np.concatenate([part["estimate"] for part in parts]), R["scalability"]["estimate"], CLOSED_FORM)
    close(np.concatenate([part["std_error"] for part in parts]), R["scalability"]["se"], CLOSED_FORM)
