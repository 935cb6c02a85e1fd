"""Covariance of estimates from replicate weights: how much they move when parts of the sample are left out."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats

_RANK = 1e-10  # of the largest eigenvalue; the square of the 1e-5 that R's degf allows singular values


def jackknife_covariance(estimates: Floats, coefficients: Floats | None = None) -> Floats:
    r"""Covariance of estimates by the jackknife.

    .. math:: \sum_r c_r (\theta_r - \bar\theta)(\theta_r - \bar\theta)^\top

    Parameters
    ----------
    estimates : array, shape (R, p)
        The p estimates under the weights of each replicate.
    coefficients : array, shape (R,), optional
        :math:`c_r`. Default (R − 1) / R, one group left out of an unstratified sample (JK1); for a stratified one (JKn)
        :math:`(n_h - 1) / n_h` of the stratum that the replicate leaves a unit out of.

    Returns
    -------
    array, shape (p, p)

    Notes
    -----
    R: ``vcov`` of ``survey::withReplicates`` on ``svrepdesign(type = "JK1", combined.weights = TRUE, mse = FALSE)``;
    for JKn ``scale = 1, rscales = coefficients``. There too the mean is that of all replicates.
    """
    c = np.full(len(estimates), (len(estimates) - 1) / len(estimates)) if coefficients is None else coefficients
    deviations = estimates - estimates.mean(axis=0)
    return np.asarray((deviations * c[:, None]).T @ deviations)


def replicate_degrees_of_freedom(replicates: Floats) -> float:
    """Rank of the replicate weights, shape (n_respondents, R), minus 1 (R: ``degf`` of a replicate design)."""
    if not len(replicates):
        return 0.0
    values = np.linalg.eigvalsh(replicates.T @ replicates)
    return float((values > _RANK * values[-1]).sum() - 1)
