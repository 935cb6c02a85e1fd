import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import exact, one_factor, repeated, weights_of
from workbench.errors import NotEstimable, ParameterError
from workbench.psychometrics import essential_unidimensionality, fit_exploratory_factors

SECOND = np.array([0.8, 0.6, 0.7])
FIRST = np.linspace(0.5, 0.8, 12)[[3, 8, 0, 6, 11, 1, 9, 4, 7, 2, 10, 5]]
LOADINGS = np.column_stack(
    [FIRST * np.repeat(SECOND, 4), FIRST[:, None] * np.kron(np.diag(np.sqrt(1 - SECOND**2)), np.ones((4, 1)))]
)


def implied(loadings):
    matrix = loadings @ loadings.T
    return matrix + np.diag(1 - np.diag(matrix))


def ordered(n=500, seed=2):
    """Answers in five steps of the second-order model."""
    rng = np.random.default_rng(seed)
    latent = rng.standard_normal((n, 4)) @ LOADINGS.T
    latent += rng.standard_normal((n, 12)) * np.sqrt(1 - (LOADINGS**2).sum(axis=1))
    return pd.DataFrame(np.digitize(latent, [-1.5, -0.5, 0.5, 1.5]) + 1.0, columns=[f"i{i}" for i in range(1, 13)])


def coefficients(fitted, column="estimate"):
    return fitted.table.set_index("term")[column]


def wide(fitted, column="loading"):
    return fitted.loadings.pivot(index="item", columns="factor", values=column)


def test_a_second_order_model_that_holds_exactly_is_found():
    matrix = implied(LOADINGS)
    fitted = essential_unidimensionality(exact(matrix), correlation="pearson")
    estimates = coefficients(fitted)
    assert estimates["omega_hierarchical"] == pytest.approx(LOADINGS[:, 0].sum() ** 2 / matrix.sum(), abs=1e-6)
    assert estimates["omega_total"] == pytest.approx(1 - (1 - (LOADINGS**2).sum(axis=1)).sum() / matrix.sum(), abs=1e-6)
    squares = (LOADINGS**2).sum(axis=0)
    assert estimates["explained_common_variance"] == pytest.approx(squares[0] / squares.sum(), abs=1e-6)
    assert estimates["percent_uncontaminated"] == pytest.approx(48 / 66)
    general = fitted.loadings.query("factor == 'general'")["loading"]
    np.testing.assert_allclose(general, LOADINGS[:, 0], atol=1e-6)
    found = np.abs(wide(fitted).loc[fitted.items["item"], ["F1", "F2", "F3"]].to_numpy())
    np.testing.assert_allclose(np.sort(found, axis=1)[:, -1], LOADINGS[:, 1:].max(axis=1), atol=1e-6)
    np.testing.assert_allclose(np.sort(found, axis=1)[:, :2], 0, atol=1e-6)
    assert fitted.group_factors["n_items"].tolist() == [4, 4, 4]
    assert np.sort(fitted.group_factors["loading_on_general"]) == pytest.approx(np.sort(SECOND), abs=1e-6)
    assert fitted.notes == ()


def test_relative_bias_is_that_of_the_one_factor_loadings():
    fitted = essential_unidimensionality(ordered())
    one = fit_exploratory_factors(ordered(), correlation="polychoric").loadings["loading"].to_numpy()
    general = fitted.loadings.query("factor == 'general'")["loading"].to_numpy()
    np.testing.assert_allclose(fitted.items["relative_bias"], (one - general) / general, atol=1e-8)
    assert coefficients(fitted)["relative_bias"] == pytest.approx(np.abs((one - general) / general).mean())
    direct = fitted.loadings.query("factor == 'general'")["loading_direct"].to_numpy()
    bias = np.abs((one - direct) / direct).mean()
    assert coefficients(fitted, "estimate_direct")["relative_bias"] == pytest.approx(bias)


def test_group_omegas_are_parts_of_the_sum_of_their_items():
    fitted = essential_unidimensionality(exact(implied(LOADINGS)), correlation="pearson")
    blocks = {}
    for group in range(3):
        own = slice(4 * group, 4 * group + 4)
        total = implied(LOADINGS)[own, own].sum()
        blocks[round(SECOND[group], 6)] = (
            np.array([LOADINGS[own, 0].sum(), LOADINGS[own, 1 + group].sum()]) ** 2 / total
        )
    for row in fitted.group_factors.to_dict("records"):
        general, group = blocks[round(row["loading_on_general"], 6)]
        assert row["omega_general"] == pytest.approx(general, abs=1e-6)
        assert row["omega_group"] == pytest.approx(group, abs=1e-6)
        assert row["omega_total"] == pytest.approx(general + group, abs=1e-6)


