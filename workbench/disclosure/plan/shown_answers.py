"""Ordered answers of groups, where enough respondents of each group gave each answer."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from workbench.arrays import Floats
from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.errors import NotEstimable
from workbench.intake import Survey
from workbench.wording import say


def comparable_answers(survey: Survey, group: pd.Series, *, plan: ProtectionPlan) -> pd.DataFrame:
    """Return the answers that models with thresholds compare between groups, joined as `merge` of the items says.

    Such a model exists only where each group gave the same answers, so that it exists would tell that nobody, or that
    somebody, of a group gave a rare one. For a report nobody is as few.

    Parameters
    ----------
    survey : Survey
        The respondents to compare, e.g. `complete(survey)`.
    group : Series of categorical
        Groups to compare, from `comparable_group`.
    plan : ProtectionPlan
        Of the whole survey; an open one has every answer that somebody gave.

    Returns
    -------
    DataFrame, shape (n_respondents, n_items)

    Raises
    ------
    NotEstimable
        An answer of the scale that fewer respondents of a group gave than the first window holds.

    Notes
    -----
    Proof: tests/unit/disclosure/plan.
    """
    answers, points = survey.ordered_answers, list(map(float, survey.instrument.points))
    scale = replace(survey, responses=pd.DataFrame({str(item): points for item in answers})).ordered_answers
    # where the groups have reports of their own, these publish how many gave each answer, in windows twice as wide
    least = plan.thresholds.minimum_respondents * (2 if str(group.name) in survey.parts else 1)
    rare = [str(item) for item in answers if _is_rare(answers[item], group, scale[item].unique(), plan, least)]
    if rare and not plan.is_open:
        raise NotEstimable(
            say(
                "Some answers to {items} are too rare in a group for thresholds to be compared between the groups. "
                "Join rare answers with their neighbours (`merge` under the item in the codebook), or choose larger "
                "groups.",
                items=", ".join(f"`{item}`" for item in rare),
            )
        )
    return answers


def _is_rare(answers: pd.Series, group: pd.Series, points: Floats, plan: ProtectionPlan, least: int) -> bool:
    """Whether the published number of some answer in some group would be in the first window."""
    given = pd.crosstab(group, answers).reindex(index=group.cat.categories, columns=points, fill_value=0)
    return any(
        (own < max(plan.width(str(group.name), str(level)), least)).any()
        for level, own in zip(given.index, given.to_numpy(), strict=True)
    )
