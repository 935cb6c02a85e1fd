"""Tests of independence in a table of weighted shares: Pearson's statistic and its corrections for the design."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy  # `scipy.stats` is loaded by its first use: reading a survey does without that second

from workbench.arrays import Floats

_NO_VARIANCE = 1e-10  # beside 1, the design effect of a simple random sample: what is left is rounding


class TableTest(NamedTuple):
    """Statistic, its degrees of freedom (numerator and denominator; infinite for chi-square) and p-value."""

    statistic: float
    df: float
    df_residual: float
    p_value: float


def pearson_statistic(shares: Floats, n: int) -> float:
    """Pearson's chi-square of a table of shares, shape (r, c), that sum to 1, as if they were of `n` respondents."""
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    return float(n * ((shares - expected) ** 2 / expected).sum())


def design_effects(shares: Floats, covariance: Floats, n: int) -> Floats:
    r"""Generalised design effects of the interactions of a table (Rao & Scott 1984), shape ((r − 1)(c − 1),).

    .. math:: \operatorname{eig}\left((C' D^{-1} C / n)^{-1} \, C' D^{-1} V D^{-1} C\right)

    with D the diagonal matrix of the shares, V their covariance and C contrasts of the interactions.

    Parameters
    ----------
    shares : array, shape (r, c)
        No empty row or column.
    covariance : array, shape (r·c, r·c)
        Of the shares, row by row.
    n : int
        Respondents in the table.
    """
    contrasts = np.kron(_contrasts(shares.shape[0]), _contrasts(shares.shape[1]))
    flat = shares.ravel()
    scaled = contrasts * np.divide(1, flat, out=np.zeros_like(flat), where=flat > 0)[:, None]
    delta = np.linalg.solve(contrasts.T @ scaled / n, scaled.T @ covariance @ scaled)
    effects: Floats = np.linalg.eigvals(delta).real
    return effects


def rao_scott(statistic: str, pearson: float, effects: Floats, df_design: float) -> TableTest | None:
    r"""Compare Pearson's statistic with its distribution under the design.

    Parameters
    ----------
    statistic : {"F", "chi_square", "saddlepoint"}
        `F`: second order correction, :math:`X^2 / \sum\delta` with :math:`d = (\sum\delta)^2 / \sum\delta^2` and
        :math:`d \cdot df` degrees of freedom. `chi_square`: first order, :math:`X^2 / \bar\delta`. `saddlepoint`: the
        weighted sum of chi-squares itself over an independent one of :math:`d \cdot df` degrees of freedom, by
        Kuonen's approximation.
    pearson : float
    effects : array
        Generalised design effects δ.
    df_design : float
        Degrees of freedom of the design.

    Returns
    -------
    TableTest, or None where the design leaves no variance in the interactions, as if one variable told the other
    """
    if effects.max() <= _NO_VARIANCE:
        return None
    d = float(effects.sum() ** 2 / (effects**2).sum())
    if statistic == "chi_square":
        return TableTest(
            pearson, len(effects), np.inf, float(scipy.stats.chi2.sf(pearson / effects.mean(), len(effects)))
        )
    f = pearson / float(effects.sum())
    f_tail = float(scipy.stats.f.sf(f, d, d * df_design))
    if statistic == "F":
        return TableTest(f, d, d * df_design, f_tail)
    if pearson <= 0:
        return TableTest(pearson, d, d * df_design, 1.0)
    tail = _saddlepoint(np.append(effects, -pearson / (d * df_design)), np.append(np.ones(len(effects)), d * df_design))
    return TableTest(pearson, d, d * df_design, f_tail if tail is None else tail)


def wald(totals: Floats, covariance: Floats, df_design: float, *, adjusted: bool) -> TableTest | None:
    r"""Wald test of the residuals :math:`Y_{ij} = N_{ij} - N_{i+} N_{+j} / N` (Koch, Freeman & Freeman 1975).

    Parameters
    ----------
    totals : array, shape (r, c)
        Estimated numbers of people.
    covariance : array, shape (r·c, r·c)
        Of the totals, row by row.
    df_design : float
    adjusted : bool
        Whether degrees of freedom spent on the residuals are taken off the denominator (Thomas & Rao 1987).

    Returns
    -------
    TableTest, or None where the covariance of the residuals is singular
    """
    n_rows, n_columns = totals.shape
    row, column, everyone = totals.sum(axis=1), totals.sum(axis=0), totals.sum()
    residual = (totals - np.outer(row, column) / everyone)[1:, 1:].ravel()
    own = np.eye(totals.size).reshape(*totals.shape, totals.size)
    by_row, by_column = own.sum(axis=1, keepdims=True), own.sum(axis=0, keepdims=True)
    jacobian = (
        own
        - by_row * (column / everyone)[None, :, None]
        - by_column * (row / everyone)[:, None, None]
        + (np.outer(row, column) / everyone**2)[:, :, None]
    )[1:, 1:].reshape(-1, totals.size)
    q = (n_rows - 1) * (n_columns - 1)
    of_residuals = jacobian @ covariance @ jacobian.T
    scale = np.sqrt(np.diag(covariance).max())
    if np.linalg.matrix_rank(of_residuals / scale**2, tol=_NO_VARIANCE, hermitian=True) < q:
        return None
    chi_square = float(residual @ np.linalg.solve(of_residuals, residual))
    df_residual = df_design - q + 1 if adjusted else df_design
    f = chi_square / q * (df_residual / df_design if adjusted else 1.0)
    p_value = float(scipy.stats.f.sf(f, q, df_residual)) if df_residual > 0 else np.nan
    return TableTest(f, q, df_residual, p_value)


def _contrasts(size: int) -> Floats:
    """Orthonormal contrasts of a factor, shape (size, size − 1): every column sums to 0."""
    basis: Floats = np.linalg.svd(np.eye(size) - 1 / size)[0][:, : size - 1]
    return basis


def _saddlepoint(weights: Floats, df: Floats) -> float | None:
    """Upper tail at 0 of a weighted sum of chi-squares (Kuonen 1999); None too near its mean for the approximation."""
    weights = weights / weights.max()

    def slope(zeta: float) -> float:
        return float((df * weights / (1 - 2 * zeta * weights)).sum())

    low = float((1 / (2 * weights[weights < 0])).max()) * 0.99999
    high = float((1 / (2 * weights[weights > 0])).min()) * 0.99999
    zeta = float(scipy.optimize.brentq(slope, low, high, xtol=1e-14, rtol=1e-14))
    if abs(zeta) < 1e-4:
        return None
    log_moment = -0.5 * float((df * np.log(1 - 2 * zeta * weights)).sum())
    w = np.sign(zeta) * np.sqrt(-2 * log_moment)
    v = zeta * np.sqrt(2 * (df * weights**2 / (1 - 2 * zeta * weights) ** 2).sum())
    return float(scipy.stats.norm.sf(w + np.log(v / w) / w))
