"""Weighted least squares on grouped rows: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats


class LinearFit(NamedTuple):
    """Coefficients, intercept first, the inverse of X'WX, and the residual of each row."""

    coefficients: Floats
    inverse: Floats
    residual: Floats


def fit_linear_rows(design_matrix: Floats, outcome: Floats, weight: Floats) -> LinearFit:
    r"""Minimise :math:`\sum w_i (y_i - x_i'\beta)^2`; rows that agree in predictors and outcome may stand as one.

    Parameters
    ----------
    design_matrix : array, shape (n_rows, n_parameters)
        Of full rank, first column ones.
    outcome, weight : array, shape (n_rows,)
        Value, and sum of the weights of the respondents in the row.

    Notes
    -----
    R: ``lm(y ~ x, weights = w)``, ``survey::svyglm(y ~ x)``. Columns are scaled to length 1 before the cross-product is
    inverted, so that predictors in very different units lose no digits.
    """
    length = np.sqrt(weight @ design_matrix**2)
    x = design_matrix / length
    weighted = x * weight[:, None]
    inverse = np.linalg.pinv(weighted.T @ x, hermitian=True)
    coefficients = inverse @ (weighted.T @ outcome)
    residual = outcome - x @ coefficients
    coefficients = coefficients + inverse @ (weighted.T @ residual)  # one refinement: the digits that squaring lost
    return LinearFit(coefficients / length, inverse / np.outer(length, length), outcome - x @ coefficients)


def linear_influence(design_matrix: Floats, fit: LinearFit) -> Floats:
    r"""Change of the coefficients per unit of weight of each row, :math:`(y_i - x_i'\beta) x_i' (X'WX)^{-1}`.

    Parameters
    ----------
    design_matrix : array, shape (n_rows, n_parameters)
    fit : LinearFit

    Returns
    -------
    array, shape (n_rows, n_parameters)
        The contribution of a respondent to the linearised estimate is weight · row.
    """
    return np.asarray((design_matrix * fit.residual[:, None]) @ fit.inverse)
