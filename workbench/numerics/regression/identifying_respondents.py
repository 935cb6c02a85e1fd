"""How many respondents tell the coefficients of a regression apart, and how much hangs on one of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats

_RANK_TOLERANCE = 1e-10  # smallest eigenvalue of the scaled cross-product that is not 0; indicators give ≥ 1 / n or 0
_IN_NULL_SPACE = 1e-6


class Identifying(NamedTuple):
    """Effective numbers of respondents behind each coefficient: those who raise it, and those who lower it."""

    raising: Floats
    lowering: Floats


def identifying_respondents(design_matrix: Floats, weight: Floats, square: Floats) -> Identifying:
    r"""Count, for each coefficient, the respondents on whom it rests given all other predictors.

    .. math:: n_+ = \frac{(\sum_{r_i > 0} w_i r_i^2)^2}{\sum_{r_i > 0} w_i^2 r_i^4}, \qquad
        \hat\beta = \frac{\sum w_i r_i y_i}{\sum w_i r_i^2}

    with r the residual of a column on all the other columns, so that the linear coefficient compares those of r > 0
    with those of r < 0. Of a level that nobody contradicts, alone in a model, it is the size of the level.

    Parameters
    ----------
    design_matrix : array, shape (n_rows, n_parameters)
        First column ones; rows that agree may stand as one.
    weight, square : array, shape (n_rows,)
        Sum of the weights of the respondents in the row, and of their squares.

    Returns
    -------
    Identifying
        Arrays of shape (n_parameters,); 0 where a column follows from the others.

    Notes
    -----
    The residual is a multiple of :math:`X (X'WX)^{-1}`, and the numbers do not depend on its scale (Frisch and Waugh;
    Kish's effective number of respondents, with :math:`w_i r_i^2` as weights).
    """
    length = np.sqrt(weight @ design_matrix**2)
    x = design_matrix / np.where(length > 0, length, 1.0)
    values, vectors = np.linalg.eigh((x * weight[:, None]).T @ x)
    known = values > _RANK_TOLERANCE
    determined = (np.abs(vectors[:, ~known]) > _IN_NULL_SPACE).any(axis=1)
    residual = x @ ((vectors[:, known] / values[known]) @ vectors[:, known].T)
    raising, lowering = (_effective(residual, sign * residual > 0, weight, square) for sign in (1, -1))
    return Identifying(np.where(determined, 0.0, raising), np.where(determined, 0.0, lowering))


def largest_influence(design_matrix: Floats, weight: Floats, largest: Floats, contrasts: Floats) -> Floats:
    r"""Return the most that the outcome of one respondent moves linear coefficients, per unit of the outcome.

    .. math:: \max_i w_i \, |c' (X'WX)^{-1} x_i|

    Parameters
    ----------
    design_matrix : array, shape (n_rows, n_parameters)
        Of full rank.
    weight, largest : array, shape (n_rows,)
        Sum of the weights of the respondents in the row, and the largest of them.
    contrasts : array, shape (n_contrasts, n_parameters)
        Combinations of the coefficients.
    """
    inverse = np.linalg.pinv((design_matrix * weight[:, None]).T @ design_matrix, hermitian=True)
    return np.asarray((np.abs(design_matrix @ (inverse @ contrasts.T)) * largest[:, None]).max(axis=0))


def _effective(residual: Floats, inside: Bools, weight: Floats, square: Floats) -> Floats:
    own = np.where(inside, residual**2, 0.0)
    return np.asarray((weight @ own) ** 2 / np.fmax(square @ own**2, np.finfo(float).tiny))
