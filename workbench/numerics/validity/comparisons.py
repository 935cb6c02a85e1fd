"""One's own numbers beside those of another sample: congruence of loadings, two alphas, two correlations."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import integrate, stats

from workbench.arrays import Floats

_SURE = 1e-12  # probability beyond which the integral over an F variable ends


def tucker_congruence(loadings: Floats, other: Floats) -> float:
    r"""Compute Tucker's coefficient, :math:`\sum ab / \sqrt{\sum a^2 \sum b^2}`; NaN where all loadings are 0."""
    scale = np.sqrt((loadings @ loadings) * (other @ other))
    return float(loadings @ other / scale) if scale > 0 else np.nan


class Comparison(NamedTuple):
    """A test of two coefficients for equality, and the interval of their difference (first less second).

    Attributes
    ----------
    statistic, df, p_value : float
        `p_value` of both sides; `df` infinite for a normal statistic.
    low, high : float
        Ends of the interval; NaN where the test has none.
    """

    statistic: float
    df: float
    p_value: float
    low: float
    high: float


def alphas_compared(
    alphas: tuple[float, float], n: tuple[int, int], n_items: tuple[int, int], *, conf_level: float
) -> Comparison:
    r"""Test two alphas of independent samples (Feldt 1969).

    Where both are equal :math:`W = (1 - \hat\alpha_2) / (1 - \hat\alpha_1)` is a product of two independent F
    variables with :math:`(n_1 - 1, (n_1 - 1)(k_1 - 1))` and :math:`((n_2 - 1)(k_2 - 1), n_2 - 1)` degrees of freedom.
    Its distribution is integrated; Feldt took F with :math:`(n_1 - 1, n_2 - 1)` for it, right for many items only.

    Notes
    -----
    The interval of the difference joins the intervals of both alphas (Zou 2007).
    `df` is n₁ − 1.
    """
    ratio = (1 - alphas[1]) / (1 - alphas[0])
    above = _product_above(ratio, n, n_items)
    lows, highs = zip(
        *(_alpha_ends(a, m, k, conf_level) for a, m, k in zip(alphas, n, n_items, strict=True)), strict=True
    )
    low, high = _joined(alphas, lows, highs)
    return Comparison(ratio, n[0] - 1, min(1.0, 2 * min(above, 1 - above)), low, high)


def _product_above(ratio: float, n: tuple[int, int], n_items: tuple[int, int]) -> float:
    """Probability that F(n₁ − 1, (n₁ − 1)(k₁ − 1)) · F((n₂ − 1)(k₂ − 1), n₂ − 1) is above a ratio."""
    first = stats.f(n[0] - 1, (n[0] - 1) * (n_items[0] - 1))
    second = stats.f((n[1] - 1) * (n_items[1] - 1), n[1] - 1)
    ends = np.log(second.ppf(_SURE)), np.log(second.isf(_SURE))

    def part(log_value: float) -> float:
        value = np.exp(log_value)
        return float(second.pdf(value) * value * first.sf(ratio / value))

    middle = float(np.log(second.median()))
    return float(integrate.quad(part, *ends, points=[middle], epsabs=1e-12, limit=200)[0])


def _alpha_ends(alpha: float, n: int, n_items: int, conf_level: float) -> tuple[float, float]:
    tail = (1 - conf_level) / 2
    low, high = 1 - (1 - alpha) * stats.f.isf([tail, 1 - tail], n - 1, (n - 1) * (n_items - 1))
    return float(low), float(high)


def correlations_compared(correlations: tuple[float, float], n: tuple[int, int], *, conf_level: float) -> Comparison:
    r"""Test two correlations of independent samples by Fisher's z.

    .. math:: z = \frac{\operatorname{artanh} r_1 - \operatorname{artanh} r_2}{\sqrt{1/(n_1 - 3) + 1/(n_2 - 3)}}

    The interval of the difference joins the intervals of both correlations (Zou 2007).
    """
    z, errors = np.arctanh(correlations), 1 / np.sqrt(np.array(n) - 3.0)
    statistic = float((z[0] - z[1]) / np.sqrt((errors**2).sum()))
    margin = stats.norm.isf((1 - conf_level) / 2) * errors
    low, high = _joined(correlations, tuple(np.tanh(z - margin)), tuple(np.tanh(z + margin)))
    return Comparison(statistic, np.inf, float(2 * stats.norm.sf(abs(statistic))), low, high)


def dependent_correlations_compared(
    correlations: tuple[float, float], between: float, n: int, *, conf_level: float
) -> Comparison:
    r"""Test :math:`r_{12}` and :math:`r_{13}` of one sample by Williams's t (Steiger 1980) with n − 3 df.

    .. math:: t = (r_{12} - r_{13}) \sqrt{\frac{(n - 1)(1 + r_{23})}
        {2 \frac{n - 1}{n - 3} |R| + \bar r^2 (1 - r_{23})^3}}

    The interval of the difference joins those of both with the covariance of the correlations (Zou 2007).
    """
    r12, r13 = correlations
    determinant = 1 - r12**2 - r13**2 - between**2 + 2 * r12 * r13 * between
    spread = 2 * (n - 1) / (n - 3) * determinant + ((r12 + r13) / 2) ** 2 * (1 - between) ** 3
    statistic = float((r12 - r13) * np.sqrt((n - 1) * (1 + between) / spread))
    z, margin = np.arctanh(correlations), stats.norm.isf((1 - conf_level) / 2) / np.sqrt(n - 3)
    common = (between - r12 * r13 / 2) * (1 - r12**2 - r13**2 - between**2) + between**3
    dependence = common / ((1 - r12**2) * (1 - r13**2))
    lows, highs = tuple(np.tanh(z - margin)), tuple(np.tanh(z + margin))
    low, high = _joined(correlations, lows, highs, dependence)
    return Comparison(statistic, n - 3, float(2 * stats.t.sf(abs(statistic), n - 3)), low, high)


def _joined(
    estimates: tuple[float, float],
    lows: tuple[float, ...],
    highs: tuple[float, ...],
    dependence: float = 0.0,
) -> tuple[float, float]:
    """Interval of a difference from those of both estimates, and the correlation of these."""
    (a, b), difference = estimates, estimates[0] - estimates[1]
    down = (a - lows[0]) ** 2 + (highs[1] - b) ** 2 - 2 * dependence * (a - lows[0]) * (highs[1] - b)
    up = (highs[0] - a) ** 2 + (b - lows[1]) ** 2 - 2 * dependence * (highs[0] - a) * (b - lows[1])
    return float(difference - np.sqrt(down)), float(difference + np.sqrt(up))
