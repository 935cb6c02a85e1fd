"""Covariance of estimates from replicate weights: how much they move when parts of the sample are left out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def jackknife_covariance(estimates: Floats) -> Floats:
    r"""Covariance of estimates by the delete-one-group jackknife of an unstratified sample (JK1).

    .. math:: \frac{R - 1}{R} \sum_r (\theta_r - \bar\theta)(\theta_r - \bar\theta)^\top

    Parameters
    ----------
    estimates : array, shape (R, p)
        The p estimates under the weights of each replicate.

    Returns
    -------
    array, shape (p, p)

    Notes
    -----
    R: ``vcov`` of ``survey::withReplicates`` on ``svrepdesign(type = "JK1", combined.weights = TRUE, mse = FALSE)``.
    """
    deviations = estimates - estimates.mean(axis=0)
    return np.asarray((len(estimates) - 1) / len(estimates) * deviations.T @ deviations)
