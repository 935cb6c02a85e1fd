r"""Proportional-odds logistic regression of grouped rows (McCullagh 1980): arrays in, arrays out.

.. math:: P(Y \le c \mid x) = \Lambda(\alpha_c - x'\beta), \qquad \alpha_1 < \dots < \alpha_{C-1}

A category's probability is :math:`\Lambda(u)\Lambda(-l)(1 - e^{l-u})` with its upper and lower end u and l, and
:math:`u - l` does not depend on x, so the derivatives are exact also where a probability is tiny. The log-likelihood is
concave (Pratt 1981): a maximum that exists is the only one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_expit

from workbench.arrays import Floats

MAX_ITERATIONS = 60  # a fit that exists needs fewer than 15
MAX_HALVINGS = 30
TOLERANCE = 1e-9  # last step, relative to the largest coefficient: the error is then its square
SINGULAR = 1e-11  # smallest eigenvalue of the scaled information that a finite, unique maximum leaves
ROUNDING = 1e-12


class OrdinalFit(NamedTuple):
    """A fitted model.

    Attributes
    ----------
    thresholds : array, shape (C − 1,)
    slopes : array, shape (q,)
    log_likelihood : float
    information : array, shape (C − 1 + q, C − 1 + q)
        Negative second derivatives, thresholds first.
    converged : bool
        False where the maximum is not reached or not unique, as with predictors that decide the outcome.
    """

    thresholds: Floats
    slopes: Floats
    log_likelihood: float
    information: Floats
    converged: bool


def fit_ordinal_logistic(counts: Floats, predictors: Floats, *, start: Floats | None = None) -> OrdinalFit:
    """Maximise the log-likelihood by Newton's method.

    Parameters
    ----------
    counts : array, shape (m, C)
        Sums of weights of the respondents of each row, by answer; no column may be all zero.
    predictors : array, shape (m, q)
        Without constant.
    start : array, shape (q,), optional
        Slopes to start from, 0 by default.

    Notes
    -----
    R: ``MASS::polr(ordered(y) ~ x, method = "logistic")``.
    """
    n_cuts, q = counts.shape[1] - 1, predictors.shape[1]
    shares = np.cumsum(counts.sum(axis=0))[:-1] / counts.sum()
    parameters = np.concatenate([np.log(shares / (1 - shares)), np.zeros(q) if start is None else start])
    if start is not None:  # thresholds where the rows are on average
        parameters[:n_cuts] += float(counts.sum(axis=1) @ (predictors @ start)) / counts.sum()
    likelihood, converged = _log_likelihood(parameters, counts, predictors), False
    gradient, information = _derivatives(parameters, counts, predictors)
    for _ in range(MAX_ITERATIONS):
        if _is_singular(information):
            break
        step = np.linalg.solve(information, gradient)
        if np.abs(step).max() <= TOLERANCE * (1 + np.abs(parameters).max()):
            converged = True
            break
        for _ in range(MAX_HALVINGS):
            reached = _log_likelihood(parameters + step, counts, predictors)
            if reached >= likelihood - ROUNDING * abs(likelihood):
                break
            step = step / 2
        parameters, likelihood = parameters + step, reached
        gradient, information = _derivatives(parameters, counts, predictors)
    return OrdinalFit(parameters[:n_cuts], parameters[n_cuts:], likelihood, information, converged)


def empty_log_likelihood(counts: Floats) -> float:
    """Log-likelihood of the model without predictors, from the sums of weights (m, C)."""
    totals = counts.sum(axis=0)
    return float(totals @ np.log(totals / totals.sum()))


def linearised_covariance(fit: OrdinalFit, squared: Floats, predictors: Floats, *, n_sample: int) -> Floats:
    r"""Sandwich covariance :math:`\frac{n}{n-1} A^{-1} B A^{-1}` with :math:`B = \sum w_i^2 s_i s_i'`.

    Parameters
    ----------
    fit : OrdinalFit
    squared : array, shape (m, C)
        Sums of squared weights.
    predictors : array, shape (m, q)
    n_sample : int
        Respondents.

    Notes
    -----
    R: ``survey::svyolr`` under ``svydesign(ids = ~1, weights = ~w)``.
    """
    scores = _casewise_scores(fit, predictors)
    meat = np.einsum("mc,mcp,mcq->pq", squared, scores, scores)
    inverse = np.linalg.inv(fit.information)
    return np.asarray(n_sample / (n_sample - 1) * inverse @ meat @ inverse)


def _log_likelihood(parameters: Floats, counts: Floats, predictors: Floats) -> float:
    n_cuts = counts.shape[1] - 1
    gaps = np.diff(parameters[:n_cuts])
    if (gaps <= 0).any():
        return -np.inf
    eta = parameters[:n_cuts] - (predictors @ parameters[n_cuts:])[:, None]
    ends = (counts[:, :-1] * log_expit(eta)).sum() + (counts[:, 1:] * log_expit(-eta)).sum()
    return float(ends + counts[:, 1:-1].sum(axis=0) @ np.log(-np.expm1(-gaps)))


def _derivatives(parameters: Floats, counts: Floats, predictors: Floats) -> tuple[Floats, Floats]:
    """Gradient and negative second derivatives."""
    n_cuts = counts.shape[1] - 1
    eta = parameters[:n_cuts] - (predictors @ parameters[n_cuts:])[:, None]
    below, inside = expit(eta), counts[:, 1:-1].sum(axis=0)
    gaps = np.diff(parameters[:n_cuts])
    pull, bend = inside / np.expm1(gaps), inside / (4 * np.sinh(gaps / 2) ** 2)
    residual = counts[:, :-1] * (1 - below) - counts[:, 1:] * below
    spread = (counts[:, :-1] + counts[:, 1:]) * below * (1 - below)
    of_cuts = residual.sum(axis=0)
    of_cuts[1:] += pull
    of_cuts[:-1] -= pull
    gradient = np.concatenate([of_cuts, -predictors.T @ residual.sum(axis=1)])
    information = np.zeros((len(parameters),) * 2)
    diagonal = spread.sum(axis=0)
    diagonal[1:] += bend
    diagonal[:-1] += bend
    information[:n_cuts, :n_cuts] = np.diag(diagonal) - np.diag(bend, 1) - np.diag(bend, -1)
    information[:n_cuts, n_cuts:] = -spread.T @ predictors
    information[n_cuts:, :n_cuts] = information[:n_cuts, n_cuts:].T
    information[n_cuts:, n_cuts:] = (predictors * spread.sum(axis=1)[:, None]).T @ predictors
    return gradient, information


def _casewise_scores(fit: OrdinalFit, predictors: Floats) -> Floats:
    """Differentiate one respondent's log-likelihood, by row and answer, shape (m, C, C − 1 + q)."""
    n_cuts = len(fit.thresholds)
    below = expit(fit.thresholds - (predictors @ fit.slopes)[:, None])
    pull = np.pad(1 / np.expm1(np.diff(fit.thresholds)), 1)
    cuts, upper = np.arange(n_cuts), 1 - below
    scores = np.zeros((len(predictors), n_cuts + 1, n_cuts + predictors.shape[1]))
    scores[:, cuts, cuts] = upper + pull[:-1]
    scores[:, cuts + 1, cuts] = -below - pull[1:]
    slope = np.pad(upper, ((0, 0), (0, 1))) - np.pad(below, ((0, 0), (1, 0)))
    scores[:, :, n_cuts:] = -slope[:, :, None] * predictors[:, None, :]
    return scores


def _is_singular(information: Floats) -> bool:
    scale = np.sqrt(np.diag(information))
    if not (scale > 0).all() or not np.isfinite(information).all():
        return True
    return bool(np.linalg.eigvalsh(information / np.outer(scale, scale))[0] < SINGULAR)
