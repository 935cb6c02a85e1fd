"""Factor models of incomplete answers by full-information maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import linalg

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.structural_models import normal_likelihood as complete
from workbench.numerics.structural_models.fisher_scoring import minimise
from workbench.numerics.structural_models.fit import FactorFit
from workbench.numerics.structural_models.incomplete_answers import (
    available_moments,
    criterion,
    information,
    score_products,
    slopes,
)
from workbench.numerics.structural_models.normal_likelihood import IMAGINARY, entry_slopes, normal_weight
from workbench.numerics.structural_models.saturated_moments import PatternSample
from workbench.numerics.structural_models.scaled_tests import ScaledTest, scaled_by
from workbench.numerics.structural_models.structural_model import Structure, jacobian, lower_triangle, moments


@dataclass(frozen=True, eq=False, kw_only=True)
class FullInformationFit(FactorFit):
    """A model fitted to all answers; `samples` hold the saturated moments.

    Attributes
    ----------
    patterns : list of PatternSample
        One per group.
    """

    patterns: list[PatternSample]

    @cached_property
    def _implied(self) -> list[tuple[Floats, Floats]]:
        groups = range(self.structure.n_groups)
        return [moments(self.structure.matrices(self.parameters, group)) for group in groups]

    @cached_property
    def weights(self) -> list[Floats]:
        """Expected information of each group's means and covariances at the model's, per respondent."""
        return [
            information(sample.patterns, *implied, observed=False)
            for sample, implied in zip(self.patterns, self._implied, strict=True)
        ]

    @cached_property
    def residuals(self) -> list[Floats]:
        """Step of each group's moments that the slope of the likelihood asks for."""
        found = []
        rows, columns = lower_triangle(self.structure.n_items)
        for sample, implied, weight in zip(self.patterns, self._implied, self.weights, strict=True):
            pull, push = slopes(sample.patterns, *implied)
            slope = np.concatenate([pull, -push[rows, columns] * np.where(rows == columns, 0.5, 1.0)])
            found.append(np.linalg.solve(weight, slope))
        return found

    @cached_property
    def bread(self) -> Floats:
        """Inverse observed information, which holds also where other answers tell which are missing."""
        return np.asarray(np.linalg.inv(observed_information(self.structure, self.parameters, self.patterns)))

    def slope_products(self, group: int, directions: Floats) -> Floats:
        """Products of casewise scores of all answers, shape (m, m)."""
        return score_products(self.patterns[group].patterns, *self._implied[group], directions)

    @property
    def curvatures(self) -> list[Floats]:
        """Observed information of the moments, which holds also where other answers tell which are missing."""
        return [
            information(sample.patterns, *implied, observed=True)
            for sample, implied in zip(self.patterns, self._implied, strict=True)
        ]

    @cached_property
    def _saturated_trace(self) -> float:
        """Trace of meat times inverse bread of the saturated model."""
        return sum(float(np.trace(np.linalg.solve(sample.information, sample.products))) for sample in self.patterns)

    @cached_property
    def baseline(self) -> ScaledTest:
        """Test of the model without covariances: each item's mean and variance from its own answers."""
        k = self.structure.n_items
        df = self.structure.n_groups * k * (k - 1) // 2
        chosen = _baseline_directions(k)
        naive, excess = 0.0, self._saturated_trace if self.robust else np.nan
        for sample in self.patterns:
            alone = available_moments(sample.patterns)
            naive += 2 * sample.n * (criterion(sample.patterns, *alone) - sample.criterion)
            if self.robust:
                own = np.diag(information(sample.patterns, *alone, observed=True)) @ chosen
                spread = np.diag(score_products(sample.patterns, *alone, chosen))
                excess -= float((spread / own).sum())
        return scaled_by(naive, df, excess / df) if self.robust else ScaledTest(naive, df)

    @cached_property
    def log_likelihood(self) -> float:
        """Log-likelihood of the answers given."""
        total = -self.n * self.search.criterion
        for sample in self.patterns:
            answers = float(sample.patterns.parts @ sample.patterns.answered.sum(axis=1))
            total -= sample.n * (sample.criterion + answers * np.log(2 * np.pi) / 2)
        return float(total)

    @cached_property
    def population_tests(self) -> tuple[ScaledTest, ScaledTest]:
        """What complete answers with the saturated moments would give, for model and baseline (Zhang & Savalei 2023).

        The factor is the expected discrepancy without misfit over the degrees of freedom: their version 3 for robust
        errors, 6 otherwise.
        """
        k, groups = self.structure.n_items, range(self.structure.n_groups)
        naive = baseline = 0.0
        for group, sample in enumerate(self.patterns):
            means, covariances = sample.moments.means, sample.moments.covariances
            naive += sample.n * complete.discrepancy(self.structure, self.parameters, sample.moments, group)
            alone, diagonal = available_moments(sample.patterns)
            variances = np.diag(diagonal)
            baseline += sample.n * float(
                np.sum(np.log(variances) + (np.diag(covariances) + (means - alone) ** 2) / variances - 1)
                - np.linalg.slogdet(covariances)[1]
            )
        independent = linalg.block_diag(*[_baseline_directions(k) for _ in groups])
        expected = self._expected_discrepancy(np.concatenate(self.jacobians))
        expected_baseline = self._expected_discrepancy(independent)
        df, baseline_df = self.df, self.baseline.df
        return (
            scaled_by(naive, df, expected / df if df else 1.0),
            scaled_by(baseline, baseline_df, expected_baseline / baseline_df),
        )

    def _expected_discrepancy(self, delta: Floats) -> float:
        """Trace of R'W_cR Γ, with R = I − Δ(Δ'WΔ)⁻¹Δ'W and Γ the covariance of the moments, n times."""
        rest = np.eye(len(delta)) - delta @ np.linalg.solve(delta.T @ self._stacked @ delta, delta.T @ self._stacked)
        if self.robust:
            return float(np.sum((rest.T @ self._complete_weight @ rest) * self._moment_covariance))
        return float(np.sum((self._complete_weight @ rest) * self._moment_covariance.T))

    @cached_property
    def _stacked(self) -> Floats:
        return np.asarray(linalg.block_diag(*[sample.share * sample.information for sample in self.patterns]))

    @cached_property
    def _complete_weight(self) -> Floats:
        weights = [sample.share * normal_weight(self.structure, sample.moments.covariances) for sample in self.patterns]
        return np.asarray(linalg.block_diag(*weights))

    @cached_property
    def _moment_covariance(self) -> Floats:
        """Covariance of the saturated moments times n: of the sandwich with robust errors."""
        found = []
        for sample in self.patterns:
            inverse = np.linalg.inv(sample.information)
            found.append((inverse @ sample.products @ inverse if self.robust else inverse) / sample.share)
        return np.asarray(linalg.block_diag(*found))


