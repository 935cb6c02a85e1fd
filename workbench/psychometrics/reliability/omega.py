"""Coefficient omega: reliability of the sum under one common factor with unequal loadings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.factors import UNIQUENESS_BOUNDS, Extraction, extract_factors
from workbench.numerics.moments import correlation_matrix, smallest_eigenvalues
from workbench.numerics.structural_models import lower_triangle, squared_moments
from workbench.options import OMEGA_DENOMINATORS, OMEGA_INTERVALS, OMEGA_KINDS, check_option
from workbench.psychometrics.answers import SINGULAR, CompleteResponses, complete_responses, design_weights
from workbench.psychometrics.factors import heywood_notes, loadings_frame
from workbench.psychometrics.ordered_answers import correlations
from workbench.psychometrics.reliability.intervals import (
    STEP,
    Interval,
    IntervalOptions,
    Reliability,
    bootstrap_covariances,
    check_total_varies,
    covariances_of_replicates,
    estimate_interval,
    interval_options,
    interval_table,
    sum_std_dev,
)
from workbench.psychometrics.reliability.ordinal_omega import (
    OmegaEstimate,
    deletion_notes,
    fit_ordinal_omega,
    sign_notes,
)
from workbench.wording import Unpublished

WHAT = "Coefficient omega"
VARIANCES = {"model": "model-implied", "observed": "observed"}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Omega(Reliability):
    """Coefficient omega of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        One row: term, measure, estimate, conf_low, conf_high, n_respondents, n_items.
    loadings : pandas.DataFrame
        The standardised one-factor solution behind it, in the order of the responses: item, factor, loading,
        communality, uniqueness, and with four items or more omega_if_deleted.
    """

    loadings: pd.DataFrame


def coefficient_omega(
    responses: pd.DataFrame,
    *,
    kind: str = "total",
    denominator: str = "model",
    interval: str = "bootstrap",
    conf_level: float = 0.95,
    n_bootstrap: int = 2000,
    seed: int = 1,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> Omega:
    r"""Estimate omega from one common factor: total (McDonald 1999), categorical (Green & Yang 2009) or latent.

    .. math:: \omega = \frac{(\sum_i \lambda_i)^2}{(\sum_i \lambda_i)^2 + \sum_i \theta_i}

    `total`: with ML loadings and unique variances of the covariance matrix; with ``denominator="observed"`` over the
    observed variance of the sum, :math:`\sum_{ij} s_{ij}`. `categorical`: the part of the variance of the sum of the
    answers in points that the factor explains, if thresholds cut normal variables into these answers. `latent`:
    :math:`(\sum_i \lambda_i)^2 / \sum_{ij} \rho_{ij}` with polychoric correlations, of a sum of the normal variables
    themselves, which nobody observes. The last two take DWLS loadings of the polychoric correlations.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    kind : {"total", "categorical", "latent"}
    denominator : {"model", "observed"}
        Of `total`: variance of the sum that the factor model implies, or that was observed. The other kinds always take
        the one that the polychoric correlations imply.
    interval : {"bootstrap", "linearised"}
        Percentiles of resampled respondents, or a standard error from their influence. With replicate weights the
        interval comes from them instead.
    conf_level : float
        Coverage of the interval, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples and the seed of the draws; the order of the respondents changes nothing.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    Omega

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than three items, an item that everybody answers alike; `total`: no more respondents than items, an item
        that follows from the others; the others: polychoric correlations that do not exist, no convergence;
        `categorical`: a loading above 1.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: with ``f <- lavaan::cfa(model, x, std.lv = TRUE)``, ``semTools::compRelSEM(f, obs.var = FALSE)``
    is `model` and ``semTools::compRelSEM(f)`` is `observed`. Unique variances stay above 0.005 of the item's variance;
    lavaan lets them turn negative. With ``ordered = names(x), estimator = "WLSMV"``, ``compRelSEM(f)`` is `categorical`
    (answers one point apart) and ``compRelSEM(f, ord.scale = FALSE)`` is `latent`. ``psych::omega`` is another
    coefficient.

    Proof: tests/reference/reliability, tests/recovery.

    References
    ----------
    Green & Yang (2009), Psychometrika 74(1), 155-167.
    Jöreskog (1967), Psychometrika 32(4), 443-482.
    McDonald (1999), Test Theory: A Unified Treatment, chapter 6.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> omega = psychometrics.coefficient_omega(complete.responses, kind="categorical", n_bootstrap=100)
    >>> omega.table[["term", "estimate"]].round(3)
                    term  estimate
    0  categorical omega     0.729
    """
    check_option("kind", kind, OMEGA_KINDS)
    check_option("denominator", denominator, OMEGA_DENOMINATORS)
    options = interval_options(
        interval, allowed=OMEGA_INTERVALS, conf_level=conf_level, n_bootstrap=n_bootstrap, seed=seed
    )
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=WHAT, minimum_items=3)
    check_total_varies(sample)
    total = kind == "total"
    found = _total(sample, denominator, options) if total else fit_ordinal_omega(sample, kind, options)
    return Omega(
        table=interval_table(found.estimates, found.interval.ends, sample),
        loadings=found.loadings,
        interval=found.interval.kind,
        conf_level=conf_level,
        weighted=sample.weighted,
        sum_std_dev=sum_std_dev(sample),
        method=f"{found.source}; {100 * conf_level:g} % interval {found.interval.how}.",
        notes=(*weights.notes_on_errors(), *found.notes),
    )


def _total(sample: CompleteResponses, denominator: str, options: IntervalOptions) -> OmegaEstimate:
    matrix = correlations(sample, correlation="pearson", what=WHAT)
    solution = extract_factors(matrix[None], n_factors=1, method="ml")
    if not solution.converged[0]:
        raise NotEstimable("The one-factor model behind omega did not converge. Choose a larger group or fewer items.")
    estimate = float(_omega(sample.covariances[None], solution, denominator)[0])
    estimates = {f"omega total ({VARIANCES[denominator]} variance)": estimate}
    interval = _interval(sample, estimates, solution, denominator, options)
    loadings, notes = loadings_frame(solution, sample.items), interval.notes
    if sample.n_items > 3:
        loadings["omega_if_deleted"] = _if_deleted(sample.covariances, matrix, denominator)
        notes = [*notes, *deletion_notes(loadings)]
    return OmegaEstimate(
        estimates=estimates,
        interval=interval,
        loadings=loadings,
        source=(
            f"Omega total over the {VARIANCES[denominator]} variance of the sum (McDonald 1999), the reliability of "
            "the sum if one factor holds and items count as continuous, from one factor by maximum likelihood on the "
            f"{'weighted ' if sample.weighted else ''}covariance matrix"
        ),
        notes=[*sign_notes(loadings), *heywood_notes(solution, sample.items), *notes],
    )


def _omega(covariances: Floats, solution: Extraction, denominator: str) -> Floats:
    """Omega of each matrix; the correlation solution times the standard deviations is the covariance solution."""
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    common = (solution.loadings[:, :, 0] * np.sqrt(variances)).sum(axis=1) ** 2
    if denominator == "observed":
        return np.asarray(common / covariances.sum(axis=(1, 2)))
    return np.asarray(common / (common + (solution.uniquenesses * variances).sum(axis=1)))


def _interval(
    sample: CompleteResponses,
    estimates: dict[str, float],
    solution: Extraction,
    denominator: str,
    options: IntervalOptions,
) -> Interval:
    def replicated(replicates: Floats) -> Floats:
        return _refitted(covariances_of_replicates(sample, replicates), solution, denominator)[0][:, None]

    def bootstrapped() -> tuple[Floats, list[str]]:
        values, at_bound = _refitted(bootstrap_covariances(sample, options), solution, denominator)
        if not at_bound.any():
            return values[:, None], []
        return values[:, None], [
            Unpublished(
                f"In {int(at_bound.sum())} of {options.n_bootstrap} bootstrap samples a unique variance stopped at its "
                "lower bound."
            )
        ]

    return estimate_interval(
        sample,
        estimates,
        options,
        linearised=lambda: np.array([_linearised_std_error(sample, solution, denominator)]),
        bootstrapped=bootstrapped,
        replicated=replicated,
    )


def _linearised_std_error(sample: CompleteResponses, solution: Extraction, denominator: str) -> float:
    """Delta method: slopes by variances and covariances, and the covariance of these from fourth moments."""
    k = sample.n_items
    rows, columns = lower_triangle(k)
    units = STEP * np.sqrt(np.outer(np.diag(sample.covariances), np.diag(sample.covariances)))
    moved = np.repeat(sample.covariances[None], 2 * len(rows), axis=0)
    for number, (row, column) in enumerate(zip(rows, columns, strict=True)):
        for at, sign in ((number, 1), (number + len(rows), -1)):
            moved[at, row, column] += sign * units[row, column]
            moved[at, column, row] = moved[at, row, column]
    refits = extract_factors(correlation_matrix(moved), n_factors=1, method="ml", start=solution.uniquenesses[0])
    values = _omega(moved, refits, denominator)
    slopes = (values[: len(rows)] - values[len(rows) :]) / (2 * units[rows, columns])
    products = squared_moments(sample.values, sample.weights)[2][k:, k:]
    return float(np.sqrt(slopes @ products @ slopes / sample.n_respondents))


def _refitted(covariances: Floats, solution: Extraction, denominator: str) -> tuple[Floats, Bools]:
    """Omega of each matrix, NaN without a solution, and whether a unique variance stopped at its lower bound."""
    matrices = correlation_matrix(covariances)
    values, at_bound = np.full(len(matrices), np.nan), np.zeros(len(matrices), dtype=bool)
    regular = np.flatnonzero(smallest_eigenvalues(matrices) > SINGULAR * matrices.shape[1])
    if regular.size:
        refits = extract_factors(matrices[regular], n_factors=1, method="ml", start=solution.uniquenesses[0])
        values[regular] = np.where(refits.converged, _omega(covariances[regular], refits, denominator), np.nan)
        at_bound[regular] = (refits.uniquenesses <= UNIQUENESS_BOUNDS[0] * 1.001).any(axis=1) & refits.converged
    return values, at_bound


def _if_deleted(covariances: Floats, matrix: Floats, denominator: str) -> Floats:
    """Omega of the other items, each time refitted; NaN without a solution."""
    others = [np.delete(np.arange(len(matrix)), item) for item in range(len(matrix))]
    without, parts = (np.array([whole[np.ix_(i, i)] for i in others]) for whole in (covariances, matrix))
    refits = extract_factors(parts, n_factors=1, method="ml")
    return np.where(refits.converged, _omega(without, refits, denominator), np.nan)
