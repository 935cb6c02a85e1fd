import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import coefficient_omega, ordinal_alpha

ESTIMATES = {
    "categorical": lambda x, **options: coefficient_omega(x, kind="categorical", **options),
    "latent": lambda x, **options: coefficient_omega(x, kind="latent", **options),
    "ordinal alpha": ordinal_alpha,
}


@pytest.fixture(params=list(ESTIMATES))
def estimate(request):
    return ESTIMATES[request.param]


def first(result):
    return result.table.loc[0, "estimate"]


def test_integer_weights_are_repeated_rows_in_ordinal_alpha():
    """Not in the omegas: their DWLS weights know that repeated respondents would tell more."""
    responses = one_factor(n=80)
    times = np.arange(80) % 3 + 1
    weighted = ordinal_alpha(responses, n_bootstrap=100, sampling_weights=weights_of(responses, times))
    assert first(weighted) == pytest.approx(first(ordinal_alpha(repeated(responses, times), n_bootstrap=100)), abs=1e-9)


def test_invariants(estimate):
    responses = one_factor()
    plain = estimate(responses, n_bootstrap=200)
    shuffled = estimate(responses.sample(frac=1, random_state=1), n_bootstrap=200)
    pd.testing.assert_frame_equal(shuffled.table, plain.table, rtol=1e-7)
    weighted = estimate(responses, n_bootstrap=200, sampling_weights=weights_of(responses, 3.0))
    pd.testing.assert_frame_equal(weighted.table, plain.table, rtol=1e-7)
    for changed in (6 - responses, responses[responses.columns[::-1]]):
        assert first(estimate(changed, n_bootstrap=100)) == pytest.approx(first(plain), abs=1e-7)


def test_a_bootstrap_is_shared_only_by_the_same_answers_weights_and_draws():
    """Whatever was estimated before, the interval is that of a process that estimated nothing else."""
    responses, options = one_factor(), {"n_bootstrap": 100, "seed": 1}
    alone = ordinal_alpha(responses, **options).table
    for other in (
        lambda: ordinal_alpha(6 - responses, **options),
        lambda: ordinal_alpha(
            responses, **options, sampling_weights=weights_of(responses, np.arange(len(responses)) % 3 + 1)
        ),
        lambda: ordinal_alpha(responses, n_bootstrap=100, seed=2),
        lambda: ordinal_alpha(responses, n_bootstrap=101, seed=1),
    ):
        assert not other().table.equals(alone)
        pd.testing.assert_frame_equal(ordinal_alpha(responses, **options).table, alone, rtol=0, atol=0)


def test_categorical_omega_of_wide_steps_counts_points():
    """Answers 1, 2, 5 instead of 1, 2, 3: the sum is another, so categorical omega is; the latent one stays."""
    responses = one_factor(options=3)
    wide = responses.replace(3.0, 5.0)
    for kind, same in (("categorical", False), ("latent", True)):
        values = [first(coefficient_omega(x, kind=kind, n_bootstrap=100)) for x in (responses, wide)]
        assert (abs(values[0] - values[1]) < 1e-9) == same


def test_categorical_omega_is_the_correlation_of_two_simulated_forms():
    """Reliability by definition: two sums with the same factor score and fresh errors."""
    rng, cuts = np.random.default_rng(4), np.array([-1.0, 0.3, 1.2])
    loadings, n = np.array([0.5, 0.6, 0.7, 0.8]), 400_000
    factor = rng.standard_normal((n, 1))
    forms = [
        np.digitize(loadings * factor + np.sqrt(1 - loadings**2) * rng.standard_normal((n, 4)), cuts) for _ in range(2)
    ]
    retest = np.corrcoef(forms[0].sum(axis=1), forms[1].sum(axis=1))[0, 1]
    responses = pd.DataFrame(forms[0]).add_prefix("i")
    # Standard error of a correlation of 0.7 in 400,000: 0.0008; of the estimate about as much.
    assert first(coefficient_omega(responses, kind="categorical", n_bootstrap=100)) == pytest.approx(retest, abs=0.005)


def test_bootstrap_agrees_with_a_plain_one(estimate):
    responses = one_factor(n=300, k=4)
    rng = np.random.default_rng(5)
    drawn = []
    for _ in range(150):
        again = responses.iloc[rng.integers(0, 300, 300)].reset_index(drop=True)
        drawn.append(first(estimate(again, interval="linearised")))  # no bootstrap of its own
    ours = estimate(responses).table.loc[0]
    # Width of the middle 95 % against 3.92 standard deviations of 150 draws, whose standard error is 6 %.
    assert ours["conf_high"] - ours["conf_low"] == pytest.approx(3.92 * np.std(drawn), rel=0.2)


def test_equal_loadings_make_omega_alpha():
    """If all correlations are equal, latent-response omega is ordinal alpha."""
    responses = pd.DataFrame([[a, b, c, d] for a in (1, 2) for b in (1, 2) for c in (1, 2) for d in (1, 2)])
    agreeing = pd.concat([responses, *[responses[responses.nunique(axis=1) == 1]] * 6] * 10, ignore_index=True)
    agreeing = agreeing.add_prefix("i").astype(float)
    omega, alpha = coefficient_omega(agreeing, kind="latent", n_bootstrap=100), ordinal_alpha(agreeing, n_bootstrap=100)
    assert first(omega) == pytest.approx(first(alpha), abs=1e-9)
    assert omega.loadings["loading"].to_numpy() == pytest.approx(np.full(4, omega.loadings["loading"].iloc[0]))


def test_without_an_item_is_the_omega_of_the_others():
    responses = one_factor()
    for kind in ("total", "categorical", "latent"):
        whole = coefficient_omega(responses, kind=kind, n_bootstrap=100)
        part = coefficient_omega(responses.drop(columns="i2"), kind=kind, n_bootstrap=100)
        assert whole.loadings.loc[1, "omega_if_deleted"] == pytest.approx(first(part), abs=1e-8)


def test_duplicated_item_is_refused(estimate):
    responses = one_factor()
    with pytest.raises(NotEstimable, match="`i1` and `i6`"):
        estimate(responses.assign(i6=responses["i1"]))


def test_each_says_what_it_is():
    responses = one_factor()
    terms = [estimate(responses, n_bootstrap=100).table.loc[0, "term"] for estimate in ESTIMATES.values()]
    assert terms == ["categorical omega", "latent-response omega", "ordinal alpha"]
    assert "unobserved" in ordinal_alpha(responses, n_bootstrap=100).method
