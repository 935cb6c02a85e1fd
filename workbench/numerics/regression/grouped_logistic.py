"""A logistic model of levels from numbers alone: of each combination of levels, and of each level with the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from workbench.arrays import Floats, Ints
from workbench.numerics.regression.identifying_respondents import largest_influence
from workbench.numerics.regression.logistic_regression import fit_logistic_rows

_ROUNDS, _TOLERANCE = 2000, 1e-10  # of raking; the largest relative distance of a sum from its margin


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
    """Coefficients, intercept first, and adjusted shares, each with the covariance that the model alone gives.

    Attributes
    ----------
    predictors : GroupedPredictors
    coefficients, covariance : array
        Empty of numbers (NaN) where no finite coefficients give these sums.
    shares : dict of (int, int) to float
        Share with the outcome if everybody had a level, by column and level of the predictors.
    share_covariance : array
        Of `shares` in their order; the combinations count as a sample.
    """

    predictors: GroupedPredictors
    coefficients: Floats
    covariance: Floats
    shares: dict[tuple[int, int], float]
    share_covariance: Floats


def fit_grouped_logistic(predictors: GroupedPredictors, n: Floats, events: Floats) -> GroupedLogistic:
    r"""Solve :math:`X' (n \circ \operatorname{expit} X \beta) = X' e`: of the events only sums over levels count.

    Parameters
    ----------
    predictors : GroupedPredictors
    n, events : array, shape (n_combinations,)
        Respondents, and numbers that add up to those with the outcome of each level; single ones may exceed `n`.

    Notes
    -----
    R: ``glm(cbind(e, n - e) ~ a + b, binomial)`` where no `e` exceeds `n`.
    """
    x = predictors.design_matrix()
    both, outcome = np.vstack([x, x]), np.repeat([1.0, 0.0], len(x))
    fit = fit_logistic_rows(both, outcome, np.concatenate([events, n - events]))
    found = fit.converged and bool(np.isfinite(fit.coefficients).all())
    beta = fit.coefficients if found else np.full(x.shape[1], np.nan)
    inverse = fit.inverse if found else np.full((x.shape[1], x.shape[1]), np.nan)
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
    apart = predicted - shares
    covariance = slopes @ inverse @ slopes.T + (apart * (part / n.sum())[:, None]).T @ apart
    return GroupedLogistic(
        predictors=predictors,
        coefficients=beta,
        covariance=inverse,
        shares=dict(zip(levels, shares.tolist(), strict=True)),
        share_covariance=covariance,
    )


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
