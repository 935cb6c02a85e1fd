"""Population values by integration over the factor: given the factor, items are independent.

Nothing here comes from the estimators, except the target of the one-factor fit to a covariance matrix, the two
classification shares, and what WLSMV itself gives with ten million respondents.
"""

import dataclasses
from collections.abc import Callable
from functools import cache

import numpy as np
from scipy.special import ndtr, ndtri

from benchmarks.recovery_studies import answers
from workbench.numerics.factors import one_factor
from workbench.numerics.factors.extraction import extract_factors
from workbench.numerics.moments.covariance import correlation_matrix
from workbench.numerics.ordered_answers import (
    OrderedAnswers,
    correlation_variances,
    fit_correlations,
    margins,
    matrix_of_pairs,
    thresholds,
)
from workbench.numerics.response_theory.curves import layout
from workbench.psychometrics import cutoff_precision, fit_graded_response

TERMS = ["classification accuracy", "classification consistency"]
MANY = 10_000_000
THRESHOLDS = {"even": answers.EVEN, "skewed": answers.SKEWED}


@cache
def _ogive(items: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares above each threshold, covariances of the points, and covariances of what the factor expects of them."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    weights = weights / weights.sum()
    loadings = answers.LOADINGS[:, None]
    distance = loadings[:, :, None] * nodes - THRESHOLDS[items][:, :, None]
    above = ndtr(distance / np.sqrt(1 - loadings[:, :, None] ** 2))  # items × thresholds × nodes
    expected = above.sum(axis=1)
    centred = expected - (expected @ weights)[:, None]
    true = (centred * weights) @ centred.T
    shares = above @ weights
    # points are a sum of steps, so their second moment counts pairs of steps; the higher step implies the lower
    second = ((2 * np.arange(4) + 1)[None] * shares).sum(axis=1)
    covariances = true.copy()
    np.fill_diagonal(covariances, second - shares.sum(axis=1) ** 2)
    return shares, covariances, true


def alpha(items: str) -> float:
    covariances = _ogive(items)[1]
    return 10 / 9 * (1 - np.trace(covariances) / covariances.sum())


def alpha_parallel() -> float:
    return 10 * answers.PARALLEL**2 / (1 + 9 * answers.PARALLEL**2)


def categorical_omega(items: str) -> float:
    _, covariances, true = _ogive(items)
    return true.sum() / covariances.sum()


def omega_total(items: str) -> float:
    """Omega of the one-factor model that is nearest, by maximum likelihood, to the covariances of the population."""
    covariances = _ogive(items)[1]
    found = extract_factors(correlation_matrix(covariances)[None], n_factors=1, method="ml")
    own = np.diag(covariances)
    common = (found.loadings[0, :, 0] @ np.sqrt(own)) ** 2
    return common / (common + found.uniquenesses[0] @ own)


def omega_continuous() -> float:
    common = answers.LOADINGS.sum() ** 2
    return common / (common + (1 - answers.LOADINGS**2).sum())


def scalability(items: str) -> tuple[np.ndarray, np.ndarray]:
    """H of the scale and of each item: covariances over the largest that the shares allow."""
    shares, covariances, _ = _ogive(items)
    first, second = shares[:, None, :, None], shares[None, :, None, :]
    largest = (np.minimum(first, second) - first * second).sum(axis=(2, 3))
    off = ~np.eye(10, dtype=bool)
    return np.array([covariances[off].sum() / largest[off].sum()]), (covariances * off).sum(1) / (largest * off).sum(1)


def correlations() -> np.ndarray:
    return np.outer(answers.LOADINGS, answers.LOADINGS)[np.triu_indices(10, 1)]


def logistic_loadings() -> np.ndarray:
    """Share of the logistic variable's variance π²/3 + a² that comes from the factor, as a loading."""
    a = answers.DISCRIMINATIONS
    return a / np.sqrt(a**2 + np.pi**2 / 3)


@cache
def weighted_least_squares_limit(draw: Callable[[int, np.random.Generator], answers.Sample]) -> dict[str, np.ndarray]:
    """Loadings and thresholds of WLSMV with ten million respondents, of whom it needs no more than the tables."""
    rng = np.random.default_rng(MANY)
    blocks = (draw(MANY // 100, rng).responses.to_numpy() for _ in range(100))
    tables = sum(OrderedAnswers.of(block).tables for block in blocks)
    cuts = thresholds(margins(tables))
    rho, _ = fit_correlations(tables, cuts, start=np.zeros(len(tables)))
    weights = 1 / correlation_variances(tables, tables, cuts=cuts, rho=rho)
    found = one_factor(matrix_of_pairs(rho, diagonal=1.0)[None], matrix_of_pairs(weights, diagonal=0.0)[None])
    return {"loadings": found.loadings[0], "thresholds": cuts.ravel()}


@cache
def classification() -> np.ndarray:
    """Accuracy and consistency at the true parameters of the items."""
    fitted = fit_graded_response(answers.logistic(1_000, np.random.default_rng(1)).responses)
    intercepts = -answers.DISCRIMINATIONS[:, None] * answers.DIFFICULTIES
    parameters = np.column_stack([answers.DISCRIMINATIONS, intercepts]).ravel()
    model = fitted.model._replace(place=layout(np.full(10, 5)), parameters=parameters)
    true_model = dataclasses.replace(fitted, model=model)
    table = cutoff_precision(true_model, instrument=answers.INSTRUMENT).table.set_index("term")
    return table.loc[TERMS, "estimate"].to_numpy(float)


def bifactor(group: np.ndarray) -> dict[str, float]:
    """Coefficients of the sum of the normal variables behind the answers, from the loadings."""
    general, same = answers.GENERAL, np.kron(np.eye(3), np.ones((4, 4)))
    common = np.outer(general, general) + same * np.outer(group, group)
    total = common.sum() + (1 - np.diag(common)).sum()
    return {
        "omega hierarchical": general.sum() ** 2 / total,
        "omega total": common.sum() / total,
        "explained common variance": (general**2).sum() / np.trace(common),
    }


def retest(shift: float) -> dict[str, float]:
    """Two fixed occasions `shift` apart: their means have the variance shift² / 2."""
    persons, error, occasions = answers.PERSONS**2, answers.ERROR**2, shift**2 / 2
    return {
        "ICC for agreement": persons / (persons + error + occasions),
        "ICC for consistency": persons / (persons + error),
        "standard error of measurement": np.sqrt(error + occasions),
        "lower limit of agreement": shift - ndtri(0.975) * np.sqrt(2 * error),
    }


def two_scales(loadings: np.ndarray) -> dict[str, float]:
    """HTMT of products of loadings; HTMT2 of congeneric items is the correlation of the factors."""
    within = np.outer(loadings, loadings)
    between = answers.BETWEEN * within.mean()
    return {
        "HTMT": between / within[np.triu_indices(4, 1)].mean(),
        "HTMT2": answers.BETWEEN,
        "latent correlation": answers.BETWEEN,
    }
