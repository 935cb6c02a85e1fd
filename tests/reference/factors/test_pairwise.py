"""Ordered answers of which some are missing, against lavaan's ``missing = "pairwise"`` (tolerances in VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import AGREEABLENESS, bfi
from workbench.psychometrics import fit_confirmatory_factors
from workbench.psychometrics.answers import DesignWeights, split
from workbench.psychometrics.factors.samples import ordinal_samples

R = json.loads((Path(__file__).parent / "pairwise.json").read_text(encoding="utf-8"))
ESTIMATES = 1e-4
FIT = {"chisq": "chi_square", "df": "df", "chisq.scaled": "chi_square_scaled", "srmr": "srmr"}
FIT |= {"cfi.scaled": "cfi_scaled", "rmsea.scaled": "rmsea_scaled"}


def answers(name: str) -> pd.DataFrame:
    responses = bfi()[AGREEABLENESS]
    responses = responses[responses.notna().any(axis=1)].reset_index(drop=True)
    if name == "holes":
        row = np.arange(1, len(responses) + 1)
        for number, item in enumerate(AGREEABLENESS, start=1):
            responses[item] = responses[item].mask(row * (2 * number + 1) % 17 < 3)
    return responses


@pytest.mark.parametrize("name", ["agreeable", "holes"])
def test_one_factor(name):
    fitted = fit_confirmatory_factors(answers(name), missing="pairwise", standard_errors="lavaan")
    expected = R[name]
    assert fitted.fit.loc[0, "n_respondents"] == expected["n"]
    ours = fitted.table.set_index("term")
    for row in expected["parameters"]:
        term = f"factor=~{row['rhs']}" if row["op"] == "=~" else f"{row['lhs']}|{row['rhs'].removeprefix('t')}"
        assert ours.loc[term, "estimate"] == pytest.approx(row["est"], abs=ESTIMATES), term
        assert ours.loc[term, "std_error"] == pytest.approx(row["se"], rel=ESTIMATES, abs=ESTIMATES), term
    for theirs, column in FIT.items():
        assert fitted.fit.loc[0, column] == pytest.approx(expected["fit"][theirs], rel=1e-4, abs=1e-5), column


@pytest.mark.parametrize("name", ["agreeable", "holes"])
def test_correlations_and_their_variances(name):
    parts = split(answers(name), None, DesignWeights()).parts
    sample = ordinal_samples(parts, "Test", standard_errors="lavaan", missing="pairwise").samples[0]
    np.testing.assert_allclose(sample.correlations, R[name]["correlations"], atol=ESTIMATES)
    np.testing.assert_allclose(np.diag(sample.covariance), R[name]["variances"], rtol=1e-3)
    np.testing.assert_allclose(1 / sample.weights, R[name]["variances"], rtol=1e-3)
