"""Groups of a survey that get a report of their own, such as each municipality, and the part that one rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Ints
from workbench.columns import CROSS
from workbench.errors import NotEstimable, ParameterError
from workbench.intake.codebook import COMPARED_RESPONDENTS, Codebook
from workbench.intake.columns import IntakeLog, cross
from workbench.intake.scoring import score
from workbench.intake.survey import Survey
from workbench.numerics.disclosure import window_start
from workbench.wording import joined, say


def with_parts(survey: Survey, by: tuple[str, ...]) -> Survey:
    """Return the survey with the word that each level of these variables, crossed, gets a report of its own.

    Parameters
    ----------
    survey : Survey
        The whole survey.
    by : tuple of str
        Background variables, e.g. ``("municipality",)``.

    Raises
    ------
    ParameterError
        No variable, an unknown one, or the same one twice; or all predictors of the regression are among them.

    Notes
    -----
    Every number of everyone, less those of all reports, is a number of the people in no report. Where these are one to
    a few they are left out of the survey, so that the report of everyone does not rest on them either; asked apart of
    those who answered every item, of the others with a score, and of those without one.
    """
    if not by or len(set(by)) < len(by):
        raise ParameterError(f"`by` is {', '.join(by) or 'empty'}. Name background variables, each once.")
    for variable in by:
        survey.group(variable)
    if set(survey.codebook.predictor_names) <= _constant(survey.codebook, by):
        raise ParameterError(
            f"Inside a level of {CROSS.join(by)} the regression has no predictor left. Name others under `predictors` "
            "in the codebook, or choose other groups."
        )
    whole = replace(survey, parts=tuple(v for v in survey.codebook.background if v in by))
    few = _few_in_no_report(whole)
    return _without(whole, few) if few.any() and not survey.codebook.open_because else whole


def _few_in_no_report(survey: Survey) -> Bools:
    """Mark respondents whom no report of a group holds, where they are fewer than what a published number rests on."""
    codes = _codes(survey)
    beside = ~((codes >= 0).all(axis=0) & reported_parts(survey)[tuple(codes)])
    answered = _answered(survey)
    sizes = np.bincount(answered[beside], minlength=3)
    return np.asarray(beside & (sizes < survey.codebook.disclosure.minimum_respondents)[answered])


def _without(survey: Survey, few: Bools) -> Survey:
    """Leave these respondents out, and what was counted among the rows of the file, which would tell of them."""
    log = IntakeLog()
    log.add(
        "group",
        column=CROSS.join(survey.parts),
        n_rows=int(few.sum()),
        action=say("left out: no report of a group holds these few respondents, so that of everyone does not either"),
    )
    read, kept = survey.report, survey.background.index[~few]
    of_all = read.table[read.table["n_rows"].eq(read.n_rows)].assign(n_rows=len(kept))
    table = pd.concat([of_all, log.table()], ignore_index=True)
    return replace(_only(survey, kept), report=replace(read, table=table, notes=(), n_rows=len(kept)))


def crossed_groups(survey: Survey, by: str | None = None) -> pd.Series:
    """Return the groups that an overview compares: the levels of one background variable, or of several crossed.

    Parameters
    ----------
    survey : Survey
    by : str, optional
        Names separated by commas; None: the groups that get reports of their own, else the codebook's first group.

    Raises
    ------
    ParameterError
        No such variable.
    """
    names = [name.strip() for name in by.split(",")] if by else list(survey.parts)
    if len(names) < 2:
        return survey.group(names[0] if names else None)
    columns = [survey.group(name) for name in names]
    return cross(pd.DataFrame({str(column.name): column for column in columns})).rename(CROSS.join(names))


def crossings_of_parts(survey: Survey) -> list[tuple[str, ...]]:
    """Return what reports of groups show beside declared crossings: their groups, crossed with every other variable."""
    by = survey.parts
    inside = [v for v in survey.codebook.background if by and v not in _constant(survey.codebook, by)]
    return [by] * (len(by) > 1) + [(*by, v) for v in inside]


def respondents_of_parts(survey: Survey) -> Ints:
    """Count those with a score in each group that may get a report of its own; one axis per variable of `parts`."""
    columns = [survey.background[v] for v in survey.parts]
    scored = score(survey.responses, instrument=survey.instrument).notna().to_numpy()
    codes = _codes(survey)
    inside = scored & (codes >= 0).all(axis=0)
    found = np.zeros([len(column.cat.categories) for column in columns], dtype=np.int64)
    np.add.at(found, tuple(codes[:, inside]), 1)
    return found


def _codes(survey: Survey) -> Ints:
    """Level of each respondent, one row per variable of `parts`; −1 where it was not answered."""
    return np.array([survey.background[v].cat.codes.to_numpy(np.int64) for v in survey.parts])


def reported_parts(survey: Survey) -> Bools:
    """Tell which groups are large enough for a report of their own; axes as `respondents_of_parts`.

    By the lower end of the published window, so that a report tells no more than its number of respondents.
    """
    width = survey.codebook.disclosure.minimum_respondents
    return np.asarray(window_start(respondents_of_parts(survey), width) >= COMPARED_RESPONDENTS)


def few_between_reports(survey: Survey, by: tuple[str, ...]) -> bool:
    """Whether reports of groups and those of other groups, subtracted from each other, tell of one to a few.

    Parameters
    ----------
    survey : Survey
        With the word which groups get reports.
    by : tuple of str
        Background variables that make the other groups.

    Notes
    -----
    Of each group with a report, those of the other groups with one that lie wholly inside it are taken away, such as
    municipalities from a county; asked apart of those who answered every item, of the others with a score, and of
    those without one.
    """
    own, others = (_report_of(replace(survey, parts=names)) for names in (survey.parts, by))
    return _few_left(survey, own, others) or _few_left(survey, others, own)


def _report_of(survey: Survey) -> Ints:
    """Return the number of the group that each respondent is in, −1 for those whose group has no report."""
    codes, reported = _codes(survey), reported_parts(survey)
    answered = (codes >= 0).all(axis=0)
    place = np.ravel_multi_index(tuple(np.where(answered, codes, 0)), reported.shape)
    return np.where(answered & reported.ravel()[place], place, -1).astype(np.int64)


def _few_left(survey: Survey, outer: Ints, inner: Ints) -> bool:
    met = pd.DataFrame({"outer": outer, "inner": inner})[inner >= 0].groupby("inner")["outer"].agg(["min", "max"])
    wholly = met.index[(met["min"] == met["max"]) & (met["min"] >= 0)]
    inside = np.isin(inner, wholly)
    rest = ~inside & np.isin(outer, outer[inside])
    sizes = pd.crosstab(outer[rest], _answered(survey)[rest]).to_numpy()
    return bool(((sizes > 0) & (sizes < survey.codebook.disclosure.minimum_respondents)).any())


def _answered(survey: Survey) -> Ints:
    """2 for those who answered every item, 1 for others with a score, 0 for those without one."""
    scored = score(survey.responses, instrument=survey.instrument).notna().to_numpy()
    return np.asarray(scored.astype(int) + survey.responses.notna().all(axis=1).to_numpy())


def part_of(survey: Survey, group: Mapping[str, str]) -> Survey:
    """Return the respondents of one group as a survey, without the variables that make the group.

    Parameters
    ----------
    survey : Survey
    group : mapping of str to str
        Level of each of its variables, e.g. ``{"municipality": "Helsinki"}``.

    Returns
    -------
    Survey
        Levels that nobody of the group has stay, but for areas that lie elsewhere. Weights are those of the whole
        survey; a stratum of which the group has a single unit varies around the mean of everybody.

    Raises
    ------
    ParameterError
        An unknown variable or level.
    NotEstimable
        Nobody is in the group.
    """
    inside = pd.Series(True, index=survey.background.index)
    for variable, level in group.items():
        column = survey.group(variable)
        if level not in column.cat.categories:
            raise ParameterError(f"`{variable}` has no level `{level}`. Known: {', '.join(column.cat.categories)}.")
        inside &= column == level
    if not inside.any():
        raise NotEstimable(f"Nobody belongs to {CROSS.join(group.values())}. Choose another group.")
    kept = survey.background.index[inside]
    codebook = _codebook_of(survey.codebook, group)
    log = IntakeLog()
    words = _words_of(group, survey.codebook)
    log.add("group", column=CROSS.join(group), value=words, n_rows=len(kept), action=say("these respondents alone"))
    method = say(
        "Respondents of one group of a survey: {group}. What was read and recoded stands in the report of everyone.",
        group=words,
    )
    return replace(
        _only(survey, kept),
        background=_background(survey, kept, codebook),
        numeric=survey.numeric.loc[kept, list(codebook.numeric)],
        codebook=codebook,
        report=replace(survey.report, table=log.table(), notes=(), method=method, n_rows=len(kept)),
        parts=(),
        part_of=words,
    )


def _words_of(group: Mapping[str, str], codebook: Codebook) -> str:
    """Name a group by its levels, as the codebook words them."""
    words = [
        next((own for own in codebook.background[variable].levels if own == level), level)
        for variable, level in group.items()
    ]
    return joined(words, CROSS) if len(words) > 1 else words[0]


def _only(survey: Survey, kept: pd.Index) -> Survey:
    """Return a survey of these respondents alone."""
    return replace(
        survey,
        responses=survey.responses.loc[kept],
        background=survey.background.loc[kept],
        numeric=survey.numeric.loc[kept],
        measures=survey.measures.loc[kept],
        design=replace(survey.design.subset(kept), lonely_strata=_lonely(survey)),
        id_marks=None if survey.id_marks is None else survey.id_marks.loc[kept],
    )


def _background(survey: Survey, kept: pd.Index, codebook: Codebook) -> pd.DataFrame:
    """Variables of the part; smaller areas keep the levels that lie in it, all others every level."""
    background = survey.background.loc[kept, list(codebook.background)].copy()
    for area in codebook.area:
        background[area] = background[area].cat.remove_unused_categories()
    return background


def _lonely(survey: Survey) -> str:
    chosen = survey.design.lonely_strata
    return "centre" if chosen == "refuse" else chosen


def _constant(codebook: Codebook, by: tuple[str, ...]) -> set[str]:
    """Variables of which a group has one level: those that make it, and areas around it, as a municipality's county."""
    places = [codebook.area.index(v) for v in by if v in codebook.area]
    return {*by, *(codebook.area[: max(places)] if places else ())}


