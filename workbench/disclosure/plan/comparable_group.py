"""The groups that one model may compare: those that are published."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.errors import NotEstimable
from workbench.intake import Survey


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

    Notes
    -----
    Proof: tests/unit/disclosure/plan.
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
