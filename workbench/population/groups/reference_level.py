"""The level of a background variable that the tables of groups compare the others with."""

from __future__ import annotations

from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import Survey
from workbench.population.estimates import MINIMUM_PRECISE_RESPONDENTS


def reference_level(survey: Survey, *, plan: ProtectionPlan, name: str | None = None) -> str:
    """Return the level that the others are compared with: one of which nothing is shown would empty the table.

    Parameters
    ----------
    survey : Survey
    plan : ProtectionPlan
        Of the whole survey; its published numbers of respondents decide.
    name : str, optional
        Background variable; None means the codebook's first group.

    Returns
    -------
    str
        The `reference` of the codebook, where an outcome of it is shown; else the first level with an outcome and at
        least 30 respondents with a score, else the first with an outcome; the first level if none has one.

    Raises
    ------
    NotInSurvey
        No name is given, and the codebook has no group.
    ParameterError
        No such variable.

    Notes
    -----
    Proof: tests/unit/population.
    """
    column = survey.group(name)
    variable = str(column.name)
    levels = list(map(str, column.cat.categories))
    shown = [
        level
        for level in levels
        if plan.respondents(variable, level) >= plan.thresholds.minimum_respondents or plan.is_open
        if not plan.bounded(variable, level)
    ]
    named = [survey.reference(variable)] if survey.codebook.background[variable].reference is not None else []
    large = [level for level in shown if plan.respondents(variable, level) >= MINIMUM_PRECISE_RESPONDENTS]
    return next(iter([*(level for level in named if level in shown), *large, *shown, *levels]))
