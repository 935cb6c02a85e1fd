"""Coefficient alpha and Feldt's interval against psych (bfi.R, more_items.R)."""

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    MORE_ITEMS,
    bfi,
    close,
    row_weights,
)
from workbench import psychometrics


def test_alpha_and_feldt(scale):
    reference, responses, _ = scale
    alpha = psychometrics.coefficient_alpha(responses)
    close(alpha.table.loc[0, ["estimate", "conf_low", "conf_high"]], [reference["raw_alpha"], *reference["feldt"]])
    close(alpha.standardized_alpha, reference["std_alpha"])
    close(alpha.items["item_rest_correlation"], reference["r_drop"])
    close(alpha.items["alpha_if_deleted"], reference["alpha_drop"])


def test_alpha_by_group(scale):
    reference, responses, gender = scale
    for code, expected in zip([1, 2], reference["alpha_by_group"].values(), strict=True):
        alpha = psychometrics.coefficient_alpha(responses[gender == code])
        row = alpha.table.loc[0]
        assert row["n_respondents"] == expected["n"]
        close(row["estimate"], expected["raw_alpha"])
        close(row[["conf_low", "conf_high"]], [expected["ci_feldt"]["lower"], expected["ci_feldt"]["upper"]])
        close(alpha.standardized_alpha, expected["std.alpha"])


def test_alpha_of_more_items(block):
    reference, responses = block
    alpha = psychometrics.coefficient_alpha(responses)
    close(alpha.table.loc[0, ["estimate", "conf_low", "conf_high"]], [reference["raw_alpha"], *reference["feldt"]])
    close(alpha.standardized_alpha, reference["std_alpha"])
    close(alpha.items["item_rest_correlation"], reference["r_drop"])
    close(alpha.items["alpha_if_deleted"], reference["alpha_drop"])


def test_weighted():
    responses = bfi()[AGREEABLENESS].dropna()
    alpha = psychometrics.coefficient_alpha(
        responses, interval="bootstrap", n_bootstrap=100, sampling_weights=row_weights(responses)
    )
    close(alpha.table.loc[0, "estimate"], MORE_ITEMS["weighted"]["raw_alpha"])
