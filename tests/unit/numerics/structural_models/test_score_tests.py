"""Score tests written out, against Wald tests of the freed parameter, and their false alarms in simulated answers."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.numerics.structural_models.test_fit import FIT, SAMPLES, THETA
from workbench.numerics.structural_models.score_tests import Candidates, score_tests
from workbench.numerics.structural_models.structural_model import Kind, entry_jacobian, jacobian
from workbench.psychometrics import fit_confirmatory_factors, measurement_invariance

CANDIDATE = (int(Kind.RESIDUAL_COVARIANCE), 1, 2, 0)
LOADINGS = np.linspace(0.5, 0.8, 6)
ITEMS = [f"i{number}" for number in range(1, 7)]


def test_generalised_score_test_written_out_over_two_groups():
    """Slope and its sandwich from whole matrices over both groups, all parameters and the candidate."""
    freed = np.array([[value] for value in CANDIDATE])
    size = len(SAMPLES[0].observed)
    own = np.concatenate([np.zeros(size), entry_jacobian(THETA, FIT.parameters, 1, *freed[[0, 2, 3]])[0]])
    delta = np.column_stack([np.concatenate([jacobian(THETA, FIT.parameters, g) for g in range(2)]), own])
    weight = np.concatenate([s.share * s.weights for s in SAMPLES])
    gamma = np.zeros((2 * size, 2 * size))
    gamma[:size, :size] = SAMPLES[0].covariance / SAMPLES[0].share
    gamma[size:, size:] = SAMPLES[1].covariance / SAMPLES[1].share
    information = delta.T @ (weight[:, None] * delta)
    along = np.append(-np.linalg.solve(information[:-1, :-1], information[:-1, -1]), 1.0)
    counted = np.concatenate([np.full(size, (s.n - 1) / s.n) for s in SAMPLES])
    slope = own @ (counted * weight * np.concatenate(FIT.residuals))
    turned = weight * (delta @ along)
    expected = FIT.n * slope**2 / (turned @ gamma @ turned)
    assert score_tests(FIT, Candidates(*freed), robust=True).statistic[0] == pytest.approx(expected, rel=1e-9)
    naive = score_tests(FIT, Candidates(*freed), robust=False)
    assert naive.statistic[0] == naive.gain[0] == pytest.approx(FIT.n * slope**2 / (along @ information @ along))


def latent(rng, n, *, tails):
    """One factor behind six items, normal or multivariate t with 5 degrees of freedom."""
    answers = rng.standard_normal((n, 1)) * LOADINGS + rng.standard_normal((n, 6)) * np.sqrt(1 - LOADINGS**2)
    return answers / np.sqrt(rng.chisquare(5, (n, 1)) / 5) if tails else answers


def drawn(rng, n, estimator, *, tails=True):
    answers = latent(rng, n, tails=tails)
    return pd.DataFrame(np.digitize(answers, (-1, 0, 1)) if estimator == "WLSMV" else answers, columns=ITEMS)


@pytest.mark.parametrize(("estimator", "missing"), [("WLSMV", "listwise"), ("MLR", "listwise"), ("MLR", "fiml")])
def test_the_score_test_agrees_with_the_wald_test_of_the_freed_parameter(estimator, missing):
    rng = np.random.default_rng(8)
    responses = drawn(rng, 4_000, estimator)
    if missing == "fiml":
        responses["i2"] = responses["i2"].mask(responses["i1"] > rng.standard_normal(len(responses)))
    fitted = fit_confirmatory_factors(responses, estimator=estimator, missing=missing)
    tests = fitted.modification_indices.set_index("term")
    for item in ("i1", "i3"):
        freed = fit_confirmatory_factors(responses, estimator=estimator, missing=missing, free=[f"{item}~~i2"])
        term = next(name for name in (f"{item}~~i2", f"i2~~{item}") if name in tests.index)
        wald = freed.table.set_index("term").loc[term, "statistic"] ** 2
        assert np.sqrt(tests.loc[term, "score_statistic"]) == pytest.approx(np.sqrt(wald), abs=0.15)


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_statistics_without_robust_errors_are_the_modification_indices(estimator):
    responses = drawn(np.random.default_rng(9), 500, estimator)
    tests = {
        kind: fit_confirmatory_factors(responses, estimator=estimator, standard_errors=kind).modification_indices
        for kind in ("robust", "lavaan")
    }
    pd.testing.assert_series_equal(
        tests["lavaan"]["score_statistic"], tests["lavaan"]["modification_index"], check_names=False
    )
    same = ["term", "modification_index", "expected_change", "standardized_change"]
    pd.testing.assert_frame_equal(tests["robust"][same], tests["lavaan"][same])
    away = tests["robust"]["score_statistic"] / tests["lavaan"]["score_statistic"]
    assert (np.abs(np.log(away)) > 0.05).all()


@pytest.mark.slow
@pytest.mark.parametrize(("estimator", "tails"), [("WLSMV", True), ("WLSMV", False), ("MLR", True), ("MLR", False)])
def test_false_alarms_of_modification_indices(estimator, tails):
    """15 true zeros in each of 400 samples of 1,000 latent normal or t(5) answers, tested at 5 %."""
    rng = np.random.default_rng(2)
    naive, robust = [], []
    for _ in range(400):
        tests = fit_confirmatory_factors(drawn(rng, 1_000, estimator, tails=tails), estimator=estimator)
        naive.append((tests.modification_indices["modification_index"] > 3.8415).mean())
        robust.append((tests.modification_indices["p_value"] < 0.05).mean())
    assert 0.04 <= np.mean(robust) <= 0.065
    if estimator == "WLSMV":
        assert np.mean(naive) < 0.025
    elif tails:
        assert np.mean(naive) > 0.15


@pytest.mark.slow
@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_false_alarms_of_equalities(estimator):
    """Two groups of the same t(5) answers: every equality of the last step is true."""
    rng = np.random.default_rng(3)
    group = pd.Series(np.repeat(["a", "b"], 500))
    naive, robust = [], []
    for _ in range(150):
        found = measurement_invariance(drawn(rng, 1_000, estimator), group=group, estimator=estimator).score_tests
        last = found[found["step"] == found["step"].iloc[-1]]
        of_loadings = last["term"].str.startswith("factor=~")
        naive.append((last.loc[of_loadings, "modification_index"] > 3.8415).mean())
        robust.append((last["p_value"] < 0.05).mean())
    assert 0.035 <= np.mean(robust) <= 0.065
    assert np.mean(naive) > 0.08