def _baseline_directions(k: int) -> Floats:
    """Return the derivatives of means and covariances by means and variances, shape (s, 2k)."""
    rows, columns = lower_triangle(k)
    return np.eye(k + len(rows))[:, np.concatenate([np.arange(k), k + np.flatnonzero(rows == columns)])]


def observed_information(structure: Structure, x: Floats, samples: list[PatternSample]) -> Floats:
    """Second derivatives of F per respondent, shape (p, p).

    Those of the likelihood by the moments come in closed form, those of the moments by the complex step, which then
    needs no inverse of a pattern.
    """
    total = np.zeros((len(x), len(x)))
    for group, sample in enumerate(samples):
        implied = moments(structure.matrices(x, group))
        delta = jacobian(structure, x, group)
        total += sample.share * delta.T @ information(sample.patterns, *implied, observed=True) @ delta
        pull, push = slopes(sample.patterns, *implied)
        for parameter in range(len(x)):
            moved = x.astype(complex)
            moved[parameter] += IMAGINARY * 1j
            turned = _by_parameter(structure, moved, group, pull, push)
            total[parameter] += sample.share * turned.imag / IMAGINARY
    return (total + total.T) / 2


def _by_parameter(structure: Structure, x: Floats, group: int, pull: Floats, push: Floats) -> Floats:
    """Slope by the parameters from slopes by the moments of a group."""
    chosen = (structure.parameter >= 0) & (structure.group == group)
    total = np.zeros(len(x), dtype=x.dtype)
    by_entry = entry_slopes(structure, structure.matrices(x, group), push.astype(x.dtype), pull, chosen)
    np.add.at(total, structure.parameter[chosen], by_entry)
    return total


@one_blas_thread
def fit_patterns(structure: Structure, samples: list[PatternSample], *, robust: bool) -> FullInformationFit:
    """Fit by scoring with expected information."""

    def above_saturated(x: Floats) -> float:
        total = 0.0
        for group, sample in enumerate(samples):
            implied = moments(structure.matrices(x, group))
            total += sample.share * (criterion(sample.patterns, *implied) - sample.criterion)
        return total

    def slope(x: Floats) -> tuple[Floats, Floats]:
        gradient, curvature = np.zeros(len(x)), np.zeros((len(x), len(x)))
        for group, sample in enumerate(samples):
            implied = moments(structure.matrices(x, group))
            delta = jacobian(structure, x, group)
            gradient += sample.share * _by_parameter(structure, x, group, *slopes(sample.patterns, *implied))
            weight = information(sample.patterns, *implied, observed=False)
            curvature += sample.share * delta.T @ weight @ delta
        return gradient, curvature

    search = minimise(above_saturated, slope, structure.start())
    return FullInformationFit(
        structure=structure,
        samples=[sample.moments for sample in samples],
        search=search,
        robust=robust,
        patterns=samples,
    )
