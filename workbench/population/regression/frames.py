"""What was estimated by a set of models as frames under the glossary's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit, logit

from workbench.arrays import Floats
from workbench.numerics.regression import CovariatePatterns, FittedCounts, pooled
from workbench.numerics.sampling import t_tests
from workbench.population.regression.adjusted_shares import AdjustedShares
from workbench.population.regression.models import Model, joint_wald
from workbench.population.regression.predictors import ModelRows

Columns = dict[str, Any]  # name: values, one per level
Scale = Callable[[Floats, Floats], tuple[Floats, Floats]]


def coefficient_table(
    models: Sequence[Model],
    rows: ModelRows,
    fitted: Mapping[str, FittedCounts],
    conf_level: float,
    *,
    odds: bool = True,
) -> pd.DataFrame:
    """One row per level of each predictor of each model, reference and empty levels included.

    `fitted`: what a model is fitted to, by its name; nothing of crude ones, whose numbers the rows hold.
    """
    parts = []
    for model in models:
        for variable, span in rows.spans(model.variables).items():
            own, n = _variable_columns(model, rows, variable, span, conf_level), len(rows.levels[variable])
            parts.append({"model": [model.name] * n, **own, "fitted_to": [fitted.get(model.name)] * n})
    table = _stacked(parts).assign(conf_level=conf_level)
    if odds:
        return with_odds_ratios(table.assign(measure="log odds"))
    lowest, highest = rows.outcome_range
    return table.assign(measure="difference", value_minimum=lowest, value_maximum=highest)


def _variable_columns(model: Model, rows: ModelRows, variable: str, span: slice, conf_level: float) -> Columns:
    place, n = rows.columns[variable], len(rows.levels[variable])
    estimate, std_error, df = (np.full(n, np.nan) for _ in range(3))
    estimate[place], df[place] = model.coefficients[span], model.df[span]
    std_error[place] = np.sqrt(np.diag(model.covariance)[span])
    tests = t_tests(estimate, std_error, df, conf_level)
    if model.low is not None and model.high is not None:
        tests["conf_low"][place], tests["conf_high"][place] = model.low[span], model.high[span]
    if variable not in rows.values:
        estimate[0] = 0.0
    return {
        **_level_columns(rows, variable),
        "estimate": estimate,
        "std_error": std_error,
        **tests,
        **_weights(rows, variable),
        "own_part": own_parts(model, rows, variable),
    }


def _weights(rows: ModelRows, variable: str) -> Columns:
    """Who weighs the same in each level; of a line over a number what one respondent changes."""
    largest = rows.level_largest[variable] if variable in rows.values else np.full(len(rows.levels[variable]), np.nan)
    return {"weight_cells": rows.level_weights[variable], "largest_part": largest}


def _stacked(parts: Sequence[Columns]) -> pd.DataFrame:
    """Put columns of the same names under each other: a frame of each part would cost more than the models."""
    return pd.DataFrame({name: list(chain.from_iterable(part[name] for part in parts)) for name in parts[0]})


def of_model(fitted: FittedCounts | None, n_rows: int) -> pd.Series:
    """Column of the rows of one model: what it is fitted to."""
    return pd.Series([fitted] * n_rows, dtype=object)


def own_parts(model: Model, rows: ModelRows, variable: str) -> Floats:
    """Influence of one respondent on each level in a model of this predictor alone, divided by that in this model.

    How much fewer respondents a coefficient rests on, given the other predictors; of the reference level the smallest.
    """
    own = np.ones(len(rows.levels[variable]))
    if model.influence is not None and len(model.variables) > 1:
        place, largest = rows.columns[variable], rows.level_largest[variable]
        found = np.fmax(largest, largest[0])[place] / model.influence[rows.spans(model.variables)[variable]]
        own[place] = np.fmin(np.nan_to_num(found, nan=1.0), 1.0)
        own[0] = own.min()
    return own


def with_odds_ratios(frame: pd.DataFrame) -> pd.DataFrame:
    """Add odds ratios with their intervals to rows of log-odds."""
    names = {"odds_ratio": "estimate", "odds_ratio_low": "conf_low", "odds_ratio_high": "conf_high"}
    return frame.assign(**{name: np.exp(frame[of]) for name, of in names.items()})


def _level_columns(rows: ModelRows, variable: str) -> Columns:
    levels = rows.levels[variable]
    columns: Columns = {
        "variable": [variable] * len(levels),
        "level": levels,
        "reference": [levels[0] if variable not in rows.values else ""] * len(levels),
        "n_respondents": rows.level_n[variable],
        "n_answered": rows.level_answered[variable],
    }
    if rows.level_events:
        columns |= {
            "n_events": rows.level_events[variable],
            "n_events_answered": rows.level_answered_events[variable],
        }
    return columns


def joint_test_table(models: Sequence[Model], rows: ModelRows, patterns: CovariatePatterns) -> pd.DataFrame:
    """One Wald test per predictor of each model."""
    tests = []
    for model in models:
        held = patterns.of(model.variables)
        for variable, span in rows.spans(model.variables).items():
            statistic, q, df_residual = joint_wald(model, span)
            p_value = (
                stats.chi2.sf(statistic * q, q) if np.isinf(df_residual) else stats.f.sf(statistic, q, df_residual)
            )
            tests.append((model.name, variable, statistic, q, df_residual, p_value, held))
    columns = ["model", "variable", "statistic", "df", "df_residual", "p_value", "patterns"]
    return pd.DataFrame(tests, columns=columns)


def with_own_p_values(tests: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return joint tests in which a predictor with one coefficient has the p-value of that coefficient.

    Both test the same. Published, the coefficient's is that of numbers moved to the middles of windows, and may lie in
    another band than the exact one.
    """
    keys = ["model", "variable"]
    own = table[table["level"] != table["reference"]].drop_duplicates(keys).set_index(keys)["p_value"]
    found = own.reindex(pd.MultiIndex.from_frame(tests[keys])).to_numpy(float)
    return tests.assign(p_value=tests["p_value"].where(tests["df"] != 1, found))


