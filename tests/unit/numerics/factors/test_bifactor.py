import numpy as np
import pytest

from workbench.numerics.factors import bifactor_indices, direct_schmid_leiman, schmid_leiman

GENERAL = np.array([0.8, 0.6, 0.7])
PATTERN = np.kron(np.eye(3), np.full((4, 1), 0.7))
SECOND_ORDER = np.outer(GENERAL, GENERAL) + np.diag(1 - GENERAL**2)


def implied(loadings):
    matrix = loadings @ loadings.T
    return matrix + np.diag(1 - np.diag(matrix))


def test_schmid_leiman_implies_what_the_second_order_model_implies():
    loadings = schmid_leiman(PATTERN, GENERAL)
    np.testing.assert_allclose(implied(loadings), implied(PATTERN @ np.linalg.cholesky(SECOND_ORDER)), atol=1e-12)
    np.testing.assert_allclose(loadings[:, 0], 0.7 * np.repeat(GENERAL, 4))


def test_indices_of_equal_loadings_in_closed_form():
    """Twelve items, general loading .6, group loading .3: the sum has variance 144·.36 + 3·16·.09 + 12·.55."""
    loadings = np.column_stack([np.full(12, 0.6), np.kron(np.eye(3), np.full((4, 1), 0.3))])
    found = bifactor_indices(loadings, implied(loadings), (loadings**2).sum(axis=1))
    total, of_group = 144 * 0.36 + 48 * 0.09 + 12 * 0.55, 16 * 0.45 + 4 * 0.55
    assert found.omega_hierarchical == pytest.approx(144 * 0.36 / total)
    assert found.omega_total == pytest.approx(1 - 12 * 0.55 / total)
    assert found.explained_common_variance == pytest.approx(0.36 / 0.45)
    assert found.percent_uncontaminated == pytest.approx(48 / 66)
    np.testing.assert_allclose(found.of_items, 0.8)
    np.testing.assert_allclose(found.of_groups, np.tile(16 * np.array([0.45, 0.36, 0.09]) / of_group, (3, 1)))
    assert found.n_items.tolist() == [4, 4, 4]


def test_a_group_factor_without_items_has_no_omega():
    loadings = np.column_stack([np.full(6, 0.6), np.full(6, 0.3), np.full(6, 0.1)])
    found = bifactor_indices(loadings, implied(loadings), (loadings**2).sum(axis=1))
    assert found.n_items.tolist() == [6, 0]
    assert np.isnan(found.of_groups[1]).all()
    assert found.percent_uncontaminated == 0


def test_the_direct_solution_keeps_communalities_and_turns_as_near_to_its_target_as_it_can():
    unrotated = PATTERN @ np.linalg.cholesky(SECOND_ORDER)
    found = direct_schmid_leiman(unrotated, PATTERN)
    np.testing.assert_allclose(found @ found.T, unrotated @ unrotated.T, atol=1e-12)
    target = np.column_stack([np.ones(12), PATTERN > 0])
    wide, near = np.column_stack([np.zeros(12), unrotated]), ((found - target) ** 2).sum()
    draw = np.random.default_rng(1)
    for _ in range(200):
        turn = np.linalg.qr(draw.standard_normal((4, 4)))[0]
        assert ((wide @ turn - target) ** 2).sum() >= near


def test_an_item_without_a_salient_loading_marks_no_group_factor():
    weak = np.vstack([PATTERN, [0.25, 0.2, 0.1]])
    loadings = direct_schmid_leiman(weak @ np.linalg.cholesky(SECOND_ORDER), weak)
    strong = direct_schmid_leiman(weak @ np.linalg.cholesky(SECOND_ORDER), weak + np.r_[np.zeros(12), 0.1][:, None])
    assert np.abs(loadings - strong).max() > 1e-3
