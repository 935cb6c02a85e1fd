"""A number, such as age in years, as a smooth curve in the logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.errors import NotEstimable, ParameterError, did_you_mean
from workbench.intake.design import SurveyDesign
from workbench.numerics.natural_spline import QUANTILES, spline_basis
from workbench.population.domain_tables import with_t_interval
from workbench.population.predictors import ModelRows
from workbench.population.regression import fitted_logistic
from workbench.population.regression_models import Model, contrasted, joint_wald
from workbench.population.regression_tables import with_odds_ratios
from workbench.population.respondent_values import Floats, numbers, truths
from workbench.results import Result

_N_VALUES = 21  # of the curve, from the first knot to the last


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SplineModel(Result):
    """Odds ratios along a numeric predictor.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per value between the outermost knots: variable, value, estimate (log-odds against the middle of them),
        std_error, df, conf_low, conf_high, odds_ratio, odds_ratio_low, odds_ratio_high.
    tests : pandas.DataFrame
        Two Wald tests: term (``any association``, ``departure from a straight line``), statistic (F), df, df_residual,
        p_value.
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
    R gives the same: ``m <- svyglm(y ~ splines::ns(x, knots = t[2:3], Boundary.knots = t[c(1, 4)]) + z, design)``.
    A codebook knows levels only, so a report has no numeric predictor yet: this is for own analyses.

    References
    ----------
    Harrell, F. E. (2015). Regression Modeling Strategies, 2nd edition. Springer, section 2.4.
    """
    _check(variable, n_knots, predictors)
    values = numbers(predictors[variable])
    used = ~np.isnan(truths(outcome)) & predictors.notna().all(axis=1).to_numpy()
    knots = _knots(values[used], n_knots, variable)
    basis = spline_basis(values, knots)
    names = [variable, *(f"{variable} {place}" for place in range(2, n_knots))]
    frame = predictors.drop(columns=variable).assign(**dict(zip(names, basis.T, strict=True)))
    found = fitted_logistic(outcome, frame, design=design, conf_level=conf_level)
    model = found.models.models[-1]
    columns = _columns(found.rows, model, names)
    grid = np.linspace(knots[0], knots[-1], _N_VALUES)
    difference = spline_basis(grid, knots) - spline_basis(grid[[_N_VALUES // 2]], knots)
    return SplineModel(
        table=_curve(contrasted(model, difference @ columns), variable, grid, conf_level),
        tests=_tests(model, columns),
        knots=tuple(float(t) for t in knots),
        method=f"Natural cubic spline of {variable} with {n_knots} knots (Harrell 2015). {found.result.method}",
        notes=found.result.notes,
    )


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
            f"`{variable}` has too few distinct values for {n_knots} knots. Give fewer knots, or make it categories."
        )
    return np.asarray(knots, dtype=np.float64)


def _columns(rows: ModelRows, model: Model, names: list[str]) -> Floats:
    """Rows that pick the coefficients of the basis."""
    spans = rows.spans(model.variables)
    return np.eye(len(model.coefficients))[[spans[name].start for name in names]]


def _curve(curve: Model, variable: str, grid: Floats, conf_level: float) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "variable": variable,
            "value": grid,
            "estimate": curve.coefficients,
            "std_error": np.sqrt(np.diag(curve.covariance)),
            "df": curve.df,
        }
    )
    return with_odds_ratios(with_t_interval(frame, conf_level))


def _tests(model: Model, columns: Floats) -> pd.DataFrame:
    tests = []
    for term, rows in (("any association", columns), ("departure from a straight line", columns[1:])):
        statistic, q, df_residual = joint_wald(contrasted(model, rows), slice(None))
        tests.append((term, statistic, q, df_residual, stats.f.sf(statistic, q, df_residual)))
    return pd.DataFrame(tests, columns=["term", "statistic", "df", "df_residual", "p_value"])
