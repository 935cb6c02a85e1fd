"""Sampling adequacy and Bartlett's test against psych (bfi.R, more_items.R)."""

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    MORE_ITEMS,
    bfi,
    close,
    row_weights,
)
from workbench import psychometrics


def test_sampling_adequacy(scale):
    reference, responses, _ = scale
    adequacy = psychometrics.sampling_adequacy(responses)
    row = adequacy.table.loc[0]
    close(row["sampling_adequacy"], reference["kmo"])
    close(adequacy.items["sampling_adequacy"], reference["kmo_items"])
    close(row[["chi_square", "p_value"]], [reference["bartlett"]["chisq"], reference["bartlett"]["p.value"]])
    assert row["df"] == reference["bartlett"]["df"]


def test_sampling_adequacy_of_more_items(block):
    reference, responses = block
    adequacy = psychometrics.sampling_adequacy(responses)
    close(adequacy.table.loc[0, ["sampling_adequacy", "chi_square", "df"]],
          [reference["kmo"], reference["chisq"], reference["df"]])  # fmt: skip
    close(adequacy.items["sampling_adequacy"], reference["kmo_items"])


def test_weighted():
    responses = bfi()[AGREEABLENESS].dropna()
    adequacy = psychometrics.sampling_adequacy(responses, sampling_weights=row_weights(responses))
    close(adequacy.table.loc[0, "sampling_adequacy"], MORE_ITEMS["weighted"]["kmo"])
