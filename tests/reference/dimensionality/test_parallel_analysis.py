"""Parallel analysis against psych (bfi.R, more_items.R)."""

import numpy as np
import pytest

from tests.reference.bfi_answers import MORE_ITEMS, PSYCH_FA, close, more_items
from workbench import psychometrics


@pytest.mark.parametrize("draws", ["normal", "resampled"])
def test_parallel_analysis(scale, draws):
    """R's means rest on 100 random data sets: 4 standard errors of both simulations.

    With so many respondents normal numbers, answers drawn with replacement (R's resampled data) and shuffled ones
    (ours) have the same mean eigenvalues to far less than that, so each of ours is compared with both of R's.
    """
    reference, responses, _ = scale
    theirs = reference["parallel"]
    components, factors = (
        psychometrics.parallel_analysis(responses, method=method, draws=draws, n_replicates=1000).table
        for method in ("components", "factors")
    )
    close(components["eigenvalue"], theirs["pc.values"])
    close(factors["eigenvalue"], theirs["fa.values"], PSYCH_FA)
    # 0.02 is the largest standard deviation of a random component eigenvalue here, 0.48 that of the first factor's
    # (it is near 0 or near 1), 0.013 that of the others.
    chance = 4 * np.sqrt(1 / 100 + 1 / 1000)
    factor_sd = np.array([0.48, *[0.013] * (len(factors) - 1)])
    for key in ("sim_mean", "simr_mean"):
        assert np.all(np.abs(components["eigenvalue_random_mean"] - theirs[f"pc.{key}"]) < 0.02 * chance)
        assert np.all(np.abs(factors["eigenvalue_random_mean"] - theirs[f"fa.{key}"]) < factor_sd * chance)
    # The standard error of a 0.95 quantile of normal numbers is 2.1 times that of their mean.
    assert np.all(np.abs(components["eigenvalue_random"] - theirs["pc.sim_q95"]) < 0.02 * 2.1 * chance)


def test_parallel_analysis_of_ten_items():
    """With the standard deviations that R stored."""
    theirs, responses = MORE_ITEMS["parallel_ten"], more_items("ten")[1]
    for method, key in {"components": "pc", "factors": "fa"}.items():
        ours = psychometrics.parallel_analysis(responses, method=method, n_replicates=1000).table
        close(ours["eigenvalue"], theirs[f"{key}_values"], PSYCH_FA)
        standard_error = np.array(theirs[f"{key}_sd"]) * np.sqrt(1 / theirs["n_iter"] + 1 / 1000)
        assert np.all(np.abs(ours["eigenvalue_random_mean"] - theirs[f"{key}_mean"]) < 4 * standard_error)
