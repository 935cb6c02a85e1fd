"""Linear regression of the score on the same background variables as the share beyond the cut-off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.intake.sampling import SurveyDesign
from workbench.numerics.regression import fit_linear_rows, linear_influence
from workbench.population.design import SamplingVariance, numbers, sampling_variance
from workbench.population.estimates import by_weights, per_cent, spare_df_words
from workbench.population.regression.blocks import (
    CRUDE,
    as_answered,
    cumulative_blocks,
    left_out_of_models,
    without_spread,
)
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import coefficient_table, joint_test_table
from workbench.population.regression.missing_predictors import filled
from workbench.population.regression.models import Model, check_degrees_of_freedom, known_or_missing, pool_models
from workbench.population.regression.predictors import covariate_patterns, fitted_counts, model_rows
from workbench.population.regression.sample import ModelSample
from workbench.population.regression.separation_and_rank import check_rank
from workbench.results import Result
from workbench.wording import say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LinearModel(Result):
    """Differences in score by background variable, crude and adjusted.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per level, reference levels included, first crude, then each block: model, variable, level, reference,
        n_respondents, estimate (points more than the reference level), std_error, statistic, df, p_value, conf_low,
        conf_high. A numeric predictor has one row, `per unit`.
    joint_tests : pandas.DataFrame
        One Wald test per predictor and block: model, variable, statistic (F), df, df_residual, p_value.
    fit : pandas.DataFrame
        One row per block: model, n_respondents, n_parameters, df_residual, r_squared. The last is published of
        three predictors and more with enough coefficients, as the diagnostics of `fit_logistic` are.
    """

    joint_tests: pd.DataFrame
    fit: pd.DataFrame


def fit_linear(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    *,
    design: SurveyDesign,
    variance: str = "design",
    blocks: Mapping[str, Sequence[str]] | None = None,
    missing: str = "complete",
    conf_level: float = 0.95,
    n_imputations: int = 20,
    seed: int = 1,
) -> LinearModel:
    r"""Fit one linear model per predictor (crude), one per block and one with all of them, on the same respondents.

    .. math:: \hat\beta = (X'WX)^{-1} X'Wy, \qquad a_i = (X'WX)^{-1} x_i (y_i - x_i'\hat\beta)

    The covariance of the coefficients is that of the total :math:`\sum w_i a_i` under the whole design.

    Parameters
    ----------
    outcome : Series of float, shape (n_respondents,)
        The score; missing = outside the model.
    predictors, design, blocks, missing, conf_level, n_imputations, seed
        As in `fit_logistic`.
    variance : {"design", "model"}
        `design`: as in `fit_logistic`. `model`: equal residual variances, and n − (number of parameters) degrees of
        freedom.

    Raises
    ------
    DataError, NotEstimable, ParameterError
        As `fit_logistic`, where they do not concern an outcome of two values.

    Notes
    -----
    R gives the same: ``svyglm(y ~ a + b, design)``; for `variance="model"` ``lm(y ~ a + b)``.

    Proof: tests/reference/regression.

    References
    ----------
    Fuller, W. A. (1975). Regression analysis for sample survey. Sankhyā C 37, 117-132.
    """
    options = FitOptions(
        variance=variance,
        blocks=blocks,
        missing=missing,
        conf_level=conf_level,
        n_imputations=n_imputations,
        seed=seed,
    )
    chosen = cumulative_blocks(options.blocks, predictors)
    y, sampling = numbers(outcome), sampling_variance(design, outcome.index)
    frames, note = filled(outcome, predictors, design, sampling, options)
    versions = [model_rows(y, frame, outcome.index, sampling.weights, binary=False) for frame in frames]
    found = [_fitted(ModelSample(rows=rows, variance=sampling), chosen, options) for rows in versions]
    models = found[0][0] if len(found) == 1 else pool_models([models for models, _ in found])
    rows = as_answered(versions[0], y, predictors, sampling.weights) if options.imputed else versions[0]
    adjusted = [model for model in models if model.name != CRUDE]
    answers = predictors if options.imputed else frames[0]
    patterns = covariate_patterns(y, answers, outcome.index)
    fitted = {model.name: fitted_counts(y, answers, outcome.index, rows, model.variables) for model in adjusted}
    return LinearModel(
        table=coefficient_table(models, rows, fitted, conf_level, odds=False),
        joint_tests=joint_test_table(adjusted, rows, patterns),
        fit=pd.DataFrame(
            {
                "model": list(chosen),
                "n_respondents": rows.n_used,
                "n_parameters": [len(model.coefficients) for model in adjusted],
                "df_residual": [model.complete_df for model in adjusted],
                "r_squared": np.mean([explained for _, explained in found], axis=0),
                "patterns": [patterns.of(model.variables) for model in adjusted],
            }
        ),
        method=_method(design, sampling, options),
        notes=(
            *left_out_of_models(rows),
            *without_spread(adjusted[-1].covariance, rows, sampling),
            *note,
            *sampling.notes,
        ),
    )


def _fitted(
    sample: ModelSample, blocks: Mapping[str, tuple[str, ...]], options: FitOptions
) -> tuple[list[Model], list[float]]:
    """Crude and blocked models, and the share of the variance that each of the latter explains."""
    check_rank(sample.rows, list(sample.rows.levels))
    crude = [_model(sample.of([v]), CRUDE, (v,), options)[0] for v in sample.rows.levels]
    blocked = [_model(sample.of(variables), name, variables, options) for name, variables in blocks.items()]
    return [*crude, *(model for model, _ in blocked)], [explained for _, explained in blocked]


def _model(sample: ModelSample, name: str, variables: tuple[str, ...], options: FitOptions) -> tuple[Model, float]:
    """One model and the share of the variance that it explains."""
    x, y, weight = sample.rows.design_matrix(variables), sample.rows.outcome, sample.weight
    fit = fit_linear_rows(x, y, weight)
    unexplained = float(weight @ fit.residual**2)
    explained = 1 - unexplained / float(weight @ (y - np.average(y, weights=weight)) ** 2)
    if options.linearised:
        df = sample.degrees_of_freedom + 1 - x.shape[1]
        check_degrees_of_freedom(df, variables)
        covariance = known_or_missing(
            sample.covariance(linear_influence(x, fit), lambda w: fit_linear_rows(x, y, w).coefficients)
        )
    else:
        df = float(sample.rows.n_used - x.shape[1])
        covariance = fit.inverse * unexplained / df
    df_of_each, influence = np.full(x.shape[1], df), sample.influence(variables)
    return Model(name, variables, fit.coefficients, covariance, df_of_each, df, influence=influence), explained


def _method(design: SurveyDesign, sampling: SamplingVariance, options: FitOptions) -> str:
    level = per_cent(options.conf_level)
    model = by_weights(
        design, weighted=say("Linear regression, weighted"), unweighted=say("Linear regression, unweighted")
    )
    if options.linearised:
        return say(
            "{model}, standard errors {error} (Fuller 1975), {level} % t intervals, degrees of freedom: {df}, on "
            "respondents with a score and every predictor.",
            model=model,
            error=sampling.description,
            level=level,
            df=spare_df_words(design, sampling, say("number of parameters")),
        )
    return say(
        "{model}, standard errors from equal residual variances, {level} % t intervals, on respondents with a score "
        "and every predictor.",
        model=model,
        level=level,
    )
