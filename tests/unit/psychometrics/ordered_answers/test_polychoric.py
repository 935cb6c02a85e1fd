import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import fit_exploratory_factors, parallel_analysis, polychoric_correlations
from workbench.psychometrics.answers import DesignWeights, complete_responses
from workbench.psychometrics.ordered_answers.pairwise_fit import correlations_without_association


def same(ours, theirs, tolerance=1e-9):
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), atol=tolerance, rtol=tolerance)


def tau_equivalent_pair(rho, thresholds, n, seed):
    rng = np.random.default_rng(seed)
    z = rng.multivariate_normal([0, 0, 0], rho + (1 - rho) * np.eye(3), n)
    return pd.DataFrame(np.digitize(z, thresholds) + 1.0, columns=list("abc"))


def test_frames_belong_together():
    responses = one_factor(n=200, k=4)
    fitted = polychoric_correlations(responses)
    pairs, cuts = fitted.table, fitted.thresholds
    assert list(zip(pairs["item"], pairs["item_other"], strict=True))[:4] == [
        ("i1", "i2"), ("i1", "i3"), ("i1", "i4"), ("i2", "i3"),
    ]  # fmt: skip
    assert cuts["threshold"].tolist() == [1, 2, 3, 4] * 4
    for row in pairs.itertuples():
        assert fitted.correlations.loc[row.item, row.item_other] == row.estimate
        assert fitted.std_errors.loc[row.item_other, row.item] == row.std_error
    variances = np.diag(fitted.asymptotic_covariance) / 200
    same(np.sqrt(variances), [*cuts["std_error"], *pairs["std_error"]])
    assert fitted.asymptotic_covariance.columns[[0, 15, 16]].tolist() == ["i1|1", "i4|4", "i1~~i2"]
    assert np.linalg.eigvalsh(fitted.asymptotic_covariance)[0] > 0


def test_threshold_of_two_options_has_the_standard_error_of_a_share():
    """Delta method: √(p (1 − p) / n) over the normal density at the threshold."""
    responses = (one_factor(n=300) >= 4).astype(int)
    cuts = polychoric_correlations(responses).thresholds
    share = 1 - responses.mean()
    density = np.exp(-(cuts["estimate"] ** 2) / 2) / np.sqrt(2 * np.pi)
    same(cuts["std_error"], np.sqrt(share * (1 - share) / 300).to_numpy() / density)


def test_two_options_cut_at_the_median_have_a_closed_form():
    """Sheppard: with all shares one half, rho = sin(2π (p11 − 1/4))."""
    cells = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [37, 13, 13, 37], axis=0)
    fitted = polychoric_correlations(pd.DataFrame(cells, columns=["a", "b"]))
    assert fitted.table.loc[0, "estimate"] == pytest.approx(np.sin(2 * np.pi * (0.37 - 0.25)), abs=1e-10)


def test_order_of_respondents_changes_nothing():
    responses = one_factor(n=150)
    one, other = polychoric_correlations(responses), polychoric_correlations(responses.iloc[::-1])
    same(one.correlations, other.correlations)
    same(one.asymptotic_covariance, other.asymptotic_covariance)


def test_reversed_item_turns_signs():
    responses = one_factor(n=150)
    one, other = polychoric_correlations(responses), polychoric_correlations(responses.assign(i2=6 - responses["i2"]))
    sign = np.where(responses.columns == "i2", -1, 1)
    same(other.correlations, one.correlations * np.outer(sign, sign))
    same(other.std_errors, one.std_errors)
    cuts = one.thresholds.set_index("item")["estimate"]
    same(other.thresholds.set_index("item").loc["i2", "estimate"], -cuts.loc["i2"][::-1])


def test_category_that_nobody_chose_changes_nothing_but_the_notes():
    responses = one_factor(n=150)
    gap = responses.assign(i3=responses["i3"].replace({5: 4}))
    wide = gap.assign(i3=gap["i3"].replace({4: 9}))
    one, other = polychoric_correlations(gap), polychoric_correlations(wide)
    same(one.asymptotic_covariance, other.asymptotic_covariance)
    assert "Nobody answered 5 to `i3`, so there is no threshold for it." in one.notes
    assert "Nobody answered 4, 5 to `i3`, so there is no threshold for it." in other.notes
    assert (one.thresholds["item"] == "i3").sum() == 3


def test_integer_weights_are_repeated_rows():
    responses = one_factor(n=120)
    times = np.arange(120) % 3 + 1
    weighted = polychoric_correlations(responses, sampling_weights=weights_of(responses, times))
    long = polychoric_correlations(repeated(responses, times))
    same(weighted.correlations, long.correlations)
    same(weighted.thresholds["estimate"], long.thresholds["estimate"])
    # but a respondent with weight 3 is not three respondents
    assert (weighted.table["std_error"] > long.table["std_error"]).all()
    assert weighted.method.startswith("Weighted polychoric")


def test_equal_weights_are_no_weights():
    responses = one_factor(n=120)
    weighted = polychoric_correlations(responses, sampling_weights=weights_of(responses, 7.0))
    same(weighted.asymptotic_covariance, polychoric_correlations(responses).asymptotic_covariance)


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.95])
@pytest.mark.parametrize("thresholds", [[0.3], [-1.8, -1.0, -0.3, 0.8]])
def test_known_correlation_is_found(rho, thresholds):
    """Within four standard errors, and so the thresholds."""
    fitted = polychoric_correlations(tau_equivalent_pair(rho, thresholds, 4000, seed=3))
    assert (np.abs(fitted.table["estimate"] - rho) < 4 * fitted.table["std_error"]).all()
    distance = np.abs(fitted.thresholds["estimate"] - np.tile(thresholds, 3))
    assert (distance < 4 * fitted.thresholds["std_error"]).all()


