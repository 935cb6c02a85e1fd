"""Distribution of Pearson's statistic under a design, against simulation."""

import numpy as np
import pytest

from workbench.numerics.sampling.rao_scott import pearson_statistic, rao_scott, wald


@pytest.mark.parametrize("effects", [(2.0, 0.5, 1.0), (3.0, 0.2)])
@pytest.mark.parametrize("pearson", [4.0, 9.0])
def test_saddlepoint_is_the_tail_of_a_weighted_sum_of_chi_squares_over_another(effects, pearson):
    rng, weights, df = np.random.default_rng(1), np.array(effects), 20.0
    d = weights.sum() ** 2 / (weights**2).sum()
    chi_squares = rng.chisquare(1, (400_000, len(weights))) @ weights
    tail = (chi_squares / (rng.chisquare(d * df, 400_000) / (d * df)) > pearson).mean()
    assert rao_scott("saddlepoint", pearson, weights, df).p_value == pytest.approx(tail, rel=0.04)
    # the F approximation of the same distribution is near it too
    assert rao_scott("F", pearson, weights, df).p_value == pytest.approx(tail, rel=0.25)


def test_wald_of_a_sample_without_design_is_near_pearsons_statistic():
    counts = np.array([[40.0, 60.0, 50.0], [55.0, 45.0, 50.0]])
    shares = counts.ravel() / counts.sum()
    covariance = counts.sum() * (np.diag(shares) - np.outer(shares, shares))
    test = wald(counts, covariance, 10_000, adjusted=False)
    pearson = pearson_statistic(counts / counts.sum(), int(counts.sum()))
    assert test.statistic * test.df == pytest.approx(pearson, rel=0.1)
