"""Fitted factor models of both kinds of answers: estimates, their covariance, chi-square tests, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.moments import correlation_matrix
from workbench.numerics.structural_models import diagonal_least_squares as least_squares
from workbench.numerics.structural_models import normal_likelihood as likelihood
from workbench.numerics.structural_models.diagonal_least_squares import OrdinalSample
from workbench.numerics.structural_models.fisher_scoring import Search
from workbench.numerics.structural_models.normal_likelihood import NormalSample
from workbench.numerics.structural_models.scaled_tests import ScaledTest, scaled_by, scaled_shifted
from workbench.numerics.structural_models.structural_model import (
    Structure,
    jacobian,
    lower_triangle,
    moments,
    statistics,
)

# Smallest eigenvalue of the information, scaled to a unit diagonal, of a model whose parameters can be told apart.
IDENTIFIED = 1e-9


@dataclass(frozen=True, eq=False, kw_only=True)
class FactorFit:
    """A fitted model.

    Attributes
    ----------
    structure : Structure
    samples : sequence of OrdinalSample or of NormalSample
        One per group.
    search : Search
    robust : bool
        Sandwich errors and a corrected test: WLSMV and MLR.
    """

    structure: Structure
    samples: Sequence[OrdinalSample | NormalSample]
    search: Search
    robust: bool

    @property
    def parameters(self) -> Floats:
        """Estimates of the free parameters."""
        return self.search.parameters

    @property
    def n(self) -> int:
        """Respondents of all groups."""
        return round(sum(sample.n for sample in self.samples))

    @property
    def df(self) -> int:
        """Statistics less parameters."""
        return self.structure.n_statistics * self.structure.n_groups - self.structure.n_parameters

    @cached_property
    def jacobians(self) -> list[Floats]:
        """Derivatives of each group's statistics."""
        return [jacobian(self.structure, self.parameters, group) for group in range(self.structure.n_groups)]

    @cached_property
    def weights(self) -> list[Floats]:
        """Weight matrix of each group; for ordered answers its diagonal."""
        if self.structure.ordinal:
            return [sample.weights for sample in self.ordinal_samples]
        return [
            likelihood.normal_weight(self.structure, moments(self.structure.matrices(self.parameters, group))[1])
            for group in range(self.structure.n_groups)
        ]

    @cached_property
    def _weighted(self) -> list[Floats]:
        """WΔ of each group."""
        return [weigh(weight, delta) for weight, delta in zip(self.weights, self.jacobians, strict=True)]

    @cached_property
    def residuals(self) -> list[Floats]:
        """Observed less implied statistics of each group (for continuous answers products about the model's means)."""
        return [self._residuals(group) for group in range(self.structure.n_groups)]

    def _residuals(self, group: int) -> Floats:
        sample, implied = self.samples[group], statistics(self.structure, self.parameters, group)
        if isinstance(sample, OrdinalSample):
            return sample.observed - implied
        lower = lower_triangle(self.structure.n_items)
        if not self.structure.means:
            return sample.covariances[lower] - implied
        away = sample.means - implied[: self.structure.n_items]
        products = (sample.covariances + np.outer(away, away))[lower]
        return np.concatenate([away, products - implied[self.structure.n_items :]])

    @cached_property
    def information(self) -> Floats:
        """Expected information per respondent, shape (p, p)."""
        total = np.zeros((len(self.parameters),) * 2)
        for sample, delta, weighted in zip(self.samples, self.jacobians, self._weighted, strict=True):
            total += sample.share * delta.T @ weighted
        return total

    @property
    def identified(self) -> bool:
        """Whether all parameters can be told apart."""
        scale = np.sqrt(np.diag(self.information))
        if not np.all(scale > 0) or not np.isfinite(scale).all():
            return False
        return bool(np.linalg.eigvalsh(self.information / np.outer(scale, scale))[0] > IDENTIFIED)

    @cached_property
    def bread(self) -> Floats:
        """Inverse information: expected for WLSMV and ML, observed for MLR."""
        if self.structure.ordinal or not self.robust:
            return np.asarray(np.linalg.inv(self.information))
        return np.asarray(
            np.linalg.inv(likelihood.observed_information(self.structure, self.parameters, self.normal_samples))
        )

    @cached_property
    def covariance(self) -> Floats:
        """Covariance of the estimates, shape (p, p)."""
        if not self.robust:
            return np.asarray(self.bread / self.n)
        # The divisor for least squares, as in lavaan, is the number of respondents less that of groups.
        divisor = self.n - self.structure.n_groups if self.structure.ordinal else self.n
        return np.asarray(self.bread @ self.meat @ self.bread / divisor)

    @cached_property
    def meat(self) -> Floats:
        """Covariance of the slopes of the criterion, per respondent: what stands between the bread in the sandwich."""
        total = np.zeros_like(self.information)
        for group, (sample, delta) in enumerate(zip(self.samples, self.jacobians, strict=True)):
            total += sample.share * self.slope_products(group, delta)
        return total

    def slope_products(self, group: int, directions: Floats) -> Floats:
        """Covariance of a group's slopes of the criterion along directions of its statistics, per respondent.

        Parameters
        ----------
        directions : array, shape (s, m)

        Returns
        -------
        array, shape (m, m)
        """
        sample, weighted = self.samples[group], weigh(self.weights[group], directions)
        if isinstance(sample, OrdinalSample):
            return np.asarray(weighted.T @ sample.covariance @ weighted)
        implied = moments(self.structure.matrices(self.parameters, group))
        return np.asarray(weighted.T @ likelihood.deviation_products(self.structure, sample, *implied) @ weighted)

    @property
    def curvatures(self) -> list[Floats]:
        """Second derivatives of the criterion by each group's statistics, or their diagonal, where the model holds."""
        return self.weights

    @cached_property
    def test(self) -> ScaledTest:
        """Test of the model against the saturated one."""
        naive = 2 * self.n * max(self.search.criterion, 0.0)
        if self.structure.ordinal:
            return scaled_shifted(naive, self.df, *self._misfit_traces())
        if not self.robust:
            return ScaledTest(naive, self.df)
        if self.df == 0:
            return ScaledTest(naive, 0, naive)
        excess = self._saturated_trace - float(np.trace(self.bread @ self.meat))
        return scaled_by(naive, self.df, excess / self.df)

    def _misfit_traces(self) -> tuple[float, float]:
        """Traces of UΓ and of (UΓ)² for ordered answers, with U = W − WΔ(Δ'WΔ)⁻¹Δ'W over all groups."""
        first = second = 0.0
        crossed = np.zeros_like(self.meat)
        for sample, weighted in zip(self.ordinal_samples, self._weighted, strict=True):
            scaled = sample.weights[:, None] * sample.covariance
            first += float(np.trace(scaled))
            second += float((scaled * scaled.T).sum())
            crossed += sample.share * weighted.T @ sample.covariance @ scaled @ weighted
        product = self.bread @ self.meat
        first -= float(np.trace(product))
        second += float(np.trace(product @ product) - 2 * np.trace(self.bread @ crossed))
        return first, second

    @cached_property
    def _saturated_trace(self) -> float:
        """Trace of meat times inverse bread of the saturated model."""
        total = 0.0
        for sample in self.normal_samples:
            weight = likelihood.normal_weight(self.structure, sample.covariances)
            total += float(np.sum(weight * self._spread(sample)))
        return total

    @property
    def expected_trace(self) -> float:
        """Trace of UΓ for continuous answers, with expected information at the model's moments."""
        total, meat = 0.0, np.zeros_like(self.information)
        for sample, weight, weighted in zip(self.normal_samples, self.weights, self._weighted, strict=True):
            spread = self._spread(sample)
            total += float(np.sum(weight * spread))
            meat += sample.share * weighted.T @ spread @ weighted
        return total - float(np.trace(np.linalg.solve(self.information, meat)))

    def _spread(self, sample: NormalSample) -> Floats:
        """Covariance of a respondent's modelled deviations and products."""
        k = self.structure.n_items
        quadratic = sample.squares[2]
        return quadratic if self.structure.means else quadratic[k:, k:]

    @cached_property
    def baseline(self) -> ScaledTest:
        """Test of the model without covariances."""
        k, groups = self.structure.n_items, self.structure.n_groups
        df = groups * k * (k - 1) // 2
        if self.structure.ordinal:
            naive = first = second = 0.0
            p = k * (k - 1) // 2
            for sample in self.ordinal_samples:
                weight, spread = sample.weights[-p:], sample.covariance[-p:, -p:]
                naive += float((sample.n - 1) * weight @ sample.observed[-p:] ** 2)
                first += float(weight @ np.diag(spread))
                second += float(weight @ spread**2 @ weight)
            return scaled_shifted(naive, df, first, second)
        naive, excess = 0.0, self._saturated_trace if self.robust else np.nan
        rows, columns = lower_triangle(k)
        diagonal = np.flatnonzero(rows == columns)
        for normal in self.normal_samples:
            variances = np.diag(normal.covariances)
            naive += normal.n * float(np.log(variances).sum() - np.linalg.slogdet(normal.covariances)[1])
            if self.robust:
                spread = np.diag(self._spread(normal))
                if self.structure.means:
                    excess -= float((spread[:k] / variances).sum())
                    spread = spread[k:]
                excess -= float((spread[diagonal] / (2 * variances**2)).sum())
        return scaled_by(naive, df, excess / df) if self.robust else ScaledTest(naive, df)

    @cached_property
    def log_likelihood(self) -> float:
        """Log-likelihood of continuous answers."""
        k, total = self.structure.n_items, -self.n * self.search.criterion
        for sample in self.normal_samples:
            log_determinant = float(np.linalg.slogdet(sample.covariances)[1])
            total -= sample.n / 2 * (k * np.log(2 * np.pi) + log_determinant + k)
        return float(total)

    @property
    def population_tests(self) -> tuple[ScaledTest, ScaledTest] | None:
        """Tests of model and baseline behind the robust indices of continuous answers, None where there are none."""
        return (self.test, self.baseline) if self.robust and not self.structure.ordinal else None

    @property
    def ordinal_samples(self) -> list[OrdinalSample]:
        """Samples of ordered answers."""
        return [sample for sample in self.samples if isinstance(sample, OrdinalSample)]

    @property
    def normal_samples(self) -> list[NormalSample]:
        """Samples of continuous answers."""
        return [sample for sample in self.samples if isinstance(sample, NormalSample)]


