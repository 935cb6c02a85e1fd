"""The same logistic regression within each group of a variable, e.g. women and men apart."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from workbench.columns import CROSS
from workbench.disclosure.plan import ProtectionPlan, merged_levels
from workbench.errors import NotEstimable, ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.regression import FittedCounts
from workbench.population.design import grouping, in_code
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import joined
from workbench.population.regression.logistic import LogisticModel, fitted_logistic
from workbench.results import Result
from workbench.wording import say

_COLUMNS = [
    *("model", "variable", "level", "reference", "n_respondents", "n_events", "measure", "estimate", "std_error", "df"),
    *("statistic", "p_value", "conf_low", "conf_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high"),
    *("weight_cells", "conf_level"),
]
_FIT_COLUMNS = ["variable", "level", "n_respondents", "n_events", "n_parameters", "df_residual"]
_NO_MODEL = say("No model was fitted within any group.")


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
    without : pandas.DataFrame
        Groups that have no model of their own, or one without a predictor that is crossed with them: variable and
        level of the group, and term, the predictor. Why is not told beyond too few on one side of the outcome.
    """

    fit: pd.DataFrame = field(metadata={"private": True})
    without: pd.DataFrame


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
        Those that the codebook declares; only rows of predictors crossed with the groups are kept, and none is fitted
        where there is no such crossing. Default: all rows.
    plan : ProtectionPlan, optional
        Given, predictors have the levels of the survey: those too small to be published are merged within each group,
        as by `merged_levels`.

    Raises
    ------
    ParameterError
        No predictor is left.
    DataError
        As `fit_logistic`, in all of the groups; what has no model is named in `without`.
    NotEstimable
        No group has a model.

    Notes
    -----
    R gives the same: ``svyglm(y ~ a + b, subset(design, g == "Men"), family = quasibinomial())``. Whether the odds
    ratios differ between the groups is what `fit_interaction` tests: two intervals side by side do not.

    Proof: tests/reference/regression.
    """
    group = grouping(groups, outcome.index).iloc[:, 0]
    frame = predictors.drop(columns=[group.name], errors="ignore")
    shown = _shown(str(group.name), frame, crossings)
    if crossings is not None and not shown:
        return _packed(str(group.name), {}, shown, frame)
    if frame.columns.empty:
        raise ParameterError(
            f"No predictor is left beside the groups of `{group.name}`. Name another predictor, or other groups."
        )
    options = FitOptions(missing=missing, conf_level=conf_level, n_imputations=n_imputations, seed=seed)
    models: dict[str, LogisticModel] = {}
    for level in map(str, group.cat.categories):
        inside = outcome.astype("boolean").where(group == level)
        with contextlib.suppress(NotEstimable):
            kept = _merged_within(frame, inside, plan, (str(group.name), level), design)
            models[level] = fitted_logistic(inside, kept, design, options).result
    if not models:
        raise NotEstimable(
            say(
                "No group of `{variable}` has enough respondents on both sides of the outcome for a model of its own. "
                "Join levels of it or of the predictors (`merge` in the codebook), or choose another group or cut-off.",
                variable=group.name,
            )
        )
    without = [
        (str(group.name), level, variable)
        for level in map(str, group.cat.categories)
        for variable in shown
        if level not in models or variable not in set(models[level].table["variable"])
    ]
    return _packed(str(group.name), models, shown, frame, without)


def _packed(
    group: str,
    models: Mapping[str, LogisticModel],
    shown: Sequence[str],
    predictors: pd.DataFrame,
    without: Sequence[tuple[str, str, str]] = (),
) -> StratifiedModels:
    tables = [_within(model.table, group, level) for level, model in models.items()]
    fits = [model.fit.drop(columns="model").assign(variable=group, level=level) for level, model in models.items()]
    table, fit = joined(tables, _COLUMNS), joined(fits, _FIT_COLUMNS)
    methods = [model.method for model in models.values()]
    held = {str(v) for model in models.values() for v in model.table["variable"]} - set(shown)
    unseen = in_code(v for v in predictors if str(v) in held)
    note = say(
        "In the models, but not shown because the codebook declares no crossing with `{group}`: {variables}.",
        group=group,
        variables=unseen,
    )
    return StratifiedModels(
        table=table[table["variable"].isin([CROSS.join((group, v)) for v in shown])].reset_index(drop=True),
        fit=fit[["variable", "level", *(c for c in fit if c not in ("variable", "level"))]],
        without=pd.DataFrame(list(without), columns=["variable", "level", "term"]),
        method=say("Separate models by `{group}`. {method}", group=group, method=methods[0]) if methods else _NO_MODEL,
        notes=(note,) if models and unseen else (),
    )


def _merged_within(
    predictors: pd.DataFrame,
    outcome: pd.Series,
    plan: ProtectionPlan | None,
    group: tuple[str, str],
    design: SurveyDesign,
) -> pd.DataFrame:
    """Merge the levels that are small within a group, and leave out predictors with one level then.

    Raises
    ------
    NotEstimable
        No predictor is left.
    """
    if plan is None:
        return predictors
    merged = merged_levels(predictors, outcome, plan=plan, within=group, design=design)
    return merged[[v for v in merged if len(merged[v].cat.categories) > 1]]


def _shown(group: str, predictors: pd.DataFrame, crossings: Sequence[tuple[str, ...]] | None) -> list[str]:
    """Predictors that the codebook crosses with the groups; all of them where no crossings are given."""
    pairs = None if crossings is None else [set(names) for names in crossings if len(names) == 2]
    return [str(v) for v in predictors if pairs is None or {group, str(v)} in pairs]


def _within(table: pd.DataFrame, group: str, level: str) -> pd.DataFrame:
    own = {id(fitted): fitted for fitted in table["fitted_to"] if fitted is not None}
    inside = {key: _counts_within(fitted, group, level) for key, fitted in own.items()}
    return table.assign(
        variable=[CROSS.join((group, v)) for v in table["variable"]],
        level=[CROSS.join((level, part)) for part in table["level"]],
        reference=[CROSS.join((level, part)) for part in table["reference"]],
        fitted_to=table["fitted_to"].map(lambda fitted: inside.get(id(fitted))),
    )


def _counts_within(fitted: FittedCounts, group: str, level: str) -> FittedCounts:
    """Name the levels of the predictors as cells of their crossing with the group."""
    predictors = (
        own._replace(
            variable=CROSS.join((group, own.variable)), levels=tuple(CROSS.join((level, part)) for part in own.levels)
        )
        for own in fitted.predictors
    )
    return replace(fitted, predictors=tuple(predictors))
