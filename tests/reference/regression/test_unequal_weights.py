"""A regression with very unequal weights against svyglm (unequal_weights.R)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import fit_logistic

HERE = Path(__file__).parent
R = json.loads((HERE / "unequal_weights.json").read_text(encoding="utf-8"))


def test_regression_with_very_unequal_weights():
    """Ten of 400 respondents carry 99 % of the weight."""
    i = np.arange(1, 401)
    predictors = pd.DataFrame({"a": pd.Categorical((i % 3).astype(str)), "b": pd.Categorical((i // 7 % 4).astype(str))})
    outcome = pd.Series((i * 37) % 101 < 30 + 10 * (i % 3), name="y")
    design = SurveyDesign(sampling_weights=pd.Series(np.where(i % 40 == 1, 5000.0, 1.0), name="w"))
    table = fit_logistic(outcome, predictors, design=design).table
    found = table[(table["model"] == "adjusted") & (table["level"] != table["reference"])]
    for column in ("estimate", "std_error"):
        np.testing.assert_allclose(found[column], R[column], rtol=1e-6)
    assert set(found["df"]) == {R["df"]}