def weigh(weight: Floats, matrix: Floats) -> Floats:
    """Product of a weight matrix, or its diagonal, with a matrix or vector."""
    if weight.ndim == 2:
        return np.asarray(weight @ matrix)
    return np.asarray(weight * matrix if matrix.ndim == 1 else weight[:, None] * matrix)


@one_blas_thread
def fit_ordinal(structure: Structure, samples: list[OrdinalSample]) -> FactorFit:
    """Fit by diagonally weighted least squares with robust errors and test (WLSMV)."""
    search = least_squares.fit(structure, samples)
    return FactorFit(structure=structure, samples=samples, search=search, robust=True)


@one_blas_thread
def fit_normal(structure: Structure, samples: list[NormalSample], *, robust: bool) -> FactorFit:
    """Fit by maximum likelihood."""
    search = likelihood.fit(structure, samples)
    return FactorFit(structure=structure, samples=samples, search=search, robust=robust)


def residual_correlations(fit: FactorFit, group: int) -> Floats:
    """Observed less implied correlations of a group, shape (k, k)."""
    sample = fit.samples[group]
    observed = sample.correlations if isinstance(sample, OrdinalSample) else correlation_matrix(sample.covariances)
    return observed - implied_correlations(fit, group)


def implied_correlations(fit: FactorFit, group: int) -> Floats:
    """Correlations of the items, or of the normal variables behind them, that the model implies, shape (k, k)."""
    return correlation_matrix(moments(fit.structure.matrices(fit.parameters, group))[1])


def standardised_residuals(fit: FactorFit, group: int) -> Floats:
    """Residuals behind SRMR: of covariances over the observed standard deviations, and of means if modelled."""
    sample = fit.samples[group]
    lower = lower_triangle(fit.structure.n_items)
    if isinstance(sample, OrdinalSample):
        return residual_correlations(fit, group)[lower]
    means, covariances = moments(fit.structure.matrices(fit.parameters, group))
    scale = np.sqrt(np.diag(sample.covariances))
    away = ((sample.covariances - covariances) / np.outer(scale, scale))[lower]
    return np.concatenate([away, (sample.means - means) / scale]) if fit.structure.means else away
