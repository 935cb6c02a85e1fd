r"""Diagonally weighted least squares for thresholds and polychoric correlations.

.. math:: F = \tfrac12 \sum_g \frac{n_g - 1}{N} (s_g - \sigma_g)^\top W_g (s_g - \sigma_g)

with n_g of N respondents in group g and W_g the inverse diagonal of the asymptotic covariance of the statistics under
normal latent responses (Muthén, du Toit & Spisic 1997).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.ordered_answers import matrix_of_pairs
from workbench.numerics.structural_models.fisher_scoring import Search, minimise
from workbench.numerics.structural_models.structural_model import Structure, jacobian, statistics


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
        Diagonal of W: inverse asymptotic variances under normal latent responses, whatever `covariance` assumes: how
        errors are computed then tells the precision of an estimate and not its value.
    n_thresholds : int
        How many of the statistics are thresholds.
    effective_n : float
        Respondents of a simple random sample that would know the correlations as exactly.
    """

    n: float
    share: float
    observed: Floats
    covariance: Floats
    weights: Floats
    n_thresholds: int
    effective_n: float = np.nan

    @property
    def correlations(self) -> Floats:
        """Polychoric correlations as a matrix, shape (k, k)."""
        return matrix_of_pairs(self.observed[self.n_thresholds :], diagonal=1.0)

    @property
    def counted(self) -> float:
        """(n_g − 1) / N: 2NF is the chi-square."""
        return self.share * (self.n - 1) / self.n


def fit(structure: Structure, samples: list[OrdinalSample]) -> Search:
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

    return minimise(criterion, slope, structure.start())


def _residuals(structure: Structure, x: Floats, sample: OrdinalSample, group: int) -> Floats:
    return sample.observed - statistics(structure, x, group)