def test_continuity_is_as_respondents_in_the_empty_cells():
    cells = np.repeat([[0, 0], [0, 1], [1, 1]], [20, 10, 30], axis=0)
    responses = pd.DataFrame(cells, columns=["a", "b"])
    with pytest.raises(NotEstimable, match="never falls"):
        polychoric_correlations(responses)
    fitted = polychoric_correlations(responses, continuity=0.5)
    assert 0.5 < fitted.table.loc[0, "estimate"] < 1
    same(fitted.thresholds["estimate"], polychoric_correlations(_with_corner(responses)).thresholds["estimate"], 0.02)
    assert fitted.notes == (
        "1 of the 4 cells in the tables of item pairs are empty; each counts as 0.5 respondents in the correlations.",
    )


def _with_corner(responses):
    """Twenty times as many, and one real answer in the empty cell."""
    corner = pd.DataFrame({"a": [1], "b": [0]})
    return pd.concat([repeated(responses, 20), corner], ignore_index=True)


def test_message_about_many_pairs_stays_short():
    one = pd.Series(np.arange(60) % 3, dtype=float)
    with pytest.raises(NotEstimable, match=r"`i0` and `i1`, .*`i1` and `i2` \(and 5 more pairs\) one answer"):
        polychoric_correlations(pd.DataFrame({f"i{number}": one for number in range(5)}))


def test_matrix_that_is_not_positive_definite_is_said():
    responses = pd.DataFrame(np.random.default_rng(3).integers(1, 3, (12, 4)), columns=list("abcd"))
    fitted = polychoric_correlations(responses)
    smallest = np.linalg.eigvalsh(fitted.correlations)[0]
    assert smallest < 0
    assert f"smallest eigenvalue −{-smallest:.2f}" in fitted.notes[-1]


def test_shuffled_answers_have_no_correlation():
    """Mean 0; variance of a polychoric correlation at 0: that of the standard errors."""
    responses = one_factor(n=200, k=3)
    sample = complete_responses(responses, DesignWeights(), what="Parallel analysis")
    drawn = correlations_without_association(sample, n_replicates=400, seed=1)[:, *np.triu_indices(3, 1)]
    rng = np.random.default_rng(2)
    shuffled = [responses.apply(lambda item: rng.permutation(item.to_numpy())) for _ in range(20)]
    std_error = np.mean([polychoric_correlations(each).table["std_error"].mean() for each in shuffled])
    assert np.all(np.abs(drawn.mean(axis=0)) < 5 * std_error / np.sqrt(400))
    assert np.all(np.abs(drawn.std(axis=0) / std_error - 1) < 0.15)


def test_methods_say_which_correlation():
    responses = one_factor(n=200)
    weights = weights_of(responses, np.linspace(1, 2, 200))
    fitted = fit_exploratory_factors(responses, correlation="polychoric", sampling_weights=weights)
    assert "on weighted polychoric correlations (Olsson 1979)" in fitted.method
    parallel = parallel_analysis(responses, correlation="polychoric", n_replicates=20)
    assert "20 sets in which the answers to each item were shuffled (seed 1)" in parallel.method
    assert "Pearson" not in parallel.method


def test_kinds_of_errors_change_nothing_but_errors_and_are_told():
    responses = one_factor(n=300)
    robust, of_lavaan = (polychoric_correlations(responses, standard_errors=kind) for kind in ("robust", "lavaan"))
    same(robust.correlations, of_lavaan.correlations, 0)
    same(robust.thresholds["std_error"], of_lavaan.thresholds["std_error"])
    assert np.abs(robust.table["std_error"] / of_lavaan.table["std_error"] - 1).max() > 1e-3
    assert "holds where the latent responses are not normal" in robust.method
    assert "assumes normal latent responses, as in lavaan" in of_lavaan.method


def test_fewer_replicates_than_statistics_are_said():
    responses = one_factor(n=120, k=3, options=4)
    weights = weights_of(responses, 1.0)
    rng = np.random.default_rng(6)
    for count, said in ((12, True), (13, False)):  # nine thresholds and three correlations
        replicates = pd.DataFrame({f"w{r}": rng.uniform(0.5, 1.5, 120) for r in range(count)})
        fitted = polychoric_correlations(responses, sampling_weights=weights, replicate_weights=replicates)
        assert any("too few for the 12 thresholds and correlations" in note for note in fitted.notes) == said


@pytest.mark.parametrize("continuity", [0.0, 0.5])
def test_replicates_are_estimated_each_by_itself(continuity):
    responses = one_factor(n=120, k=3, options=4)
    rng = np.random.default_rng(6)
    weights = weights_of(responses, rng.uniform(0.5, 2, 120))
    replicates = pd.DataFrame({f"w{r}": weights * rng.uniform(0.5, 1.5, 120) for r in range(4)})
    each = [
        polychoric_correlations(responses, continuity=continuity, sampling_weights=replicates[name])
        for name in replicates
    ]
    drawn = np.array([[*fitted.thresholds["estimate"], *fitted.table["estimate"]] for fitted in each])
    together = polychoric_correlations(
        responses, continuity=continuity, sampling_weights=weights, replicate_weights=replicates
    )
    expected = 3 / 4 * ((drawn - drawn.mean(axis=0)) ** 2).sum(axis=0)
    same([*together.thresholds["std_error"], *together.table["std_error"]], np.sqrt(expected), 1e-8)
