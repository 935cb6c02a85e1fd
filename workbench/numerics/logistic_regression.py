"""Logistic regression on grouped rows with a linearised or an inverse-information covariance: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit

Floats = npt.NDArray[np.float64]

_MAX_ITERATIONS = 50  # a fit that exists needs fewer than 20
_MAX_HALVINGS = 30
_ROUNDING = 1e-12  # relative change of the log-likelihood that is no fall
_TOLERANCE = 1e-9  # last step, relative to the largest coefficient: the error is then its square


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
    r"""Fit by Newton's method; rows that agree in predictors and outcome may stand as one.

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
    x = design_matrix
    coefficients, converged = _maximum(x, outcome, weight)
    residual, spread = _residual_and_spread(x @ coefficients, outcome)
    information = (x * (weight * spread)[:, None]).T @ x
    inverse = np.linalg.pinv(information, hermitian=True)
    if linearised:
        scores = (x * (squared_weight * residual**2)[:, None]).T @ x
        inverse = n_sample / (n_sample - 1) * inverse @ scores @ inverse
    return LogisticFit(coefficients, np.asarray(inverse, dtype=np.float64), converged)


def _maximum(x: Floats, outcome: Floats, weight: Floats) -> tuple[Floats, bool]:
    """Newton steps, halved until the log-likelihood does not fall: very unequal weights would throw whole steps off.

    Where the predictors decide the outcome the coefficients grow until the information is singular.
    """
    coefficients = np.zeros(x.shape[1])
    likelihood = _log_likelihood(x @ coefficients, outcome, weight)
    for _ in range(_MAX_ITERATIONS):
        residual, spread = _residual_and_spread(x @ coefficients, outcome)
        step, _, rank, _ = np.linalg.lstsq((x * (weight * spread)[:, None]).T @ x, x.T @ (weight * residual))
        if rank < len(step):
            break
        if np.abs(step).max() <= _TOLERANCE * (1 + np.abs(coefficients).max()):
            return coefficients + step, True
        for _ in range(_MAX_HALVINGS):
            reached = _log_likelihood(x @ (coefficients + step), outcome, weight)
            if reached >= likelihood - _ROUNDING * abs(likelihood):
                break
            step = step / 2
        coefficients, likelihood = coefficients + step, reached
    return coefficients, False


def _log_likelihood(eta: Floats, outcome: Floats, weight: Floats) -> float:
    return -float(weight @ np.logaddexp(0.0, np.where(outcome == 1, -eta, eta)))


def _residual_and_spread(eta: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Return y − p and p (1 − p), exact also where p is nearly 0 or 1."""
    p, rest = expit(eta), expit(-eta)
    return np.where(outcome == 1, rest, -p), p * rest
