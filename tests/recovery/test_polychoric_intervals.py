"""How often estimate ± 1.96 standard errors covers the polychoric correlation of normal-ogive answers."""

import numpy as np
import pandas as pd
import pytest

from workbench.psychometrics import polychoric_correlations

THRESHOLDS = np.array([-1.5, -0.6, 0.2, 1.0])
LOADINGS = np.array([0.5, 0.6, 0.7, 0.8, 0.9])
N_SAMPLES = 200


@pytest.mark.slow
@pytest.mark.parametrize("weighted", [False, True])
def test_interval_covers(weighted):
    """95 % interval at n = 1000, ten pairs × 200 samples: 93–97 % of correlations and of thresholds."""
    truth = np.outer(LOADINGS, LOADINGS)[np.triu_indices(5, 1)]
    covered, cut_covered = [], []
    for seed in range(N_SAMPLES):
        rng = np.random.default_rng(seed)
        latent = LOADINGS * rng.standard_normal((1000, 1)) + np.sqrt(1 - LOADINGS**2) * rng.standard_normal((1000, 5))
        responses = pd.DataFrame(np.digitize(latent, THRESHOLDS)).add_prefix("i")
        weights = pd.Series(rng.uniform(0.3, 3, 1000)) if weighted else None
        fitted = polychoric_correlations(responses, sampling_weights=weights)
        covered.append(np.abs(fitted.table["estimate"] - truth) < 1.96 * fitted.table["std_error"])
        distance = np.abs(fitted.thresholds["estimate"] - np.tile(THRESHOLDS, 5))
        cut_covered.append(distance < 1.96 * fitted.thresholds["std_error"])
    assert 0.93 <= np.mean(covered) <= 0.97
    assert 0.93 <= np.mean(cut_covered) <= 0.97
