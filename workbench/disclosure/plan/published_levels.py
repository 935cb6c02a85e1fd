"""The levels that a line over all of them may rest on: those that are published."""

from __future__ import annotations

import pandas as pd

from workbench.disclosure.plan.plan import ProtectionPlan


def published_levels(groups: pd.DataFrame, *, plan: ProtectionPlan) -> pd.DataFrame:
    """Return variables without the levels that tables of shares withhold, for trends and indices of inequality.

    Such a number rests on all levels together: with the means of the published levels beside it, it would tell of the
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
        published levels are left out.

    Notes
    -----
    Proof: tests/unit/disclosure/plan.
    """
    kept = {}
    for variable in groups:
        withheld = plan.withheld_levels(str(variable), "shares")
        levels = [level for level in groups[variable].cat.categories if str(level) not in withheld]
        if len(levels) > 1:
            kept[variable] = groups[variable].cat.set_categories(levels)
    return pd.DataFrame(kept, index=groups.index)
