"""Fits and scores against a plain search and plain differences of the log-likelihood."""

import itertools

import numpy as np
import pytest
from scipy import optimize, stats

from workbench.numerics.ordered_answers import contingency
from workbench.numerics.ordered_answers.bivariate_normal import rectangle_probabilities
from workbench.numerics.ordered_answers.pairwise_likelihood import (
    derivatives,
    fit_correlations,
    pair_scores,
    thresholds,
)


def log_likelihood(table, row, column, rho):
    probability = rectangle_probabilities(row[None], column[None], np.array([rho]), needed=(table > 0)[None])[0]
    return float((table[table > 0] * np.log(probability[table > 0])).sum())


def tables_of(rho, *, n, cuts, seed):
    """One table per seed, cut out of bivariate normal numbers."""
    rng = np.random.default_rng(seed)
    z = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], n)
    return contingency.pair_tables(
        np.array([np.digitize(v, cuts) for v in z.T], dtype=np.uint8), None, size=len(cuts) + 1
    )


CASES = {
    "moderate": tables_of(0.4, n=500, cuts=[-1, 0, 1, 2], seed=1)[0],
    "sparse": tables_of(-0.6, n=30, cuts=[-1, 0, 1, 2], seed=2)[0],
    "strong": tables_of(0.97, n=500, cuts=[-1, 0, 1], seed=3)[0],
    "strong with a slip": tables_of(0.97, n=50_000, cuts=[-2, 0, 2], seed=4)[0] + np.eye(4)[::-1] * (np.arange(4) == 3),
    "one discordant answer": np.array([[5000.0, 0, 0], [1, 5000, 0], [0, 0, 5000]]) + np.diag([3.0, 3], 1)[:3, :3],
    "two options": np.array([[40.0, 3], [1, 60]]),
}


@pytest.mark.parametrize("name", CASES)
def test_fit_is_where_a_plain_search_ends(name):
    table = CASES[name]
    row, column = thresholds(table.sum(axis=1)[None]), thresholds(table.sum(axis=0)[None])
    rho, converged = fit_correlations(table[None], np.concatenate([row, column]), start=np.array([0.0]))
    found = optimize.minimize_scalar(
        lambda z: -log_likelihood(table, row[0], column[0], np.tanh(z)), bounds=(-9, 9), method="bounded",
        options={"xatol": 1e-9},
    )  # fmt: skip
    assert converged[0]
    assert np.arctanh(rho[0]) == pytest.approx(np.arctanh(np.tanh(found.x)), abs=2e-6)
    assert log_likelihood(table, row[0], column[0], rho[0]) >= -found.fun - 1e-9 * table.sum()


@pytest.mark.parametrize("name", ["moderate", "sparse", "strong"])
def test_derivatives_and_scores_by_differences(name):
    table, step = CASES[name], 1e-5
    row, column = thresholds(table.sum(axis=1)[None]), thresholds(table.sum(axis=0)[None])
    rho, finite = np.array([0.3]), np.isfinite(row[0])

    def cells(d_row=0.0, d_rho=0.0):
        moved = np.array([rho[0] + d_rho])
        return rectangle_probabilities(row + d_row, column, moved, needed=(table > 0)[None])[0]

    slope = log_likelihood(table, row[0], column[0], 0.3 + step) - log_likelihood(table, row[0], column[0], 0.3 - step)
    first, second = derivatives(table[None], row, column, rho)
    assert first[0] == pytest.approx(slope / (2 * step), rel=1e-6)
    after, before = (derivatives(table[None], row, column, rho + sign * step)[0][0] for sign in (1, -1))
    assert second[0] == pytest.approx((after - before) / (2 * step), rel=1e-6)
    scores = pair_scores(table[None], row, column, rho, robust=False)
    used = np.where(table > 0, 1.0, np.nan)
    in_rho = np.nan_to_num(used * np.log(cells(d_rho=step) / cells(d_rho=-step)) / (2 * step))
    np.testing.assert_allclose(scores.correlation[0], in_rho, atol=1e-6 * np.abs(in_rho).max())
    assert scores.information[0] == pytest.approx((table * in_rho**2).sum(), rel=1e-6)
    for number in np.flatnonzero(finite):
        moved = step * (np.arange(len(finite)) == number)
        in_row = np.nan_to_num(used * np.log(cells(d_row=moved) / cells(d_row=-moved)) / (2 * step))
        expected = (table * in_rho * in_row).sum()
        assert scores.row_cross[0, number] == pytest.approx(expected, rel=1e-5, abs=1e-6 * table.sum())


