"""Intervals of ranks hold all true ranks together at least as often as they say, and tell apart what is apart."""

import numpy as np

from workbench.numerics.sampling import rank_intervals

SAMPLES, GROUPS = 2_000, 12


def test_all_true_ranks_lie_in_their_intervals_together():
    rng, held, spans = np.random.default_rng(7), 0, []
    means = np.sort(rng.normal(60, 12, GROUPS))
    error = rng.uniform(0.8, 2.5, GROUPS)
    for _ in range(SAMPLES):
        low, high = rank_intervals(rng.normal(means, error), error, np.full(GROUPS, np.inf), tail=0.025, share=False)
        held += bool(((low <= np.arange(1, GROUPS + 1)) & (np.arange(1, GROUPS + 1) <= high)).all())
        spans.append(np.mean(high - low))
    assert held / SAMPLES > 0.95
    assert np.mean(spans) < GROUPS * 2 / 3  # it tells groups apart


def test_a_group_without_an_estimate_may_have_any_rank_and_takes_none_from_others():
    estimate, error = np.array([10.0, 50.0, np.nan]), np.array([1.0, 1.0, np.nan])
    low, high = rank_intervals(estimate, error, np.full(3, 100.0), tail=0.025, share=False)
    assert low.tolist()[:2] == [1, 2]
    assert high.tolist()[:2] == [2, 3]
    assert np.isnan([low[2], high[2]]).all()


def test_one_group_has_the_first_rank():
    low, high = rank_intervals(np.array([0.1]), np.array([0.02]), np.array([50.0]), tail=0.025, share=True)
    assert (low.tolist(), high.tolist()) == ([1], [1])