def share_tables(
    shares: Sequence[AdjustedShares], rows: ModelRows, full: Model, fitted: FittedCounts, conf_level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return adjusted shares, and their differences and ratios to the reference level, a row per level.

    Both hold the share itself: what is published of differences and ratios follows from what is published of shares.
    """
    levels, complete_df, tail = shares[0].levels, full.complete_df, (1 - conf_level) / 2
    share, error, df = _combined(shares, complete_df, lambda m, v: (m, v))
    on_odds, odds_error, odds_df = _combined(shares, complete_df, _log_odds)
    half = stats.t.isf(tail, odds_df) * odds_error
    contrast = _against_reference(levels)
    difference, d_error, d_df = _combined(shares, complete_df, lambda m, v: (contrast @ m, contrast @ v @ contrast.T))
    log_ratio, r_error, r_df = _combined(shares, complete_df, lambda m, v: _log_ratios(m, v, contrast))
    r_half = stats.t.isf(tail, r_df) * r_error
    ratios = {
        "risk_ratio": np.exp(log_ratio),
        "risk_ratio_low": np.exp(log_ratio - r_half),
        "risk_ratio_high": np.exp(log_ratio + r_half),
    }
    adjusted = {
        "estimate": share,
        "std_error": error,
        "df": df,
        "conf_low": expit(on_odds - half),
        "conf_high": expit(on_odds + half),
    }
    effects = {
        "estimate": share,
        "difference": difference,
        "std_error": d_error,
        **t_tests(difference, d_error, np.where(np.isnan(d_error), np.nan, d_df), conf_level),
    }
    left, right = (
        _by_level(part | ratios, levels, rows, full).assign(
            measure="adjusted share", conf_level=conf_level, fitted_to=lambda frame: of_model(fitted, len(frame))
        )
        for part in (adjusted, effects)
    )
    return left, right


def _combined(shares: Sequence[AdjustedShares], complete_df: float, scale: Scale) -> tuple[Floats, Floats, Floats]:
    """Estimates on a scale, their standard errors and degrees of freedom; 0 ± 0 has no error."""
    parts = [scale(s.estimate, s.covariance) for s in shares]
    if len(parts) == 1:
        estimate, covariance = parts[0]
        df = np.full(len(estimate), complete_df)
    else:
        with np.errstate(invalid="ignore"):  # 0 / 0 for the reference level
            estimate, covariance, df = pooled(
                np.array([p[0] for p in parts]), np.array([p[1] for p in parts]), complete_df
            )
    variance = np.diag(covariance)
    return estimate, np.sqrt(np.where(variance > 0, variance, np.nan)), df


def joined(frames: Sequence[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    """Put the tables of several models under each other; without a model a table without rows."""
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def _log_odds(estimate: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    slope = 1 / (estimate * (1 - estimate))
    return logit(estimate), covariance * np.outer(slope, slope)


def _log_ratios(estimate: Floats, covariance: Floats, contrast: Floats) -> tuple[Floats, Floats]:
    slopes = contrast / estimate
    return contrast @ np.log(estimate), slopes @ covariance @ slopes.T


def _against_reference(levels: Sequence[tuple[str, int]]) -> Floats:
    """Each level minus the reference of its predictor, which stands first; zeros for the reference itself."""
    first = {variable: place for place, (variable, level) in enumerate(levels) if level == 0}
    contrast = np.eye(len(levels))
    for place, (variable, _) in enumerate(levels):
        contrast[place, first[variable]] -= 1
    return contrast


def _by_level(
    columns: Mapping[str, Floats], levels: Sequence[tuple[str, int]], rows: ModelRows, full: Model
) -> pd.DataFrame:
    """Put the entries of the levels into frames that hold empty levels too."""
    variables = list(dict.fromkeys(variable for variable, _ in levels))
    parts: list[Columns] = [
        {**_level_columns(rows, v), **_weights(rows, v), "own_part": own_parts(full, rows, v)} for v in variables
    ]
    sizes = np.array([len(rows.levels[v]) for v in variables], dtype=np.int64)
    start = dict(zip(variables, np.cumsum(sizes) - sizes, strict=True))
    places = np.array([start[variable] + level for variable, level in levels], dtype=np.int64)
    estimated = {}
    for name, values in columns.items():
        estimated[name] = np.full(int(sizes.sum()), np.nan)
        estimated[name][places] = values
    return (_stacked(parts) if parts else pd.DataFrame()).assign(**estimated)
