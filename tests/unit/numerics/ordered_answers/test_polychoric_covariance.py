"""The covariance against leaving respondents out, and its two kinds against each other."""

import numpy as np
import pytest

from tests.unit.psychometrics.scales import one_factor, weights_of
from workbench.numerics.ordered_answers import contingency
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers
from workbench.numerics.ordered_answers.pairwise_likelihood import fit_correlations, thresholds
from workbench.numerics.ordered_answers.polychoric_covariance import (
    asymptotic_covariance,
    correlation_influences,
    correlation_variances,
    covariance_of_correlations,
    normal_theory_variances,
)
from workbench.psychometrics import polychoric_correlations
from workbench.psychometrics.answers import DesignWeights, complete_responses
from workbench.psychometrics.ordered_answers.pairwise_fit import fit_pairs

CUTS = [-1.2, -0.3, 0.6]


def heavy_tails(n, *, seed):
    """Three items of a multivariate t with 3 degrees of freedom: one scale for all answers of a respondent."""
    rng = np.random.default_rng(seed)
    latent = rng.multivariate_normal(np.zeros(3), 0.5 + 0.5 * np.eye(3), n) / np.sqrt(rng.chisquare(3, (n, 1)) / 3)
    return np.digitize(latent, CUTS).astype(float)


def covariance(values, weights=None, *, robust):
    answers = OrderedAnswers.of(values, weights)
    cuts = thresholds(answers.counts)
    rho, converged = fit_correlations(answers.tables, cuts, start=np.zeros(3))
    assert converged.all()
    return asymptotic_covariance(answers, answers.tables, cuts=cuts, rho=rho, robust=robust)


def leaving_one_out(values, weights):
    """n times the jackknife covariance, each sample without one respondent fitted afresh."""
    n = len(values)
    codes = OrderedAnswers.of(values).codes
    left_out = (1 - np.eye(n)) * weights[:, None]
    tables = contingency.replicated_pair_tables(codes, left_out, size=4)
    cuts = thresholds(contingency.margins(tables))
    rho, converged = fit_correlations(tables, cuts, start=np.zeros(tables.shape[:2]))
    assert converged.all()
    drawn = np.column_stack([cuts.reshape(n, -1), rho])
    return (n - 1) * np.cov(drawn.T, bias=True) * n


@pytest.mark.parametrize("weighted", [False, True])
def test_robust_covariance_is_that_of_the_jackknife_whatever_the_latent_distribution(weighted):
    values = heavy_tails(800, seed=2)
    weights = np.random.default_rng(3).uniform(0.4, 2, 800) if weighted else np.ones(800)
    weights *= 800 / weights.sum()
    jackknife = leaving_one_out(values, weights)
    found = covariance(values, weights, robust=True)
    scale = np.sqrt(np.outer(np.diag(jackknife), np.diag(jackknife)))
    np.testing.assert_allclose(found / scale, jackknife / scale, atol=0.03)
    of_lavaan = covariance(values, weights, robust=False)
    assert np.abs(of_lavaan / scale - jackknife / scale)[-3:, -3:].max() > 0.1


def test_both_kinds_agree_under_normal_latent_responses():
    """To 2 % with 200,000 respondents; thresholds have one covariance."""
    rng = np.random.default_rng(1)
    latent = rng.multivariate_normal(np.zeros(3), 0.5 + 0.5 * np.eye(3), 200_000)
    values = np.digitize(latent, CUTS).astype(float)
    robust, of_lavaan = covariance(values, robust=True), covariance(values, robust=False)
    np.testing.assert_allclose(robust[:9, :9], of_lavaan[:9, :9], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(np.diag(robust), np.diag(of_lavaan), rtol=0.02)


def test_normal_theory_variances_are_the_diagonal_of_the_full_covariance():
    responses = one_factor(n=300)
    responses["i2"] = responses["i2"].clip(upper=3)
    weights = weights_of(responses, np.random.default_rng(1).uniform(0.3, 3, 300))
    for chosen in (None, weights):
        fit = fit_pairs(complete_responses(responses, DesignWeights(chosen), what="Test"))
        found = normal_theory_variances(fit.answers, cuts=fit.cuts, rho=fit.rho)
        fitted = polychoric_correlations(responses, standard_errors="lavaan", sampling_weights=chosen)
        np.testing.assert_allclose(found, np.diag(fitted.asymptotic_covariance), rtol=1e-9)


def test_order_of_the_answers_only_turns_signs():
    """Items counted from the other end: the same precision."""
    values = heavy_tails(500, seed=4)
    plain, turned = covariance(values, robust=True), covariance(3 - values, robust=True)
    np.testing.assert_allclose(np.diag(turned)[:9].reshape(3, 3)[:, ::-1], np.diag(plain)[:9].reshape(3, 3), rtol=1e-7)
    np.testing.assert_allclose(turned[-3:, -3:], plain[-3:, -3:], rtol=1e-7)


@pytest.mark.parametrize("robust", [True, False])
def test_block_of_the_correlations_follows_from_their_influences(robust):
    """Without the thresholds' own rows, with weights or without, the same numbers."""
    values = heavy_tails(400, seed=5)
    for weights in (None, np.random.default_rng(6).uniform(0.5, 2, 400)):
        weights = None if weights is None else weights * 400 / weights.sum()
        answers = OrderedAnswers.of(values, weights)
        cuts = thresholds(answers.counts)
        rho, _ = fit_correlations(answers.tables, cuts, start=np.zeros(3))
        whole = covariance(values, weights, robust=robust)[-3:, -3:]
        influences = correlation_influences(answers.tables, cuts=cuts, rho=rho, robust=robust)
        np.testing.assert_allclose(covariance_of_correlations(answers, influences), whole, rtol=1e-9)
        variances = correlation_variances(answers.tables, answers.squared_tables, cuts=cuts, rho=rho, robust=robust)
        np.testing.assert_allclose(variances, np.diag(whole), rtol=1e-9)
