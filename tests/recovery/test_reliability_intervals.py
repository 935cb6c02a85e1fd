"""How often the intervals of alpha and omega cover the true value of five-option items."""

import numpy as np
import pandas as pd
import pytest

from workbench.psychometrics import coefficient_alpha, coefficient_omega
from workbench.simulation.graded_responses import draw_graded_responses

THRESHOLDS = np.array([-1.5, -0.6, 0.2, 1.0])
LOADINGS = np.array([0.5, 0.6, 0.7, 0.8, 0.6, 0.7])
N_SAMPLES = 400


def answers(rng, n):
    points = draw_graded_responses(
        rng.standard_normal(n), loadings=LOADINGS, thresholds=np.tile(THRESHOLDS, (len(LOADINGS), 1)), rng=rng
    )
    return pd.DataFrame(points)


@pytest.mark.slow
@pytest.mark.parametrize("estimate", [coefficient_alpha, coefficient_omega])
def test_bootstrap_interval_covers(estimate):
    """95 % interval at n = 500: between 92 and 97.5 % of 400 samples (standard error 1.1 %)."""
    rng = np.random.default_rng(7)
    truth = estimate(answers(rng, 2_000_000), interval="bootstrap", n_bootstrap=100).table.loc[0, "estimate"]
    covered = 0
    for seed in range(N_SAMPLES):
        row = estimate(answers(rng, 500), interval="bootstrap", n_bootstrap=500, seed=seed).table.loc[0]
        covered += row["conf_low"] <= truth <= row["conf_high"]
    assert 0.92 <= covered / N_SAMPLES <= 0.975
