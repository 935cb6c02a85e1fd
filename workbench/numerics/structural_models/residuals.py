"""What a fitted factor model leaves of the observed correlations and covariances."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.moments import correlation_matrix
from workbench.numerics.structural_models.diagonal_least_squares import OrdinalSample
from workbench.numerics.structural_models.fit import FactorFit
from workbench.numerics.structural_models.structural_model import lower_triangle, moments


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
