"""Minimum average partial: known structures and edges."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.psychometrics.scales import exact, one_factor, weights_of
from workbench.errors import NotEstimable
from workbench.psychometrics import minimum_average_partial


def blocks(n_factors, k):
    loadings = np.kron(np.eye(n_factors), np.full((k, 1), 0.8))
    return loadings @ loadings.T + np.diag(np.full(n_factors * k, 0.36))


@pytest.mark.parametrize("n_factors", [1, 2, 3])
def test_counts_groups_of_items(n_factors):
    fitted = minimum_average_partial(exact(blocks(n_factors, 5)))
    assert fitted.n_components == n_factors
    assert fitted.n_components_fourth == n_factors


def test_equal_correlations_in_closed_form():
    """One component leaves equal partial correlations −1 / (k − 1)."""
    k, r = 6, 0.5
    table = minimum_average_partial(exact(np.full((k, k), r) + (1 - r) * np.eye(k))).table
    assert list(table["n_components"]) == list(range(k))
    np.testing.assert_allclose(table["average_squared_partial"][:2], [r**2, 1 / (k - 1) ** 2], rtol=1e-8)
    np.testing.assert_allclose(table["average_fourth_partial"][:2], [r**4, 1 / (k - 1) ** 4], rtol=1e-8)
    assert table["average_squared_partial"].iloc[-1] == pytest.approx(1)


def test_weights_are_used():
    responses = one_factor(n=300, k=5)
    weights = weights_of(responses, np.random.default_rng(1).uniform(0.5, 4, 300))
    plain, weighted = minimum_average_partial(responses), minimum_average_partial(responses, sampling_weights=weights)
    assert abs(plain.table["average_squared_partial"][0] - weighted.table["average_squared_partial"][0]) > 1e-4
    assert "weighted" in weighted.method


def test_unrelated_items_have_no_component():
    responses = pd.DataFrame(np.random.default_rng(1).normal(size=(500, 6)), columns=list("abcdef"))
    assert minimum_average_partial(responses).n_components == 0


def test_two_items_are_too_few():
    with pytest.raises(NotEstimable, match="at least 3 items"):
        minimum_average_partial(one_factor(k=2))
