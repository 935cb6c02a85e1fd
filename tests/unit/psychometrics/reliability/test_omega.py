import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import coefficient_alpha, coefficient_omega, ordinal_alpha
from workbench.simulation.graded_responses import draw_graded_responses


def one_factor_covariances(loadings, unique):
    return np.outer(loadings, loadings) + np.diag(unique)


@pytest.mark.parametrize("denominator", ["model", "observed"])
def test_equal_loadings_make_omega_alpha(denominator):
    """Also where the unique variances differ."""
    responses = exact(one_factor_covariances(np.full(6, 0.8), [0.3, 0.9, 0.5, 1.2, 0.7, 0.4]))
    omega = coefficient_omega(responses, denominator=denominator, n_bootstrap=100)
    alpha = coefficient_alpha(responses).table.loc[0, "estimate"]
    assert omega.table.loc[0, "estimate"] == pytest.approx(alpha, abs=1e-8)


def test_recovers_a_model_that_holds_exactly():
    loadings, unique = np.array([0.4, 0.9, 1.3, 0.7]), np.array([0.8, 0.5, 0.9, 0.3])
    omega = coefficient_omega(exact(one_factor_covariances(loadings, unique)), n_bootstrap=100)
    assert omega.table.loc[0, "estimate"] == pytest.approx(loadings.sum() ** 2 / (loadings.sum() ** 2 + unique.sum()))
    standardised = loadings / np.sqrt(loadings**2 + unique)
    np.testing.assert_allclose(omega.loadings["loading"], standardised, atol=1e-7)
    np.testing.assert_allclose(omega.loadings["communality"] + omega.loadings["uniqueness"], 1, atol=1e-7)


def test_integer_weights_are_repeated_rows():
    responses = one_factor(n=80)
    times = np.arange(80) % 3 + 1
    weighted = coefficient_omega(responses, n_bootstrap=100, sampling_weights=weights_of(responses, times))
    long = coefficient_omega(repeated(responses, times), n_bootstrap=100)
    assert weighted.table.loc[0, "estimate"] == pytest.approx(long.table.loc[0, "estimate"], abs=1e-9)


def test_invariants():
    responses = one_factor()
    plain = coefficient_omega(responses, n_bootstrap=200).table
    shuffled = coefficient_omega(responses.sample(frac=1, random_state=1), n_bootstrap=200).table
    pd.testing.assert_frame_equal(shuffled, plain, rtol=1e-9)
    for changed in (6 - responses, responses[responses.columns[::-1]]):
        estimate = coefficient_omega(changed, n_bootstrap=100).table["estimate"]
        pd.testing.assert_series_equal(estimate, plain["estimate"], rtol=1e-9)


def test_equal_weights_change_nothing():
    responses = one_factor()
    weighted = coefficient_omega(responses, n_bootstrap=100, sampling_weights=weights_of(responses, 3.0))
    pd.testing.assert_frame_equal(weighted.table, coefficient_omega(responses, n_bootstrap=100).table, rtol=1e-9)


def test_a_reversed_item_is_noted():
    responses = one_factor()
    responses["i4"] = 6 - responses["i4"]
    notes = coefficient_omega(responses, n_bootstrap=100).notes
    assert "Item `i4` loads negatively, so it lowers omega; check whether the file stores it reversed." in notes


def test_heywood_case_is_noted():
    """Correlations that only a loading above 1 would reproduce."""
    covariances = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    notes = coefficient_omega(exact(covariances, n=300), n_bootstrap=100).notes
    assert notes[0].startswith("Heywood case: the uniqueness of item `i0` stopped at its lower bound 0.005.")
    assert "of 100 bootstrap samples a unique variance stopped at its lower bound." in notes[-1]


def test_too_many_unusable_samples_are_refused():
    with pytest.raises(NotEstimable, match="Too few bootstrap samples give an estimate"):
        coefficient_omega(one_factor(n=8))


def test_method_names_the_denominator():
    omega = coefficient_omega(one_factor(), denominator="observed", n_bootstrap=100)
    assert omega.table.loc[0, "term"] == "omega total (observed variance)"
    assert omega.method.startswith("Omega total over the observed variance of the sum (McDonald 1999)")


@pytest.mark.parametrize("denominator", ["model", "observed"])
def test_points_on_another_scale_change_nothing(denominator):
    responses = one_factor()
    plain, moved = (
        coefficient_omega(points, denominator=denominator, n_bootstrap=100).table.loc[0, "estimate"]
        for points in (responses, 1e6 + 1000 * responses)
    )
    assert moved == pytest.approx(plain, abs=1e-12)


@pytest.mark.parametrize(
    "estimate",
    [
        lambda x, **o: coefficient_omega(x, kind="total", **o),
        lambda x, **o: coefficient_omega(x, kind="total", denominator="observed", **o),
        lambda x, **o: coefficient_omega(x, kind="categorical", **o),
        lambda x, **o: coefficient_omega(x, kind="latent", **o),
        ordinal_alpha,
    ],
    ids=["total", "observed", "categorical", "latent", "ordinal alpha"],
)
@pytest.mark.parametrize("weighted", [False, True])
def test_linearised_interval_is_that_of_the_delete_one_jackknife(estimate, weighted):
    """Influence and leaving each respondent out are the same to first order."""
    rng = np.random.default_rng(3)
    n = 400
    points = draw_graded_responses(
        rng.standard_normal(n),
        loadings=np.linspace(0.6, 0.8, 5),
        thresholds=np.tile([-0.8, 0.0, 0.9], (5, 1)),
        rng=rng,
    )
    responses = pd.DataFrame(points.astype(float), columns=list("abcde"))
    weights = pd.Series(rng.uniform(0.5, 2, n) if weighted else np.ones(n))
    left_out = pd.DataFrame((1 - np.eye(n)) * weights.to_numpy()[:, None])
    linearised = estimate(responses, interval="linearised", sampling_weights=weights).table.iloc[0]
    jackknife = estimate(responses, sampling_weights=weights, replicate_weights=left_out).table.iloc[0]
    assert linearised["estimate"] == jackknife["estimate"]
    widths = [np.log((1 - row["conf_low"]) / (1 - row["conf_high"])) for row in (linearised, jackknife)]
    assert widths[0] == pytest.approx(widths[1], rel=0.05)
