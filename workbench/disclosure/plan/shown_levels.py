"""Background variables without the levels that are too small, for numbers that rest on all levels together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbench.columns import CHOSEN
from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.errors import NotEstimable
from workbench.intake import Survey
from workbench.intake.codebook import COMPARED_RESPONDENTS
from workbench.wording import say, say_count


def shown_levels(groups: pd.DataFrame, *, plan: ProtectionPlan) -> pd.DataFrame:
    """Return variables without the levels that have no outcome, for trends and indices of inequality.

    Such a number rests on all levels together: with the means of the shown levels beside it, it would tell of the
    one that is not. The scores of steps are counted among the levels that stay.

    Parameters
    ----------
    groups : DataFrame of categoricals
        Background variables of the survey.
    plan : ProtectionPlan
        Of the whole survey.

    Returns
    -------
    DataFrame
        The order of the levels is kept; missing for respondents of levels in the first window. Variables with fewer
        than two shown levels are left out.

    Notes
    -----
    Proof: tests/unit/disclosure/plan.
    """
    kept = {}
    for variable in groups:
        levels = _levels_from(groups[variable], plan, plan.thresholds.minimum_respondents)
        if len(levels) > 1:
            kept[variable] = groups[variable].cat.set_categories(levels)
    return pd.DataFrame(kept, index=groups.index)


def comparable_group(survey: Survey, *, plan: ProtectionPlan, name: str | None = None) -> pd.Series:
    """Return a background variable without groups under `COMPARED_RESPONDENTS`, for models of several groups.

    Without a name it is the first of the codebook of which two groups stay; where others come before it, the `attrs` of
    the Series say so under `CHOSEN`, which results of such models put among their notes.

    Fit, tests, notes and refusals of such a model rest on all its groups together, and the gate can empty rows only: it
    cannot take a small group out of a chi-square, nor out of the number of respondents that follows from it.

    Parameters
    ----------
    survey : Survey
        The respondents to compare, e.g. `complete(survey)`.
    plan : ProtectionPlan
        Of the whole survey; its published numbers of respondents decide.
    name : str, optional
        None means the first that can be compared.

    Returns
    -------
    Series of categorical, shape (n_respondents,)
        Reference level first, or the next one if that is too small; missing for respondents of small groups.

    Raises
    ------
    NotEstimable
        Fewer than two groups are large enough and have an outcome in tables.
    ParameterError
        No such variable.

    Notes
    -----
    Proof: tests/unit/disclosure/plan.
    """
    passed: list[pd.Series] = []
    for variable in [name] if name is not None else [*survey.groups] or [None]:
        column = survey.compared_group(variable)
        kept = _levels_from(column, plan, COMPARED_RESPONDENTS)
        if len(kept) > 1:
            compared = column.cat.set_categories(kept)
            compared.attrs |= {CHOSEN: _why_this(compared, passed)} if passed else {}
            return compared
        passed.append(column)
    raise NotEstimable(_why_no_comparison(passed, plan))


def _why_this(compared: pd.Series, passed: Sequence[pd.Series]) -> str:
    before = ", ".join(f"`{column.name}`" for column in passed)
    return say_count(
        "Compared by `{variable}`: of {before}, which comes before it in the codebook, fewer than two groups have at "
        "least {least} respondents with a score and an outcome in tables. Another variable is compared by "
        "`-p group=NAME`.",
        "Compared by `{variable}`: of {before}, which come before it in the codebook, fewer than two groups have at "
        "least {least} respondents with a score and an outcome in tables. Another variable is compared by "
        "`-p group=NAME`.",
        n=len(passed), variable=compared.name, before=before, least=COMPARED_RESPONDENTS,
    )  # fmt: skip


def _why_no_comparison(passed: Sequence[pd.Series], plan: ProtectionPlan) -> str:
    column, name = passed[0], str(passed[0].name)
    if len(passed) > 1:
        return say(
            "None of {variables} has two groups of at least {n} respondents with a score and an outcome in tables, so "
            "no comparison can be shown. Join levels by `merge` in the codebook, or name another variable in `groups`.",
            variables=", ".join(f"`{own.name}`" for own in passed),
            n=COMPARED_RESPONDENTS,
        )
    if len(set(column.cat.categories) - plan.small_levels(name, COMPARED_RESPONDENTS)) < 2:
        return say(
            "Fewer than two groups of `{variable}` have at least {n} respondents with a score, so no comparison can be "
            "shown. Join levels by `merge` in the codebook, or choose another variable by `-p group=NAME`.",
            variable=name,
            n=COMPARED_RESPONDENTS,
        )
    return say(
        "Of `{variable}` fewer than two large groups show an outcome, because all tables together would tell about few "
        "people, so no comparison can be shown. Choose another variable by `-p group=NAME`, or declare fewer crossings "
        "of it in the codebook.",
        variable=name,
    )


def _levels_from(column: pd.Series, plan: ProtectionPlan, minimum: float) -> list[str]:
    small, name = plan.small_levels(str(column.name), minimum), str(column.name)
    return [level for level in column.cat.categories if str(level) not in small and not plan.bounded(name, str(level))]
