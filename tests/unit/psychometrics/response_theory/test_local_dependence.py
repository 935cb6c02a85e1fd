"""Critical value of Q3: its distribution is that of samples fitted one by one, and the test keeps its level."""

import numpy as np
import pandas as pd
import pytest

from workbench.numerics.response_theory import draw_answers, layout
from workbench.psychometrics import fit_graded_response, local_dependence

SIZES = np.full(6, 4)
PLACE = layout(SIZES)
SLOPES, CUTS = np.linspace(1.2, 2.2, 6), np.array([-1.2, 0.0, 1.0])
SHIFTS = np.linspace(-0.3, 0.3, 6)
PARAMETERS = np.concatenate([[a, *(-a * (CUTS + shift))] for a, shift in zip(SLOPES, SHIFTS, strict=True)])


def answers(n: int, seed: int) -> pd.DataFrame:
    codes = draw_answers(PARAMETERS, PLACE, n=n, rng=np.random.default_rng(seed))
    return pd.DataFrame(codes.T + 1.0, columns=[f"q{item}" for item in range(1, 7)])


def q3_star(responses: pd.DataFrame) -> float:
    q3 = fit_graded_response(responses).residual_correlations.to_numpy()
    pairs = q3[np.triu_indices(len(q3), 1)]
    return pairs.max() - pairs.mean()


def test_answers_are_drawn_from_the_curves():
    """Shares of the answers, by integrating the curves over a normal factor."""
    codes = draw_answers(PARAMETERS, PLACE, n=200_000, rng=np.random.default_rng(1))
    theta = np.linspace(-8, 8, 2001)
    weights = np.exp(-(theta**2) / 2)
    for item, (slope, shift) in enumerate(zip(SLOPES, SHIFTS, strict=True)):
        above = [(weights / (1 + np.exp(-slope * (theta - cut - shift)))).sum() / weights.sum() for cut in CUTS]
        assert [(codes[item] >= k).mean() for k in (1, 2, 3)] == pytest.approx(above, abs=0.005)
    together = np.corrcoef(codes)
    assert together[0, 1] > 0.2  # one factor for all items


def test_critical_value_is_the_quantile_of_samples_fitted_one_by_one():
    model = fit_graded_response(answers(400, seed=2))
    table = local_dependence(model, n_replicates=200).table.set_index("term")
    rng = np.random.default_rng(8)
    drawn = []
    for _ in range(100):
        codes = draw_answers(model.model.parameters, model.model.place, n=400, rng=rng)
        drawn.append(q3_star(pd.DataFrame(codes.T + 1.0)))
    row = table.loc["largest less mean"]
    spread = np.std(drawn)
    assert row["critical_value"] == pytest.approx(np.quantile(drawn, 0.95), abs=spread)
    assert row["critical_value_99"] > row["critical_value"]
    assert row["estimate"] == pytest.approx(q3_star(answers(400, seed=2)), abs=1e-9)
    assert table.loc["largest", "critical_value"] < row["critical_value"]  # the mean lies below 0


def test_two_items_that_share_something_are_beyond_it():
    responses = answers(600, seed=3)
    same = np.random.default_rng(4).random(600) < 0.3
    responses["q5"] = np.where(same, responses["q2"], responses["q5"])
    found = local_dependence(fit_graded_response(responses), n_replicates=60).table.iloc[0]
    assert (found["item"], found["item_other"]) == ("q2", "q5")
    assert found["estimate"] > found["critical_value_99"]
    assert found["p_value"] == pytest.approx(1 / 61)


def test_weights_make_the_samples_smaller_and_the_limit_larger():
    responses = answers(600, seed=3)
    weights = pd.Series(np.random.default_rng(5).choice([0.1, 1.0, 6.0], 600), name="w")
    plain, weighted = fit_graded_response(responses), fit_graded_response(responses, sampling_weights=weights)
    assert plain.model.effective_n == 600
    assert weighted.model.effective_n == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    limits = [local_dependence(model, n_replicates=60).table["critical_value"].iloc[0] for model in (plain, weighted)]
    assert limits[1] > 1.2 * limits[0]


def test_samples_that_lack_an_answer_are_counted():
    responses = answers(300, seed=6)
    responses.loc[responses["q1"] == 4, "q1"] = 3
    responses.loc[[0, 1, 2], "q1"] = 4
    found = local_dependence(fit_graded_response(responses), n_replicates=40)
    assert any("lack an answer" in note for note in found.notes)


@pytest.mark.slow
def test_the_test_keeps_its_level():
    """Without local dependence one sample in twenty lies beyond its own critical value (99.9 % of a binomial)."""
    beyond = 0
    for seed in range(100):
        found = local_dependence(fit_graded_response(answers(300, seed)), n_replicates=60, seed=seed).table.iloc[0]
        beyond += found["p_value"] <= 0.05
    assert 0 < beyond <= 13
