import numpy as np
import pandas as pd
import pytest
from factor_analyzer.factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.psychometrics import parallel_analysis, sampling_adequacy


def test_against_factor_analyzer():
    responses = one_factor(k=8)
    adequacy = sampling_adequacy(responses)
    each, overall = calculate_kmo(responses)
    assert adequacy.table.loc[0, "sampling_adequacy"] == pytest.approx(overall)
    np.testing.assert_allclose(adequacy.items["sampling_adequacy"], each)
    chi_square, p_value = calculate_bartlett_sphericity(responses)
    assert adequacy.table.loc[0, ["chi_square", "p_value"]].to_list() == pytest.approx([chi_square, p_value])


def test_two_items_have_an_adequacy_of_one_half():
    assert sampling_adequacy(one_factor(k=2)).table.loc[0, "sampling_adequacy"] == pytest.approx(0.5)


def test_compound_symmetry_in_closed_form():
    """Partial correlation of equally correlated items: r / (1 + (k − 2) r)."""
    r, k = 0.4, 6
    responses = exact(np.full((k, k), r) + (1 - r) * np.eye(k))
    partial = r / (1 + (k - 2) * r)
    adequacy = sampling_adequacy(responses)
    assert adequacy.table.loc[0, "sampling_adequacy"] == pytest.approx(r**2 / (r**2 + partial**2))
    table = parallel_analysis(responses).table
    np.testing.assert_allclose(table["eigenvalue"], [1 + (k - 1) * r, *[1 - r] * (k - 1)])
    factors = parallel_analysis(responses, method="factors").table
    np.testing.assert_allclose(factors["eigenvalue"], [k * r, *[0] * (k - 1)], atol=1e-8)


def test_integer_weights_are_repeated_rows():
    responses = one_factor(n=80)
    times = np.arange(80) % 3 + 1
    weighted = sampling_adequacy(responses, sampling_weights=weights_of(responses, times))
    long = sampling_adequacy(repeated(responses, times))
    np.testing.assert_allclose(weighted.items["sampling_adequacy"], long.items["sampling_adequacy"])
    assert weighted.notes[0].startswith("Bartlett's test takes the weighted correlations as those of respondents")


@pytest.mark.parametrize("method", ["components", "factors"])
def test_one_strong_factor(method):
    responses = one_factor(n=1000, k=10)
    analysis = parallel_analysis(responses, method=method)
    table = analysis.table
    assert table.loc[0, "eigenvalue"] > 3 * table.loc[0, "eigenvalue_random"]
    above = table["eigenvalue"] > table["eigenvalue_random"]
    assert analysis.n_above_random == (above.argmin() if not above.all() else len(above))
    assert list(table["component"]) == list(range(1, 11))


@pytest.mark.parametrize("draws", ["normal", "resampled"])
def test_row_order_reversal_and_seed(draws):
    responses, options = one_factor(), {"method": "factors", "draws": draws}
    plain = parallel_analysis(responses, **options).table
    pd.testing.assert_frame_equal(parallel_analysis(responses[::-1], **options).table, plain)
    other = parallel_analysis(responses, seed=2, **options).table
    assert not np.allclose(other["eigenvalue_random"], plain["eigenvalue_random"])
    turned = parallel_analysis(6 - responses, **options).table
    np.testing.assert_allclose(turned["eigenvalue"], plain["eigenvalue"], rtol=0, atol=1e-9)
    if draws == "normal":  # a shuffle of reversed answers is another shuffle
        pd.testing.assert_frame_equal(turned, plain)


@pytest.mark.parametrize(("correlation", "usual"), [("pearson", "normal"), ("polychoric", "resampled")])
def test_usual_draws(correlation, usual):
    responses = one_factor(n=120, k=4)
    plain = parallel_analysis(responses, correlation=correlation, n_replicates=20)
    named = parallel_analysis(responses, correlation=correlation, n_replicates=20, draws=usual)
    assert plain.draws == usual
    assert plain.method == named.method and not plain.notes
    pd.testing.assert_frame_equal(plain.table, named.table)


def test_normal_draws_beside_polychoric_correlations_are_those_of_pearson():
    """As psych::fa.parallel(cor = "poly") takes them; the note says what that does."""
    responses = one_factor(n=120, k=4)
    polychoric = parallel_analysis(responses, correlation="polychoric", draws="normal", n_replicates=20)
    pearson = parallel_analysis(responses, n_replicates=20)
    np.testing.assert_array_equal(polychoric.table["eigenvalue_random"], pearson.table["eigenvalue_random"])
    assert not np.allclose(polychoric.table["eigenvalue"], pearson.table["eigenvalue"])
    assert polychoric.notes[0].startswith("The random eigenvalues are those of Pearson correlations of normal numbers.")


def test_random_polychoric_eigenvalues_lie_further_apart_than_pearsons():
    responses = one_factor(n=150, k=5)
    spread = {
        c: parallel_analysis(responses, correlation=c, draws="resampled").table["eigenvalue_random_mean"][0]
        for c in ("pearson", "polychoric")
    }
    assert spread["polychoric"] > spread["pearson"]
