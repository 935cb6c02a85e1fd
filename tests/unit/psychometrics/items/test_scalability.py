"""Scalability coefficients: closed forms, weights, edges."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import scalability_coefficients
from workbench.wording import in_windows


def largest_covariance(x, y):
    """Both variables sorted: no pairing of the same margins has a larger covariance."""
    return np.cov(np.sort(x), np.sort(y))[0, 1]


def coefficient(responses, weights):
    """Loevinger's H of the scale from expanded quantile functions."""
    total, limit = 0.0, 0.0
    p = weights / weights.sum()
    for i in range(responses.shape[1]):
        for j in range(i):
            x, y = responses[:, i], responses[:, j]
            total += (p * x * y).sum() - (p @ x) * (p @ y)
            order_x, order_y = np.argsort(x, kind="stable"), np.argsort(y, kind="stable")
            at = np.unique(np.concatenate([p[order_x].cumsum(), p[order_y].cumsum()]).round(14))
            middle = at - np.diff(at, prepend=0.0) / 2
            qx = x[order_x][np.minimum(np.searchsorted(p[order_x].cumsum(), middle), len(x) - 1)]
            qy = y[order_y][np.minimum(np.searchsorted(p[order_y].cumsum(), middle), len(y) - 1)]
            limit += (np.diff(at, prepend=0.0) * qx * qy).sum() - (p @ x) * (p @ y)
    return total / limit


def test_sorted_answers_give_the_largest_covariance():
    responses = one_factor(n=300, k=4)
    fitted = scalability_coefficients(responses)
    for row in fitted.pairs.itertuples():
        x, y = responses[row.item].to_numpy(), responses[row.item_other].to_numpy()
        assert row.estimate == pytest.approx(np.cov(x, y)[0, 1] / largest_covariance(x, y), rel=1e-12)


def test_whole_weights_are_repeated_respondents_in_the_estimates():
    responses = one_factor(n=150, k=4)
    times = np.tile([1, 2, 4], 50)
    weighted = scalability_coefficients(responses, sampling_weights=weights_of(responses, times))
    copied = scalability_coefficients(repeated(responses, times))
    np.testing.assert_allclose(weighted.pairs["estimate"], copied.pairs["estimate"], rtol=1e-12)
    np.testing.assert_allclose(weighted.items["estimate"], copied.items["estimate"], rtol=1e-12)
    assert weighted.table["std_error"][0] > copied.table["std_error"][0]


def test_equal_weights_change_nothing():
    responses = one_factor(n=150, k=4)
    plain = scalability_coefficients(responses)
    weighted = scalability_coefficients(responses, sampling_weights=weights_of(responses, 3.7))
    for name in ("table", "items", "pairs"):
        ours, same = getattr(weighted, name), getattr(plain, name)
        np.testing.assert_allclose(ours["std_error"], same["std_error"], rtol=1e-10)


def test_linearised_errors_are_derivatives_in_each_weight():
    """Infinitesimal jackknife: sum over respondents of (weight × derivative in the weight) squared."""
    responses = one_factor(n=80, k=4, seed=3)
    weights = np.random.default_rng(1).uniform(0.5, 3, 80)
    weights *= 80 / weights.sum()
    step, moves = 1e-5, []
    for i in range(80):
        up, down = weights.copy(), weights.copy()
        up[i] += step
        down[i] -= step
        values = responses.to_numpy()
        moves.append((coefficient(values, up) - coefficient(values, down)) / (2 * step))
    fitted = scalability_coefficients(responses, sampling_weights=weights_of(responses, weights))
    expected = np.sqrt(((weights * moves) ** 2).sum())
    assert fitted.table["estimate"][0] == pytest.approx(coefficient(responses.to_numpy(), weights), rel=1e-10)
    assert fitted.table["std_error"][0] == pytest.approx(expected, rel=1e-5)


def test_reversal_of_all_items_and_order_of_rows_change_nothing():
    responses = one_factor(n=200, k=4)
    fitted, turned = scalability_coefficients(responses), scalability_coefficients((6 - responses).iloc[::-1])
    np.testing.assert_allclose(fitted.items["estimate"], turned.items["estimate"], rtol=1e-10)
    np.testing.assert_allclose(fitted.items["std_error"], turned.items["std_error"], rtol=1e-10)


