import numpy as np
import pytest

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import factor_numbers, fit_exploratory_factors


def two_factors(k=8, r=0.3, loading=0.8):
    """Correlations of two groups of items whose factors correlate with r."""
    loadings = np.kron(np.eye(2), np.full((k // 2, 1), loading))
    common = loadings @ np.array([[1, r], [r, 1]]) @ loadings.T
    return common + np.diag(1 - np.diag(common))


def test_the_right_number_of_factors_fits_exactly():
    """Two factors reproduce the correlations, so discrepancy and residuals are 0; one factor does not."""
    table = factor_numbers(exact(two_factors()), most=3).table.set_index("n_factors")
    assert table.loc[2, ["chi_square", "rmsea", "rmsea_low", "residual_rms"]].to_numpy(float) == pytest.approx(
        0, abs=1e-6
    )
    assert table.loc[2, "share_variance"] == pytest.approx(0.64)
    assert table.loc[1, "residual_rms"] > 0.2
    assert table["df"].to_dict() == {1: 20, 2: 13, 3: 7}
    assert table.loc[2, "bic"] == pytest.approx(-13 * np.log(200), abs=1e-6)


def test_share_of_variance_and_residuals_are_those_of_the_factors():
    responses = one_factor(k=7)
    for p in (1, 2):
        factors = fit_exploratory_factors(responses, n_factors=p, method="ml")
        row = factor_numbers(responses).table.set_index("n_factors").loc[p]
        assert row["share_variance"] == pytest.approx(factors.table["share_variance"].sum())
        residuals = factors.residual_correlations.to_numpy()[np.triu_indices(7, 1)]
        assert row["residual_rms"] == pytest.approx(np.sqrt(np.mean(residuals**2)))


def test_integer_weights_are_repeated_rows():
    responses = one_factor(n=80, k=6)
    times = np.arange(80) % 3 + 1
    weighted = factor_numbers(responses, sampling_weights=weights_of(responses, times))
    long = factor_numbers(repeated(responses, times)).table
    for name in ("residual_rms", "share_variance"):
        np.testing.assert_allclose(weighted.table[name], long[name], rtol=1e-6)
    assert "take the weighted correlations as those of respondents with equal probability" in weighted.notes[0]


@pytest.mark.parametrize(("k", "most"), [(4, 1), (5, 2), (6, 2), (7, 3), (8, 4), (30, 4)])
def test_only_numbers_with_degrees_of_freedom(k, most):
    table = factor_numbers(one_factor(k=k)).table
    assert table["n_factors"].tolist() == list(range(1, most + 1))
    assert (table["df"] > 0).all()


def test_three_items_have_no_degrees_of_freedom():
    with pytest.raises(NotEstimable, match="needs at least 4 items; got 3"):
        factor_numbers(one_factor(k=3))


def test_a_factor_that_is_an_item_is_named():
    correlations = np.full((5, 5), 0.36) + 0.64 * np.eye(5)
    correlations[0, 1:] = correlations[1:, 0] = 0.6  # on the first item all others load with their own loading, 0.6
    result = factor_numbers(exact(correlations), most=1)
    assert result.notes == (
        "Pearson correlations, 1 factor: the uniqueness of `i0` stopped at its lower bound (Heywood case). A factor "
        "nearly coincides with an item, and the row's tests cannot be relied on.",
    )


def test_polychoric_correlations_are_said_to_be_less_exact():
    result = factor_numbers(one_factor(k=6), correlation="polychoric")
    assert result.correlation == "polychoric"
    assert result.notes[0].startswith("Chi-square and what follows from it take the polychoric correlations as Pearson")
