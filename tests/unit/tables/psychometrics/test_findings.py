"""Sentences about the scale: what equal items cost, by the published changes of fit."""

import numpy as np
import pandas as pd

from workbench.tables.psychometrics.findings import invariance_finding


def test_the_first_step_that_loses_more_than_the_criteria_allow_is_named():
    criteria = {"cfi_criterion": -0.01, "rmsea_criterion": 0.015}
    rows = [("configural", np.nan, np.nan), ("metric", -0.004, 0.001), ("scalar", -0.012, 0.02), ("strict", -0.02, 0.0)]
    steps = pd.DataFrame(rows, columns=["step", "cfi_change", "rmsea_change"]).assign(**criteria)
    (found,) = invariance_finding(steps, "Sex")
    assert found.sentence.startswith("Sex: at the step “scalar” the fit falls by more")
    assert found.sentence.endswith("CFI changes by −0.012, RMSEA by 0.020.")
    (found,) = invariance_finding(steps.iloc[:2], "Sex")
    assert found.sentence.endswith("CFI falls by at most 0.004, RMSEA rises by at most 0.001.")
    assert invariance_finding(steps.iloc[:1], "Sex") == ()


def test_steps_that_lose_nothing_that_is_written_are_said_to_lose_nothing():
    changes = {"cfi_change": [np.nan, -0.0004, 0.002], "rmsea_change": [np.nan, 0.0, -0.003]}
    steps = pd.DataFrame({"step": ["configural", "metric", "scalar"], "cfi_criterion": -0.01, "rmsea_criterion": 0.015})
    (found,) = invariance_finding(steps.assign(**changes), "Sex")
    assert found.sentence == "Sex: by CFI and RMSEA no step loses any fit."
