"""Item analysis of five real scales against R, plain (bfi.R) and weighted (more_items.R, weighted_shape.R)."""

import json
from pathlib import Path

import numpy as np

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    CLOSED_FORM,
    MORE_ITEMS,
    bfi,
    close,
    row_weights,
)
from workbench import psychometrics

HERE = Path(__file__).parent
SHAPE = json.loads((HERE / "weighted_shape.json").read_text(encoding="utf-8"))


def test_item_analysis(scale):
    reference, responses, _ = scale
    analysis = psychometrics.item_analysis(responses)
    for column, key in {
        "mean": "mean", "std_dev": "sd", "skewness": "skew_type3", "kurtosis": "kurt_type3",
        "item_rest_correlation": "r_drop", "alpha_if_deleted": "alpha_drop",
    }.items():  # fmt: skip
        close(analysis.table[column], reference[key])
    close(analysis.correlations, reference["pearson"])
    close(analysis.covariances, reference["cov"])


def test_weighted_means_and_covariances():
    """`cov.wt` of R."""
    responses = bfi()[AGREEABLENESS].dropna()
    analysis = psychometrics.item_analysis(responses, sampling_weights=row_weights(responses))
    close(analysis.table["mean"], MORE_ITEMS["weighted"]["means"])
    close(analysis.covariances, MORE_ITEMS["weighted"]["cov"])


def test_weighted_covariances_and_shape():
    """The weighted variance is that of `survey::svyvar`; R has no weighted skewness: weighted_shape.R spells it out."""
    responses = bfi()[AGREEABLENESS].dropna()
    analysis = psychometrics.item_analysis(responses, sampling_weights=row_weights(responses))
    np.testing.assert_allclose(analysis.covariances, SHAPE["cov"], rtol=CLOSED_FORM)
    for column in ("skewness", "kurtosis"):
        np.testing.assert_allclose(analysis.table[column], SHAPE[column], rtol=CLOSED_FORM)
