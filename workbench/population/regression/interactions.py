"""Whether odds ratios of one variable differ between the groups of another: interaction and simple effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.columns import CROSS
from workbench.disclosure.plan import ProtectionPlan, merged_crossing
from workbench.errors import NotEstimable, ParameterError, did_you_mean
from workbench.intake.columns import cross
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.regression import FittedCounts
from workbench.numerics.sampling import t_tests
from workbench.population.design import in_code
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import joined, of_model, with_odds_ratios
from workbench.population.regression.logistic import fitted_logistic
from workbench.population.regression.models import Model, contrasted, joint_wald
from workbench.population.regression.predictors import ModelRows
from workbench.results import Result
from workbench.wording import Counted, say

_EFFECT_COLUMNS = [
    *("variable", "level", "reference", "n_respondents", "n_events", "estimate", "std_error", "statistic", "df"),
    *("p_value", "conf_low", "conf_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "weight_cells"),
    *("measure", "conf_level"),
]
_SHARE_COLUMNS = [
    *("variable", "level", "reference", "n_respondents", "n_events", "weight_cells", "measure", "estimate"),
    *("std_error", "conf_low", "conf_high", "conf_level", "risk_ratio", "risk_ratio_low", "risk_ratio_high"),
]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class InteractionModel(Result):
    """Odds ratios of one variable within each group of another.

    Attributes
    ----------
    table : pandas.DataFrame
        Simple effects, a row per cell of the crossing: variable (``sex × age_group``), level (``Men × 35–49``),
        reference (the same group of the first variable with the reference level of the second), n_respondents,
        n_events, estimate (log-odds), std_error, statistic, df, p_value, conf_low, conf_high, odds_ratio,
        odds_ratio_low, odds_ratio_high.
    interaction : pandas.DataFrame
        Wald test that all odds ratios of the second variable are equal between the groups of the first: variable,
        statistic (F), df, df_residual, p_value.
    adjusted_shares : pandas.DataFrame
        Adjusted share of each cell, as in `fit_logistic`.
    """

    interaction: pd.DataFrame
    adjusted_shares: pd.DataFrame


def fit_interaction(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    *,
    pair: tuple[str, str],
    design: SurveyDesign,
    plan: ProtectionPlan | None = None,
    missing: str = "complete",
    conf_level: float = 0.95,
    n_imputations: int = 20,
    seed: int = 1,
) -> InteractionModel:
    r"""Fit all predictors and the interaction of two of them.

    With :math:`\beta_{ab}` the log-odds of cell (a, b), the simple effect of b within a is
    :math:`\beta_{ab} - \beta_{a0}`, and the interaction is :math:`\beta_{ab} - \beta_{a0} - \beta_{0b} + \beta_{00}`.

    Parameters
    ----------
    outcome, predictors, design, missing, conf_level, n_imputations, seed
        As in `fit_logistic`.
    pair : tuple of two str
        Predictors; odds ratios of the second are shown within each level of the first.
    plan : ProtectionPlan, optional
        Given, predictors have the levels of the survey: small ones are merged, as by `merged_levels`, and those of the
        second until no cell of the crossing is too small to be published. Predictors that too few respondents tell
        apart from the cells are left out.

    Raises
    ------
    ParameterError
        `pair` does not name two categorical predictors.
    DataError, NotEstimable
        As `fit_logistic`, the cells of the crossing taken as levels.

    Notes
    -----
    R gives the same: ``m <- svyglm(y ~ c + a * b, design, family = quasibinomial())``, ``regTermTest(m, ~a:b)`` and
    ``svycontrast(m, ...)``.

    Proof: tests/reference/regression.
    """
    options = FitOptions(missing=missing, conf_level=conf_level, n_imputations=n_imputations, seed=seed)
    return _fitted(outcome, predictors, pair, design, plan, options)[0]


def _fitted(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    pair: tuple[str, str],
    design: SurveyDesign,
    plan: ProtectionPlan | None,
    options: FitOptions,
) -> tuple[InteractionModel, str]:
    """Return the model and the method of its regression."""
    _check(pair, predictors)
    given, predictors = predictors, _merged_pair(predictors, pair, outcome, plan, design)
    first, second = (list(map(str, predictors[v].cat.categories)) for v in pair)
    name = CROSS.join(pair)
    others = [v for v in predictors if v not in pair]
    frame = predictors[others].assign(**{name: cross(predictors[list(pair)])})
    found = fitted_logistic(outcome, frame, design, options)
    model, rows = found.models.models[-1], found.rows
    simple, interaction, order = _contrasts(rows, name, len(first), len(second), len(model.coefficients))
    statistic, q, df_residual = joint_wald(contrasted(model, interaction), slice(None))
    test = {
        "variable": [name],
        "statistic": [statistic],
        "df": [q],
        "df_residual": [df_residual],
        "p_value": [stats.f.sf(statistic, q, df_residual)],
        "patterns": [found.result.joint_tests["patterns"].iloc[-1]],
    }
    shares, effects = found.result.adjusted_shares, contrasted(model, simple)
    influence = found.samples[0].influence(model.variables, simple)
    model_of_pair = InteractionModel(
        table=_simple_effects(
            effects, order, rows, name, len(second), influence, options.conf_level, shares["fitted_to"].iloc[0]
        ),
        interaction=pd.DataFrame(test),
        adjusted_shares=shares[shares["variable"] == name].reset_index(drop=True),
        method=say(
            "Interaction of `{variable}` and `{other}`. {method}",
            variable=pair[0],
            other=pair[1],
            method=found.result.method,
        ),
        notes=(*found.result.notes, *_left_out(given, predictors, pair)),
    )
    return model_of_pair, found.result.method


def _left_out(given: pd.DataFrame, kept: pd.DataFrame, pair: tuple[str, str]) -> tuple[str, ...]:
    missing = in_code(v for v in given if v not in kept)
    note = say(
        "The model of the crossing of `{variable}` and `{other}` is without {variables}: too few respondents tell "
        "levels apart, or the variable and the crossing.",
        variable=pair[0],
        other=pair[1],
        variables=missing,
    )
    return (note,) if missing else ()


def fit_interactions(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    *,
    crossings: Sequence[tuple[str, ...]],
    design: SurveyDesign,
    plan: ProtectionPlan | None = None,
    missing: str = "complete",
    conf_level: float = 0.95,
    n_imputations: int = 20,
    seed: int = 1,
) -> InteractionModel:
    """Fit the interaction of each crossing of two predictors, one at a time beside all the other predictors.

    Parameters
    ----------
    outcome, predictors, design, missing, conf_level, n_imputations, seed
        As in `fit_logistic`.
    plan : ProtectionPlan, optional
        As in `fit_interaction`.
    crossings : sequence of tuple of str
        Those that the codebook declares; crossings of other variables, or of three, are passed over.

    Returns
    -------
    InteractionModel
        The rows of all of them; none if there is no such crossing. A crossing without a model is noted.

    Notes
    -----
    Proof: tests/reference/regression.
    """
    options = FitOptions(missing=missing, conf_level=conf_level, n_imputations=n_imputations, seed=seed)
    tables: list[pd.DataFrame] = []
    tests, shares, methods = [], [], []
    notes: list[str] = []
    for pair in crossings:
        if len(pair) != 2 or not set(pair) <= set(map(str, predictors.columns)):
            continue
        try:
            found, method = _fitted(outcome, predictors, (pair[0], pair[1]), design, plan, options)
        except NotEstimable as error:
            notes.append(
                say(
                    "No model for the crossing of `{variable}` and `{other}`: {reason}",
                    variable=pair[0],
                    other=pair[1],
                    reason=error.in_report,
                )
            )
            continue
        # all models rest on the same respondents: who is left out is said once
        notes += [note for note in found.notes if not (tables and isinstance(note, Counted))]
        tables.append(found.table)
        tests.append(found.interaction)
        shares.append(found.adjusted_shares)
        methods.append(method)
    return InteractionModel(
        table=joined(tables, _EFFECT_COLUMNS),
        interaction=joined(tests, ["variable", "statistic", "df", "df_residual", "p_value", "patterns"]),
        adjusted_shares=joined(shares, _SHARE_COLUMNS),
        method=_methods(methods, refused=bool(notes)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _methods(methods: list[str], *, refused: bool) -> str:
    if methods:
        return say("One interaction at a time. {method}", method=methods[0])
    if refused:
        return say("No crossing of two predictors has a model.")
    return say("No crossing of two predictors is declared.")


def _check(pair: tuple[str, str], predictors: pd.DataFrame) -> None:
    known = [str(v) for v in predictors if isinstance(predictors[v].dtype, pd.CategoricalDtype)]
    if len(pair) != 2 or pair[0] == pair[1] or any(v not in known for v in pair):
        wrong = next((v for v in pair if v not in known), pair[0])
        raise ParameterError(
            f"`pair` is {tuple(pair)!r}, not two different predictors with levels.{did_you_mean(wrong, known)} "
            f"Known: {', '.join(known)}."
        )


def _merged_pair(
    predictors: pd.DataFrame,
    pair: tuple[str, str],
    outcome: pd.Series,
    plan: ProtectionPlan | None,
    design: SurveyDesign,
) -> pd.DataFrame:
    """Merge small levels, those of the second variable until each has enough respondents within every one of the first.

    Raises
    ------
    NotEstimable
        Only one level of one of the two would be left.
    """
    if plan is None or plan.is_open:
        return predictors
    merged = merged_crossing(predictors, pair, outcome, plan=plan, design=design)
    if merged.columns.empty:
        raise NotEstimable(
            say(
                "Too few respondents are on one side of the outcome in the cells of the crossing. Join levels by "
                "`merge` in the codebook, or leave the crossing out."
            )
        )
    return merged


def _contrasts(rows: ModelRows, name: str, n_first: int, n_second: int, n: int) -> tuple[Floats, Floats, list[int]]:
    """Rows that give the simple effects and the interaction from the coefficients, and the cells of the former."""
    flat = np.full((n_first * n_second, n), np.nan)
    flat[0] = 0.0
    flat[rows.columns[name]] = np.eye(n)[rows.spans(tuple(rows.levels))[name]]
    cell = flat.reshape(n_first, n_second, n)
    simple = (cell - cell[:, :1])[:, 1:].reshape(-1, n)
    interaction = (cell - cell[:, :1] - cell[:1] + cell[:1, :1])[1:, 1:].reshape(-1, n)
    places = np.arange(n_first * n_second).reshape(n_first, n_second)[:, 1:].ravel()
    estimable = ~np.isnan(simple).any(axis=1)
    return simple[estimable], interaction[~np.isnan(interaction).any(axis=1)], [int(p) for p in places[estimable]]


def _simple_effects(
    effects: Model,
    places: list[int],
    rows: ModelRows,
    name: str,
    n_second: int,
    influence: Floats,
    conf_level: float,
    fitted: FittedCounts,
) -> pd.DataFrame:
    """Put the simple effects into the rows of the cells."""
    cells, largest = np.array(rows.levels[name], dtype=object), rows.level_largest[name]
    reference = np.arange(len(cells)) // n_second * n_second
    frame = pd.DataFrame(
        {
            "variable": name,
            "level": cells,
            "reference": cells[reference],
            "n_respondents": rows.level_n[name],
            "n_events": rows.level_events[name],
            "n_answered": rows.level_answered[name],
            "n_events_answered": rows.level_answered_events[name],
            "weight_cells": rows.level_weights[name],
        }
    )
    error = np.sqrt(np.diag(effects.covariance))
    columns = {
        "estimate": effects.coefficients,
        "std_error": error,
        **t_tests(effects.coefficients, error, effects.df, conf_level),
    }
    for column, values in columns.items():
        whole = np.full(len(frame), np.nan)
        whole[places] = values
        frame[column] = whole
    frame.loc[frame["level"] == frame["reference"], "estimate"] = 0.0
    alone, own = np.fmax(largest, largest[reference]), np.ones(len(frame))
    own[places] = np.fmin(alone[places] / influence, 1.0)
    frame = with_odds_ratios(frame).assign(own_part=own, measure="log odds", conf_level=conf_level)
    return frame.assign(fitted_to=of_model(fitted, len(frame)))
