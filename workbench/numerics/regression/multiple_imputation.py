"""Combining the estimates of several imputed data sets: Rubin's rules with the degrees of freedom of the design."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats


def pooled(estimates: Floats, covariances: Floats, complete_df: float) -> tuple[Floats, Floats, Floats]:
    r"""Pool estimates of m imputations.

    .. math:: T = \bar W + (1 + 1/m) B, \quad \lambda = (1 + 1/m) B / T, \quad
        \nu = \left(\frac{\lambda^2}{m - 1} +
        \frac{1}{\frac{\nu_0 + 1}{\nu_0 + 3} \nu_0 (1 - \lambda)}\right)^{-1}

    Parameters
    ----------
    estimates : array, shape (m, q)
    covariances : array, shape (m, q, q)
    complete_df : float
        Degrees of freedom :math:`\nu_0` if nothing were missing: those of the design; may be infinite.

    Returns
    -------
    tuple of arrays, shapes (q,), (q, q), (q,)
        Estimate, covariance, degrees of freedom of each.

    Notes
    -----
    R: ``mice::pool(dfcom = nu)``. ``mitools::MIcombine(df.complete = nu)`` leaves out the factor 1 + 1/m where it
    shrinks :math:`\nu_0`, so its degrees of freedom are a little larger.

    References
    ----------
    Barnard, J. & Rubin, D. B. (1999). Small-sample degrees of freedom with multiple imputation. Biometrika 86(4),
    948-955.
    """
    m = len(estimates)
    mean = estimates.mean(axis=0)
    between = (1 + 1 / m) * (estimates - mean).T @ (estimates - mean) / (m - 1)
    total = covariances.mean(axis=0) + between
    missing = np.diag(between) / np.diag(total)
    with np.errstate(divide="ignore"):
        df = 1 / (missing**2 / (m - 1) + 1 / (_shrunk(complete_df) * (1 - missing)))
    return mean, total, np.asarray(df)


def pooled_wald(estimates: Floats, covariances: Floats, complete_df: float) -> tuple[float, int, float]:
    r"""Test that all q pooled estimates are 0, the parts of missing information taken as equal.

    .. math:: F = \frac{\bar\beta^\top \bar W^{-1} \bar\beta}{q (1 + r)}, \qquad
        r = (1 + 1/m) \operatorname{tr}(B \bar W^{-1}) / q

    Returns
    -------
    tuple of float, int, float
        F, its numerator q and its denominator degrees of freedom (Reiter 2007; Barnard and Rubin's where q is 1).

    Notes
    -----
    R: ``mitml::testEstimates``, ``mice::D1``.

    References
    ----------
    Li, K. H., Raghunathan, T. E. & Rubin, D. B. (1991). Large-sample significance levels from multiply imputed data.
    Journal of the American Statistical Association 86, 1065-1073. Reiter, J. P. (2007). Small-sample degrees of freedom
    for multi-component significance tests with multiple imputation for missing data. Biometrika 94(2), 502-508.
    """
    m, q = estimates.shape
    mean, within = estimates.mean(axis=0), covariances.mean(axis=0)
    between = (estimates - mean).T @ (estimates - mean) / (m - 1)
    increase = (1 + 1 / m) * float(np.trace(np.linalg.solve(within, between))) / q
    statistic = float(mean @ np.linalg.solve(within, mean)) / (q * (1 + increase))
    if q == 1:
        return statistic, 1, float(pooled(estimates, covariances, complete_df)[2][0])
    return statistic, q, _reiter(increase, q * (m - 1), complete_df)


def _shrunk(complete_df: float) -> float:
    """Degrees of freedom of the complete sample as both rules take them."""
    return np.inf if np.isinf(complete_df) else (complete_df + 1) / (complete_df + 3) * complete_df


def _reiter(increase: float, t: int, complete_df: float) -> float:
    """Denominator degrees of freedom; for a complete sample without end, those of Li, Raghunathan and Rubin."""
    if increase == 0:
        return _shrunk(complete_df)
    if t <= 4:  # the moments behind both formulas do not exist: the smaller of what each part allows
        return min(float(t * (1 + 1 / increase) ** 2 / 2), complete_df)
    if np.isinf(complete_df):
        return float(4 + (t - 4) * (1 + (1 - 2 / t) / increase) ** 2)
    a = increase * t / (t - 2)
    df = _shrunk(complete_df)
    c0, c1, c2 = 1 / (t - 4), df - 2 * (1 + a), df - 4 * (1 + a)
    if c2 <= 0:  # too few degrees of freedom in the design for the expansion
        return max(complete_df / (1 + a), 1.0)
    z = (
        1 / c2
        + c0 * a**2 * c1 / ((1 + a) ** 2 * c2)
        + c0 * (8 * a**2 * c1 / ((1 + a) * c2**2) + 4 * a**2 / ((1 + a) * c2))
        + c0 * (4 * a**2 / (c2 * c1) + 16 * a**2 * c1 / c2**3)
        + c0 * 8 * a**2 / c2**2
    )
    return 4 + 1 / z
