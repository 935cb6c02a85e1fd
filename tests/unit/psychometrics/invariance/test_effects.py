"""Effects of non-invariance: what the models imply must be what was observed, and what was drawn."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.invariance.test_ladder import two_groups
from workbench.errors import DataError, NotEstimable
from workbench.instruments import Cutoff, load_instrument
from workbench.psychometrics import invariance_effects, measurement_invariance

ESIS = load_instrument("esis")


@pytest.fixture(scope="module")
def scale():
    """Six items on an instrument of their own: score 0–100, cut-off 50."""
    items = tuple(item.model_copy(update={"id": f"q{number}"}) for number, item in enumerate(ESIS.items[:6], start=1))
    rule = ESIS.score.model_copy(update={"offset": -6, "factor": ESIS.score.factor * 10 / 6})
    return ESIS.model_copy(update={"items": items, "score": rule})


def rows(effects, model):
    return effects.table[effects.table["invariance"] == model].set_index("level")


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_no_invariance_gives_the_observed_differences(scale, estimator):
    """Means exactly in the continuous model, nearly in the ordered one; the share below as far as the model holds."""
    responses, group = two_groups(mean=0.4, shift=0.8)
    effects = invariance_effects(measurement_invariance(responses, group=group, estimator=estimator), instrument=scale)
    score = (responses.sum(axis=1) - 6) * 100 / 24
    observed = score.groupby(group).mean()
    table = rows(effects, "none")
    tolerance = 1e-6 if estimator == "MLR" else 0.3
    for level in "ab":
        assert table.loc[level, "mean"] == pytest.approx(observed[level], abs=tolerance)
        assert table.loc[level, "share"] == pytest.approx((score[group == level] < 50).mean(), abs=0.02)
    difference = observed["b"] - observed["a"]
    assert table.loc["b", "difference"] == pytest.approx(difference, abs=2 * tolerance)
    spread = np.sqrt(score.groupby(group).var().div(3000).sum())
    assert table.loc["b", "std_error"] == pytest.approx(spread, rel=0.05)


def test_biased_item_takes_part_of_the_difference(scale):
    """Full invariance answers what the unbiased items say; partial invariance puts the biased item's part back."""
    responses, group = two_groups(mean=0.4, shift=0.8)
    partial = measurement_invariance(responses, group=group, free="q1~1")
    effects = invariance_effects(partial, instrument=scale)
    assert effects.table["invariance"].unique().tolist() == ["none", "partial", "full"]
    none, freed, full = (rows(effects, model).loc["b", "difference"] for model in ("none", "partial", "full"))
    assert freed == pytest.approx(none, abs=0.5)
    unbiased, _ = two_groups(mean=0.4)
    clean = ((unbiased.sum(axis=1) - 6) * 100 / 24).groupby(group).mean()
    latent = clean["b"] - clean["a"]
    assert none < latent - 2  # the shifted item hides part of what the groups differ in
    assert none - 1 < full < latent


def test_without_bias_all_models_agree(scale):
    responses, group = two_groups(mean=0.4)
    effects = invariance_effects(measurement_invariance(responses, group=group), instrument=scale)
    none, full = (rows(effects, model).loc["b"] for model in ("none", "full"))
    assert none["difference"] == pytest.approx(full["difference"], abs=0.3)
    assert none["share_difference"] == pytest.approx(full["share_difference"], abs=0.01)
    reference = rows(effects, "none").loc["a"]
    assert pd.isna(reference["difference"])
    assert pd.isna(reference["share_difference"])


def test_refusals(scale):
    responses, group = two_groups(300)
    invariance = measurement_invariance(responses, group=group)
    with pytest.raises(DataError, match="not those of instrument `esis`"):
        invariance_effects(invariance, instrument=ESIS)
    with pytest.raises(DataError, match="no cut-off `poor`"):
        invariance_effects(invariance, instrument=scale, cutoff="poor")
    two = measurement_invariance(responses, group=group, factors={"f": ["q1", "q2", "q3"], "g": ["q4", "q5", "q6"]})
    with pytest.raises(NotEstimable, match="need one factor"):
        invariance_effects(two, instrument=scale)


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_the_share_at_and_above_a_cutoff_is_that_of_everybody_but_those_below(scale, estimator):
    responses, group = two_groups(mean=0.4, shift=0.8)
    models = measurement_invariance(responses, group=group, estimator=estimator)
    above = scale.model_copy(update={"cutoffs": {"high": Cutoff(at_or_above=50, label="high")}})
    high, low = (rows(invariance_effects(models, instrument=one), "none") for one in (above, scale))
    np.testing.assert_allclose(high["share"], 1 - low["share"])
    np.testing.assert_allclose(high.loc["b", "share_difference"], -low.loc["b", "share_difference"])
