import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy.special import betaincc

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import coefficient_alpha
from workbench.wording import Unpublished


@pytest.mark.parametrize("conf_level", [0.9, 0.95, 0.999])
def test_against_pingouin(conf_level):
    responses = one_factor()
    row = coefficient_alpha(responses, conf_level=conf_level).table.loc[0]
    estimate, (low, high) = pingouin.cronbach_alpha(responses, ci=conf_level)
    assert row["estimate"] == pytest.approx(estimate)
    assert [row["conf_low"], row["conf_high"]] == pytest.approx([low, high], abs=6e-4)  # pingouin rounds to 0.001


def test_parallel_items_follow_spearman_and_brown():
    r, k = 0.3, 7
    covariances = np.full((k, k), r) + (1 - r) * np.eye(k)
    alpha = coefficient_alpha(exact(covariances))
    assert alpha.table.loc[0, "estimate"] == pytest.approx(k * r / (1 + (k - 1) * r))
    assert alpha.standardized_alpha == pytest.approx(k * r / (1 + (k - 1) * r))
    np.testing.assert_allclose(alpha.items["alpha_if_deleted"], (k - 1) * r / (1 + (k - 2) * r))


def test_integer_weights_are_repeated_rows():
    responses = one_factor(n=80)
    times = np.arange(80) % 3 + 1
    weighted = coefficient_alpha(
        responses, interval="bootstrap", n_bootstrap=100, sampling_weights=weights_of(responses, times)
    )
    long = coefficient_alpha(repeated(responses, times))
    assert weighted.table.loc[0, "estimate"] == pytest.approx(long.table.loc[0, "estimate"])
    assert weighted.standardized_alpha == pytest.approx(long.standardized_alpha)


def test_bootstrap_is_the_same_for_any_order_of_respondents():
    responses = one_factor()
    shuffled = responses.sample(frac=1, random_state=3)
    once = coefficient_alpha(responses, interval="bootstrap", n_bootstrap=200)
    pd.testing.assert_frame_equal(
        once.table, coefficient_alpha(shuffled, interval="bootstrap", n_bootstrap=200).table, rtol=1e-12
    )
    other = coefficient_alpha(responses, interval="bootstrap", n_bootstrap=200, seed=2)
    assert other.table.loc[0, "conf_low"] != once.table.loc[0, "conf_low"]


def test_bootstrap_agrees_with_a_plain_one():
    responses = one_factor(n=300)
    rng = np.random.default_rng(5)
    values = responses.to_numpy()
    drawn = []
    for _ in range(1000):
        covariances = np.cov(values[rng.integers(0, 300, 300)], rowvar=False)
        drawn.append(1.25 * (1 - np.trace(covariances) / covariances.sum()))
    ours = coefficient_alpha(responses, interval="bootstrap").table.loc[0, ["conf_low", "conf_high"]]
    # Standard error of a 0.025 quantile of 1,000 normal draws: 2.7 sd / √1000; 4 of them for the two simulations.
    np.testing.assert_allclose(
        ours.to_numpy(float),
        np.quantile(drawn, [0.025, 0.975]),
        atol=4 * 2.7 * np.std(drawn) * (1 / 1000 + 1 / 2000) ** 0.5,
    )


def test_invariant_to_reversal_of_all_items_and_item_order():
    responses = one_factor()
    plain = coefficient_alpha(responses).table
    for changed in (6 - responses, responses[responses.columns[::-1]], responses.sample(frac=1, random_state=1)):
        pd.testing.assert_frame_equal(coefficient_alpha(changed).table, plain)


def test_table_has_the_standardised_row_only_with_the_bootstrap():
    responses = one_factor()
    assert list(coefficient_alpha(responses).table["term"]) == ["coefficient alpha"]
    both = coefficient_alpha(responses, interval="bootstrap", n_bootstrap=100)
    assert list(both.table["term"]) == ["coefficient alpha", "standardised alpha"]
    assert both.table.notna().all(axis=None)


