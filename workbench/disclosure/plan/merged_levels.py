"""Predictors of a regression with their small levels merged, before anything is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from workbench.arrays import Ints
from workbench.columns import CROSS, EVERYONE, MERGED, NOT_ANSWERED, OTHER_LEVELS
from workbench.disclosure.plan.level_sizes import Counts, EveryCell, Sizes, WithConfounded, is_yes_no
from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.disclosure.plan.told_apart import Confounded, Levels, Respondents, told_apart
from workbench.errors import DataError, NotEstimable
from workbench.intake.columns import cross
from workbench.intake.sampling import SurveyDesign, base_weights


def merged_levels(
    predictors: pd.DataFrame,
    outcome: pd.Series | None = None,
    *,
    plan: ProtectionPlan,
    within: tuple[str, str] | None = None,
    design: SurveyDesign | None = None,
) -> pd.DataFrame:
    """Return predictors whose small levels are merged: with a neighbour if levels have an order, else with each other.

    Parameters
    ----------
    predictors : DataFrame of categoricals, shape (n_respondents, n_predictors)
        First category = reference; the order of an ordered one is that of the codebook. Columns of numbers stay as
        they are.
    outcome : Series, optional
        True and False (with missing values) for a logistic regression, or anything else that a linear one explains.
        Who lacks it is not counted.
    plan : ProtectionPlan
        Of the whole survey.
    within : tuple of two str, optional
        Variable and level of the group that alone has the outcome: then the cells of its crossings decide.
    design : SurveyDesign, optional
        Its weights, by which fewer respondents than there are may tell two predictors apart. Default: equal ones.

    Returns
    -------
    DataFrame
        A small level of an ordered variable joins the smaller of its neighbours, until none is small; what was merged
        is named by all its levels (``65–74 + 75 or over``), and is the reference if it holds it. Small levels of
        another variable are one level, `other levels`, put last; a reference that is too small joins it, and the first
        level left is the reference. Those who did not answer are joined to nobody: too few for a level of their own,
        they have none. Variables of which one level is left, beside these, are dropped. So is a variable that too few
        respondents tell apart from the others, such as an area beside its towns; if that holds for some levels only,
        these are merged. Of an open survey nothing is merged: a variable with a level that is on one side of the
        outcome is dropped.

    Raises
    ------
    DataError
        Predictors and outcome of different respondents.
    NotEstimable
        No variable is left.

    Notes
    -----
    A level is small with fewer than `MINIMUM_EVENTS` respondents with the outcome, or without it; in a linear
    regression with fewer than `minimum_respondents`. Only what tables publish decides, so that what was merged tells
    nothing beside them: the lower ends of the windows of each level, all of its respondents and not only those in the
    model; those of several levels add up, and a level without a published outcome counts nothing. While `other levels`
    is small itself, the smallest level left joins it, but the reference last: what others are compared with stays.

    A coefficient compares respondents who raise it with respondents who lower it, all other predictors held equal. Too
    few are fewer than `minimum_respondents` on either side, or fewer than five expected on the rarer side of a yes and
    no: with one such respondent mean and coefficient would add up to the score, and whether the model exists would tell
    how the few answered.

    Proof: tests/unit/disclosure/plan.
    """
    if outcome is not None and not outcome.index.equals(predictors.index):
        raise DataError(
            f"Predictors and outcome belong to different respondents ({len(predictors)} and {len(outcome)} rows). Take "
            "both from the same survey."
        )

    def merge(confounded: Confounded) -> pd.DataFrame:
        return _with_merged(predictors, outcome, plan, within, confounded)

    who = None if plan.is_open else _respondents(predictors, outcome, plan, within, design)
    merged = merge({}) if who is None else told_apart(predictors, merge, who)
    if merged.columns.empty and not predictors.columns.empty:
        names = ", ".join(f"`{name}`" for name in predictors)
        raise NotEstimable(
            f"Of {names} fewer than two levels can be told apart: the published numbers leave open whether enough "
            "respondents are on both sides of the outcome. Join levels (`merge` in the codebook), or choose other "
            "predictors or another cut-off."
        )
    return merged


def _with_merged(
    predictors: pd.DataFrame,
    outcome: pd.Series | None,
    plan: ProtectionPlan,
    within: tuple[str, str] | None = None,
    confounded: Confounded | None = None,
) -> pd.DataFrame:
    if plan.is_open:
        return predictors[[name for name in predictors if not _separated(predictors[name], outcome)]]
    variable, prefix = (within[0] + CROSS, within[1] + CROSS) if within else ("", "")
    merged = {}
    for name in predictors:
        column = predictors[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            sizes: Counts = Sizes(column, outcome, plan, variable=variable + str(name), prefix=prefix)
            if confounded and name in confounded:
                sizes = WithConfounded(sizes, column, confounded[str(name)])
            column = _merged(_without_few_unanswered(column, sizes), sizes, plan)
            if len(set(column.cat.categories) - {NOT_ANSWERED}) < 2:
                continue
        merged[name] = column
    return pd.DataFrame(merged, index=predictors.index)


def _respondents(
    predictors: pd.DataFrame,
    outcome: pd.Series | None,
    plan: ProtectionPlan,
    within: tuple[str, str] | None,
    design: SurveyDesign | None,
) -> Respondents:
    """Who tells the predictors apart: those with the outcome, with their weights."""
    variable, level = within or (EVERYONE, EVERYONE)
    everyone = pd.Series(pd.Categorical([level] * len(predictors)), index=predictors.index)

    @cache
    def sizes(name: str) -> Sizes:
        cells = (variable + CROSS + name, level + CROSS) if within else (name, "")
        return Sizes(predictors[name], outcome, plan, variable=cells[0], prefix=cells[1])

    def rarer(name: str, levels: Levels) -> float:
        if name not in predictors:  # a crossing, whose cells are merged until all of them are large
            return 1.0
        if not levels:  # of a number
            return Sizes(everyone, outcome, plan, variable=variable).rarer([level])
        return sizes(name).rarer(levels)

    known = np.ones(len(predictors), dtype=bool) if outcome is None else outcome.notna().to_numpy()
    weights = np.ones(len(predictors)) if design is None else base_weights(design, len(predictors))
    return Respondents(known, weights, plan.thresholds.minimum_respondents, rarer)


def _separated(column: pd.Series, outcome: pd.Series | None) -> bool:
    """Whether a level has respondents on one side of the outcome alone, so that its odds ratio is 0 or infinite."""
    if outcome is None or not isinstance(column.dtype, pd.CategoricalDtype) or not is_yes_no(outcome):
        return False
    known = outcome.notna().to_numpy()
    shares = outcome[known].astype(float).groupby(column[known], observed=True).mean()
    return bool(shares.isin([0.0, 1.0]).any())


def merged_within(
    predictors: pd.DataFrame, pair: tuple[str, str], outcome: pd.Series, *, plan: ProtectionPlan
) -> pd.Series:
    """Return the second predictor of a pair, its levels merged until each is large enough within all of the first.

    Parameters
    ----------
    predictors : DataFrame of categoricals, shape (n_respondents, n_predictors)
        With the levels of the survey.
    pair : tuple of two str
        Names of two of them.
    outcome : Series, shape (n_respondents,)
    plan : ProtectionPlan
        Of the whole survey.
    """
    first, second = (predictors[name] for name in pair)
    together = _with_merged(first.to_frame(), outcome, plan).get(pair[0], first)
    cells: dict[str, list[Sizes]] = {}
    for level, merged in pd.DataFrame({"level": first, "merged": together}).dropna().drop_duplicates().to_numpy(str):
        own = Sizes(second[first == level], outcome, plan, variable=CROSS.join(pair), prefix=level + CROSS)
        cells.setdefault(merged, []).append(own)
    whole = Sizes(second, outcome, plan, variable=pair[1])
    return _merged(_without_few_unanswered(second, whole), EveryCell(list(cells.values()), whole), plan)


def merged_crossing(
    predictors: pd.DataFrame,
    pair: tuple[str, str],
    outcome: pd.Series,
    *,
    plan: ProtectionPlan,
    design: SurveyDesign | None = None,
) -> pd.DataFrame:
    """Return the predictors of a model with the interaction of two of them; without columns if there is none.

    Parameters
    ----------
    predictors, pair, outcome, plan
        As in `merged_within`.
    design : SurveyDesign, optional
        As in `merged_levels`.

    Returns
    -------
    DataFrame
        Small levels are merged, those of the second of the pair as by `merged_within`; predictors that too few
        respondents tell apart from the cells of the crossing are left out.
    """
    second, merged = merged_within(predictors, pair, outcome, plan=plan), _with_merged(predictors, outcome, plan)
    if len(second.cat.categories) < 2 or not set(pair) <= set(merged):
        return predictors[[]]
    merged, name = merged.assign(**{pair[1]: second}), CROSS.join(pair)
    cells = merged.drop(columns=list(pair)).assign(**{name: cross(merged[list(pair)])})
    who = _respondents(predictors, outcome, plan, None, design)
    kept = told_apart(predictors.assign(**{name: cells[name]}), lambda _: cells, who, last=name)
    return merged[[v for v in merged if v in pair or v in kept]] if name in kept else predictors[[]]


def merged_parts(level: str, levels: Sequence[str]) -> tuple[str, ...]:
    """Return the levels, given in their order, that a merged one holds; none if it is not made of these."""
    for place, own in enumerate(levels, start=1):
        if level == own:
            return (own,)
        start = own + MERGED
        if level.startswith(start) and (rest := merged_parts(level[len(start) :], levels[place:])):
            return (own, *rest)
    return ()


def _without_few_unanswered(column: pd.Series, sizes: Counts) -> pd.Series:
    """Leave out of the model who did not answer where they are too few for a level: they join nobody."""
    levels = [level for level in column.cat.categories if level != NOT_ANSWERED]
    if len(levels) == len(column.cat.categories) or not sizes.too_small([NOT_ANSWERED]):
        return column
    return column.cat.set_categories(levels)


def _merged(column: pd.Series, sizes: Counts, plan: ProtectionPlan) -> pd.Series:
    levels = [str(level) for level in column.cat.categories]
    answered = [level for level in levels if level != NOT_ANSWERED]
    if column.cat.ordered:
        order = plan.levels(str(column.name))
        if not all(merged_parts(level, order) for level in answered):  # not the survey's own: the gate refuses them
            order = tuple(answered)
        runs = _joined_neighbours(sorted(answered, key=lambda level: order.index(merged_parts(level, order)[0])), sizes)
        names = {level: MERGED.join(run) for run in runs for level in run}
    else:
        others = _others(answered, sizes)
        names = {level: OTHER_LEVELS if level in others else level for level in answered}
    kept = list(dict.fromkeys(names.get(level, level) for level in levels))
    if OTHER_LEVELS in kept:
        kept = [*(level for level in kept if level != OTHER_LEVELS), OTHER_LEVELS]
    places = [kept.index(names.get(level, level)) for level in levels]
    place: Ints = np.array([*places, -1], dtype=np.int64)  # nobody's code is −1, the last
    codes = pd.Categorical.from_codes(place[column.cat.codes.to_numpy()], pd.Index(kept), ordered=column.cat.ordered)
    return pd.Series(codes, index=column.index, name=column.name)


def _joined_neighbours(levels: list[str], sizes: Counts) -> list[list[str]]:
    """Join the smallest small level with the smaller of its neighbours, until none is small."""
    runs = [[level] for level in levels]
    while len(runs) > 1 and (small := [run for run in runs if sizes.too_small(run)]):
        at = runs.index(min(small, key=sizes.least))
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(runs)]
        start = min(at, min(beside, key=lambda place: sizes.least(runs[place])))
        runs[start : start + 2] = [runs[start] + runs[start + 1]]
    return runs


def _others(levels: list[str], sizes: Counts) -> list[str]:
    """Return the levels that become one; a reference large enough by itself joins only if no other level is left."""
    others = [level for level in levels if sizes.too_small([level])]
    kept = [level for level in levels if level not in others]
    while others and kept and (sizes.too_small(others) or len(others) == 1):  # one alone would only change its name
        smallest = min(reversed(kept), key=lambda level: (level == levels[0], sizes.least([level])))
        kept.remove(smallest)
        others.append(smallest)
    return others
