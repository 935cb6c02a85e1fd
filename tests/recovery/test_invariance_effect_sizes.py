"""d_MACS and RMSEA_D over 200 samples with one drifting item: the size that was drawn, and little elsewhere."""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from workbench.psychometrics import invariance_effect_sizes, measurement_invariance
from workbench.simulation.graded_responses import draw_graded_responses

SAMPLES, N = 200, 1000  # of each group
LOADINGS = np.linspace(0.5, 0.8, 8)
CUTS = np.tile([-1.2, -0.4, 0.3, 1.1], (8, 1))
DRIFT, DRIFTING, MEAN = 0.5, 3, 0.4


def sample(seed: int, drift: float) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    moved = CUTS.copy()
    moved[DRIFTING] += drift
    parts = [
        draw_graded_responses(mean + rng.standard_normal(N), loadings=LOADINGS, thresholds=cuts, rng=rng)
        for mean, cuts in ((0.0, CUTS), (MEAN, moved))
    ]
    responses = pd.DataFrame(np.concatenate(parts).astype(float), columns=[f"q{n}" for n in range(1, 9)])
    return responses, pd.Series(np.repeat(["a", "b"], N), name="group")


def true_size() -> float:
    """By hand: expected answers over the second group's factor, divided by the standard deviations of the answers."""
    loading = LOADINGS[DRIFTING]
    residual = np.sqrt(1 - loading**2)
    cuts = CUTS[DRIFTING]

    def expected(eta, moved):
        return 1 + sum(stats.norm.sf((cut - loading * eta) / residual) for cut in cuts + moved)

    def spread(mean, moved):
        shares = np.diff(stats.norm.cdf([-np.inf, *(cuts + moved - loading * mean), np.inf]))
        return np.sqrt(shares @ np.arange(1, 6) ** 2 - (shares @ np.arange(1, 6)) ** 2)

    def away(eta):
        return (expected(eta, DRIFT) - expected(eta, 0.0)) ** 2 * stats.norm.pdf(eta - MEAN)

    return np.sqrt(integrate.quad(away, -8, 8)[0]) / np.mean([spread(0.0, 0.0), spread(MEAN, DRIFT)])


def study(drift: float) -> tuple[np.ndarray, np.ndarray]:
    """d_MACS of each item, and RMSEA_D of the intercepts step with its interval, in each sample."""
    items, steps = [], []
    for seed in range(SAMPLES):
        responses, group = sample(seed, drift)
        found = invariance_effect_sizes(measurement_invariance(responses, group=group))
        items.append(found.items["d_macs"])
        steps.append(found.table.set_index("step").loc["intercepts", ["rmsea_d", "rmsea_d_low", "rmsea_d_high"]])
    return np.array(items), np.array(steps, dtype=float)


@pytest.mark.slow
def test_the_drifting_item_has_the_size_that_was_drawn():
    items, steps = study(DRIFT)
    others = np.delete(items.mean(axis=0), DRIFTING)
    assert items[:, DRIFTING].mean() == pytest.approx(true_size(), abs=0.015)
    assert (items.argmax(axis=1) == DRIFTING).mean() > 0.99
    assert others.max() < 0.12  # the drifting item is one of seven anchors of each
    assert (steps[:, 1] > 0.05).mean() > 0.9


@pytest.mark.slow
def test_items_that_work_alike_have_a_size_by_chance():
    items, steps = study(0.0)
    assert 0.01 < items.mean() < 0.06
    assert (steps[:, 1] > 0).mean() == pytest.approx(0.05, abs=0.05)  # the interval leaves out 0 as the test rejects
