"""Profile likelihood intervals of logistic coefficients: arrays in, arrays out."""

from __future__ import annotations

from typing import Literal

import numpy as np
import scipy  # `scipy.stats` is loaded by its first use: reading a survey does without that second

from workbench.arrays import Floats
from workbench.numerics.regression.logistic_regression import LogisticFit, fit_logistic_rows

_MAX_DOUBLINGS = 12  # from one standard error to 4096 of them: beyond, the likelihood is flat
_TOLERANCE = 1e-11


def profile_intervals(
    design_matrix: Floats,
    outcome: Floats,
    weight: Floats,
    fit: LogisticFit,
    *,
    conf_level: float,
    penalised: bool = False,
) -> tuple[Floats, Floats]:
    r"""Find the ends of the set of values that a likelihood ratio test does not reject, for each coefficient.

    An end solves :math:`2 (\ell(\hat\beta) - \max_{\beta: \beta_j = b} \ell(\beta)) = \chi^2_{1, \text{conf_level}}`.

    Parameters
    ----------
    design_matrix : array, shape (n_rows, n_parameters)
    outcome, weight : array, shape (n_rows,)
    fit : LogisticFit
        At its maximum.
    conf_level : float
    penalised : bool
        Whether `fit` has Firth's penalty.

    Returns
    -------
    tuple of two arrays, shape (n_parameters,)
        Lower and upper ends; infinite where the likelihood stays above.

    Notes
    -----
    R: ``confint(glm(...))``, which interpolates the profile between a few points and is off by up to 1e-4;
    ``logistf::logistf`` for the penalised likelihood.

    References
    ----------
    Venzon, D. J. & Moolgavkar, S. H. (1988). A method for computing profile-likelihood-based confidence intervals.
    Applied Statistics 37(1), 87-94.
    """
    drop = scipy.stats.chi2.ppf(conf_level, 1) / 2
    std_error = np.sqrt(np.diag(fit.inverse))

    def end(place: int, side: Literal[-1, 1]) -> float:
        start = fit.coefficients

        def excess(distance: float) -> float:
            nonlocal start
            moved = start.copy()
            moved[place] = fit.coefficients[place] + side * distance
            held = fit_logistic_rows(design_matrix, outcome, weight, start=moved, held=place, penalised=penalised)
            start = held.coefficients
            return float(fit.log_likelihood - held.log_likelihood - drop)

        near, far = 0.0, float(std_error[place]) * float(np.sqrt(2 * drop))
        for _ in range(_MAX_DOUBLINGS):
            if excess(far) >= 0:
                distance = scipy.optimize.brentq(excess, near, far, xtol=_TOLERANCE, rtol=_TOLERANCE)
                return float(fit.coefficients[place] + side * distance)
            near, far = far, 2 * far
        return side * np.inf

    places = range(len(fit.coefficients))
    return np.array([end(j, -1) for j in places]), np.array([end(j, 1) for j in places])
