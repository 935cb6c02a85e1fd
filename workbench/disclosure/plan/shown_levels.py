"""Background variables without the levels that are withheld, for numbers that rest on all levels together."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.errors import NotEstimable
from workbench.intake import Survey


def shown_levels(groups: pd.DataFrame, *, plan: ProtectionPlan) -> pd.DataFrame:
    """Return variables without the levels that tables of shares withhold, for trends and indices of inequality.

    Such a number rests on all levels together: with the means of the shown levels beside it, it would tell of the
    one that is withheld. The scores of steps are counted among the levels that stay.

    Parameters
    ----------
    groups : DataFrame of categoricals
        Background variables of the survey.
    plan : ProtectionPlan
        Of the whole survey.

    Returns
    -------
    DataFrame
        The order of the levels is kept; missing for respondents of withheld levels. Variables with fewer than two
        shown levels are left out.
    """
    kept = {}
    for variable in groups:
        withheld = plan.withheld_levels(str(variable), "shares")
        levels = [level for level in groups[variable].cat.categories if str(level) not in withheld]
        if len(levels) > 1:
            kept[variable] = groups[variable].cat.set_categories(levels)
    return pd.DataFrame(kept, index=groups.index)


def comparable_group(survey: Survey, *, plan: ProtectionPlan, name: str | None = None) -> pd.Series:
    """Return a background variable without the groups that are withheld, for models of several groups.

    Fit, tests, notes and refusals of such a model rest on all its groups together, and the gate can empty rows only: it
    cannot take a withheld group out of a chi-square, nor out of the number of respondents that follows from it.

    Parameters
    ----------
    survey : Survey
        The respondents to compare, e.g. `complete(survey)`.
    plan : ProtectionPlan
        Of the whole survey.
    name : str, optional
        None means the codebook's first group.

    Returns
    -------
    Series of categorical, shape (n_respondents,)
        Reference level first, or the next one if that is withheld; missing for respondents of withheld groups.

    Raises
    ------
    NotEstimable
        Fewer than two groups may be published.
    ParameterError
        No such variable.
    """
    column = survey.compared_group(name)
    withheld = plan.withheld_levels(str(column.name), "counts")
    kept = [level for level in column.cat.categories if str(level) not in withheld]
    if len(kept) < 2:
        raise NotEstimable(
            f"Fewer than two groups of `{column.name}` may be published, so no comparison can be shown. Merge levels "
            "in the codebook, or choose another variable."
        )
    return column.cat.set_categories(kept)
