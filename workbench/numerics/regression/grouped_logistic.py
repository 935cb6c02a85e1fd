"""A logistic model of levels from numbers alone: of each combination of levels, and of each level with the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from workbench.arrays import Floats, Ints
from workbench.numerics.regression.identifying_respondents import largest_influence

_ROUNDS, _STEPS = 2000, 100  # of raking, of Newton's method
_TOLERANCE = 1e-10  # relative change of the last round or step
_LARGEST = 30.0  # log odds of a combination, beyond which predictors decide the outcome


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupedPredictors:
    """Combinations of levels, and which levels there are.

    Attributes
    ----------
    codes : array of int, shape (n_combinations, n_predictors)
        Number of the level, reference = 0; of a numeric predictor that of its value.
    n_levels : tuple of int
        Levels of each predictor.
    values : mapping of int to array
        Values of the numeric predictors, by their column of `codes`.
    """

    codes: Ints
    n_levels: tuple[int, ...]
    values: Mapping[int, Floats]

    def rake(self, start: Floats, margins: Mapping[int, Floats]) -> Floats:
        """Multiply numbers of the combinations until they add up to the margins of each predictor with levels.

        Iterative proportional fitting (Deming and Stephan 1940); margins of all predictors have one sum. Where no
        numbers have these margins the last round is returned.
        """
        cells = start.astype(float)
        for _ in range(_ROUNDS):
            before = cells
            for column, margin in margins.items():
                sums = np.bincount(self.codes[:, column], weights=cells, minlength=len(margin))
                with np.errstate(invalid="ignore", divide="ignore"):
                    cells = cells * np.where(sums > 0, margin / sums, 0.0)[self.codes[:, column]]
            if np.abs(cells - before).max(initial=0.0) <= _TOLERANCE * cells.max(initial=1.0):
                break
        return cells

    def design_matrix(self) -> Floats:
        """Ones, an indicator per level but the first, or the values of a number."""
        columns = [np.ones((len(self.codes), 1))]
        for column, n in enumerate(self.n_levels):
            own = self.codes[:, [column]]
            columns.append(
                self.values[column][own] if column in self.values else (own == np.arange(1, n)).astype(float)
            )
        return np.hstack(columns)

    def place(self, column: int, level: int) -> int:
        """Place of a level's coefficient; 0, that of the intercept, for a reference level."""
        before = sum(1 if j in self.values else n - 1 for j, n in enumerate(self.n_levels[:column]))
        return before + (1 if column in self.values else level) if level or column in self.values else 0

    def contrast(self, column: int, level: int, reference: int) -> Floats:
        """Return what gives the log odds of a level against another from the coefficients."""
        row = np.zeros(1 + sum(1 if j in self.values else n - 1 for j, n in enumerate(self.n_levels)))
        for sign, own in ((1.0, level), (-1.0, reference)):
            if place := self.place(column, own):
                row[place] += sign
        if column in self.values:  # one more of the number, with nothing that it is compared to
            row[self.place(column, 0)] = 1.0
        return row


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupedLogistic:
    """Coefficients, intercept first, and adjusted shares, with what sampling and what rounded sums leave open.

    Attributes
    ----------
    predictors : GroupedPredictors
    coefficients, covariance, rounding : array
        `covariance` is that of a simple random sample, `rounding` that of the doubt about the sums.
    shares : dict of (int, int) to float
        Share with the outcome if everybody had a level, by column and level of the predictors.
    share_covariance, share_rounding : array
        Of `shares` in their order; the combinations count as a sample.
    """

    predictors: GroupedPredictors
    coefficients: Floats
    covariance: Floats
    rounding: Floats
    shares: dict[tuple[int, int], float]
    share_covariance: Floats
    share_rounding: Floats