def test_numbers_and_ends_of_the_answers_may_differ_between_items():
    rng = np.random.default_rng(2)
    latent = rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    responses = pd.DataFrame(
        {
            "two": (latent[:, 0] > 1.5).astype(float),
            "seven": np.clip(np.round(latent[:, 1] * 1.5 + 4), 1, 7),
            "gap": np.where(latent[:, 2] > 0.5, 5.0, np.where(latent[:, 2] > -1, 2.0, 1.0)),
            "half": np.clip(np.round(latent[:, 3]) / 2, -1, 1),
        }
    )
    fitted = scalability_coefficients(responses)
    for row in fitted.pairs.itertuples():
        x, y = responses[row.item].to_numpy(), responses[row.item_other].to_numpy()
        assert row.estimate == pytest.approx(np.cov(x, y)[0, 1] / largest_covariance(x, y), rel=1e-10)
    assert fitted.items.notna().all(axis=None)
    assert fitted.monotonicity.notna().all(axis=None)


def test_an_item_taken_twice_is_noted():
    responses = one_factor(n=200, k=3)
    fitted = scalability_coefficients(responses.assign(again=responses["i1"]))
    row = fitted.pairs[fitted.pairs["item_other"] == "again"].iloc[0]
    assert row["estimate"] == pytest.approx(1)
    assert row["std_error"] == pytest.approx(0, abs=1e-9)
    assert any("closely related as their margins allow" in note for note in fitted.notes)
    assert in_windows(fitted.notes, 5) == (), "nobody answered one of the two alone: for the researcher alone"


def test_a_reversed_item_is_noted():
    responses = one_factor(n=400, k=4)
    fitted = scalability_coefficients(responses.assign(i2=6 - responses["i2"]))
    assert any("reversed" in note for note in fitted.notes)
    assert fitted.items["scale"][1] == 0


def test_small_groups_have_coefficients_but_no_check_of_monotonicity():
    fitted = scalability_coefficients(one_factor(n=60, k=5))
    assert fitted.monotonicity.empty
    assert "100 respondents" in " ".join(fitted.notes)
    assert (fitted.items["std_error"] > 0).all()


def test_a_step_that_falls_is_found():
    rng = np.random.default_rng(5)
    ability = np.repeat(np.arange(10), 100)
    answers = (rng.uniform(size=(1000, 6)) < ((ability + 0.5) / 10)[:, None]).astype(float)
    answers[:, 0] = rng.uniform(size=1000) < np.where(ability < 5, 0.7, 0.3)
    check = scalability_coefficients(pd.DataFrame(answers, columns=list("abcdef"))).monotonicity
    assert check["n_significant"][0] > 0
    assert check["crit"][0] > 80
    assert (check["n_significant"][1:] == 0).all()


def test_two_items_and_forty():
    assert scalability_coefficients(one_factor(n=200, k=2)).pairs["estimate"][0] > 0
    assert len(scalability_coefficients(one_factor(n=200, k=40)).pairs) == 780


def test_unrelated_items_form_no_scale():
    responses = pd.DataFrame(np.random.default_rng(1).integers(1, 4, (300, 4)).astype(float), columns=list("abcd"))
    assert (scalability_coefficients(responses).items["scale"] == 0).all()


def test_replicates_widen_to_t():
    responses = one_factor(n=300, k=3)
    weights = weights_of(responses, 1.0)
    part = np.arange(300) % 6
    replicates = pd.DataFrame({r: np.where(part == r, 0.0, 1.2) for r in range(6)}, index=responses.index)
    fitted = scalability_coefficients(responses, sampling_weights=weights, replicate_weights=replicates).table.iloc[0]
    assert (fitted["conf_high"] - fitted["estimate"]) / fitted["std_error"] == pytest.approx(2.570582, abs=1e-6)
    with pytest.raises(NotEstimable, match="In some replicates everybody"):
        rare = responses.assign(i1=np.where(part == 2, responses["i1"], 3.0))
        scalability_coefficients(rare, sampling_weights=weights, replicate_weights=replicates)
