"""One factor against several: psych::fa, maximum likelihood (factor_numbers.R, bfi.json; VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import bfi, close
from workbench import psychometrics

HERE = Path(__file__).parent
R = json.loads((HERE / "factor_numbers.json").read_text(encoding="utf-8"))
BFI = json.loads((HERE / "bfi_factor_numbers.json").read_text(encoding="utf-8"))

PSYCH_FA = 1e-5
PSYCH_POLYCHORIC = 1e-4
UNIROOT = 2e-4
P_VALUE = 1e-4
LOCAL_MINIMUM = ("pearson", "polychoric", "weighted")  # psych's fit of three factors

CLOSE = ["chi_square", "rmsea", "tli", "bic", "residual_rms", "share_variance"]
ENDS = ["rmsea_low", "rmsea_high"]
NAMES = {"STATISTIC": "chi_square", "TLI": "tli", "BIC": "bic", "rms": "residual_rms"}


def answers(items, n):
    return bfi()[items].dropna().iloc[:n]


@pytest.mark.parametrize("block", R)
def test_one_to_four_factors(block):
    responses = answers(R[block]["items"], R[block]["n"])
    theirs = pd.DataFrame(R[block]["fits"])
    weights = None
    if block == "weighted":
        weights = pd.Series(1 + np.arange(1, len(responses) + 1) % 7 / 2, index=responses.index)
    correlation = "polychoric" if block == "polychoric" else "pearson"
    ours = psychometrics.factor_numbers(
        responses, most=len(theirs), correlation=correlation, sampling_weights=weights
    ).table
    assert ours[["n_factors", "df"]].to_numpy().tolist() == theirs[["n_factors", "df"]].to_numpy().tolist()
    close(ours["chi_square"], theirs["factanal"], PSYCH_FA)
    at_minimum = np.isclose(theirs["chi_square"], theirs["factanal"], rtol=1e-4)
    assert at_minimum.sum() == len(theirs) - (block in LOCAL_MINIMUM)
    ours, theirs = ours[at_minimum], theirs[at_minimum]
    for name in CLOSE:
        close(ours[name], theirs[name], PSYCH_FA)
    np.testing.assert_allclose(ours["p_value"], theirs["p_value"], atol=P_VALUE)
    np.testing.assert_allclose(ours[ENDS], theirs[ENDS], atol=UNIROOT)


@pytest.mark.parametrize("scale", BFI["scales"])
@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_one_factor_of_five_items(scale, correlation):
    reference = BFI["scales"][scale]
    complete = bfi().dropna(subset=[*reference["items"], "gender"])[reference["items"]]
    assert len(complete) == reference["n"]
    theirs = reference[f"ml_{correlation}"]
    ours = psychometrics.factor_numbers(complete, most=1, correlation=correlation).table.loc[0]
    tolerance = PSYCH_FA if correlation == "pearson" else PSYCH_POLYCHORIC
    for name, column in NAMES.items():
        close(ours[column], theirs[name], tolerance)
    assert ours["df"] == theirs["dof"]
    close(ours["rmsea"], theirs["RMSEA"]["RMSEA"], tolerance)
    ends = [theirs["RMSEA"]["lower"], theirs["RMSEA"]["upper"]]
    np.testing.assert_allclose(ours[ENDS].to_list(), ends, atol=UNIROOT)


def test_bartlett_correction_is_what_parts_psych_from_lavaan():
    """lavaan's ML chi-square of the same model is n times the discrepancy, without the correction."""
    lavaan = json.loads((HERE.parent / "factors" / "bfi_confirmatory.json").read_text(encoding="utf-8"))["scales"]["A"]
    complete = bfi().dropna(subset=[*lavaan["items"], "gender"])[lavaan["items"]]
    n, k = complete.shape
    ours = psychometrics.factor_numbers(complete, most=1).table.loc[0, "chi_square"]
    close(ours / (n - 1 - (2 * k + 5) / 6 - 2 / 3) * n, lavaan["ML"]["fit"]["chisq"], PSYCH_FA)
