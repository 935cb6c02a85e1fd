import numpy as np
import pandas as pd
import pytest
from factor_analyzer.factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.psychometrics import parallel_analysis, sampling_adequacy
from workbench.psychometrics.dimensionality import random_correlations


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


def test_wishart_draws_are_correlations_of_normal_data():
    """Mean and variance of a correlation of independent normal variables: 0 and 1 / (n − 1)."""
    drawn = random_correlations(30, 4, n_replicates=20_000, seed=1)
    off = drawn[:, *np.triu_indices(4, 1)]
    np.testing.assert_allclose(off.mean(axis=0), 0, atol=5 / np.sqrt(29 * 20_000))
    np.testing.assert_allclose(off.var(axis=0) * 29, 1, atol=5 * np.sqrt(2 / 20_000))


def test_wishart_eigenvalues_are_those_of_drawn_respondents():
    rng = np.random.default_rng(2)
    plain = [np.linalg.eigvalsh(np.corrcoef(rng.standard_normal((60, 5)), rowvar=False))[::-1] for _ in range(2000)]
    drawn = np.linalg.eigvalsh(random_correlations(60, 5, n_replicates=2000, seed=3))[:, ::-1]
    standard_error = np.std(plain, axis=0) * np.sqrt(2 / 2000)
    assert np.all(np.abs(np.mean(plain, axis=0) - drawn.mean(axis=0)) < 4 * standard_error)


@pytest.mark.parametrize("method", ["components", "factors"])
def test_one_strong_factor(method):
    responses = one_factor(n=1000, k=10)
    analysis = parallel_analysis(responses, method=method)
    table = analysis.table
    assert table.loc[0, "eigenvalue"] > 3 * table.loc[0, "eigenvalue_random"]
    above = table["eigenvalue"] > table["eigenvalue_random"]
    assert analysis.n_above_random == (above.argmin() if not above.all() else len(above))
    assert list(table["component"]) == list(range(1, 11))


def test_row_order_reversal_and_seed():
    responses = one_factor()
    plain = parallel_analysis(responses, method="factors").table
    pd.testing.assert_frame_equal(parallel_analysis(6 - responses, method="factors").table, plain)
    pd.testing.assert_frame_equal(parallel_analysis(responses[::-1], method="factors").table, plain)
    other = parallel_analysis(responses, method="factors", seed=2).table
    assert not np.allclose(other["eigenvalue_random"], plain["eigenvalue_random"])
