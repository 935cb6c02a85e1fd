"""Ordinal logistic regression: a second library, derivatives, cases without a maximum."""

import numpy as np
import pytest
from statsmodels.discrete.discrete_model import Logit
from statsmodels.miscmodels.ordinal_model import OrderedModel

from workbench.numerics.items.ordinal_logistic import empty_log_likelihood, fit_ordinal_logistic, linearised_covariance


def rows(n=500, q=2, cuts=(-1, 0.3, 1.5), seed=1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, q)).round(1)
    y = np.digitize(x @ np.array([0.8, -0.5])[:q] + rng.logistic(size=n), cuts)
    return x, y, np.eye(len(cuts) + 1)[y]


def test_same_as_statsmodels():
    x, y, counts = rows()
    other = OrderedModel(y, x, distr="logit").fit(method="newton", disp=False, tol=1e-12)
    ours = fit_ordinal_logistic(counts, x)
    assert ours.converged
    assert ours.log_likelihood == pytest.approx(other.llf, abs=1e-8)
    np.testing.assert_allclose(ours.slopes, other.params[:2], atol=1e-6)
    errors = np.sqrt(np.diag(np.linalg.inv(ours.information)))[-2:]
    np.testing.assert_allclose(errors, other.bse[:2], rtol=1e-4)
    assert empty_log_likelihood(counts) == pytest.approx(other.llnull, abs=1e-5)


def test_two_answers_are_logistic_regression():
    x, y, counts = rows(cuts=(0.2,))
    other = Logit(y, np.column_stack([np.ones(len(x)), x])).fit(disp=False)
    ours = fit_ordinal_logistic(counts, x)
    np.testing.assert_allclose([-ours.thresholds[0], *ours.slopes], other.params, atol=1e-7)
    robust = Logit(y, np.column_stack([np.ones(len(x)), x])).fit(disp=False, cov_type="HC0").cov_params()
    sandwich = linearised_covariance(ours, counts, x, n_sample=len(x)) * (len(x) - 1) / len(x)
    np.testing.assert_allclose(sandwich[1:, 1:], robust[1:, 1:], rtol=1e-6)


def test_rows_that_agree_may_stand_as_one():
    x, _, counts = rows(q=1)
    joined, place = np.unique(x, axis=0, return_inverse=True)
    together = np.zeros((len(joined), counts.shape[1]))
    np.add.at(together, place.ravel(), counts)
    one, other = fit_ordinal_logistic(counts, x), fit_ordinal_logistic(together, joined)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-8)
    np.testing.assert_allclose(one.slopes, other.slopes, atol=1e-9)
    np.testing.assert_allclose(
        linearised_covariance(one, counts, x, n_sample=500),
        linearised_covariance(other, together, joined, n_sample=500),
        rtol=1e-8,
    )


def test_a_start_elsewhere_ends_at_the_same_place():
    x, _, counts = rows()
    one, other = fit_ordinal_logistic(counts, x), fit_ordinal_logistic(counts, x, start=np.array([3.0, 3.0]))
    np.testing.assert_allclose(one.slopes, other.slopes, atol=1e-8)


def test_predictors_that_decide_the_answer_do_not_converge():
    x = np.arange(6.0)[:, None]
    assert not fit_ordinal_logistic(np.eye(3)[[0, 0, 1, 1, 2, 2]] * 10, x).converged


def test_a_predictor_that_follows_from_others_does_not_converge():
    x, _, counts = rows(q=1)
    assert not fit_ordinal_logistic(counts, np.column_stack([x, 2 * x])).converged
