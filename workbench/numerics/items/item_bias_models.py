"""Three nested ordinal logistic models of an item: total score; with groups; with their product (Zumbo 1999)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.arrays import Floats
from workbench.numerics.items.ordinal_logistic import (
    OrdinalFit,
    empty_log_likelihood,
    fit_ordinal_logistic,
    linearised_covariance,
)
from workbench.numerics.sampling import jackknife_covariance


class ItemModels(NamedTuple):
    """Fits of one item.

    Attributes
    ----------
    empty : float
        Log-likelihood without predictors.
    score, group, product : OrdinalFit
    """

    empty: float
    score: OrdinalFit
    group: OrdinalFit
    product: OrdinalFit

    @property
    def converged(self) -> bool:
        """Whether all three have a finite, unique maximum."""
        return self.score.converged and self.group.converged and self.product.converged

    @property
    def log_likelihoods(self) -> Floats:
        """Log-likelihoods, shape (4,), smallest model first."""
        return np.array([self.empty, self.score.log_likelihood, self.group.log_likelihood, self.product.log_likelihood])


def score_and_group(scores: Floats, frequencies: Floats, n_groups: int) -> Floats:
    """Predictors of each combination of score and group, shape (n_scores × n_groups, 2 n_groups − 1).

    Parameters
    ----------
    scores, frequencies : array, shape (n_scores,)
        Sums of the items, and respondents with each; they are standardised, which changes no test.
    n_groups : int

    Returns
    -------
    array
        Score, membership of each group but the first, products. Groups of one score stand together.
    """
    mean = np.average(scores, weights=frequencies)
    spread = np.sqrt(np.average((scores - mean) ** 2, weights=frequencies))
    standard = np.repeat((scores - mean) / spread, n_groups)
    member = np.tile(np.eye(n_groups)[:, 1:], (len(scores), 1))
    return np.column_stack([standard, member, standard[:, None] * member])


def fit_item(table: Floats, predictors: Floats) -> ItemModels:
    """Fit the three models to one item's table, score and group in the rows (m, C).

    Notes
    -----
    R: ``MASS::polr(ordered(y) ~ total)``, ``~ total + group``, ``~ total * group``.
    """
    n_groups = (predictors.shape[1] + 1) // 2
    score = fit_ordinal_logistic(table, predictors[:, :1])
    group = fit_ordinal_logistic(table, predictors[:, :n_groups], start=_extended(score, n_groups))
    product = fit_ordinal_logistic(table, predictors, start=_extended(group, predictors.shape[1]))
    return ItemModels(empty_log_likelihood(table), score, group, product)


def _extended(fit: OrdinalFit, q: int) -> Floats:
    return np.pad(fit.slopes, (0, q - len(fit.slopes)))


class SlopeCovariances(NamedTuple):
    """Covariances of the slopes of the second and third model, (g, g) and (2 g − 1, 2 g − 1) with g groups."""

    group: Floats
    product: Floats


def model_covariances(models: ItemModels) -> SlopeCovariances:
    """Inverse information."""
    return SlopeCovariances(
        *(_of_slopes(fit, np.linalg.inv(fit.information)) for fit in (models.group, models.product))
    )


def linearised_covariances(
    models: ItemModels, squared: Floats, predictors: Floats, *, n_sample: int
) -> SlopeCovariances:
    """Sandwich from sums of squared weights (m, C)."""
    n_groups = len(models.group.slopes)
    parts = ((models.group, predictors[:, :n_groups]), (models.product, predictors))
    return SlopeCovariances(
        *(_of_slopes(fit, linearised_covariance(fit, squared, x, n_sample=n_sample)) for fit, x in parts)
    )


def _of_slopes(fit: OrdinalFit, covariance: NDArray[np.floating]) -> Floats:
    return np.asarray(covariance[len(fit.thresholds) :, len(fit.thresholds) :], dtype=np.float64)


def replicated_covariances(models: ItemModels, tables: Floats, predictors: Floats) -> SlopeCovariances | None:
    """Jackknife covariance of the slopes.

    Parameters
    ----------
    models : ItemModels
    tables : array, shape (R, m, C)
    predictors : array, shape (m, q)

    Returns
    -------
    SlopeCovariances or None
        None if a replicate has no finite estimate.
    """
    n_groups = len(models.group.slopes)
    of_group: list[Floats] = []
    of_product: list[Floats] = []
    for table in tables:
        given = table[:, table.any(axis=0)]  # an answer that the replicate lacks has no threshold
        if given.shape[1] < 2:
            return None
        group = fit_ordinal_logistic(given, predictors[:, :n_groups], start=models.group.slopes)
        product = fit_ordinal_logistic(given, predictors, start=models.product.slopes)
        if not (group.converged and product.converged):
            return None
        of_group.append(group.slopes)
        of_product.append(product.slopes)
    return SlopeCovariances(*(jackknife_covariance(np.array(drawn)) for drawn in (of_group, of_product)))


def wald(slopes: Floats, covariance: Floats) -> float:
    """Wald statistic that all slopes are 0."""
    return float(slopes @ np.linalg.solve(covariance, slopes))


def pseudo_r_squared(log_likelihoods: Floats, n: float) -> tuple[Floats, Floats]:
    """R² of McFadden and of Nagelkerke for each log-likelihood, the first of which is that without predictors."""
    empty = log_likelihoods[0]
    mcfadden = 1 - log_likelihoods / empty
    nagelkerke = np.expm1(2 * (empty - log_likelihoods) / n) / np.expm1(2 * empty / n)
    return np.asarray(mcfadden), np.asarray(nagelkerke)
