"""In samples from a known population, the intervals of both indices of inequality hold the true value 19 times in 20.

Standard errors take the ridits as known although each sample estimates them: this shows what that costs.
"""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import inequality

SHARES = np.array([0.2, 0.5, 0.3])
MEANS = np.array([60.0, 70.0, 78.0])
BELOW = np.array([0.16, 0.10, 0.07])
N_SAMPLES, N = 400, 1000


def truth(values):
    ridit = np.cumsum(SHARES) - SHARES / 2
    slope = SHARES @ ((ridit - 0.5) * values) / (SHARES @ (ridit - 0.5) ** 2)
    ends = SHARES @ values - 0.5 * slope, SHARES @ values + 0.5 * slope
    return ends[0] - ends[1], ends[0] / ends[1]


@pytest.mark.slow
@pytest.mark.parametrize("chance", [(0.33, 0.33, 0.34), (0.2, 0.5, 0.3)], ids=["unequal weights", "equal weights"])
def test_coverage(chance):
    rng = np.random.default_rng(20)
    held = {"score": [], "below": []}
    for _ in range(N_SAMPLES):
        codes = rng.choice(3, N, p=chance)
        level = pd.Series(pd.Categorical.from_codes(codes, ["low", "middle", "high"], ordered=True), name="education")
        design = SurveyDesign(sampling_weights=pd.Series(SHARES[codes] / np.array(chance)[codes]))
        values = {"score": pd.Series(rng.normal(MEANS[codes], 18)), "below": pd.Series(rng.random(N) < BELOW[codes])}
        for name, expected in (("score", truth(MEANS)), ("below", truth(BELOW))):
            row = inequality(values[name], level, design=design).table.iloc[0]
            slope = row["conf_low"] <= expected[0] <= row["conf_high"]
            ratio = np.isnan(row["relative_index_low"]) or (
                row["relative_index_low"] <= expected[1] <= row["relative_index_high"]
            )
            held[name].append((slope, ratio))
    for shares in held.values():
        assert np.mean(shares, axis=0) == pytest.approx(0.95, abs=0.033)  # three standard errors of 400 samples
