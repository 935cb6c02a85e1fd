"""A numeric predictor as a natural cubic spline in the logistic regression, at full precision."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import NotEstimable, ParameterError, did_you_mean
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.regression import QUANTILES, CovariatePatterns, spline_basis
from workbench.population.design import numbers, truths
from workbench.population.estimates import with_t_interval
from workbench.population.regression.blocks import left_out_of_models
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import with_odds_ratios
from workbench.population.regression.logistic import FittedLogistic, fitted_logistic
from workbench.population.regression.models import Model, contrasted, joint_wald
from workbench.population.regression.predictors import ModelRows, covariate_patterns
from workbench.results import Result
from workbench.wording import say

N_VALUES = 21  # of the curve, from the first knot to the last
_ANY, _BENT = "any association", "departure from a straight line"
TEST_COLUMNS = ["variable", "term", "statistic", "df", "df_residual", "p_value", "patterns"]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SplineModel(Result):
    """Odds ratios along a numeric predictor, at values that follow from single respondents: not for publication.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per value between the outermost knots: variable, value, reference_value (the middle one), n_respondents
        and n_events (of the whole model), estimate (log-odds against it), std_error, df, conf_low, conf_high,
        odds_ratio, odds_ratio_low, odds_ratio_high.
    tests : pandas.DataFrame
        Two Wald tests: variable, term (``any association``, ``departure from a straight line``), statistic (F), df,
        df_residual, p_value.
    knots : tuple of float
    """

    tests: pd.DataFrame
    knots: tuple[float, ...]


def fit_spline(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    *,
    variable: str,
    n_knots: int = 4,
    design: SurveyDesign,
    conf_level: float = 0.95,
) -> SplineModel:
    """Fit a natural cubic spline of one numeric predictor beside all the other predictors.

    Parameters
    ----------
    outcome, predictors, design, conf_level
        As in `fit_logistic`; respondents without any of them are outside.
    variable : str
        Numeric predictor.
    n_knots : {3, 4, 5}
        Knots at fixed quantiles of the values used (Harrell 2015); three bend once.

    Raises
    ------
    ParameterError
        `variable` is no numeric predictor; `n_knots` is not 3, 4 or 5.
    DataError, NotEstimable
        As `fit_logistic`; fewer distinct values than knots.

    Notes
    -----
    The gate refuses it, because knots and values are quantiles, and so values of single respondents; `fit_curves` gives
    what may be published.

    R gives the same: ``m <- svyglm(y ~ splines::ns(x, knots = t[2:3], Boundary.knots = t[c(1, 4)]) + z, design)``.

    Proof: tests/reference/regression.

    References
    ----------
    Harrell, F. E. (2015). Regression Modeling Strategies, 2nd edition. Springer, section 2.4.
    """
    options = FitOptions(conf_level=conf_level)
    _check(variable, n_knots, predictors)
    knots = _knots(values_used(outcome, predictors, variable), n_knots, variable)
    grid = np.linspace(knots[0], knots[-1], N_VALUES)
    return fitted_spline(outcome, predictors, variable, knots, (grid, grid[len(grid) // 2]), design, options)


def values_used(outcome: pd.Series, predictors: pd.DataFrame, variable: str) -> Floats:
    """Return the number of each of those in the model."""
    used = ~np.isnan(truths(outcome)) & predictors.notna().all(axis=1).to_numpy()
    return numbers(predictors[variable])[used]


def fitted_spline(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    variable: str,
    knots: Floats,
    values: tuple[Floats, float],
    design: SurveyDesign,
    options: FitOptions,
) -> SplineModel:
    """Fit the spline with these knots, and give its curve at some values against one of them."""
    n_knots = len(knots)
    names = [variable, *(f"{variable} {place}" for place in range(2, n_knots))]
    basis = spline_basis(numbers(predictors[variable]), knots)
    frame = predictors.drop(columns=variable).assign(**dict(zip(names, basis.T, strict=True)))
    found = fitted_logistic(outcome, frame, design, options)
    model = found.models.models[-1]
    columns = _columns(found.rows, model, names)
    grid, reference = values
    difference = spline_basis(grid, knots) - spline_basis(np.array([reference]), knots)
    return SplineModel(
        table=_curve(contrasted(model, difference @ columns), variable, values, found.rows, options.conf_level),
        tests=_tests(model, columns, variable, covariate_patterns(truths(outcome), predictors, outcome.index)),
        knots=tuple(float(t) for t in knots),
        method=say(
            "Natural cubic spline of `{variable}` with {n} knots (Harrell 2015). {method}",
            variable=variable,
            n=n_knots,
            method=found.result.method,
        ),
        notes=_notes(found, names),
    )


def _notes(found: FittedLogistic, names: list[str]) -> tuple[str, ...]:
    """Return the notes of the model with the columns of the basis, which are one variable, named once."""
    missing = {name: n for name, n in found.rows.missing.items() if name not in names[1:]}
    by_column = left_out_of_models(found.rows)
    others = (note for note in found.result.notes if note not in by_column)
    return (*left_out_of_models(replace(found.rows, missing=missing)), *others)


def _check(variable: str, n_knots: int, predictors: pd.DataFrame) -> None:
    known = [str(v) for v in predictors if pd.api.types.is_numeric_dtype(predictors[v])]
    if variable not in known:
        raise ParameterError(
            f"`variable` is {variable!r}, which is no numeric predictor.{did_you_mean(variable, known)} "
            f"Numeric: {', '.join(known) or 'none'}."
        )
    if n_knots not in QUANTILES:
        raise ParameterError(f"`n_knots` is {n_knots!r}. Allowed: {', '.join(map(str, QUANTILES))}.")


def _knots(values: Floats, n_knots: int, variable: str) -> Floats:
    knots = np.quantile(values, QUANTILES[n_knots]) if len(values) else np.zeros(n_knots)
    if (np.diff(knots) <= 0).any():
        raise NotEstimable(
            say(
                "`{variable}` has too few distinct values for {n} knots. Give fewer knots, or make it categories.",
                variable=variable,
                n=n_knots,
            )
        )
    return np.asarray(knots, dtype=np.float64)


def _columns(rows: ModelRows, model: Model, names: list[str]) -> Floats:
    """Rows that pick the coefficients of the basis."""
    spans = rows.spans(model.variables)
    return np.eye(len(model.coefficients))[[spans[name].start for name in names]]


def _curve(
    curve: Model, variable: str, values: tuple[Floats, float], rows: ModelRows, conf_level: float
) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "variable": variable,
            "value": values[0],
            "reference_value": values[1],
            "n_respondents": rows.n_used,
            "n_events": rows.n_events,
            "estimate": curve.coefficients,
            "std_error": np.sqrt(np.diag(curve.covariance)),
            "df": curve.df,
        }
    )
    return with_odds_ratios(with_t_interval(frame, conf_level))


def curve_test_words(term: str) -> str:
    """Say what a test of a curve asks, in the language that is spoken."""
    return {_ANY: say("any association"), _BENT: say("departure from a straight line")}[term]


def _tests(model: Model, columns: Floats, variable: str, patterns: CovariatePatterns) -> pd.DataFrame:
    tests = []
    for term, rows in ((_ANY, columns), (_BENT, columns[1:])):
        statistic, q, df_residual = joint_wald(contrasted(model, rows), slice(None))
        tests.append((variable, term, statistic, q, df_residual, stats.f.sf(statistic, q, df_residual), patterns))
    return pd.DataFrame(tests, columns=TEST_COLUMNS)
