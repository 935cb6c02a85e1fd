"""Implied moments by hand, derivatives by differences."""

import numpy as np
import pytest

from tests.unit.numerics.structural_models.models import ITEMS, difference, somewhere, structure
from workbench.numerics.structural_models.structural_model import (
    Kind,
    entry_jacobian,
    jacobian,
    lower_triangle,
    moments,
    statistics,
)

KINDS = ["continuous", "theta", "delta"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("group", [0, 1])
def test_jacobian(kind, group):
    model = structure(kind)
    x = somewhere(model)
    numerical = difference(lambda at: statistics(model, at, group), x).T
    np.testing.assert_allclose(jacobian(model, x, group), numerical, atol=1e-8)
    assert numerical.shape == (model.n_statistics, model.n_parameters)


@pytest.mark.parametrize("kind", KINDS)
def test_fixed_entries_have_derivatives_too(kind):
    """Those of the entries that a modification index asks about, by moving the entry itself."""
    model = structure(kind)
    x, group = somewhere(model), 1
    entries = [(Kind.LOADING, 0, 1), (Kind.RESIDUAL_COVARIANCE, 2, 0), (Kind.INTERCEPT, 3, 0), (Kind.FACTOR_MEAN, 1, 0)]
    found = entry_jacobian(model, x, group, *np.array(entries, dtype=np.int64).T)
    for (entry, row, column), derivative in zip(entries, found, strict=True):

        def moved(step, entry=entry, row=row, column=column):
            wider = type(model)(
                **{
                    **vars(model),
                    "kind": np.append(model.kind, int(entry)),
                    "group": np.append(model.group, group),
                    "row": np.append(model.row, row),
                    "column": np.append(model.column, column),
                    "parameter": np.append(model.parameter, -1),
                    "value": np.append(model.value, current(model, x, group, entry, row, column) + step),
                }
            )
            return statistics(wider, x, group)

        numerical = (moved(1e-6) - moved(-1e-6)) / 2e-6
        np.testing.assert_allclose(derivative, numerical, atol=1e-8)


def current(model, x, group, entry, row, column):
    value = model.matrices(x, group)[int(entry)]
    return value[row] if value.ndim == 1 else value[row, column]


def test_continuous_moments_by_hand():
    model = structure("continuous")
    x = somewhere(model)
    parts = model.matrices(x, 1)
    loadings, spread, residual, intercepts, means, _ = parts
    implied_means, implied = moments(parts)
    for i in range(ITEMS):
        assert implied_means[i] == pytest.approx(intercepts[i] + sum(loadings[i, f] * means[f] for f in range(2)))
        for j in range(ITEMS):
            common = sum(loadings[i, f] * spread[f, h] * loadings[j, h] for f in range(2) for h in range(2))
            assert implied[i, j] == pytest.approx(common + residual[i, j])
    expected = np.concatenate([implied_means, implied[lower_triangle(ITEMS)]])
    np.testing.assert_allclose(statistics(model, x, 1), expected)


def test_unit_variances():
    model = structure("delta")
    covariances = moments(model.matrices(somewhere(model), 1))[1]
    np.testing.assert_allclose(np.diag(covariances), 1)


def test_ordered_answers_have_no_scale_of_their_own():
    """Standardised thresholds and correlations stay when an item's normal variable is stretched."""
    model = structure("theta")
    x = somewhere(model)
    before = statistics(model, x, 1)
    stretched, factor = x.copy(), 1.7
    item = 1  # whose loading is free in each group; its thresholds are moved in both
    free = model.parameter >= 0
    for kind, row, power in ((Kind.LOADING, item, 1), (Kind.RESIDUAL_COVARIANCE, item, 2), (Kind.THRESHOLD, None, 1)):
        rows = [2 * item, 2 * item + 1] if row is None else [row]
        here = free & (model.kind == kind) & np.isin(model.row, rows) & (model.group == 1)
        if kind == Kind.RESIDUAL_COVARIANCE:
            here &= model.column == item
        numbers = np.unique(model.parameter[here])
        stretched[numbers] = x[numbers] * factor**power
    np.testing.assert_allclose(statistics(model, stretched, 1), before, atol=1e-12)


def test_lower_triangle_goes_column_by_column():
    rows, columns = lower_triangle(3)
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 0), (1, 1), (2, 1), (2, 2)]
