"""Groups that surely differ: corrected for their number, rounding within the interval, bounds as far as they say."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.population.groups import surely_apart


def _shares(*estimates, n=102.0, bound="", design_effect=1.0):
    p = np.array(estimates, dtype=float)
    error = np.sqrt(p * (1 - p) * design_effect / n)
    margin = stats.t.isf(0.025, n - 1) * error / (p * (1 - p))
    logit = np.log(p / (1 - p))
    return pd.DataFrame({
        "n_respondents": n, "n_events": p * n, "estimate": p, "std_error": error,
        "conf_low": 1 / (1 + np.exp(margin - logit)), "conf_high": 1 / (1 + np.exp(-margin - logit)),
        "bound": bound, "design_effect": design_effect, "conf_level": 0.95,
    })  # fmt: skip


def _apart(frame, everyone, *, width=1, weighted=False):
    return surely_apart(frame, everyone, is_share=True, width=width, span=1, weighted=weighted)


@pytest.mark.parametrize("n_groups", [1, 2, 15])
def test_the_interval_is_that_of_bonferroni_on_the_scale_of_log_odds(n_groups):
    frame = _shares(*[0.3] * n_groups)
    logit, error = np.log(0.3 / 0.7), frame["std_error"][0] / 0.21
    low = 1 / (1 + np.exp(stats.t.isf(0.025 / n_groups, 101) * error - logit))
    assert _apart(frame, low - 0.002).above.all()
    assert not _apart(frame, low + 0.002).above.any()
    assert _apart(frame, low).n_compared == n_groups


def test_windows_and_the_step_of_weights_lie_within_the_interval():
    frame = _shares(0.3)
    low = frame["conf_low"][0]
    assert _apart(frame, low - 0.01).above[0]
    assert not _apart(frame, low - 0.01, width=5).above[0]
    window = (32.6 / 100 - 28.6 / 104) / 2
    assert _apart(frame, low - window - 0.001, width=5).above[0]
    assert not _apart(frame, low - window - 0.001, width=5, weighted=True).above[0]


def test_a_group_without_an_estimate_is_not_counted():
    frame = _shares(0.3, 0.3)
    frame.loc[1, ["estimate", "std_error", "conf_low", "conf_high"]] = np.nan
    found = _apart(frame, 0.1)
    assert found.n_compared == 1
    assert found.above.tolist() == [True, False]


@pytest.mark.parametrize(("bound", "share"), [("under", 0.04), ("over", 0.96)])
def test_a_bound_differs_where_so_few_would_be_rare_by_chance(bound, share):
    frame = _shares(share, bound=bound)
    sign = 1 if bound == "under" else -1
    far, near = _apart(frame, share + sign * 0.2), _apart(frame, share + sign * 0.02)
    assert (far.below if bound == "under" else far.above)[0]
    assert not near.below[0] and not near.above[0]


def test_means_are_compared_on_their_own_scale_and_rounded_to_half_an_error():
    frame = pd.DataFrame({
        "n_respondents": [402.0], "estimate": [50.0], "std_error": [1.0], "conf_low": [48.04],
        "conf_high": [51.96], "design_effect": [1.0], "conf_level": [0.95],
    })  # fmt: skip
    assert surely_apart(frame, 48.0, is_share=False, width=1, span=100, weighted=False).above[0]
    assert not surely_apart(frame, 47.9, is_share=False, width=5, span=100, weighted=False).above[0]
    assert surely_apart(frame, 47.7, is_share=False, width=5, span=100, weighted=False).above[0]
