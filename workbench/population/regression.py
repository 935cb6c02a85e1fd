"""Logistic regression of an outcome on background variables, crude and adjusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.errors import NotEstimable
from workbench.intake.design import SurveyDesign
from workbench.numerics.logistic_regression import Floats, LogisticFit, fit_logistic_rows
from workbench.options import VARIANCES, check_fraction, check_option
from workbench.population.estimation import design_notes, few, respondent_weights, truths
from workbench.population.predictors import ModelRows, check_rank, check_separation, model_rows
from workbench.results import Result

_EVENTS_PER_PARAMETER = 10  # Peduzzi et al. (1996), J Clin Epidemiol 49, 1373-1379


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class LogisticModel(Result):
    """Odds ratios of one outcome by background variable.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per level, reference levels included, first crude (each predictor alone), then adjusted (all together):
        model, variable, level, reference, n_respondents, n_events, estimate (log-odds against the reference),
        std_error, statistic, df, p_value, conf_low, conf_high, odds_ratio, odds_ratio_low, odds_ratio_high.
    joint_tests : pandas.DataFrame
        One Wald test per predictor of the adjusted model: variable, statistic (F), df, df_residual, p_value.
    fit : pandas.DataFrame
        One row for the adjusted model: n_respondents, n_events, n_parameters.
    """

    joint_tests: pd.DataFrame
    fit: pd.DataFrame


def fit_logistic(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    *,
    design: SurveyDesign,
    variance: str = "design",
    conf_level: float = 0.95,
) -> LogisticModel:
    r"""Fit one logistic model per predictor (crude) and one with all of them (adjusted), on the same respondents.

    .. math:: \operatorname{logit} P(y_i = 1) = \beta_0 + x_i'\beta, \qquad
        \hat V(\hat\beta) = \frac{n}{n-1} A^{-1} B A^{-1}, \;
        A = \sum w_i p_i (1-p_i) x_i x_i', \; B = \sum w_i^2 (y_i - p_i)^2 x_i x_i'

    Parameters
    ----------
    outcome : Series of bool or boolean, shape (n_respondents,)
        Whether the respondent has the outcome; missing = outside the model.
    predictors : DataFrame of categoricals, shape (n_respondents, n_predictors)
        The first category of each is its reference; missing = outside every model, crude ones too.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample. Only the sampling weights are used for now.
    variance : {"design", "model"}
        `design`: linearised standard errors and t with n − number of parameters degrees of freedom. `model`: inverse
        information and the normal distribution; right only where respondents were drawn with equal probability.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    DataError
        An outcome that is not true or false, predictors that are not categorical, parts with different indexes.
    NotEstimable
        Constant outcome, too few respondents, an empty reference, a predictor with one level, a level where everyone or
        nobody has the outcome, predictors that determine one another.
    ParameterError
        Unknown `variance`; `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``m <- svyglm(y ~ a + b, svydesign(ids = ~1, weights = ~w), family = quasibinomial())`` with
    ``summary(m)``, ``confint(m)`` and ``regTermTest(m, ~a)``; for `variance="model"`
    ``m <- glm(y ~ a + b, binomial)`` with ``summary(m)`` and ``confint.default(m)``.

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators from complex surveys. International
    Statistical Review 51(3), 279-292. Lumley, T. (2010). Complex Surveys. Wiley, chapter 6.
    """
    check_option("variance", variance, VARIANCES)
    check_fraction("conf_level", conf_level)
    rows = model_rows(truths(outcome), predictors, respondent_weights(outcome, design), outcome.index)
    check_separation(rows)
    check_rank(rows)
    crude = [_coefficients(rows, [v], "crude", variance, conf_level)[0] for v in rows.levels]
    adjusted, joint_tests = _coefficients(rows, list(rows.levels), "adjusted", variance, conf_level)
    fit = pd.DataFrame(
        {
            "n_respondents": [rows.n_used],
            "n_events": [rows.n_events],
            "n_parameters": [1 + sum(len(rows.columns[v]) for v in rows.levels)],
        }
    )
    return LogisticModel(
        table=pd.concat([*crude, adjusted], ignore_index=True),
        joint_tests=joint_tests,
        fit=fit,
        method=_method(design, variance, conf_level),
        notes=(*_notes(rows, int(fit["n_parameters"].iloc[0])), *design_notes(design)),
    )


def _coefficients(
    rows: ModelRows, variables: list[str], model: str, variance: str, conf_level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fit the model of these variables; its rows of the table and its joint tests."""
    matrix = rows.design_matrix(variables)
    fit = fit_logistic_rows(
        matrix,
        rows.outcome,
        rows.weight,
        rows.squared_weight,
        n_sample=rows.n_sample,
        linearised=variance == "design",
    )
    _check_converged(fit, variables)
    df = float(rows.n_used - matrix.shape[1]) if variance == "design" else np.inf
    frames, tests, start = [], [], 1
    for variable in variables:
        end = start + len(rows.columns[variable])
        beta, covariance = fit.coefficients[start:end], fit.covariance[start:end, start:end]
        frames.append(_variable_rows(rows, variable, beta, np.sqrt(np.diag(covariance)), df, conf_level))
        tests.append(_joint_test(variable, beta, covariance, df))
        start = end
    table = pd.concat(frames, ignore_index=True)
    table.insert(0, "model", model)
    return table, pd.DataFrame(tests)


def _variable_rows(
    rows: ModelRows, variable: str, beta: Floats, std_error: Floats, df: float, conf_level: float
) -> pd.DataFrame:
    levels = rows.levels[variable]
    estimate, error = np.full(len(levels), np.nan), np.full(len(levels), np.nan)
    estimate[rows.columns[variable]], error[rows.columns[variable]] = beta, std_error
    statistic = estimate / error
    margin = stats.t.isf((1 - conf_level) / 2, df) * error
    low, high = estimate - margin, estimate + margin
    estimate[0] = 0.0
    return pd.DataFrame(
        {
            "variable": variable,
            "level": levels,
            "reference": levels[0],
            "n_respondents": rows.level_n[variable],
            "n_events": rows.level_events[variable],
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "df": np.where(np.isnan(error), np.nan, df),
            "p_value": 2 * stats.t.sf(np.abs(statistic), df),
            "conf_low": low,
            "conf_high": high,
            "odds_ratio": np.exp(estimate),
            "odds_ratio_low": np.exp(low),
            "odds_ratio_high": np.exp(high),
        }
    )


def _joint_test(variable: str, beta: Floats, covariance: Floats, df_residual: float) -> dict[str, object]:
    q = len(beta)
    statistic = float(beta @ np.linalg.solve(covariance, beta)) / q
    normal = np.isinf(df_residual)
    p_value = stats.chi2.sf(statistic * q, q) if normal else stats.f.sf(statistic, q, df_residual)
    return {"variable": variable, "statistic": statistic, "df": q, "df_residual": df_residual, "p_value": p_value}


def _check_converged(fit: LogisticFit, variables: list[str]) -> None:
    if fit.converged and np.isfinite(fit.coefficients).all():
        return
    raise NotEstimable(
        f"The model of {', '.join(f'`{v}`' for v in variables)} does not settle: the predictors together decide the "
        "outcome. Merge levels in the codebook or leave a predictor out."
    )


def _method(design: SurveyDesign, variance: str, conf_level: float) -> str:
    kind = "weighted" if design.is_weighted else "unweighted"
    errors = (
        "linearised (design-based) standard errors, t with n − number of parameters degrees of freedom (Binder 1983)"
        if variance == "design"
        else "standard errors from the inverse information, normal distribution"
    )
    return (
        f"Logistic regression, {kind}, {errors}, {100 * conf_level:g} % Wald intervals, on respondents complete in all "
        f"predictors."
    )


def _notes(rows: ModelRows, n_parameters: int) -> tuple[str, ...]:
    notes = []
    if rows.n_used < rows.n_sample:
        parts = ", ".join(f"{name} ({few(count)})" for name, count in rows.missing.items() if count)
        notes.append(
            f"Left out of every model: {few(rows.n_sample - rows.n_used)} of {rows.n_sample} respondents, "
            f"who lack a value in: {parts}."
        )
    if any((n == 0).any() for n in rows.level_n.values()):
        notes.append("A level with no respondents among those used has no estimate.")
    per_parameter = min(rows.n_events, rows.n_used - rows.n_events) / (n_parameters - 1)
    if per_parameter < _EVENTS_PER_PARAMETER:
        # how many events is not said: with the shares, it would tell of those whom the regression leaves out
        notes.append(
            f"The adjusted model has fewer than {_EVENTS_PER_PARAMETER} events per coefficient: its odds ratios are "
            "unstable and lie too far from 1."
        )
    return tuple(notes)
