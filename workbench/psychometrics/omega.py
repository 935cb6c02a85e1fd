"""Coefficient omega: reliability of the sum under one common factor with unequal loadings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import NotEstimable
from workbench.numerics.covariance import correlation_matrix, smallest_eigenvalues
from workbench.numerics.factor_extraction import UNIQUENESS_BOUNDS, Extraction, extract_factors
from workbench.options import (
    OMEGA_DENOMINATORS,
    OMEGA_INTERVALS,
    OMEGA_KINDS,
    check_count,
    check_fraction,
    check_option,
)
from workbench.psychometrics.analysed_correlations import correlations
from workbench.psychometrics.complete_responses import SINGULAR, CompleteResponses, complete_responses
from workbench.psychometrics.factor_loadings import heywood_notes, loadings_frame
from workbench.psychometrics.reliability import (
    bootstrap_covariances,
    bootstrap_method,
    check_total_varies,
    failed_notes,
    interval_table,
    percentile_interval,
)
from workbench.results import Result

Floats = NDArray[np.float64]

VARIANCES = {"model": "model-implied", "observed": "observed"}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Omega(Result):
    """Coefficient omega of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        One row: term, estimate, conf_low, conf_high, n_respondents, n_items.
    loadings : pandas.DataFrame
        The standardised one-factor solution behind it, in the order of the responses: item, factor, loading,
        communality, uniqueness.
    interval : str
        Kind of interval: `bootstrap`.
    weighted : bool
        Whether sampling weights were used.
    """

    loadings: pd.DataFrame
    interval: str
    weighted: bool

    def __repr__(self) -> str:
        """One line with estimate and interval."""
        row = self.table.iloc[0]
        return f"Omega({row.estimate:.3f} [{row.conf_low:.3f}, {row.conf_high:.3f}], n={row.n_respondents})"


def coefficient_omega(
    responses: pd.DataFrame,
    *,
    kind: str = "total",
    denominator: str = "model",
    interval: str = "bootstrap",
    conf_level: float = 0.95,
    n_bootstrap: int = 2000,
    seed: int = 1,
    sampling_weights: pd.Series | None = None,
) -> Omega:
    r"""Estimate omega total (McDonald 1999) from one common factor by maximum likelihood.

    .. math:: \omega = \frac{(\sum_i \lambda_i)^2}{(\sum_i \lambda_i)^2 + \sum_i \theta_i}

    with loadings and unique variances of the covariance matrix. With ``denominator="observed"`` the denominator is
    the observed variance of the sum, :math:`\sum_{ij} s_{ij}`.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    kind : {"total"}
        The items are taken as continuous.
    denominator : {"model", "observed"}
        Variance of the sum that the factor model implies, or that was observed.
    interval : {"bootstrap"}
        Percentiles of resampled respondents.
    conf_level : float
        Coverage of the interval, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples and the seed of the draws; the order of the respondents changes nothing.
    sampling_weights : Series, shape (n_respondents,), optional
        With the index of `responses`.

    Returns
    -------
    Omega

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than three items, no more respondents than items, an item that everybody answers alike or that follows
        from the others.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: with ``f <- lavaan::cfa(model, x, std.lv = TRUE)``, ``semTools::compRelSEM(f, obs.var = FALSE)``
    is `model` and ``semTools::compRelSEM(f)`` is `observed`. Unique variances stay above 0.005 of the item's variance;
    lavaan lets them turn negative. ``psych::omega`` is another coefficient.

    References
    ----------
    McDonald (1999), Test Theory: A Unified Treatment, chapter 6.
    Jöreskog (1967), Psychometrika 32(4), 443-482.
    """
    check_option("kind", kind, OMEGA_KINDS)
    check_option("denominator", denominator, OMEGA_DENOMINATORS)
    check_option("interval", interval, OMEGA_INTERVALS)
    check_fraction("conf_level", conf_level)
    check_count("n_bootstrap", n_bootstrap, minimum=100)
    check_count("seed", seed, minimum=0)
    sample = complete_responses(responses, sampling_weights=sampling_weights, what="Coefficient omega", minimum_items=3)
    check_total_varies(sample)
    matrix = correlations(sample, correlation="pearson", what="Coefficient omega")
    solution = extract_factors(matrix[None], n_factors=1, method="ml")
    if not solution.converged[0]:
        raise NotEstimable("The one-factor model behind omega did not converge. Choose a larger group or fewer items.")
    estimate = float(_omega(sample.covariances[None], solution, denominator)[0])
    replicates, notes = _bootstrap(sample, solution, denominator, n_bootstrap, seed)
    term = f"omega total ({VARIANCES[denominator]} variance)"
    return Omega(
        table=interval_table({term: estimate}, {term: percentile_interval(replicates, conf_level)}, sample),
        loadings=loadings_frame(solution, sample.items),
        interval=interval,
        weighted=sample.weighted,
        method=(
            f"Omega total over the {VARIANCES[denominator]} variance of the sum (McDonald 1999), from one factor by "
            "maximum likelihood on the "
            f"{'weighted ' if sample.weighted else ''}covariance matrix; {100 * conf_level:g} % interval "
            f"{bootstrap_method(n_bootstrap, seed)}."
        ),
        notes=(*_sign_notes(solution, sample.items), *heywood_notes(solution, sample.items), *notes),
    )


def _omega(covariances: Floats, solution: Extraction, denominator: str) -> Floats:
    """Omega of each matrix; the correlation solution times the standard deviations is the covariance solution."""
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    common = (solution.loadings[:, :, 0] * np.sqrt(variances)).sum(axis=1) ** 2
    if denominator == "observed":
        return np.asarray(common / covariances.sum(axis=(1, 2)))
    return np.asarray(common / (common + (solution.uniquenesses * variances).sum(axis=1)))


def _bootstrap(
    sample: CompleteResponses, solution: Extraction, denominator: str, n_bootstrap: int, seed: int
) -> tuple[Floats, list[str]]:
    """Omega of every bootstrap sample with a usable solution, and notes on the others."""
    resampled, _ = bootstrap_covariances(sample, n_bootstrap, seed)
    matrices = correlation_matrix(resampled)
    regular = smallest_eigenvalues(matrices) > SINGULAR * sample.n_items
    resampled, matrices = resampled[regular], matrices[regular]
    failed_notes(len(resampled), n_bootstrap)
    refits = extract_factors(matrices, n_factors=1, method="ml", start=solution.uniquenesses[0])
    notes = failed_notes(int(refits.converged.sum()), n_bootstrap)
    at_bound = (refits.uniquenesses <= UNIQUENESS_BOUNDS[0] * 1.001).any(axis=1) & refits.converged
    if at_bound.any():
        notes.append(
            f"In {int(at_bound.sum())} of {n_bootstrap} bootstrap samples a unique variance stopped at its lower bound."
        )
    return _omega(resampled, refits, denominator)[refits.converged], notes


def _sign_notes(solution: Extraction, items: pd.Index) -> list[str]:
    negative = items[solution.loadings[0, :, 0] < 0]
    return [
        f"Item `{item}` loads negatively, so it lowers omega; check whether the file stores it reversed."
        for item in negative
    ]
