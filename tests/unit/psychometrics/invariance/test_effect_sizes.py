"""Sizes of what differs between groups: exact moments give back what an integral by hand says of their parameters."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from tests.unit.psychometrics.invariance.test_ladder import CUTS, ITEMS, LOADINGS, two_groups
from workbench.psychometrics import invariance_effect_sizes, measurement_invariance

MEAN, SPREAD = 0.4, 1.3  # of the factor in the second group
SHIFTS = {"loading": 0.3, "place": 0.5}  # of the first item in the second group
ALL_OF_Q1 = ["factor=~q1", *(f"q1|{number}" for number in range(1, 5))]


def slopes_and_cuts(focal: bool, shifted: bool) -> tuple[np.ndarray, np.ndarray]:
    """Loadings and thresholds where the normal variables have residual variance 1."""
    unit = np.sqrt(1 - LOADINGS**2)
    loadings, cuts = LOADINGS / unit, CUTS / unit[:, None]
    if focal and shifted:
        loadings[0] += SHIFTS["loading"]
        cuts[0] += SHIFTS["place"]
    return loadings, cuts


def exact(invariance, samples):
    """The same ladder on other samples."""
    configural = replace(invariance.fits["configural"], samples=samples)
    return replace(invariance, fits={**invariance.fits, "configural": configural})


def exact_ordinal(invariance, *, shifted: bool):
    samples = []
    for focal, sample in enumerate(invariance.fits["configural"].samples):
        loadings, cuts = slopes_and_cuts(bool(focal), shifted)
        mean, spread = (MEAN, SPREAD) if focal else (0.0, 1.0)
        covariance = spread**2 * np.outer(loadings, loadings) + np.eye(len(loadings))
        scale = np.sqrt(np.diag(covariance))
        standard = (cuts - mean * loadings[:, None]) / scale[:, None]
        pairs = (covariance / np.outer(scale, scale))[invariance.fits["configural"].structure.pairs]
        samples.append(sample._replace(observed=np.concatenate([standard.ravel(), pairs])))
    return exact(invariance, samples)


def exact_normal(invariance, *, shifted: bool):
    samples = []
    for focal, sample in enumerate(invariance.fits["configural"].samples):
        loadings, intercepts = LOADINGS.copy(), np.linspace(2.5, 3.5, 6)
        mean, spread = (MEAN, SPREAD) if focal else (0.0, 1.0)
        if focal and shifted:
            loadings[0] += SHIFTS["loading"]
            intercepts[0] += SHIFTS["place"]
        covariances = spread**2 * np.outer(loadings, loadings) + np.diag(1 - LOADINGS**2)
        samples.append(sample._replace(means=intercepts + mean * loadings, covariances=covariances))
    return exact(invariance, samples)


def expected_answer(loading: float, cuts: np.ndarray, eta: float) -> float:
    edges = [0.0, *(stats.norm.cdf(cut - loading * eta) for cut in cuts), 1.0]
    return sum(point * (high - low) for point, low, high in zip(range(1, 6), edges, edges[1:], strict=False))


def spread_of_answers(loading: float, cuts: np.ndarray, mean: float, spread: float, n: float) -> float:
    scale = np.sqrt(1 + (loading * spread) ** 2)
    shares = np.diff(stats.norm.cdf([-np.inf, *((cuts - loading * mean) / scale), np.inf]))
    points = np.arange(1, 6)
    return np.sqrt((shares @ points**2 - (shares @ points) ** 2) * n / (n - 1))


def over_the_group(function) -> float:
    density = stats.norm(MEAN, SPREAD).pdf
    return integrate.quad(lambda eta: function(eta) * density(eta), MEAN - 9 * SPREAD, MEAN + 9 * SPREAD)[0]


@pytest.fixture(scope="module")
def ordinal():
    responses, group = two_groups(400)
    return measurement_invariance(responses, group=group, free=ALL_OF_Q1)


@pytest.fixture(scope="module")
def continuous():
    responses, group = two_groups(400)
    return measurement_invariance(responses, group=group, estimator="MLR", free=["factor=~q1", "q1~1"])


def test_shifted_ordered_item_has_the_size_of_the_integral(ordinal):
    items = invariance_effect_sizes(exact_ordinal(ordinal, shifted=True)).items.set_index("item")
    (own, own_cuts), (base, base_cuts) = ((x[0], y[0]) for x, y in (slopes_and_cuts(f, True) for f in (True, False)))

    def away(eta):
        return expected_answer(own, own_cuts, eta) - expected_answer(base, base_cuts, eta)

    spreads = (spread_of_answers(base, base_cuts, 0, 1, 400), spread_of_answers(own, own_cuts, MEAN, SPREAD, 400))
    pooled = np.mean(spreads)
    assert items.loc["q1", "d_macs"] == pytest.approx(
        np.sqrt(over_the_group(lambda e: away(e) ** 2)) / pooled, abs=1e-5
    )
    assert items.loc["q1", "d_macs_signed"] == pytest.approx(over_the_group(away) / pooled, abs=1e-5)
    assert items.loc["q1", "d_macs_signed"] < 0  # higher thresholds, lower answers
    assert items["d_macs"].drop("q1").max() < 1e-4


def test_shifted_continuous_item_has_the_size_of_the_closed_form(continuous):
    items = invariance_effect_sizes(exact_normal(continuous, shifted=True)).items.set_index("item")
    at_mean = SHIFTS["place"] + SHIFTS["loading"] * MEAN
    variances = LOADINGS[0] ** 2 + 1 - LOADINGS[0] ** 2, (LOADINGS[0] + 0.3) ** 2 * SPREAD**2 + 1 - LOADINGS[0] ** 2
    pooled = np.mean(np.sqrt(np.array(variances) * 400 / 399))
    size = np.sqrt(at_mean**2 + (SHIFTS["loading"] * SPREAD) ** 2) / pooled
    assert items.loc["q1", "d_macs"] == pytest.approx(size, abs=1e-5)
    assert items.loc["q1", "d_macs_signed"] == pytest.approx(at_mean / pooled, abs=1e-5)
    assert items["d_macs"].drop("q1").max() < 1e-4


def test_items_that_work_alike_have_none(ordinal, continuous):
    """Although the groups differ in mean and spread of the factor."""
    assert invariance_effect_sizes(exact_ordinal(ordinal, shifted=False)).items["d_macs"].max() < 1e-4
    assert invariance_effect_sizes(exact_normal(continuous, shifted=False)).items["d_macs"].max() < 1e-4


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_turned_answers_and_another_order_of_rows_change_directions_alone(estimator):
    responses, group = two_groups(500, mean=0.4, shift=0.8)
    found = invariance_effect_sizes(measurement_invariance(responses, group=group, estimator=estimator))
    mixed = np.random.default_rng(3).permutation(len(responses))
    turned, groups = (6 - responses).iloc[mixed], group.iloc[mixed]
    other = invariance_effect_sizes(measurement_invariance(turned, group=groups, estimator=estimator))
    assert other.items["d_macs"].to_numpy() == pytest.approx(found.items["d_macs"].to_numpy(), abs=1e-4)
    assert other.items["d_macs_signed"].to_numpy() == pytest.approx(-found.items["d_macs_signed"].to_numpy(), abs=1e-4)
    assert other.table["rmsea_d"].to_numpy() == pytest.approx(found.table["rmsea_d"].to_numpy(), abs=1e-4)
    assert found.items.iloc[0][["item", "group", "reference"]].tolist() == ["q1", "b", "a"]


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_what_cannot_be_computed_says_why(estimator):
    """One intercept is equal: without that item nothing compares the groups, and no step tests it."""
    responses, group = two_groups(400)
    free = [f"q{number}~1" for number in range(2, 7)]
    few = invariance_effect_sizes(measurement_invariance(responses, group=group, estimator=estimator, free=free))
    items = few.items.set_index("item")
    assert np.isnan(items.loc["q1", "d_macs"])
    assert items["d_macs"].drop("q1").notna().all()
    assert any("d_MACS of `q1`. No other item" in note for note in few.notes)
    table = few.table.set_index("step")
    untested = "intercepts" if estimator == "WLSMV" else "scalar"
    assert table.index[table["rmsea_d"].isna()].tolist() == [untested]
    assert any(f"Step `{untested}`: It is not tested" in note for note in few.notes)


def test_several_factors_have_each_their_own_distribution():
    responses, group = two_groups(800, mean=0.4, shift=0.8)
    two = {"f": ["q1", "q2", "q3"], "g": ["q4", "q5", "q6"]}
    items = invariance_effect_sizes(measurement_invariance(responses, group=group, factors=two)).items
    assert items["item"].tolist() == ITEMS
    assert items["d_macs"].idxmax() == 0
    assert pd.notna(items["d_macs"]).all()
