import numpy as np
import pandas as pd
import pytest
from statsmodels.multivariate.factor import Factor

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.psychometrics import fit_exploratory_factors


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_recovers_a_model_that_holds_exactly(method):
    loadings = np.array([0.4, 0.5, 0.6, 0.7, 0.8])
    matrix = np.outer(loadings, loadings)
    np.fill_diagonal(matrix, 1)
    fitted = fit_exploratory_factors(exact(matrix), method=method)
    np.testing.assert_allclose(fitted.loadings["loading"], loadings, atol=1e-7)
    np.testing.assert_allclose(fitted.loadings["uniqueness"], 1 - loadings**2, atol=1e-7)
    np.testing.assert_allclose(fitted.residual_correlations, 0, atol=1e-7)
    assert fitted.table.loc[0, "share_variance"] == pytest.approx((loadings**2).mean(), abs=1e-7)


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_two_factors_reproduce_their_matrix(method):
    pattern = np.array([[0.7, 0], [0.6, 0.1], [0.8, 0], [0.1, 0.7], [0, 0.6], [0, 0.5], [0.3, 0.5]])
    matrix = pattern @ pattern.T
    np.fill_diagonal(matrix, 1)
    fitted = fit_exploratory_factors(exact(matrix), n_factors=2, method=method)
    np.testing.assert_allclose(fitted.residual_correlations, 0, atol=1e-6)
    assert list(fitted.table["factor"]) == ["F1", "F2"]
    assert list(fitted.loadings["factor"][:4]) == ["F1", "F2", "F1", "F2"]
    assert list(fitted.loadings["item"][:4]) == ["i0", "i0", "i1", "i1"]


def test_second_route_is_statsmodels():
    responses = one_factor()
    fitted = fit_exploratory_factors(responses, method="ml")
    theirs = Factor(responses, n_factor=1, method="ml").fit().loadings[:, 0]
    np.testing.assert_allclose(fitted.second_route["loading"], np.abs(theirs), atol=1e-6)
    assert fitted.largest_difference < 1e-5
    assert fitted.notes == ()


def test_reflected_to_a_positive_sum_of_loadings():
    responses = one_factor()
    responses["i2"] = 6 - responses["i2"]
    loadings = fit_exploratory_factors(responses).loadings.set_index("item")["loading"]
    assert loadings["i2"] < 0 < loadings.sum()
    np.testing.assert_allclose(
        fit_exploratory_factors(6 - responses).loadings["loading"], loadings.to_numpy(), atol=1e-8
    )


def test_item_order_and_weights():
    responses = one_factor()
    plain = fit_exploratory_factors(responses).loadings.set_index("item")
    turned = fit_exploratory_factors(responses[responses.columns[::-1]]).loadings.set_index("item")
    pd.testing.assert_frame_equal(turned.loc[plain.index], plain, atol=1e-8)
    times = np.arange(len(responses)) % 3 + 1
    weighted = fit_exploratory_factors(responses, sampling_weights=weights_of(responses, times))
    long = fit_exploratory_factors(repeated(responses, times))
    np.testing.assert_allclose(weighted.loadings["loading"], long.loadings["loading"], atol=1e-8)


def test_eigenvalues_sum_to_the_number_of_items():
    eigenvalues = fit_exploratory_factors(one_factor(k=9)).eigenvalues
    assert eigenvalues["eigenvalue"].sum() == pytest.approx(9)
    assert eigenvalues["share_variance"].sum() == pytest.approx(1)


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_heywood_case_and_disagreeing_routes_are_noted(method):
    """statsmodels lets the uniqueness fall below the bound (the exact loading is √1.28)."""
    covariances = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    fitted = fit_exploratory_factors(exact(covariances, n=300), method=method)
    heywood, routes = fitted.notes
    assert heywood.startswith("Heywood case: the uniqueness of item `i0` stopped at its lower bound 0.005.")
    assert routes.startswith("The second route (statsmodels) ends elsewhere:")
    assert fitted.loadings.loc[0, "uniqueness"] == pytest.approx(0.005)


@pytest.mark.parametrize("k", [3, 40])
def test_few_and_many_items(k):
    fitted = fit_exploratory_factors(one_factor(n=600, k=k), method="ml")
    assert len(fitted.loadings) == k
    assert fitted.largest_difference < 1e-4


def two_clusters(r=0.4):
    pattern = np.array([[0.8, 0], [0.7, 0], [0.6, 0], [0.5, 0], [0, 0.7], [0, 0.6], [0, 0.5]])
    factors = np.array([[1, r], [r, 1]])
    matrix = pattern @ factors @ pattern.T
    np.fill_diagonal(matrix, 1)
    return pattern, factors, exact(matrix)


def test_oblimin_gives_pattern_structure_and_factor_correlations():
    pattern, factors, responses = two_clusters()
    fitted = fit_exploratory_factors(responses, n_factors=2, rotation="oblimin")
    np.testing.assert_allclose(fitted.loadings["loading"].to_numpy().reshape(-1, 2), pattern, atol=1e-5)
    np.testing.assert_allclose(fitted.structure["loading"].to_numpy().reshape(-1, 2), pattern @ factors, atol=1e-5)
    np.testing.assert_allclose(fitted.factor_correlations, factors, atol=1e-5)
    assert list(fitted.factor_correlations.columns) == ["F1", "F2"]
    communality = fitted.loadings.drop_duplicates("item")["communality"]
    assert fitted.table["sum_squared_loadings"].sum() == pytest.approx(communality.sum())
    assert "oblimin" in fitted.method


@pytest.mark.parametrize("rotation", ["oblimin", "geomin", "promax", "varimax"])
def test_a_rotation_changes_neither_fit_nor_communality(rotation):
    _, _, responses = two_clusters()
    plain = fit_exploratory_factors(responses, n_factors=2)
    rotated = fit_exploratory_factors(responses, n_factors=2, rotation=rotation)
    pd.testing.assert_frame_equal(rotated.residual_correlations, plain.residual_correlations)
    for column in ("communality", "uniqueness"):
        np.testing.assert_allclose(rotated.loadings[column], plain.loadings[column], atol=1e-12)
    assert rotated.largest_difference == plain.largest_difference
    unit = np.abs(rotated.factor_correlations.to_numpy() - np.eye(2)).max()
    assert (unit < 1e-12) == (rotation == "varimax")


def test_one_factor_and_no_rotation_stay_as_they_are():
    responses = one_factor()
    plain, rotated = (fit_exploratory_factors(responses, rotation=r) for r in ("none", "oblimin"))
    pd.testing.assert_frame_equal(rotated.loadings, plain.loadings)
    pd.testing.assert_frame_equal(plain.structure, plain.loadings[["item", "factor", "loading"]])
    assert rotated.method == plain.method
