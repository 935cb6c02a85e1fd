"""A number, such as age in years, as a smooth curve in the logistic regression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import DataError, NotEstimable, ParameterError, did_you_mean
from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.regression import QUANTILES, spline_basis
from workbench.population.design import numbers, truths
from workbench.population.estimates import with_t_interval
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import joined, with_odds_ratios
from workbench.population.regression.logistic import fitted_logistic
from workbench.population.regression.models import Model, contrasted, joint_wald
from workbench.population.regression.predictors import ModelRows
from workbench.results import Result

_N_VALUES = 21  # of the curve, from the first knot to the last
_TEST_COLUMNS = ["variable", "term", "statistic", "df", "df_residual", "p_value"]
_CURVE_COLUMNS = [
    *("variable", "value", "reference_value", "n_respondents", "n_events", "estimate", "std_error", "df", "conf_low"),
    *("conf_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "measure", "conf_level"),
]
_FEWEST_BEYOND = 20  # respondents at or beyond either end of a published curve
_FEWEST_VALUES = 10
_EVENTS_PER_COLUMN = 10  # with or without the outcome, whichever are fewer: single ones would bend the curve
_ROUND_STEPS = (1, 2, 5, 10)  # powers of ten apart


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Curves(Result):
    """Odds ratios along each of several numbers.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per round value of each number: variable, value, reference_value (whose odds ratio is 1), n_respondents
        and n_events (of the whole model), estimate (log-odds against it), std_error, df, conf_low, conf_high,
        odds_ratio, odds_ratio_low, odds_ratio_high.
    tests : pandas.DataFrame
        As in `SplineModel`, for each number.
    """

    tests: pd.DataFrame


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
    knots = _knots(_used(outcome, predictors, variable)[1], n_knots, variable)
    grid = np.linspace(knots[0], knots[-1], _N_VALUES)
    return _fitted(outcome, predictors, variable, knots, (grid, grid[len(grid) // 2]), design, options)


def fit_curves(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    numeric: pd.DataFrame,
    *,
    in_place_of: Mapping[str, str | None],
    design: SurveyDesign,
    conf_level: float = 0.95,
) -> Curves:
    """Fit the spline of each number, one at a time beside all the other predictors.

    Parameters
    ----------
    outcome, predictors, design, conf_level
        As in `fit_logistic`.
    numeric : DataFrame of floats, shape (n_respondents, n_numbers)
        Respondents without the number are outside its model; a frame without columns gives tables without rows.
    in_place_of : mapping of str to str or None
        For each number the predictor that groups it, which its model leaves out.

    Returns
    -------
    Curves
        At round values between the outermost knots, as far as 20 respondents lie at or beyond the last one on either
        side. Knots are four, or three where fewer than `MINIMUM_RESPONDENTS`
        respondents would lie beyond an outer one or events are few. They are quantiles rounded to the step of the
        values: those of single respondents are no part of a curve. A number without a model is noted: fewer than ten
        distinct values, or fewer than ten respondents with or without the outcome for each column of the curve.

    Raises
    ------
    DataError
        `numeric` belongs to other respondents than the outcome; as `fit_logistic`.

    Notes
    -----
    As `fit_spline`, which gives the R call.

    Proof: tests/reference/regression.
    """
    if not numeric.index.equals(outcome.index):
        raise DataError("Outcome and numbers belong to different respondents. Take both from the same survey.")
    options, found, notes = FitOptions(conf_level=conf_level), [], []
    for variable in map(str, numeric):
        grouped = in_place_of.get(variable)
        frame = predictors.drop(columns=grouped or []).assign(**{variable: numeric[variable]})
        try:
            knots, values = _round_knots(*_used(outcome, frame, variable), variable)
            found.append(_fitted(outcome, frame, variable, knots, values, design, options))
        except NotEstimable as error:
            notes.append(f"No curve for {variable}: {error.in_report}")
    return Curves(
        table=joined([one.table for one in found], _CURVE_COLUMNS).assign(measure="log odds", conf_level=conf_level),
        tests=joined([one.tests for one in found], _TEST_COLUMNS),
        method=" ".join(dict.fromkeys(one.method for one in found)) or "No number is declared.",
        notes=tuple(dict.fromkeys([*notes, *(note for one in found for note in one.notes)])),
    )


def _used(outcome: pd.Series, predictors: pd.DataFrame, variable: str) -> tuple[Floats, Floats]:
    """Outcome and number of those in the model."""
    y = truths(outcome)
    used = ~np.isnan(y) & predictors.notna().all(axis=1).to_numpy()
    return y[used], numbers(predictors[variable])[used]


def _fitted(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    variable: str,
    knots: Floats,
    values: tuple[Floats, float],
    design: SurveyDesign,
    options: FitOptions,
) -> SplineModel:
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
        tests=_tests(model, columns, variable),
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


def _round_knots(outcome: Floats, values: Floats, variable: str) -> tuple[Floats, tuple[Floats, float]]:
    """Return round knots, the outer ones with `MINIMUM_RESPONDENTS` respondents at or beyond them, and round values.

    With the values comes the one in the middle between the outer knots.

    A quantile can be the value of one respondent, and the knots follow from the digits of the curve.
    """
    least = min(int((outcome == 1).sum()), int((outcome == 0).sum()))
    if len(np.unique(values)) < _FEWEST_VALUES:
        raise NotEstimable(f"`{variable}` has fewer than {_FEWEST_VALUES} distinct values. Make it categories.")
    enough = False
    for n_knots in (4, 3):
        if len(values) * QUANTILES[n_knots][0] < MINIMUM_RESPONDENTS or least < _EVENTS_PER_COLUMN * (n_knots - 1):
            continue
        enough = True
        exact = np.quantile(values, QUANTILES[n_knots])
        if exact[-1] <= exact[0]:
            continue
        step, whole = _round_step(exact), bool((values % 1 == 0).all())
        step = max(step, 1.0) if whole else step
        knots = np.round(exact / step)
        knots[[0, -1]] = np.ceil(exact[0] / step), np.floor(exact[-1] / step)  # inward: nobody is left alone outside
        if (np.diff(knots) > 0).all():
            grid = step * np.arange(knots[0], knots[-1] + 1)
            beyond = np.fmin(*((sign * values >= sign * grid[:, None]).sum(axis=1) for sign in (-1, 1)))
            shown = grid[beyond >= _FEWEST_BEYOND]
            if len(shown) > 1:
                middle = grid[len(grid) // 2]
                return step * knots, (shown, middle if middle in shown else shown[len(shown) // 2])
    if not enough:
        raise NotEstimable(
            f"Too few respondents are in the model, or on one side of the outcome, for a curve of `{variable}`. Make "
            "it categories."
        )
    raise NotEstimable(f"The values of `{variable}` lie too close together for a curve. Make it categories.")


def _round_step(knots: Floats) -> float:
    """Smallest round step that leaves at most `_N_VALUES` values between the outermost knots."""
    low, high = knots[0], knots[-1]
    power = 10.0 ** np.floor(np.log10((high - low) / (_N_VALUES - 1)))
    steps = [float(power * step) for step in _ROUND_STEPS]
    return next(step for step in steps if np.floor(high / step) - np.ceil(low / step) < _N_VALUES)


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


def _tests(model: Model, columns: Floats, variable: str) -> pd.DataFrame:
    tests = []
    for term, rows in (("any association", columns), ("departure from a straight line", columns[1:])):
        statistic, q, df_residual = joint_wald(contrasted(model, rows), slice(None))
        tests.append((variable, term, statistic, q, df_residual, stats.f.sf(statistic, q, df_residual)))
    return pd.DataFrame(tests, columns=_TEST_COLUMNS)
