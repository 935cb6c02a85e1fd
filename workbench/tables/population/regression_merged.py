"""What a regression merged and left blank, in words: levels under one name, references that moved, small levels."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.columns import CROSS, NOT_ANSWERED, OTHER_LEVELS
from workbench.disclosure.plan import MINIMUM_EVENTS, merged_parts
from workbench.intake import Survey, label_inside_sentence
from workbench.wording import listed, numbers, say


def too_small(survey: Survey) -> str:
    """Say which levels, cells and references have no odds ratio."""
    if survey.codebook.open_because is not None:
        return say("with nobody on one side of the cut-off")
    least = max(MINIMUM_EVENTS, survey.codebook.disclosure.minimum_respondents)
    return say(
        "that is not sure, by its published numbers, to have {least} respondents on each side of the cut-off",
        least=least,
    )


def merged_notes(frame: pd.DataFrame, survey: Survey) -> tuple[str, ...]:
    """Say which levels stand under one name, and which references are not the codebook's.

    Parameters
    ----------
    frame : DataFrame
        Protected: variable, level, reference. Crossed with groups, a model for each (``Men × 20–34``).
    survey : Survey
        Its codebook names all levels; no number of respondents is said.
    """
    if survey.codebook.open_because is not None:
        return ()
    others, joined, references = [], [], []
    for words, variable, levels, reference in _blocks(frame, survey):
        order = [str(level) for level in survey.background[variable].cat.categories]
        shown = [merged_parts(level, order) for level in levels]
        if OTHER_LEVELS in levels:
            unnamed = [level for level in order if not any(level in parts for parts in shown)]
            others.append(_levels(words, unnamed))
        if runs := [level for level, parts in zip(levels, shown, strict=True) if len(parts) > 1]:
            joined.append(_levels(words, runs))
        if not any(survey.reference(variable) in parts for parts in shown):
            moved = say("{level} in place of {reference}", level=reference, reference=survey.reference(variable))
            references.append(_levels(words, [moved]))
    notes = (
        say(
            "Other levels stand for those too small to be shown apart and any joined to them – {levels}.",
            levels="; ".join(others),
        ),
        say(
            "Neighbours joined, because one of them is too small to be shown apart – {levels}.",
            levels="; ".join(joined),
        ),
        say(
            "Compared with another level than that of the codebook, which is among the other levels – {levels}.",
            levels="; ".join(references),
        ),
    )
    return tuple(note for note, found in zip(notes, (others, joined, references), strict=True) if found)


def not_told_apart(frame: pd.DataFrame, survey: Survey) -> tuple[str, ...]:
    """Name levels of a variable without an order that a table compares as one, and how many they are.

    A small level takes the smallest of the large ones with it, so that a comparison is lost that a person would keep;
    and where the reference itself is small, all are compared with another level than the codebook says.

    Parameters
    ----------
    frame : DataFrame
        Protected: variable, level, reference.
    survey : Survey
    """
    found = []
    for words, variable, unnamed, reference in _compared_as_one(frame, survey):
        compared: str = say(
            "{variable}: {n} levels, {levels}", variable=words, n=numbers.count(len(unnamed)), levels=", ".join(unnamed)
        )
        own = survey.reference(variable)
        if own in unnamed:
            compared = say(
                "{levels} (compared with {level} in place of {reference})",
                levels=compared, level=reference, reference=own,
            )  # fmt: skip
        found.append(compared)
    if not found:
        return ()
    return (
        say(
            "Compared as one group, “other levels”, because at least one of them is too small to be told apart – "
            "{levels}. The result is that of all of them together, and of none by itself.",
            levels="; ".join(found),
        ),
    )


def _compared_as_one(frame: pd.DataFrame, survey: Survey) -> Iterator[tuple[str, str, list[str], str]]:
    """Name, variable, levels that are one, and reference of each predictor that has such levels."""
    for words, variable, levels, reference in _blocks(frame, survey):
        if OTHER_LEVELS in levels and survey.codebook.open_because is None:
            own = map(str, survey.background[variable].cat.categories)
            yield words, variable, [level for level in own if level not in levels], reference


def repairs(frame: pd.DataFrame, survey: Survey) -> tuple[str, ...]:
    """Say what in the codebook changes which levels are compared as one, and which predictors are in no model.

    Parameters
    ----------
    frame : DataFrame
        Protected: the rows of all models.
    survey : Survey
    """
    said = []
    if joined := dict.fromkeys(f"`{variable}`" for _, variable, *_ in _compared_as_one(frame, survey)):
        said.append(
            say(
                "Choose what stands together by `merge` of {variables} in the codebook, or let the answer of few be "
                "none (`missing`, or `others: missing` where it has no label): then the others are compared, without "
                "those respondents, and other numbers are published more coarsely where they are few.",
                variables=listed(list(joined)),
            )
        )
    if lost := [f"`{variable}`" for variable in in_no_model(frame, survey)]:
        said.append(
            say(
                "Join levels by `merge` of {variables} in the codebook, or name only one of those that say nearly the "
                "same in `predictors`.",
                variables=listed(lost),
            )
        )
    return tuple(said)


def _blocks(frame: pd.DataFrame, survey: Survey) -> Iterator[tuple[str, str, list[str], str]]:
    """Name, variable, levels and reference of each predictor, apart in each group where there are groups."""
    own, compared = (list(map(str, frame[name])) for name in ("level", "reference"))
    blocks = frame.assign(
        group=[level.rpartition(CROSS)[0] for level in own],
        own=[level.rpartition(CROSS)[2] for level in own],
        compared=[level.rpartition(CROSS)[2] for level in compared],
    )
    for (name, group), rows in blocks.groupby(["variable", "group"], sort=False):
        variable = str(name).split(CROSS)[-1]
        if variable in survey.codebook.background:
            label = label_inside_sentence(variable, survey.codebook)
            levels = [level for level in dict.fromkeys(rows["own"]) if level != NOT_ANSWERED]
            yield f"{group}, {label}" if group else label, variable, levels, str(rows["compared"].iloc[0])


def _levels(words: str, levels: list[str]) -> str:
    return say("{variable}: {levels}", variable=words, levels=", ".join(levels))


def predictors_left_out(frame: pd.DataFrame, survey: Survey, *, respondents: str) -> tuple[str, ...]:
    """Name the predictors that are in no model, with their levels.

    Parameters
    ----------
    frame : DataFrame
        Protected: the rows of all models.
    survey : Survey
    respondents : str
        How many the models rest on, as it is published.
    """
    missing = [
        f"{label_inside_sentence(v, survey.codebook)} ({', '.join(map(str, survey.background[v].cat.categories))})"
        for v in in_no_model(frame, survey)
    ]
    if not missing:
        return ()
    return (
        say(
            "Not in the models, which rest on {respondents} respondents – {variables}. Either fewer than two levels "
            "can be told apart, because too few respondents of the others are known to be on both sides of the "
            "outcome; or too few respondents tell the variable apart from the others, as where one all but follows "
            "from another.",
            respondents=respondents,
            variables="; ".join(missing),
        ),
    )


def in_no_model(frame: pd.DataFrame, survey: Survey) -> list[str]:
    """Return the predictors that no model holds."""
    shown = set(frame["variable"].astype(str))
    return [variable for variable in survey.codebook.predictor_names if variable not in shown]
