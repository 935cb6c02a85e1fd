"""Adjusted shares: what share would have the outcome if everybody stood in one group, all else as it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import expit

from workbench.arrays import Floats
from workbench.numerics.regression import LogisticFit, logistic_influence
from workbench.population.regression.sample import ModelSample, refitted


class AdjustedShares(NamedTuple):
    """Adjusted share of each level, predictor after predictor, and their covariance.

    `levels`: predictor and number of the level; levels without respondents have no entry.
    """

    levels: list[tuple[str, int]]
    estimate: Floats
    covariance: Floats


def adjusted_shares(
    sample: ModelSample, variables: list[str], fit: LogisticFit, covariance: Floats | None = None
) -> AdjustedShares:
    r"""Average the predicted probabilities over the respondents, with everybody put into each level in turn.

    .. math:: \hat m_g = \frac{\sum_i w_i \hat p_i(g)}{\sum_i w_i}, \qquad
        u_i = \frac{\hat p_i(g) - \hat m_g}{\sum w} + d_g^\top a_i, \;
        d_g = \frac{\sum_i w_i \hat p_i(g)(1 - \hat p_i(g)) x_i(g)}{\sum_i w_i}

    with :math:`a_i` the influence of respondent i on the coefficients and :math:`x_i(g)` the predictors of respondent
    i with the level g. The covariance is that of :math:`\sum w_i u_i` under the design: it counts that coefficients and
    other predictors come from one and the same sample.

    Parameters
    ----------
    sample : ModelSample
    variables : list of str
        Predictors of the model.
    fit : LogisticFit
        Of these predictors.
    covariance : array, optional
        Covariance of the coefficients; given, the covariates are taken as fixed: :math:`d^\top V d` alone.

    References
    ----------
    Graubard, B. I. & Korn, E. L. (1999). Predictive margins with survey data. Biometrics 55(2), 652-659.
    """
    rows, x = sample.rows, sample.rows.design_matrix(variables)
    levels = [(v, int(g)) for v in variables if v not in rows.values for g in np.flatnonzero(rows.level_n[v])]

    def shares(coefficients: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
        return _predicted(sample, variables, levels, x, coefficients, weight / weight.sum())

    def again(weight: Floats) -> Floats:
        return shares(refitted(x, rows.outcome, weight, fit.coefficients), weight)[0]

    estimate, slopes, predicted = shares(fit.coefficients, sample.weight)
    if covariance is not None:
        return AdjustedShares(levels, estimate, slopes @ covariance @ slopes.T)
    influence = logistic_influence(x, rows.outcome, fit) @ slopes.T
    values = influence + (predicted - estimate) / sample.weight.sum()
    return AdjustedShares(levels, estimate, sample.covariance(values, again))


def _predicted(
    sample: ModelSample,
    variables: list[str],
    levels: list[tuple[str, int]],
    x: Floats,
    coefficients: Floats,
    part: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Average p over the rows by level, with its derivatives (n_levels, p) and p itself (n_rows, n_levels)."""
    rows, spans, eta = sample.rows, sample.rows.spans(variables), x @ coefficients
    predicted, slopes = np.empty((len(x), len(levels))), np.empty((len(levels), x.shape[1]))
    for place, (variable, level) in enumerate(levels):
        span = spans[variable]
        own = (rows.columns[variable] == level).astype(float)
        moved = eta + (own @ coefficients[span] - x[:, span] @ coefficients[span])
        predicted[:, place] = expit(moved)
        spread = part * predicted[:, place] * expit(-moved)
        slopes[place] = spread @ x
        slopes[place, span] = own * spread.sum()
    return part @ predicted, slopes, predicted
