"""The respondents of a regression, put together in rows, and the covariance of what is estimated from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.regression import fit_logistic_rows, largest_influence
from workbench.population.design import SamplingVariance
from workbench.population.regression.predictors import ModelRows
from workbench.wording import say


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelSample:
    """Rows of a regression with the variance of the whole design; respondents outside the model stay in it.

    Attributes
    ----------
    rows : ModelRows
    variance : SamplingVariance
    """

    rows: ModelRows
    variance: SamplingVariance

    @cached_property
    def weight(self) -> Floats:
        """Weights of the rows, rescaled to sum to the respondents used."""
        return self.rows.row_weights(self.variance.weights)

    @cached_property
    def largest_weight(self) -> Floats:
        """Largest weight of one respondent in each row, on the scale of `weight`."""
        inside, weights = self.rows.place >= 0, self.variance.weights
        largest = np.zeros(len(self.rows.outcome))
        np.maximum.at(largest, self.rows.place[inside], weights[inside] * (self.rows.n_used / weights[inside].sum()))
        return largest

    def influence(self, variables: Sequence[str], contrasts: Floats | None = None) -> Floats:
        """Most that one respondent moves the linear coefficients of a model, or combinations of them."""
        x = self.rows.design_matrix(variables)
        return largest_influence(
            x, self.weight, self.largest_weight, np.eye(x.shape[1]) if contrasts is None else contrasts
        )

    @cached_property
    def degrees_of_freedom(self) -> float:
        """Of the design among the respondents used; a model has 1 − its number of parameters more."""
        return float(self.variance.degrees_of_freedom(self.rows.place >= 0))

    def of(self, variables: Sequence[str]) -> ModelSample:
        """Return the same respondents with these predictors only, in as few rows as they need."""
        return replace(self, rows=self.rows.of(variables))

    def covariance(self, values: Floats, estimate: Callable[[Floats], Floats]) -> Floats:
        """Covariance of estimates under the design.

        Parameters
        ----------
        values : array, shape (n_rows, q)
            Change of the q estimates per unit of the rescaled weight of a row.
        estimate : callable
            From weights of the rows to the q estimates, for designs with replicate weights.
        """
        place, weights = self.rows.place, self.variance.weights
        values = values * (self.rows.n_used / weights[place >= 0].sum())
        return self.variance.covariance_of_patterns(place, values, lambda w: estimate(self.rows.row_weights(w)))


def refitted(design_matrix: Floats, outcome: Floats, weight: Floats, start: Floats) -> Floats:
    """Return the coefficients of the logistic model under the weights of a replicate.

    Raises
    ------
    NotEstimable
        They do not exist: the replicate leaves out all respondents of a level, or all on one side of the outcome.
    """
    fit = fit_logistic_rows(design_matrix, outcome, weight, start=start)
    if not fit.converged:
        raise NotEstimable(
            say(
                "A replicate leaves a level of a predictor without respondents, or with one outcome only, so that its "
                "coefficients do not exist. Join levels by `merge` in the codebook or leave the predictor out."
            )
        )
    return fit.coefficients
