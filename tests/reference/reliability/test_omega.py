"""Coefficient omega of one ML factor against lavaan (bfi.R, more_items.R)."""

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    LAVAAN,
    MORE_ITEMS,
    bfi,
    close,
    row_weights,
)
from workbench import psychometrics


def test_omega(scale):
    reference, responses, _ = scale
    for denominator in ("model", "observed"):
        omega = psychometrics.coefficient_omega(responses, denominator=denominator, n_bootstrap=100)
        close(omega.table["estimate"], [reference[f"omega_{denominator}"]], LAVAAN)
        close(omega.loadings["loading"], reference["lavaan_ml"], LAVAAN)


def test_omega_of_more_items(block):
    reference, responses = block
    for denominator, expected in reference["omega"].items():
        omega = psychometrics.coefficient_omega(responses, denominator=denominator, n_bootstrap=100)
        close(omega.table["estimate"], [expected], LAVAAN)


def test_weighted():
    """lavaan's `sampling.weights`."""
    responses = bfi()[AGREEABLENESS].dropna()
    for denominator, expected in MORE_ITEMS["weighted"]["omega"].items():
        omega = psychometrics.coefficient_omega(
            responses, denominator=denominator, n_bootstrap=100, sampling_weights=row_weights(responses)
        )
        close(omega.table["estimate"], [expected], LAVAAN)
