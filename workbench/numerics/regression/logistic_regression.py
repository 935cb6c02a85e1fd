"""Logistic regression on grouped rows: points, information, contributions of rows: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from workbench.arrays import Floats

_MAX_ITERATIONS = 50  # a fit that exists needs fewer than 20
_MAX_HALVINGS = 30
_ROUNDING = 1e-12  # relative change of the log-likelihood that is no fall
_TOLERANCE = 1e-9  # last step, relative to the largest coefficient: the error is then its square
_PENALISED_TOLERANCE = 1e-11  # Firth's steps shrink linearly: the error is about the step


class LogisticFit(NamedTuple):
    """Coefficients, intercept first, the inverse of their information, and whether the iterations settled.

    `log_likelihood` holds Firth's penalty where it was asked for.
    """

    coefficients: Floats
    inverse: Floats
    log_likelihood: float
    converged: bool


def fit_logistic_rows(
    design_matrix: Floats,
    outcome: Floats,
    weight: Floats,
    *,
    start: Floats | None = None,
    held: int | None = None,
    penalised: bool = False,
) -> LogisticFit:
    r"""Fit by Newton's method; rows that agree in predictors and outcome may stand as one.

    Maximises :math:`\sum w_i (y_i \eta_i - \log(1 + e^{\eta_i}))`, with Firth's penalty plus
    :math:`\tfrac12 \log |A|`, :math:`A = \sum w_i p_i (1 - p_i) x_i x_i'`.

    Parameters
    ----------
    design_matrix : array, shape (n_rows, n_parameters)
    outcome : array, shape (n_rows,)
        0 or 1.
    weight : array, shape (n_rows,)
        Sum of the weights of the respondents in the row.
    start : array, shape (n_parameters,), optional
        Where the iterations begin; default zeros.
    held : int, optional
        Place of a coefficient that keeps its value in `start`.
    penalised : bool
        Whether to add Firth's penalty, under which the coefficients of separated levels are finite.

    Notes
    -----
    R: ``survey::svyglm(family = quasibinomial())``, ``glm(family = binomial)``, ``logistf::logistf``.

    References
    ----------
    Firth, D. (1993). Bias reduction of maximum likelihood estimates. Biometrika 80(1), 27-38.
    """
    x = design_matrix
    begin = np.zeros(x.shape[1]) if start is None else start
    free = np.flatnonzero(np.arange(x.shape[1]) != held)
    coefficients, converged = _maximum(x, outcome, weight, begin, free, penalised)
    eta = x @ coefficients
    inverse = np.linalg.pinv(_information(x, eta, weight), hermitian=True)
    return LogisticFit(
        coefficients,
        np.asarray(inverse, dtype=np.float64),
        _objective(x, eta, outcome, weight, penalised),
        converged,
    )


def logistic_influence(design_matrix: Floats, outcome: Floats, fit: LogisticFit) -> Floats:
    r"""Change of the coefficients per unit of weight of each row, :math:`(y_i - p_i) x_i' A^{-1}`.

    Returns
    -------
    array, shape (n_rows, n_parameters)
        The contribution of a respondent to the linearised estimate is weight · row.
    """
    residual, _ = residual_and_spread(design_matrix @ fit.coefficients, outcome)
    return np.asarray((design_matrix * residual[:, None]) @ fit.inverse)


def log_likelihood(eta: Floats, outcome: Floats, weight: Floats) -> float:
    """Logarithm of the weighted binomial likelihood."""
    return -float(weight @ np.logaddexp(0.0, np.where(outcome == 1, -eta, eta)))


def residual_and_spread(eta: Floats, outcome: Floats) -> tuple[Floats, Floats]:
    """Return y − p and p (1 − p), exact also where p is nearly 0 or 1."""
    p, rest = expit(eta), expit(-eta)
    return np.where(outcome == 1, rest, -p), p * rest


def leverage(design_matrix: Floats, eta: Floats, inverse: Floats) -> Floats:
    r"""Diagonal of the hat matrix per unit of weight, :math:`p_i (1 - p_i) x_i' A^{-1} x_i`."""
    spread = expit(eta) * expit(-eta)
    return np.asarray(spread * np.einsum("ij,ij->i", design_matrix @ inverse, design_matrix))


def _maximum(
    x: Floats, outcome: Floats, weight: Floats, coefficients: Floats, free: npt.NDArray[np.intp], penalised: bool
) -> tuple[Floats, bool]:
    """Newton steps, halved until the objective does not fall: very unequal weights would throw whole steps off.

    Where the predictors decide the outcome the coefficients grow until the information is singular.
    """
    tolerance = _PENALISED_TOLERANCE if penalised else _TOLERANCE
    objective = _objective(x, x @ coefficients, outcome, weight, penalised)
    for _ in range(_MAX_ITERATIONS * (4 if penalised else 1)):
        eta = x @ coefficients
        residual, _spread = residual_and_spread(eta, outcome)
        information = _information(x, eta, weight)
        if penalised:
            inverse = np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)
            residual = residual + leverage(x, eta, inverse) * (0.5 - expit(eta))
        step = np.zeros(len(coefficients))
        score = x[:, free].T @ (weight * residual)
        step[free], _, rank, _ = np.linalg.lstsq(information[np.ix_(free, free)], score)
        if rank < len(free):
            break
        if np.abs(step).max() <= tolerance * (1 + np.abs(coefficients).max()):
            return coefficients + step, True
        for _ in range(_MAX_HALVINGS):
            reached = _objective(x, x @ (coefficients + step), outcome, weight, penalised)
            if reached >= objective - _ROUNDING * abs(objective):
                break
            step = step / 2
        coefficients, objective = coefficients + step, reached
    return coefficients, False


def _information(x: Floats, eta: Floats, weight: Floats) -> Floats:
    return np.asarray((x * (weight * expit(eta) * expit(-eta))[:, None]).T @ x)


def _objective(x: Floats, eta: Floats, outcome: Floats, weight: Floats, penalised: bool) -> float:
    value = log_likelihood(eta, outcome, weight)
    if penalised:
        value += 0.5 * float(np.linalg.slogdet(_information(x, eta, weight))[1])
    return value
