"""Logistic regression on grouped rows with a linearised or an inverse-information covariance: arrays in, arrays out."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

Floats = npt.NDArray[np.float64]

_MAX_ITERATIONS = 50  # a fit that exists needs fewer than 15
_TOLERANCE = 1e-10  # change of the coefficients between two iterations


class LogisticFit(NamedTuple):
    """Coefficients, intercept first, their covariance, and whether the iterations settled."""

    coefficients: Floats
    covariance: Floats
    converged: bool


def fit_logistic_rows(
    design_matrix: Floats,
    outcome: Floats,
    weight: Floats,
    squared_weight: Floats,
    *,
    n_sample: int,
    linearised: bool,
) -> LogisticFit:
    r"""Fit by iteratively reweighted least squares; rows that agree in predictors and outcome may stand as one.

    With :math:`A = \sum w_i p_i (1 - p_i) x_i x_i'` and :math:`B = \sum w_i^2 (y_i - p_i)^2 x_i x_i'` the linearised
    covariance is :math:`\frac{n}{n - 1} A^{-1} B A^{-1}`; the model's own is :math:`A^{-1}`.

    Parameters
    ----------
    design_matrix : array, shape (n_rows, n_parameters)
        First column ones.
    outcome : array, shape (n_rows,)
        0 or 1.
    weight, squared_weight : array, shape (n_rows,)
        Sum of the weights and sum of the squared weights of the respondents in the row.
    n_sample : int
        Respondents of the whole sample, also those outside the model.
    linearised : bool

    Notes
    -----
    R: ``survey::svyglm(family = quasibinomial())``; ``glm(family = binomial)`` for the model's own covariance.
    """
    # statsmodels gives the point estimates only: its errors under freq_weights count weights as respondents
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # separation is reported by `converged`
        model = GLM(outcome, design_matrix, family=Binomial(), freq_weights=weight)
        fit = model.fit(maxiter=_MAX_ITERATIONS, tol=_TOLERANCE, tol_criterion="params", cov_type="nonrobust")
    x, p = design_matrix, np.asarray(fit.fittedvalues)
    information = (x * (weight * p * (1 - p))[:, None]).T @ x
    inverse = np.linalg.pinv(information)
    if linearised:
        scores = (x * (squared_weight * (outcome - p) ** 2)[:, None]).T @ x
        inverse = n_sample / (n_sample - 1) * inverse @ scores @ inverse
    return LogisticFit(np.asarray(fit.params), inverse, bool(fit.converged))
