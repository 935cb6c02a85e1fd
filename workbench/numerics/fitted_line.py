"""A straight line through weighted values, and what each of them contributes to its error: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Line(NamedTuple):
    """Height of the line at 0, and how much it rises per unit."""

    intercept: float
    slope: float


def fit_line(x: Floats, y: Floats, weights: Floats) -> Line:
    r"""Fit a line by weighted least squares.

    .. math:: b = \sum w (x - \bar x) y / \sum w (x - \bar x)^2, \quad a = \bar y - b \bar x

    Parameters
    ----------
    x, y, weights : array, shape (n,)

    Returns
    -------
    Line
        NaN if all x of positive weight are equal.

    Notes
    -----
    R: ``lm(y ~ x, weights = w)``.
    """
    total = weights.sum()
    middle = weights @ x / total
    apart = weights * (x - middle)
    squares = apart @ (x - middle)
    slope = float(apart @ y / squares) if squares > 0 else np.nan
    return Line(float(weights @ y / total - slope * middle), slope)


def line_contributions(x: Floats, y: Floats, weights: Floats, line: Line) -> Floats:
    r"""Return what each value contributes to the error of the line's height at 0 and of its slope, shape (n, 2).

    With the residual :math:`r = y - a - b x`:
    :math:`w r (x - \bar x) / \sum w (x - \bar x)^2` for the slope, and :math:`w r / \sum w - \bar x` times that for the
    height. Their totals' covariance under a design is that of R's ``svyglm(y ~ x, design)``.
    """
    total = weights.sum()
    middle = weights @ x / total
    weighted = weights * (y - line.intercept - line.slope * x)
    slope = weighted * (x - middle) / (weights @ (x - middle) ** 2)
    return np.column_stack([weighted / total - middle * slope, slope])