def _codebook_of(codebook: Codebook, group: Mapping[str, str]) -> Codebook:
    """Leave out the variables of which the group has one level."""
    gone = _constant(codebook, tuple(group))

    def left(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name not in gone)

    background = {name: own for name, own in codebook.background.items() if name not in gone}
    shown = [left(names) for names in codebook.crossings if set(group) <= set(names)]
    standard = codebook.standard_population
    changed: dict[str, Any] = {
        "title": say("{title}: {group}", title=codebook.title, group=_words_of(group, codebook)),
        "background": background,
        "groups": left(codebook.groups) or tuple(background),
        "predictors": left(codebook.predictor_names),
        "numeric": {name: own for name, own in codebook.numeric.items() if own.in_place_of not in gone},
        "blocks": {name: rest for name, own in codebook.blocks.items() if (rest := left(own))},
        "crossings": tuple(dict.fromkeys(names for names in shown if len(names) > 1)),
        "area": left(codebook.area),
        "social_order": left(codebook.social_order),
        "year": codebook.year if codebook.year not in gone else None,
        "wave": codebook.wave if codebook.wave not in gone else None,
        "standard_population": None if standard is None or standard.variable in gone else standard,
        "compare_with": tuple(
            own.model_copy(update={"groups": {k: v for k, v in own.groups.items() if not set(v) & gone}})
            for own in codebook.compare_with
        ),
    }
    return codebook.model_copy(update=changed)