def test_both_solutions_keep_the_communalities_of_three_factors():
    fitted = essential_unidimensionality(ordered())
    for column in ("loading", "loading_direct"):
        squares = (wide(fitted, column) ** 2).sum(axis=1)
        communality = fitted.loadings.drop_duplicates("item").set_index("item")["communality"]
        np.testing.assert_allclose(squares, communality.loc[squares.index], atol=1e-7)
    totals = fitted.table.set_index("term").loc["omega_total"]
    assert totals["estimate"] == totals["estimate_direct"]


def test_order_of_rows_and_items_and_seed_change_nothing():
    responses = ordered()
    plain = coefficients(essential_unidimensionality(responses))
    others = [
        essential_unidimensionality(responses.iloc[::-1]),
        essential_unidimensionality(responses[responses.columns[::-1]]),
        essential_unidimensionality(responses, seed=7),
        essential_unidimensionality(6 - responses),
    ]
    for other in others:
        pd.testing.assert_series_equal(coefficients(other), plain, atol=1e-6)


def test_integer_weights_are_repeated_rows():
    responses = ordered(n=300)
    times = np.arange(300) % 3 + 1
    weighted = essential_unidimensionality(responses, sampling_weights=weights_of(responses, times))
    long = essential_unidimensionality(repeated(responses, times))
    pd.testing.assert_series_equal(coefficients(weighted), coefficients(long), atol=1e-6)


def test_two_group_factors_share_the_general_one_equally():
    loadings = np.kron(np.eye(2), np.full((4, 1), 0.7)) @ np.linalg.cholesky([[1, 0.36], [0.36, 1]])
    fitted = essential_unidimensionality(exact(implied(loadings)), n_group_factors=2, correlation="pearson")
    assert fitted.group_factors["loading_on_general"].tolist() == pytest.approx([0.6, 0.6], abs=1e-6)
    assert coefficients(fitted)["explained_common_variance"] == pytest.approx(0.36, abs=1e-6)
    assert any(note.startswith("Two group factors do not identify a general one") for note in fitted.notes)


def test_a_group_factor_that_coincides_with_the_general_one_is_noted():
    """Correlations .8, .8 and .5 of the factors ask for a loading above 1."""
    correlations = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    loadings = np.kron(np.eye(3), np.full((4, 1), 0.8)) @ np.linalg.cholesky(correlations)
    fitted = essential_unidimensionality(exact(implied(loadings)), correlation="pearson")
    assert any(note.startswith("Heywood case: group factor `F") for note in fitted.notes)


def test_a_group_factor_of_few_items_is_noted():
    pattern = np.zeros((9, 3))
    pattern[:4, 0], pattern[4:7, 1], pattern[7:, 2] = 0.7, 0.7, 0.7
    correlations = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    fitted = essential_unidimensionality(
        exact(implied(pattern @ np.linalg.cholesky(correlations))), correlation="pearson"
    )
    assert [note for note in fitted.notes if note.startswith("Fewer than three items load most on group factor `F3`")]


def test_a_reversed_item_is_named_and_stays():
    responses = ordered()
    responses["i2"] = 6 - responses["i2"]
    fitted = essential_unidimensionality(responses)
    assert fitted.notes[-1].startswith("On the general factor `i2` load negatively")
    assert coefficients(fitted)["omega_hierarchical"] < coefficients(essential_unidimensionality(ordered())).iloc[0]


@pytest.mark.parametrize(("k", "p"), [(5, 2), (8, 3), (11, 4)])
def test_fewer_than_three_items_for_each_group_factor_are_refused(k, p):
    with pytest.raises(NotEstimable, match=r"three (items|for) each"):
        essential_unidimensionality(one_factor(k=k), n_group_factors=p)


def test_one_group_factor_is_refused():
    with pytest.raises(ParameterError, match="`n_group_factors` is 1"):
        essential_unidimensionality(one_factor(k=9), n_group_factors=1)
