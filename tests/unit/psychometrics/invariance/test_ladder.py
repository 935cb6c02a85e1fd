"""Measurement invariance: what simulated groups must give, and what must not matter."""

import numpy as np
import pandas as pd
import pytest

from workbench.errors import NotEstimable, ParameterError
from workbench.psychometrics import fit_confirmatory_factors, measurement_invariance
from workbench.simulation.graded_responses import draw_graded_responses
from workbench.wording import say

ITEMS = [f"q{number}" for number in range(1, 7)]
LOADINGS = np.linspace(0.5, 0.8, 6)
CUTS = np.tile([-1.2, -0.4, 0.3, 1.1], (6, 1))


def draw(n: int, *, seed: int = 1, mean: float = 0.0, shift: float = 0.0) -> pd.DataFrame:
    """Answers of one group; `shift` moves the thresholds of the first item."""
    rng = np.random.default_rng(seed)
    cuts = CUTS.copy()
    cuts[0] += shift
    points = draw_graded_responses(mean + rng.standard_normal(n), loadings=LOADINGS, thresholds=cuts, rng=rng)
    return pd.DataFrame(points.astype(float), columns=ITEMS)


def two_groups(n: int = 3000, **second) -> tuple[pd.DataFrame, pd.Series]:
    responses = pd.concat([draw(n), draw(n, seed=2, **second)], ignore_index=True)
    return responses, pd.Series(np.repeat(["a", "b"], n), name="group")


@pytest.fixture(scope="module")
def biased():
    responses, group = two_groups(mean=0.4, shift=0.8)
    return measurement_invariance(responses, group=group)


def test_shifted_item_is_found(biased):
    """The item that is harder in the second group fails the intercepts step and leads its score tests."""
    steps = biased.table.set_index("step")
    assert steps.loc["intercepts", "p_value_difference"] < 1e-6
    assert steps.loc["loadings", "p_value_difference"] > 0.01
    tests = biased.score_tests
    assert tests.loc[tests["step"] == "intercepts", "term"].iloc[0].startswith("q1")


def test_freed_item_gives_the_latent_mean_back(biased):
    """Without the shifted item the factor means lie as far apart as drawn; with it they are pulled together."""
    responses, group = two_groups(mean=0.4, shift=0.8)
    partial = measurement_invariance(responses, group=group, free=["q1~1"])
    row = partial.latent_means.iloc[0]
    assert abs(row["estimate"] - 0.4) < 3 * row["std_error"]
    assert biased.latent_means["estimate"].iloc[0] < row["estimate"] - 0.05


def test_each_step_is_the_model_of_its_equalities(biased):
    responses, group = two_groups(mean=0.4, shift=0.8)
    for step, equal in {"thresholds": ["thresholds"], "loadings": ["thresholds", "loadings"]}.items():
        fit = fit_confirmatory_factors(responses, group=group, equal=equal).fit.iloc[0]
        row = biased.table.set_index("step").loc[step]
        assert row["chi_square"] == pytest.approx(fit["chi_square"], rel=1e-9)
        assert row["df"] == fit["df"]


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_order_of_respondents_and_of_groups(estimator):
    responses, group = two_groups(800, mean=0.3)
    plain = measurement_invariance(responses, group=group, estimator=estimator)
    mixed = responses.sample(frac=1, random_state=1)
    again = measurement_invariance(mixed, group=group.loc[mixed.index], estimator=estimator)
    turned = group.astype(pd.CategoricalDtype(["b", "a"]))
    reverse = measurement_invariance(responses, group=turned, estimator=estimator)
    for other in (again, reverse):
        np.testing.assert_allclose(other.table["chi_square_scaled"], plain.table["chi_square_scaled"], rtol=1e-5)
        np.testing.assert_allclose(
            other.table["chi_square_difference"][1:], plain.table["chi_square_difference"][1:], rtol=1e-3
        )
    assert np.sign(reverse.latent_means["estimate"].iloc[0]) == -np.sign(plain.latent_means["estimate"].iloc[0])


