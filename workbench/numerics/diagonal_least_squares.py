r"""Diagonally weighted least squares for thresholds and polychoric correlations, with robust errors and tests.

.. math:: F = \tfrac12 \sum_g \frac{n_g - 1}{N} (s_g - \sigma_g)^\top W_g (s_g - \sigma_g)

with n_g of N respondents in group g and W_g the inverse diagonal of the asymptotic covariance Γ_g of the
statistics (Muthén, du Toit & Spisic 1997).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.numerics.scoring import Search, minimise
from workbench.numerics.structural_model import Structure, jacobian, statistics

Floats = NDArray[np.float64]


class OrdinalSample(NamedTuple):
    """Statistics of one group.

    Attributes
    ----------
    n : float
        Respondents, or their weights where these are rescaled over all groups.
    share : float
        Part of all respondents.
    observed : array, shape (s,)
        Standardised thresholds, then polychoric correlations.
    covariance : array, shape (s, s)
        Asymptotic covariance of √n times the statistics.
    weights : array, shape (s,)
        Diagonal of W: inverse asymptotic variances. Replicate weights change the covariance and not these, so that they
        tell the precision of an estimate and not its value.
    """

    n: float
    share: float
    observed: Floats
    covariance: Floats
    weights: Floats

    @property
    def counted(self) -> float:
        """(n_g − 1) / N: 2NF is the chi-square."""
        return self.share * (self.n - 1) / self.n


def fit(structure: Structure, samples: list[OrdinalSample], start: Floats) -> Search:
    """Minimise the criterion."""

    def criterion(x: Floats) -> float:
        with np.errstate(invalid="ignore", divide="ignore"):
            total = sum(s.counted * s.weights @ _residuals(structure, x, s, g) ** 2 for g, s in enumerate(samples))
        return float(total) / 2 if np.isfinite(total) else np.inf

    def slope(x: Floats) -> tuple[Floats, Floats]:
        gradient = np.zeros(len(x))
        information = np.zeros((len(x), len(x)))
        for group, sample in enumerate(samples):
            delta = jacobian(structure, x, group)
            weighted = sample.counted * sample.weights[:, None] * delta
            gradient -= weighted.T @ _residuals(structure, x, sample, group)
            information += delta.T @ weighted
        return gradient, information

    return minimise(criterion, slope, start)


def _residuals(structure: Structure, x: Floats, sample: OrdinalSample, group: int) -> Floats:
    return sample.observed - statistics(structure, x, group)


def chi_square(structure: Structure, x: Floats, samples: list[OrdinalSample]) -> Floats:
    """(n_g − 1) times the weighted squares of each group, as lavaan counts, shape (n_groups,)."""
    return np.array(
        [(s.n - 1) * s.weights @ _residuals(structure, x, s, group) ** 2 for group, s in enumerate(samples)]
    )


def estimator_covariance(structure: Structure, x: Floats, samples: list[OrdinalSample], bread: Floats) -> Floats:
    """Sandwich covariance of the estimates; `bread` is the inverse of Δ'WΔ per respondent."""
    meat = np.zeros_like(bread)
    for group, sample in enumerate(samples):
        weighted = sample.weights[:, None] * jacobian(structure, x, group)
        meat += sample.share * weighted.T @ sample.covariance @ weighted
    n = sum(s.n for s in samples)
    return np.asarray(bread @ meat @ bread / n)


def test_matrices(structure: Structure, x: Floats, samples: list[OrdinalSample], bread: Floats) -> tuple[float, float]:
    """Traces of UΓ and of (UΓ)², with U = W − WΔ(Δ'WΔ)⁻¹Δ'W over all groups."""
    first = second = 0.0
    parts = []
    for group, sample in enumerate(samples):
        delta = jacobian(structure, x, group)
        weighted = sample.weights[:, None] * delta
        scaled = sample.weights[:, None] * sample.covariance
        inner = weighted.T @ sample.covariance @ weighted * sample.share
        first += float(sample.weights @ np.diag(sample.covariance))
        second += float((scaled * scaled.T).sum())
        cross = sample.share * weighted.T @ sample.covariance @ (sample.weights[:, None] * sample.covariance) @ weighted
        parts.append((inner, cross))
    meat = sum(inner for inner, _ in parts)
    crossed = sum(cross for _, cross in parts)
    product = bread @ meat
    first -= float(np.trace(product))
    second += float(-2 * np.trace(bread @ crossed) + np.trace(product @ product))
    return first, second
