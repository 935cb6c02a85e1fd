"""Logistic regression of an outcome on background variables: crude, in blocks, adjusted; adjusted shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.regression import CovariatePatterns, FittedCounts
from workbench.population.design import SamplingVariance, sampling_variance, truths
from workbench.population.estimates import by_weights, per_cent, spare_df_words
from workbench.population.regression.blocks import (
    CRUDE,
    as_answered,
    cumulative_blocks,
    left_out_of_models,
    without_spread,
)
from workbench.population.regression.diagnostics import Diagnosed, diagnosed, diagnostic_table
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import (
    coefficient_table,
    joint_test_table,
    share_tables,
    with_own_p_values,
)
from workbench.population.regression.missing_predictors import filled
from workbench.population.regression.models import Model, ModelSet, fit_model_set, pool
from workbench.population.regression.predictors import ModelRows, covariate_patterns, fitted_counts, model_rows
from workbench.population.regression.sample import ModelSample
from workbench.population.regression.separation_and_rank import check_separation
from workbench.results import Result
from workbench.wording import say, where_few

_EVENTS_PER_PARAMETER = 10  # Peduzzi et al. (1996), J Clin Epidemiol 49, 1373-1379


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LogisticModel(Result):
    """Odds ratios of one outcome by background variable, and the shares they amount to.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per level, reference levels included, first crude (each predictor alone), then each block, the last with
        all predictors: model, variable, level, reference, n_respondents, n_events, estimate (log-odds against the
        reference), std_error, statistic, df, p_value, conf_low, conf_high, odds_ratio, odds_ratio_low, odds_ratio_high.
        A numeric predictor has one row, `per unit`.
    joint_tests : pandas.DataFrame
        One Wald test per predictor and block: model, variable, statistic (F), df, df_residual, p_value.
    adjusted_shares : pandas.DataFrame
        Of the last model, a row per level: variable, level, reference, n_respondents, n_events, estimate (share with
        the outcome if everybody were in this level, their other predictors as they are), std_error, df, conf_low,
        conf_high (logit), risk_ratio, risk_ratio_low, risk_ratio_high.
    marginal_effects : pandas.DataFrame
        The same rows with the difference from the reference level: estimate (the share again), difference, and of the
        difference std_error, statistic, df, p_value, conf_low, conf_high; the risk ratios.
    fit : pandas.DataFrame
        One row per block: model, n_respondents, n_events, n_parameters, df_residual.
    diagnostics : pandas.DataFrame
        Of the last model, one row per term: area under the ROC curve with its interval, R² of Tjur and Nagelkerke,
        largest influence of one respondent, test of Archer and Lemeshow: term, estimate, std_error, conf_low,
        conf_high, statistic (F), df, df_residual, p_value. Published of three predictors and more with
        enough coefficients, where sums over their levels leave the answers of enough respondents open.
    collinearity : pandas.DataFrame
        One row per predictor of the last model: variable, df, vif, vif_per_df; published of open surveys only.
    calibration : pandas.DataFrame
        Observed beside predicted shares in ten groups of rising prediction: level, n_respondents, n_events, predicted,
        estimate, std_error, conf_low, conf_high. Without rows for imputed predictors; published of open surveys only.
    """

    joint_tests: pd.DataFrame
    adjusted_shares: pd.DataFrame
    marginal_effects: pd.DataFrame
    fit: pd.DataFrame
    diagnostics: pd.DataFrame
    collinearity: pd.DataFrame = field(metadata={"private": True})
    calibration: pd.DataFrame

    def following(self) -> LogisticModel:
        """Return this copy with one published p-value for a coefficient and the test of it alone."""
        return replace(self, joint_tests=with_own_p_values(self.joint_tests, self.table))


def fit_logistic(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    *,
    design: SurveyDesign,
    variance: str = "design",
    blocks: Mapping[str, Sequence[str]] | None = None,
    missing: str = "complete",
    penalty: str = "none",
    conf_level: float = 0.95,
    n_imputations: int = 20,
    seed: int = 1,
) -> LogisticModel:
    r"""Fit one logistic model per predictor (crude), one per block and one with all of them, on the same respondents.

    .. math:: \operatorname{logit} P(y_i = 1) = \beta_0 + x_i'\beta, \qquad
        a_i = (y_i - p_i) A^{-1} x_i, \; A = \sum w_i p_i (1-p_i) x_i x_i'

    The covariance of the coefficients is that of the total :math:`\sum w_i a_i` under the whole design: strata,
    clusters, finite populations, calibration or replicates, with respondents outside the model as a part of the sample.

    Parameters
    ----------
    outcome : Series of bool or boolean, shape (n_respondents,)
        Whether the respondent has the outcome; missing = outside the model.
    predictors : DataFrame of categoricals or numbers, shape (n_respondents, n_predictors)
        The first category of each is its reference; a number enters as it is.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    variance : {"design", "model"}
        `design`: standard errors and t under the design, with (clusters − strata) + 1 − (number of parameters) degrees
        of freedom, from replicates (rank of their weights) − (number of parameters). `model`: inverse information,
        normal distribution and profile likelihood intervals; right only where all were equally likely to be drawn.
    blocks : mapping of str to list of str, optional
        Name of each adjusted model and the predictors that it adds to the model before; the last holds all. Default:
        one model with all predictors, named `adjusted`.
    missing : {"complete", "category", "imputation"}
        `complete`: respondents without a value of any predictor are outside every model, crude ones too. `category`:
        they form a level "not answered". `imputation`: values are imputed by chained equations, given outcome, weight
        and stratum, and the results are combined (Rubin 1987; degrees of freedom of Barnard and Rubin 1999 from those
        of the design). Missing outcomes are never imputed.
    penalty : {"none", "firth"}
        `firth` keeps odds ratios of separated levels finite; only with `variance="model"` and without a design.
    conf_level : float
        Coverage of the interval, between 0 and 1.
    n_imputations, seed : int
        Only for `missing="imputation"`: number of filled data sets, and start of the random numbers.

    Raises
    ------
    DataError
        An outcome that is not true or false, predictors that are neither categorical nor numbers, parts with different
        indexes.
    NotEstimable
        Constant outcome, too few respondents, an empty reference, a predictor with one level, a level where everyone or
        nobody has the outcome, predictors that determine one another, as many parameters as degrees of freedom.
    ParameterError
        Unknown option; blocks that name an unknown predictor, one twice, or not all; a penalty beside a design;
        `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``m <- svyglm(y ~ a + b, design, family = quasibinomial())`` with ``summary(m)``, ``confint(m)``
    and ``regTermTest(m, ~a)``; for `variance="model"` ``m <- glm(y ~ a + b, binomial)`` with ``summary(m)`` and
    ``confint(m)``. Adjusted shares: ``svypredmeans``, which takes the variances of coefficients and of the other
    predictors as independent.

    Proof: tests/reference/regression.

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex surveys. International
    Statistical Review 51(3), 279-292. Lumley, T. (2010). Complex Surveys. Wiley, chapter 6. Graubard, B. I. & Korn,
    E. L. (1999). Predictive margins with survey data. Biometrics 55(2), 652-659.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> below = intake.beyond_cutoff(score, instrument=survey.instrument)
    >>> model = population.fit_logistic(below, survey.predictors[["sex", "education"]], design=survey.design)
    >>> adjusted = model.table[model.table["model"] == "adjusted"]
    >>> adjusted[["variable", "level", "odds_ratio", "odds_ratio_low", "odds_ratio_high"]].round(2)
        variable      level  odds_ratio  odds_ratio_low  odds_ratio_high
    5        sex      Women        1.00             NaN              NaN
    6        sex        Men        1.50            1.22             1.83
    7  education     Higher        1.00             NaN              NaN
    8  education      Basic        2.33            1.73             3.13
    9  education  Secondary        2.10            1.66             2.66
    """
    options = FitOptions(
        variance=variance,
        blocks=blocks,
        missing=missing,
        penalty=penalty,
        conf_level=conf_level,
        n_imputations=n_imputations,
        seed=seed,
    )
    return fitted_logistic(outcome, predictors, design, options).result


class FittedLogistic(NamedTuple):
    """The result with what it was made from, for chapters that go on from there.

    `samples` holds the rows of each imputation, `rows` those whose counts are shown.
    """

    result: LogisticModel
    models: ModelSet
    rows: ModelRows
    samples: list[ModelSample]


def fitted_logistic(
    outcome: pd.Series, predictors: pd.DataFrame, design: SurveyDesign, options: FitOptions
) -> FittedLogistic:
    """Do what `fit_logistic` says, and keep the models."""
    _check_penalty(options, design)
    chosen = cumulative_blocks(options.blocks, predictors)
    y, sampling = truths(outcome), sampling_variance(design, outcome.index)
    frames, note = filled(outcome, predictors, design, sampling, options)
    versions = [_rows(y, frame, outcome.index, sampling.weights, options) for frame in frames]
    samples = [ModelSample(rows=rows, variance=sampling) for rows in versions]
    sets = [fit_model_set(sample, chosen, options) for sample in samples]
    models, rows = sets[0], versions[0]
    if options.imputed:
        models, rows = pool(sets), as_answered(rows, y, predictors, sampling.weights)
    answers = predictors if options.imputed else frames[0]
    patterns = covariate_patterns(y, answers, outcome.index)
    fitted = {
        model.name: fitted_counts(y, answers, outcome.index, rows, model.variables)
        for model in models.models
        if model.name != CRUDE
    }
    n_fewest = int(min(np.nansum(y), np.nansum(1 - y)))
    looked = [_diagnosed(sample, part, options.conf_level) for sample, part in zip(samples, sets, strict=True)]
    notes = (*_notes(models.models[-1], rows, y, sampling), *note, *sampling.notes)
    return FittedLogistic(
        _packed(models, rows, patterns, fitted, n_fewest, options, design, sampling, looked, notes),
        models,
        rows,
        samples,
    )


def _diagnosed(sample: ModelSample, found: ModelSet, conf_level: float) -> Diagnosed:
    full = found.models[-1]
    return diagnosed(sample, full.variables, found.full_fit, full.covariance, conf_level)


def _rows(y: Floats, predictors: pd.DataFrame, index: pd.Index, weights: Floats, options: FitOptions) -> ModelRows:
    rows = model_rows(y, predictors, index, weights)
    if not options.penalised:
        check_separation(rows)
    return rows


def _packed(
    found: ModelSet,
    rows: ModelRows,
    patterns: CovariatePatterns,
    fitted: Mapping[str, FittedCounts],
    n_fewest: int,
    options: FitOptions,
    design: SurveyDesign,
    sampling: SamplingVariance,
    looked: Sequence[Diagnosed],
    notes: tuple[str, ...],
) -> LogisticModel:
    adjusted = [model for model in found.models if model.name != CRUDE]
    shares, effects = share_tables(found.shares, rows, adjusted[-1], fitted[adjusted[-1].name], options.conf_level)
    fit = pd.DataFrame(
        {
            "model": [model.name for model in adjusted],
            "n_respondents": rows.n_used,
            "n_events": rows.n_events,
            "n_parameters": [len(model.coefficients) for model in adjusted],
            "df_residual": [model.complete_df for model in adjusted],
        }
    )
    return LogisticModel(
        table=coefficient_table(found.models, rows, fitted, options.conf_level),
        joint_tests=joint_test_table(adjusted, rows, patterns),
        adjusted_shares=shares,
        marginal_effects=effects,
        fit=fit,
        diagnostics=diagnostic_table(
            looked,
            patterns.of(adjusted[-1].variables),
            n_fewest,
            sampling.degrees_of_freedom(rows.place >= 0),
            options.conf_level,
        ),
        collinearity=looked[0].collinearity,
        calibration=looked[0].calibration.iloc[: 0 if len(looked) > 1 else None],
        method=_method(design, sampling, options),
        notes=notes,
    )


def _method(design: SurveyDesign, sampling: SamplingVariance, options: FitOptions) -> str:
    level = per_cent(options.conf_level)
    if options.linearised:
        return say(
            "{model}, standard errors {error} (Binder 1983), {level} % t intervals, degrees of freedom: {df}, on "
            "respondents with the outcome and every predictor; adjusted shares by marginal standardisation (Graubard "
            "and Korn 1999), whose intervals do not take the other predictors as fixed.",
            model=_model_words(design, penalised=options.penalised),
            error=sampling.description,
            level=level,
            df=spare_df_words(design, sampling, say("number of parameters")),
        )
    return say(
        "{model}, standard errors from the inverse information, {level} % profile likelihood intervals, on respondents "
        "with the outcome and every predictor; adjusted shares by marginal standardisation (Graubard and Korn 1999), "
        "whose intervals take the other predictors as fixed.",
        model=_model_words(design, penalised=options.penalised),
        level=level,
    )


def _model_words(design: SurveyDesign, *, penalised: bool) -> str:
    if penalised:
        return by_weights(
            design,
            weighted=say("Logistic regression, weighted, penalised likelihood of Firth (1993)"),
            unweighted=say("Logistic regression, unweighted, penalised likelihood of Firth (1993)"),
        )
    return by_weights(
        design, weighted=say("Logistic regression, weighted"), unweighted=say("Logistic regression, unweighted")
    )


def _notes(full: Model, rows: ModelRows, y: Floats, sampling: SamplingVariance) -> tuple[str, ...]:
    notes = (*left_out_of_models(rows), *without_spread(full.covariance, rows, sampling))
    needed = _EVENTS_PER_PARAMETER * (len(full.coefficients) - 1)
    if min(rows.n_events, rows.n_used - rows.n_events) >= needed:
        return notes
    # how many events is not said: with the shares, it would tell of those whom the regression leaves out
    few_events = say(
        "The adjusted model has fewer than {n} events per coefficient: its odds ratios are unstable and lie too far "
        "from 1.",
        n=_EVENTS_PER_PARAMETER,
    )
    everyone = {"respondents": int((~np.isnan(y)).sum()), "events": int(np.nansum(y))}
    return (*notes, where_few(few_events, fewer_than=needed, **everyone))


def _check_penalty(options: FitOptions, design: SurveyDesign) -> None:
    if not options.penalised or (not options.linearised and not design.parts()):
        return
    raise ParameterError(
        "`penalty` is 'firth' beside a survey design. Firth's likelihood is that of a simple random sample: give "
        '`design=SurveyDesign()` and `variance="model"`, or join the separated levels by `merge` in the codebook.'
    )
