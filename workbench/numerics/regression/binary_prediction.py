"""How well predicted probabilities fit a binary outcome: arrays of grouped rows in, numbers out."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats, Ints


def roc_area(predicted: Floats, outcome: Floats, weight: Floats) -> tuple[float, Floats]:
    r"""Area under the ROC curve and its change per unit of weight of each row, predictions held fixed.

    The area is the probability that somebody with the outcome has the higher prediction, ties counting one half:
    :math:`\sum_{i: y=1} \sum_{j: y=0} w_i w_j \{[p_i > p_j] + \tfrac12 [p_i = p_j]\} / (W_1 W_0)`.

    Parameters
    ----------
    predicted, outcome, weight : array, shape (n_rows,)
        `outcome` 0 or 1; `weight` the sum of weights of the respondents in the row.

    Returns
    -------
    tuple of float and array, shape (n_rows,)

    Notes
    -----
    R: ``pROC::auc``; with equal weights the linearised variance is that of DeLong, DeLong & Clarke-Pearson (1988),
    ``pROC::ci.auc``, but for the divisors n − 1.
    """
    _, place = np.unique(predicted, return_inverse=True)
    events = np.bincount(place, weights=weight * outcome)
    others = np.bincount(place, weights=weight * (1 - outcome))
    below_others = (np.cumsum(others) - others / 2) / others.sum()  # part of the others below each value
    above_events = 1 - (np.cumsum(events) - events / 2) / events.sum()
    area = float(events @ below_others / events.sum())
    change = np.where(
        outcome == 1, (below_others[place] - area) / events.sum(), (above_events[place] - area) / others.sum()
    )
    return area, change


def tjur_r_squared(predicted: Floats, outcome: Floats, weight: Floats) -> float:
    """Mean prediction of those with the outcome less that of the others (Tjur 2009)."""
    events = weight * outcome
    return float(predicted @ events / events.sum() - predicted @ (weight - events) / (weight - events).sum())


def nagelkerke_r_squared(log_likelihood: float, null_log_likelihood: float, total_weight: float) -> float:
    """Cox and Snell's R² divided by its largest value (R: ``survey::psrsq(method = "Nagelkerke")``)."""
    reached = -np.expm1(2 * (null_log_likelihood - log_likelihood) / total_weight)
    return float(reached / -np.expm1(2 * null_log_likelihood / total_weight))


def risk_groups(predicted: Floats, weight: Floats, n_groups: int) -> Ints:
    """Assign rows to groups of about equal weight by rising prediction; equal predictions stay together.

    A value belongs to the group in which the middle of its weight lies.
    """
    _, place = np.unique(predicted, return_inverse=True)
    sums = np.bincount(place, weights=weight)
    middle = (np.cumsum(sums) - sums / 2) / sums.sum()
    codes = np.minimum((middle * n_groups).astype(np.int64), n_groups - 1)
    return np.unique(codes, return_inverse=True)[1][place].astype(np.int64)  # a large value may skip groups


def variance_inflation(design_matrix: Floats, weight: Floats, spans: list[slice]) -> Floats:
    r"""Generalised variance inflation factor of each group of columns, the intercept being the first column.

    :math:`\det R_{11} \det R_{22} / \det R`, with R the weighted correlations of the columns, 1 those of the group and
    2 the others; for one column :math:`1 / (1 - R^2)`.

    References
    ----------
    Fox, J. & Monette, G. (1992). Generalized collinearity diagnostics. Journal of the American Statistical Association
    87, 178-183.
    """
    centred = design_matrix[:, 1:] - np.average(design_matrix[:, 1:], axis=0, weights=weight)
    covariance = (centred * weight[:, None]).T @ centred
    deviation = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(deviation, deviation)
    whole = np.linalg.slogdet(correlation)[1]
    factors = []
    for span in spans:
        own = np.zeros(len(correlation), dtype=bool)
        own[span.start - 1 : span.stop - 1] = True
        parts = [np.linalg.slogdet(correlation[np.ix_(part, part)])[1] if part.any() else 0.0 for part in (own, ~own)]
        factors.append(np.exp(parts[0] + parts[1] - whole))
    return np.array(factors)
