"""Fit a specified factor model to the statistics of the groups: starting values, convergence, identification."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.errors import NotEstimable
from workbench.numerics.moments import correlation_matrix
from workbench.numerics.structural_models import (
    FactorFit,
    NormalSample,
    OrdinalSample,
    PatternSample,
    fit_normal,
    fit_ordinal,
    fit_patterns,
    moments,
)
from workbench.psychometrics.factors.structure import FactorSpecification, StartingValues, build_structure
from workbench.wording import say

Samples = Sequence[OrdinalSample | NormalSample | PatternSample]

# A standardised loading starts at most here, so that a residual variance is left.
HIGHEST_START = 0.9
# A residual variance below this part of the variance of its item is on its way to zero.
VANISHING = 1e-3


def estimate(
    model: FactorSpecification,
    samples: Samples,
    *,
    robust: bool = True,
    nearby: FactorFit | None = None,
) -> FactorFit:
    """Fit the model, from where a nearby model of the same items and factors ended if there is one.

    Raises
    ------
    NotEstimable
        More parameters than statistics, no convergence, or parameters that the data cannot tell apart.
    """
    incomplete = [sample for sample in samples if isinstance(sample, PatternSample)]
    first_sample = samples[0].moments if isinstance(samples[0], PatternSample) else samples[0]
    structure = build_structure(model, starting_values(model, first_sample), means=True if incomplete else None)
    if nearby is not None:
        structure = structure.started_at(nearby.structure, nearby.parameters)
    n_statistics = structure.n_statistics * structure.n_groups
    if structure.n_parameters > n_statistics:
        raise NotEstimable(
            say(
                "The factor model has {n} parameters for {statistics} sample statistics. Free fewer parameters.",
                n=structure.n_parameters,
                statistics=n_statistics,
            )
        )
    ordinal = [sample for sample in samples if isinstance(sample, OrdinalSample)]
    if ordinal:
        fit = fit_ordinal(structure, ordinal)
    elif incomplete:
        fit = fit_patterns(structure, incomplete, robust=robust)
    else:
        normal = [sample for sample in samples if isinstance(sample, NormalSample)]
        fit = fit_normal(structure, normal, robust=robust)
    if not (fit.search.converged and fit.identified):
        _refuse_vanishing_residuals(fit, model)
    if not fit.search.converged:
        raise NotEstimable(
            say(
                "The factor model did not converge in {n} iterations with these respondents. Take a larger group, "
                "fewer factors, or leave out items that hardly go with the others.",
                n=fit.search.n_iterations,
            )
        )
    if not fit.identified:
        raise NotEstimable(
            say(
                "The {n} parameters of the factor model cannot be told apart with these data. Free fewer parameters, "
                "set more of them equal, or leave out items that do not go with the others.",
                n=structure.n_parameters,
            )
        )
    return fit


def _refuse_vanishing_residuals(fit: FactorFit, model: FactorSpecification) -> None:
    """Name Heywood cases that cannot be shown: where residual variances are 1, a loading then grows without end."""
    if not model.ordinal or model.unit_variance:
        return
    for group in range(model.n_groups):
        matrices = fit.structure.matrices(fit.parameters, group)
        share = np.diag(matrices.residual_covariances) / np.diag(moments(matrices)[1])
        if np.any(share < VANISHING):
            raise NotEstimable(
                say(
                    "Nothing but the factor is left of `{item}` in some group: its residual variance would be zero or "
                    "negative (Heywood case), and its loading grows without end. Leave out the item, or choose larger "
                    "groups.",
                    item=model.items[int(np.argmin(share))],
                )
            )


def starting_values(model: FactorSpecification, sample: OrdinalSample | NormalSample) -> StartingValues:
    """Take loadings from the first principal axis of each factor's items in the first group."""
    k = len(model.items)
    correlations = sample.correlations if isinstance(sample, OrdinalSample) else correlation_matrix(sample.covariances)
    loadings = np.zeros(k)
    for members in model.factors.values():
        values, vectors = np.linalg.eigh(correlations[np.ix_(members, members)])
        axis = vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.1))
        axis = axis * (-1 if axis.sum() < 0 else 1)
        loadings[list(members)] = np.clip(axis, -HIGHEST_START, HIGHEST_START)
    unique = 1 - loadings**2
    if isinstance(sample, NormalSample):
        variances = np.diag(sample.covariances)
        return StartingValues(
            loadings=loadings * np.sqrt(variances),
            intercepts=sample.means,
            residuals=unique * variances,
            thresholds=np.empty(0),
        )
    thresholds = sample.observed[: sample.n_thresholds]
    if not model.unit_variance:
        thresholds = thresholds / np.sqrt(unique)[model.threshold_items()]
        loadings = loadings / np.sqrt(unique)
    return StartingValues(loadings=loadings, intercepts=np.zeros(k), residuals=np.ones(k), thresholds=thresholds)
