"""Rubin's rules against R: mitools, mice (degrees of freedom), mitml (joint tests); multiple_imputation.R.

Tolerance 1e-6 relative, as for every number of R in this folder.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from workbench.numerics.regression.multiple_imputation import pooled, pooled_wald

R = json.loads((Path(__file__).parent / "multiple_imputation.json").read_text())


@pytest.mark.parametrize(("key", "df"), [("small", 14.0), ("large", 400.0), ("endless", np.inf)])
def test_pooled_estimates(key, df):
    estimate, covariance, degrees = pooled(np.array(R["estimates"]), np.array(R["covariances"]), df)
    assert estimate == pytest.approx(R[key]["coef"], rel=1e-6)
    assert covariance == pytest.approx(np.array(R[key]["vcov"]), rel=1e-6)
    assert degrees == pytest.approx(R[key]["df"], rel=1e-6)


@pytest.mark.parametrize(("key", "df"), [("small", 14.0), ("large", 400.0), ("endless", np.inf)])
def test_joint_test(key, df):
    found = pooled_wald(np.array(R["estimates"]), np.array(R["covariances"]), df)
    assert found == pytest.approx(tuple(R["joint"][key].values()), rel=1e-6)
