"""Tests of pairs against a likelihood that is maximised in all its parameters."""

import numpy as np
import pytest
from scipy import optimize

from workbench.numerics.ordered_answers import contingency
from workbench.numerics.ordered_answers.bivariate_normal import rectangle_probabilities
from workbench.numerics.ordered_answers.pairwise_likelihood import fit_correlations, thresholds
from workbench.numerics.ordered_answers.pairwise_normality import misfit_of_pairs, pairwise_normality

CUTS = [-1.1, -0.2, 0.8]


def codes_of(latent, *, last=4):
    codes = np.array([np.digitize(column, CUTS) for column in latent.T], dtype=np.uint8)
    return np.minimum(codes, np.array([[last], [4]], dtype=np.uint8))


def normal_pair(n, seed, rho=0.5):
    return np.random.default_rng(seed).multivariate_normal([0, 0], [[1, rho], [rho, 1]], n)


def statistics_of(codes):
    sizes = codes.max(axis=1).astype(int) + 1
    tables = contingency.pair_tables(codes, None, size=int(sizes.max()))
    cuts = thresholds(contingency.margins(tables))
    rho, _ = fit_correlations(tables, cuts, start=np.zeros(len(tables)))
    return tables, cuts, rho, pairwise_normality(tables, cuts=cuts, rho=rho, sizes=sizes)


def full_likelihood_ratio(table):
    """Twice the distance of the saturated model from the bivariate normal one, thresholds free too."""
    table = table[table.sum(axis=1) > 0]
    rows, columns = thresholds(table.sum(axis=1)), thresholds(table.sum(axis=0))

    def distance(x):
        ends = x[: len(rows)], x[len(rows) : -1]
        if any((np.diff(cuts) <= 0).any() for cuts in ends):
            return np.inf
        rho = np.tanh(x[-1:])
        probability = rectangle_probabilities(ends[0][None], ends[1][None], rho, needed=(table > 0)[None])[0]
        filled = table > 0
        return 2 * (table[filled] * np.log(table[filled] / (table.sum() * probability[filled]))).sum()

    start = np.array([*rows, *columns, 0.5])
    limits = {"xatol": 1e-7, "fatol": 1e-9, "maxiter": 20_000, "maxfev": 20_000}
    found = optimize.minimize(distance, start, method="Nelder-Mead", options=limits)
    return found.fun


@pytest.mark.parametrize("last", [4, 1])
def test_statistic_is_the_likelihood_ratio_of_all_parameters(last):
    """To first order; the two-step ratio alone is larger."""
    codes = codes_of(normal_pair(2_000, seed=1), last=last)
    tables, _, _, found = statistics_of(codes)
    assert found.statistic[0] == pytest.approx(full_likelihood_ratio(tables[0]), abs=0.05)
    assert found.df[0] == (8 if last == 4 else 2)


def test_tests_reject_true_models_as_often_as_they_should():
    p_values = []
    for seed in range(400):
        found = statistics_of(codes_of(normal_pair(500, seed=seed)))[3]
        p_values.append(found.statistic[0])
    share = np.mean(np.array(p_values) > 15.507)  # 95 % of a chi-square with 8 degrees of freedom
    assert share == pytest.approx(0.05, abs=3 * np.sqrt(0.05 * 0.95 / 400))


def test_misfit_is_that_of_the_cells():
    tables, cuts, rho, _ = statistics_of(codes_of(normal_pair(300, seed=2)))
    probability = rectangle_probabilities(cuts[:1], cuts[1:], rho)
    expected = ((tables / 300 - probability) ** 2).sum()
    assert misfit_of_pairs(tables[None], cuts[None], rho[None])[0] == pytest.approx(expected, rel=1e-12)
