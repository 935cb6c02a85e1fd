"""Correlations of two variables under weights, and what each respondent contributes to them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from workbench.arrays import Floats
from workbench.numerics.sampling import t_quantile

_ROUNDING = 1e-12


class Correlation(NamedTuple):
    """A correlation, and its linearisation.

    Attributes
    ----------
    estimate : float
    influence : array, shape (n,)
        Weighted contribution of each respondent; the variance of their sum is that of the estimate.
    """

    estimate: float
    influence: Floats


def estimated_correlation(x: Floats, y: Floats, weights: Floats, *, method: str) -> Correlation:
    """Correlate two variables.

    Parameters
    ----------
    x, y : array, shape (n,)
    weights : array, shape (n,)
        On any scale.
    method : {"pearson", "spearman", "polyserial"}
        `polyserial`: y has ordered answers.
    """
    parts = weights / weights.sum()
    with np.errstate(invalid="ignore", divide="ignore"):  # a replicate may leave one value only
        return {"pearson": _pearson, "spearman": _spearman, "polyserial": _polyserial}[method](x, y, parts)


def _pearson(x: Floats, y: Floats, parts: Floats) -> Correlation:
    u, v = _standardised(x, parts), _standardised(y, parts)
    r = float(parts @ (u * v))
    return Correlation(r, parts * (u * v - r / 2 * (u**2 + v**2)))


def _standardised(x: Floats, parts: Floats) -> Floats:
    deviation = x - parts @ x
    return np.asarray(deviation / np.sqrt(parts @ deviation**2))


def mid_distribution(x: Floats, parts: Floats) -> Floats:
    """Part of the weights below each value and half of that at it: ranks on a scale from 0 to 1, with mean 1/2."""
    _, codes = np.unique(x, return_inverse=True)
    at = np.bincount(codes, weights=parts)
    return np.asarray((np.cumsum(at) - at / 2)[codes])


def _spearman(x: Floats, y: Floats, parts: Floats) -> Correlation:
    """Correlate ranks; each respondent contributes by the own ranks and by moving those of all others."""
    f, g = mid_distribution(x, parts) - 0.5, mid_distribution(y, parts) - 0.5
    f_variance, g_variance, product = parts @ f**2, parts @ g**2, parts @ (f * g)
    r = float(product / np.sqrt(f_variance * g_variance))
    of_product = f * g + _moved(x, g, f * g, parts) + _moved(y, f, f * g, parts) - product
    of_f = f**2 + 2 * _moved(x, f, f**2, parts) - f_variance
    of_g = g**2 + 2 * _moved(y, g, g**2, parts) - g_variance
    relative = of_product / np.sqrt(f_variance * g_variance) - r / 2 * (of_f / f_variance + of_g / g_variance)
    return Correlation(r, parts * relative)


def _moved(x: Floats, values: Floats, products: Floats, parts: Floats) -> Floats:
    """Sum what a respondent's x adds to the ranks of all others, times their values.

    The sum over j of p_j v_j (h(x_i, x_j) − F(x_j)) with h 1 below, 1/2 at and 0 above x_j; `products` are v_j times
    the centred ranks of x_j.
    """
    _, codes = np.unique(x, return_inverse=True)
    at = np.bincount(codes, weights=parts * values)
    above = at.sum() - np.cumsum(at) + at / 2
    return np.asarray(above[codes] - at.sum() / 2 - parts @ products)


def _polyserial(x: Floats, y: Floats, parts: Floats) -> Correlation:
    """Covariance of the standardised x with the number of the answer, over the sum of densities at the thresholds."""
    levels, codes = np.unique(y, return_inverse=True)
    u, number = _standardised(x, parts), codes.astype(float)
    shares = np.cumsum(np.bincount(codes, weights=parts, minlength=len(levels)))[:-1]
    cuts = ndtri(shares)
    density = float(np.exp(-(cuts**2) / 2).sum() / np.sqrt(2 * np.pi))
    rho = float(parts @ (u * number)) / density
    products = u * (number - parts @ number) - parts @ (u * number) / 2 * (u**2 + 1)
    below = (codes[:, None] <= np.arange(len(cuts))) - shares
    return Correlation(rho, parts * (products / density + rho / density * (below @ cuts)))


def fisher_interval(estimate: Floats, std_error: Floats, df: Floats, *, conf_level: float) -> tuple[Floats, Floats]:
    r"""Interval by Student's t on the scale of :math:`\operatorname{artanh} r`, with error :math:`se / (1 - r^2)`.

    NaN where the estimate is ±1 or beyond, but for rounding.
    """
    inside = np.where(np.abs(estimate) < 1 - _ROUNDING, estimate, np.nan)
    margin = t_quantile((1 - conf_level) / 2, df) * std_error / (1 - inside**2)
    centre = np.arctanh(inside)
    return np.tanh(centre - margin), np.tanh(centre + margin)