def test_negative_alpha_is_noted():
    covariances = np.array([[1, -0.4, 0.1], [-0.4, 1, 0.1], [0.1, 0.1, 1]])
    notes = coefficient_alpha(exact(covariances)).notes
    assert any(note.startswith("Coefficient alpha is negative (−0.") for note in notes)


def test_items_that_cancel_are_refused():
    responses = one_factor(k=1)
    responses["i2"] = 6 - responses["i1"]
    with pytest.raises(NotEstimable, match="The sum of the items is the same for all respondents"):
        coefficient_alpha(responses)


def test_left_out_bootstrap_samples_are_counted_for_the_researcher_alone():
    """How often a rare answer is missed tells how many gave it."""
    responses = one_factor(n=30, k=4)
    responses["i1"] = (np.arange(30) < 3).astype(float)
    alpha = coefficient_alpha(responses, interval="bootstrap")
    # A sample misses all three with probability (1 − 3/30)^30 = 0.042.
    left_out = int(alpha.notes[-1].split(" of ")[0])
    assert alpha.notes[-1] == f"{left_out} of 2000 bootstrap samples gave no estimate and were left out."
    assert isinstance(alpha.notes[-1], Unpublished)
    assert left_out == pytest.approx(2000 * 0.9**30, abs=5 * (2000 * 0.042) ** 0.5)


def test_feldt_of_many_answers():
    """R's qf takes chi-square for F here; the incomplete beta function gives the tail itself."""
    n, k, alpha = 11_000, 40, 0.9
    r = alpha / (k - (k - 1) * alpha)
    row = coefficient_alpha(exact(np.full((k, k), r) + (1 - r) * np.eye(k), n=n)).table.loc[0]
    df1, df2 = n - 1, (n - 1) * (k - 1)
    for end, tail in (("conf_low", 0.025), ("conf_high", 0.975)):
        f = (1 - row[end]) / (1 - row["estimate"])
        assert betaincc(df1 / 2, df2 / 2, df1 * f / (df1 * f + df2)) == pytest.approx(tail, rel=1e-8)


def test_repr_is_one_line():
    assert repr(coefficient_alpha(one_factor())).startswith("Alpha(0.")


def test_bonett_and_duhachek_of_parallel_items():
    """Closed forms of equal variances and covariances: Duhachek's variance is then 2 k (1 − alpha)² / ((k − 1) n)."""
    r, k, n = 0.3, 7, 200
    responses = exact(np.full((k, k), r) + (1 - r) * np.eye(k), n=n)
    bonett = coefficient_alpha(responses, interval="bonett").table.loc[0]
    spread = 1.959963984540054 * np.sqrt(2 * k / ((k - 1) * (n - 2)))
    error = 1 - bonett["estimate"]
    assert [bonett["conf_low"], bonett["conf_high"]] == pytest.approx(
        [1 - error * np.exp(spread), 1 - error * np.exp(-spread)]
    )
    duhachek = coefficient_alpha(responses, interval="duhachek").table.loc[0]
    margin = 1.959963984540054 * error * np.sqrt(2 * k / ((k - 1) * n))
    assert duhachek["conf_high"] - duhachek["estimate"] == pytest.approx(margin)


def test_linearised_agrees_with_the_jackknife_over_respondents():
    """Each respondent a replicate: the jackknife is the same to first order."""
    responses = one_factor(n=300)
    weights = weights_of(responses, np.random.default_rng(2).uniform(0.5, 3, 300))
    replicates = pd.DataFrame(
        weights.to_numpy()[:, None] * (1 - np.eye(300)), index=responses.index, columns=[f"w{i}" for i in range(300)]
    )
    linearised = coefficient_alpha(responses, interval="linearised", sampling_weights=weights)
    replicated = coefficient_alpha(responses, sampling_weights=weights, replicate_weights=replicates)
    assert replicated.interval == "replicates"
    np.testing.assert_allclose(
        replicated.table[["conf_low", "conf_high"]], linearised.table[["conf_low", "conf_high"]], atol=1e-3
    )


def test_linearised_ends_below_one():
    assert coefficient_alpha(one_factor(n=8, k=3), interval="linearised").table["conf_high"].max() < 1