def fit_grouped_logistic(
    predictors: GroupedPredictors, n: Floats, events: Floats, doubt: float = 0.0
) -> GroupedLogistic:
    r"""Solve :math:`X' (n \circ \operatorname{expit} X \beta) = X' e`: of the events only sums over levels count.

    Parameters
    ----------
    predictors : GroupedPredictors
    n, events : array, shape (n_combinations,)
        Respondents, and numbers that add up to those with the outcome of each level; single ones may exceed `n`.
    doubt : float
        Variance of each sum over a level, as of one known by its window. Where no finite coefficients give these sums,
        those are found that are off by the doubt times the coefficient: a normal prior of its inverse.

    Notes
    -----
    R: ``glm(cbind(e, n - e) ~ a + b, binomial)`` where no `e` exceeds `n`.
    """
    x = predictors.design_matrix()
    doubts = np.full(x.shape[1], doubt)
    doubts[0] = 0.0
    beta, inverse = _solved(x, n, x.T @ events, np.zeros(x.shape[1]))
    if not np.isfinite(beta).all() and doubt > 0:
        beta, inverse = _solved(x, n, x.T @ events, doubts)
    levels = [(j, g) for j, m in enumerate(predictors.n_levels) if j not in predictors.values for g in range(m)]
    part, eta = n / n.sum(), x @ beta
    predicted, slopes = np.empty((len(x), len(levels))), np.empty((len(levels), len(beta)))
    for at, (column, level) in enumerate(levels):
        moved = x.copy()
        moved[:, [predictors.place(column, g) for g in range(1, predictors.n_levels[column])]] = 0.0
        if level:
            moved[:, predictors.place(column, level)] = 1.0
        predicted[:, at] = expit(eta + (moved - x) @ beta)
        slopes[at] = (part * predicted[:, at] * (1 - predicted[:, at])) @ moved
    shares = part @ predicted
    apart, rounding = predicted - shares, (inverse * doubts) @ inverse
    return GroupedLogistic(
        predictors=predictors,
        coefficients=beta,
        covariance=inverse,
        rounding=rounding,
        shares=dict(zip(levels, shares.tolist(), strict=True)),
        share_covariance=slopes @ inverse @ slopes.T + (apart * (part / n.sum())[:, None]).T @ apart,
        share_rounding=slopes @ rounding @ slopes.T,
    )


def _solved(x: Floats, n: Floats, sums: Floats, prior: Floats) -> tuple[Floats, Floats]:
    """Newton's steps, halved until the objective does not fall; NaN where the coefficients grow without end."""
    beta = np.zeros(x.shape[1])

    def objective(at: Floats) -> float:
        return float(sums @ at - n @ np.logaddexp(0.0, x @ at) - prior @ at**2 / 2)

    for _ in range(_STEPS):
        p = expit(x @ beta)
        information = (x * (n * p * (1 - p))[:, None]).T @ x + np.diag(prior)
        step = np.linalg.pinv(information, hermitian=True) @ (sums - x.T @ (n * p) - prior * beta)
        reached = objective(beta)
        while objective(beta + step) < reached - _TOLERANCE * abs(reached) and np.abs(step).max() > _TOLERANCE:
            step = step / 2
        beta = beta + step
        if not np.isfinite(beta).all() or np.abs(x @ beta).max() > _LARGEST:
            break
        if np.abs(step).max() <= _TOLERANCE * (1 + np.abs(beta).max()):
            return beta, np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)
    return np.full(len(beta), np.nan), np.full((len(beta), len(beta)), np.nan)


def grouped_own_parts(predictors: GroupedPredictors, n: Floats, contrasts: Sequence[Floats], alone: Floats) -> Floats:
    """Most that one respondent moves contrasts of linear coefficients in models of their predictor alone, over all.

    Parameters
    ----------
    predictors : GroupedPredictors
    n : array, shape (n_combinations,)
    contrasts : sequence of arrays
    alone : array, shape (n_contrasts,)
        What one moves in the model of the predictor alone.
    """
    x = predictors.design_matrix()
    most = largest_influence(x, n, np.ones(len(x)), np.array(contrasts))
    return np.asarray(np.fmin(alone / np.fmax(most, np.finfo(float).tiny), 1.0))
