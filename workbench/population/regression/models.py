"""Fitting a set of logistic models to the same respondents, and pooling those of several imputations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.regression import (
    LogisticFit,
    fit_logistic_rows,
    logistic_influence,
    pooled,
    pooled_wald,
    profile_intervals,
)
from workbench.population.design import in_code
from workbench.population.regression.adjusted_shares import AdjustedShares, adjusted_shares
from workbench.population.regression.blocks import CRUDE
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.sample import ModelSample, refitted
from workbench.population.regression.separation_and_rank import check_rank
from workbench.wording import say


class Model(NamedTuple):
    """One model: its name, its predictors, and what was estimated (an entry per coefficient, intercept first).

    `df` are the degrees of freedom of each coefficient, `complete_df` those of the design. `low` and `high` are the
    ends of profile likelihood intervals; None for Wald intervals. `between` holds, for several imputations, the
    coefficients and covariances of each. `influence` is the most that one respondent moves each coefficient of the
    linear model of the same predictors; None where it is not needed.
    """

    name: str
    variables: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    df: Floats
    complete_df: float
    low: Floats | None = None
    high: Floats | None = None
    between: tuple[Floats, Floats] | None = None
    influence: Floats | None = None


class ModelSet(NamedTuple):
    """Models of one set of respondents; the last is the full one, to which the adjusted shares belong.

    `shares` has one entry, or one per imputation.
    """

    models: list[Model]
    full_fit: LogisticFit
    shares: list[AdjustedShares]


def fit_model_set(sample: ModelSample, blocks: Mapping[str, Sequence[str]], options: FitOptions) -> ModelSet:
    """Fit the crude models of all predictors, then one with the predictors of each (cumulative) block."""
    full = tuple(list(blocks.values())[-1])
    check_rank(sample.rows, full)
    models = [_model(sample.of([v]), CRUDE, (v,), options)[0] for v in full]
    for name, variables in blocks.items():
        part = sample if tuple(variables) == full else sample.of(variables)
        model, fit = _model(part, name, tuple(variables), options)
        models.append(model)
    shares = adjusted_shares(sample, list(full), fit, None if options.linearised else fit.inverse)
    return ModelSet(models, fit, [shares])


def pool(sets: Sequence[ModelSet]) -> ModelSet:
    """Combine the sets of several imputations by Rubin's rules with the degrees of freedom of Barnard and Rubin."""
    models = pool_models([s.models for s in sets])
    return ModelSet(models, sets[0].full_fit, [s.shares[0] for s in sets])


def pool_models(sets: Sequence[Sequence[Model]]) -> list[Model]:
    """Combine each model over the imputations."""
    models = []
    for versions in zip(*sets, strict=True):
        coefficients = np.array([m.coefficients for m in versions])
        covariances = np.array([m.covariance for m in versions])
        estimate, covariance, df = pooled(coefficients, covariances, versions[0].complete_df)
        between = (coefficients, covariances)
        models.append(
            Model(
                versions[0].name,
                versions[0].variables,
                estimate,
                covariance,
                df,
                versions[0].complete_df,
                between=between,
                influence=np.max([m.influence for m in versions], axis=0),
            )
        )
    return models


def contrasted(model: Model, contrasts: Floats) -> Model:
    """Return linear combinations of the coefficients, a row of `contrasts` for each, as a model of their own."""
    if model.between is not None:
        coefficients, covariances = model.between
        moved = coefficients @ contrasts.T, contrasts @ covariances @ contrasts.T
        estimate, covariance, df = pooled(*moved, model.complete_df)
        return Model(model.name, model.variables, estimate, covariance, df, model.complete_df, between=moved)
    return Model(
        model.name,
        model.variables,
        contrasts @ model.coefficients,
        contrasts @ model.covariance @ contrasts.T,
        np.full(len(contrasts), model.complete_df),
        model.complete_df,
    )


def joint_wald(model: Model, places: slice) -> tuple[float, int, float]:
    """Wald's F of some coefficients, its numerator and its denominator degrees of freedom."""
    if model.between is not None:
        coefficients, covariances = model.between
        return pooled_wald(coefficients[:, places], covariances[:, places, places], model.complete_df)
    beta, covariance = model.coefficients[places], model.covariance[places, places]
    if not np.isfinite(covariance).all():
        return np.nan, len(beta), model.complete_df
    return float(beta @ np.linalg.solve(covariance, beta)) / len(beta), len(beta), model.complete_df


def _model(
    sample: ModelSample, name: str, variables: tuple[str, ...], options: FitOptions
) -> tuple[Model, LogisticFit]:
    rows, x = sample.rows, sample.rows.design_matrix(variables)
    fit = fit_logistic_rows(x, rows.outcome, sample.weight, penalised=options.penalised)
    _check_converged(fit, variables)
    if options.linearised:
        covariance = known_or_missing(
            sample.covariance(
                logistic_influence(x, rows.outcome, fit),
                lambda weight: refitted(x, rows.outcome, weight, fit.coefficients),
            )
        )
        df = sample.degrees_of_freedom + 1 - x.shape[1]
        check_degrees_of_freedom(df, variables)
        df_of_each, influence = np.full(x.shape[1], df), sample.influence(variables)
        return Model(name, variables, fit.coefficients, covariance, df_of_each, df, influence=influence), fit
    low, high = profile_intervals(
        x, rows.outcome, sample.weight, fit, conf_level=options.conf_level, penalised=options.penalised
    )
    df_of_each, influence = np.full(x.shape[1], np.inf), sample.influence(variables)
    return Model(name, variables, fit.coefficients, fit.inverse, df_of_each, np.inf, low, high, None, influence), fit


def known_or_missing(covariance: Floats) -> Floats:
    """Return the covariance, missing where it is 0 throughout: with the whole population there is nothing to test."""
    return covariance if covariance.any() else np.full_like(covariance, np.nan)


def _check_converged(fit: LogisticFit, variables: Sequence[str]) -> None:
    if fit.converged and np.isfinite(fit.coefficients).all():
        return
    raise NotEstimable(
        say(
            "The model of {variables} does not settle: the predictors together decide the outcome. Join levels by "
            "`merge` in the codebook or leave a predictor out.",
            variables=in_code(variables),
        )
    )


def check_degrees_of_freedom(df: float, variables: Sequence[str]) -> None:
    """Refuse a model with more coefficients than the design can tell errors of."""
    if df > 0:
        return
    raise NotEstimable(
        say(
            "The model of {variables} has as many coefficients as the design has degrees of freedom (clusters minus "
            "strata). Leave predictors out or join levels by `merge` in the codebook.",
            variables=in_code(variables),
        )
    )