def test_equal_weights_change_nothing():
    responses, group = two_groups(500, mean=0.3)
    plain = measurement_invariance(responses, group=group)
    weighted = measurement_invariance(responses, group=group, sampling_weights=pd.Series(7.0, index=group.index))
    np.testing.assert_allclose(weighted.table["chi_square_scaled"], plain.table["chi_square_scaled"], rtol=1e-7)


def test_replicate_weights_give_errors_of_the_same_size():
    responses, group = two_groups(600, mean=0.3)
    weights = pd.Series(1.0, index=group.index)
    part = np.random.default_rng(1).permuted(np.arange(len(group)) % 60)
    replicates = pd.DataFrame({r: np.where(part == r, 0.0, 60 / 59) for r in range(60)}, index=group.index)
    plain = measurement_invariance(responses, group=group, sampling_weights=weights)
    jackknife = measurement_invariance(responses, group=group, sampling_weights=weights, replicate_weights=replicates)
    ratio = jackknife.latent_means["std_error"].iloc[0] / plain.latent_means["std_error"].iloc[0]
    assert 0.7 < ratio < 1.4  # 60 replicates tell a standard error to about 9 %
    np.testing.assert_allclose(jackknife.table["chi_square"], plain.table["chi_square"], rtol=1e-7)
    assert jackknife.table["chi_square_scaled"].iloc[0] != plain.table["chi_square_scaled"].iloc[0]
    assert "JK1" in jackknife.method


def test_unknown_groups_are_left_out_and_said():
    responses, group = two_groups(300)
    some = group.where(np.arange(len(group)) % 50 > 0)
    invariance = measurement_invariance(responses, group=some)
    assert invariance.groups["n_respondents"].sum() == some.notna().sum()
    assert "Left out: 12 respondents without a compared group of `group`." in invariance.notes
    one = group.where(np.arange(len(group)) > 0)
    (note,) = (note for note in measurement_invariance(responses, group=one).notes if "Left out" in note)
    assert note.published(5) is None  # nor would it be there of nobody


def test_ladder_ends_where_a_step_cannot_be_fitted(monkeypatch):
    from workbench.psychometrics.invariance import steps as invariance_steps

    responses, group = two_groups(300)
    fitted = invariance_steps.estimate

    def failing(model, samples):
        if "loadings" in model.equal:
            raise NotEstimable(say("It did not converge."))
        return fitted(model, samples)

    monkeypatch.setattr(invariance_steps, "estimate", failing)
    invariance = measurement_invariance(responses, group=group)
    assert invariance.table["step"].tolist() == ["configural", "thresholds"]
    assert any("`loadings` and those after it could not be estimated. It did not" in note for note in invariance.notes)
    assert invariance.latent_means.empty
    assert invariance.full is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda x, g: (x, g.where(g == "a", "a")), NotEstimable),
        (lambda x, g: (x.assign(q1=x["q1"].where((g == "a") | (x["q1"] > 1), 2)), g), NotEstimable),
        (lambda x, g: (x.assign(q2=x["q1"]), g), NotEstimable),
        (lambda x, g: (x.iloc[:303], g.iloc[:303]), NotEstimable),
    ],
    ids=["one group", "an answer that a group never gives", "a duplicated item", "a group of three"],
)
def test_refusals(change, error):
    responses, group = change(*two_groups(300))
    with pytest.raises(error):
        measurement_invariance(responses, group=group)


def test_unknown_words():
    responses, group = two_groups(100)
    with pytest.raises(ParameterError, match="Allowed: `WLSMV`, `MLR`"):
        measurement_invariance(responses, group=group, estimator="ML")
    with pytest.raises(ParameterError, match="`q9~1`, which is not a parameter"):
        measurement_invariance(responses, group=group, free="q9~1")
