"""The same logistic regression within each group of a variable, e.g. women and men apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from workbench.columns import CROSS
from workbench.disclosure.plan import ProtectionPlan, merged_levels
from workbench.errors import NotEstimable, ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.population.design import grouping
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import joined
from workbench.population.regression.logistic import fitted_logistic
from workbench.results import Result

_COLUMNS = [
    *("model", "variable", "level", "reference", "n_respondents", "n_events", "measure", "estimate", "std_error", "df"),
    *("statistic", "p_value", "conf_low", "conf_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high"),
    *("largest_part", "conf_level"),
]
_FIT_COLUMNS = ["variable", "level", "n_respondents", "n_events", "n_parameters", "df_residual"]
_NO_MODEL = "No model was fitted within any group."


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class StratifiedModels(Result):
    """Odds ratios within groups.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per level of each predictor and group, crude and adjusted for the other predictors: model, variable
        (``sex × age_group``), level (``Men × 35–49``), reference (``Men × 20–34``), n_respondents, n_events and the
        estimates of `fit_logistic`.
    fit : pandas.DataFrame
        One row per group: variable, level, n_respondents, n_events, n_parameters, df_residual. Never published: beside
        the numbers of the groups it would tell of the few whom a model leaves out.
    """

    fit: pd.DataFrame = field(metadata={"private": True})


def fit_logistic_by(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    groups: pd.Series,
    *,
    design: SurveyDesign,
    crossings: Sequence[tuple[str, ...]] | None = None,
    plan: ProtectionPlan | None = None,
    missing: str = "complete",
    conf_level: float = 0.95,
    n_imputations: int = 20,
    seed: int = 1,
) -> StratifiedModels:
    """Fit the logistic regression within each group; the group is a domain of the whole design.

    Parameters
    ----------
    outcome, predictors, design, missing, conf_level, n_imputations, seed
        As in `fit_logistic`; a predictor named like the groups is left out.
    groups : Series of a categorical, shape (n_respondents,)
    crossings : sequence of tuple of str, optional
        Those that the codebook declares; only rows of predictors crossed with the groups are kept. Default: all rows.
    plan : ProtectionPlan, optional
        Given, predictors have the levels of the survey: those too small to be published are merged within each group,
        as by `merged_levels`.

    Raises
    ------
    ParameterError
        No predictor is left.
    DataError
        As `fit_logistic`, in all of the groups; one group without a model is noted.

    Notes
    -----
    R gives the same: ``svyglm(y ~ a + b, subset(design, g == "Men"), family = quasibinomial())``. Whether the odds
    ratios differ between the groups is what `fit_interaction` tests: two intervals side by side do not.

    Proof: tests/reference/regression.
    """
    group = grouping(groups, outcome.index).iloc[:, 0]
    frame = predictors.drop(columns=[group.name], errors="ignore")
    if frame.columns.empty:
        raise ParameterError(
            f"No predictor is left beside the groups of `{group.name}`. Name another predictor, or other groups."
        )
    options = FitOptions(missing=missing, conf_level=conf_level, n_imputations=n_imputations, seed=seed)
    tables, fits, methods, notes = [], [], [], []
    for level in group.cat.categories:
        try:
            inside = outcome.astype("boolean").where(group == level)
            model = fitted_logistic(
                inside, _merged_within(frame, inside, plan, (str(group.name), str(level))), design, options
            ).result
        except NotEstimable as error:  # the group is not named: that would tell of its smallness
            notes.append(f"No model within one of the groups: {error.in_report}")
            continue
        tables.append(_within(model.table, str(group.name), str(level)))
        fits.append(model.fit.drop(columns="model").assign(variable=str(group.name), level=str(level)))
        methods.append(model.method)
    table, unseen = _declared(joined(tables, _COLUMNS), str(group.name), frame, crossings)
    fit = joined(fits, _FIT_COLUMNS)
    return StratifiedModels(
        table=table,
        fit=fit[["variable", "level", *(c for c in fit if c not in ("variable", "level"))]],
        method=f"Separate models by {group.name}. {methods[0]}" if methods else _NO_MODEL,
        notes=(*dict.fromkeys(notes), *unseen),
    )


def _merged_within(
    predictors: pd.DataFrame, outcome: pd.Series, plan: ProtectionPlan | None, group: tuple[str, str]
) -> pd.DataFrame:
    """Merge the levels that are small within a group, and leave out predictors with one level then.

    Raises
    ------
    NotEstimable
        No predictor is left.
    """
    if plan is None:
        return predictors
    merged = merged_levels(predictors, outcome, plan=plan, within=group)
    kept = [v for v in merged if len(merged[v].cat.categories) > 1]
    if not kept:
        raise NotEstimable(
            "No predictor has two levels with enough respondents on both sides of the outcome. Join levels by "
            "`merge` in the "
            "codebook."
        )
    return merged[kept]


def _declared(
    table: pd.DataFrame, group: str, predictors: pd.DataFrame, crossings: Sequence[tuple[str, ...]] | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows of declared crossings, named as the codebook names them, and a note on the predictors not shown."""
    if crossings is None:
        return table, ()
    shown = [str(v) for v in predictors if {group, str(v)} in [set(c) for c in crossings if len(c) == 2]]
    unseen = [str(v) for v in predictors if str(v) not in shown]
    kept = table[table["variable"].isin([CROSS.join((group, v)) for v in shown])].reset_index(drop=True)
    note = f"In the models, but not shown because the codebook declares no crossing with {group}: {', '.join(unseen)}."
    return kept, (note,) if unseen else ()


def _within(table: pd.DataFrame, group: str, level: str) -> pd.DataFrame:
    return table.assign(
        variable=[CROSS.join((group, v)) for v in table["variable"]],
        level=[CROSS.join((level, part)) for part in table["level"]],
        reference=[CROSS.join((level, part)) for part in table["reference"]],
    )