@pytest.mark.parametrize("name", ["moderate", "sparse", "strong", "strong with a slip"])
@pytest.mark.parametrize("rho", [-0.2, 0.3, 0.9])
def test_derivatives_of_the_score_by_differences(name, rho):
    """Of the sum of scores in the correlation and in every threshold of either item."""
    table, step = CASES[name][None], 1e-5
    cuts = [thresholds(table.sum(axis=2)), thresholds(table.sum(axis=1))]

    def slope(row, column, at):
        return derivatives(table, row, column, np.array([at]))[0][0]

    scores = pair_scores(table, *cuts, np.array([rho]), robust=True)
    in_rho = (slope(*cuts, rho + step) - slope(*cuts, rho - step)) / (2 * step)
    scale = table.sum() + np.abs(in_rho)
    assert scores.information[0] == pytest.approx(-in_rho, rel=1e-6, abs=1e-6 * scale)
    for item, found in enumerate((scores.row_cross[0], scores.column_cross[0])):
        for number in range(len(found)):
            away = step * (np.arange(len(found)) == number)
            ends = [[each + sign * away * (place == item) for place, each in enumerate(cuts)] for sign in (1, -1)]
            in_cut = (slope(*ends[0], rho) - slope(*ends[1], rho)) / (2 * step)
            assert found[number] == pytest.approx(-in_cut, rel=1e-6, abs=1e-6 * scale)


def test_saturated_tables_have_equal_derivatives():
    """Two options each: the model fits every table, so products of scores are what the derivatives are."""
    table = CASES["two options"][None]
    cuts = [thresholds(table.sum(axis=2)), thresholds(table.sum(axis=1))]
    rho, _ = fit_correlations(table, np.concatenate(cuts), start=np.zeros(1))
    for ours, theirs in zip(*(pair_scores(table, *cuts, rho, robust=robust) for robust in (True, False)), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-7)


def test_samples_at_once_are_each_by_itself():
    """Two samples of three items, the pairs of each in their order."""
    rng = np.random.default_rng(5)
    codes = [np.digitize(rng.normal(size=(3, 400)) + rng.normal(size=400), [-1, 1]).astype(np.uint8) for _ in range(2)]
    tables = np.array([contingency.pair_tables(each, None, size=3) for each in codes])
    cuts = thresholds(contingency.margins(tables))
    rho, converged = fit_correlations(tables, cuts, start=np.zeros((2, 3)))
    assert converged.all()
    for sample, (pair, i, j) in itertools.product(range(2), [(0, 0, 1), (1, 0, 2), (2, 1, 2)]):
        own = tables[sample, pair][None]
        alone, _ = fit_correlations(own, cuts[sample, [i, j]], start=np.zeros(1))
        assert rho[sample, pair] == pytest.approx(alone[0], abs=1e-9)


def test_thresholds_of_shares():
    cuts = thresholds(np.array([[10.0, 30, 60, 0], [25, 25, 25, 25]]))
    np.testing.assert_allclose(cuts[0], [*stats.norm.ppf([0.1, 0.4]), np.inf])
    np.testing.assert_allclose(cuts[1], stats.norm.ppf([0.25, 0.5, 0.75]), atol=1e-15)
