"""Surveys that are published more than once: random answers, and who is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey
from workbench.intake import Survey, SurveyDesign


def survey(n: int = 300, *, seed: int = 1, ids: bool = True, crossed: bool = True) -> Survey:
    """`sex` of two levels, `area` of four, nested `county` of two; every answer at random."""
    rng = np.random.default_rng(seed)
    area = rng.integers(0, 4, n)
    background = {
        "sex": pd.Series(pd.Categorical.from_codes(rng.integers(0, 2, n), ["Men", "Women"])),
        "area": pd.Series(pd.Categorical.from_codes(area, ["A", "B", "C", "D"])),
        "county": pd.Series(pd.Categorical.from_codes(area // 2, ["North", "South"])),
    }
    below = pd.Series(np.zeros(n), dtype="boolean")
    built = build_survey(background, below, crossings=(("sex", "area"),) if crossed else ())
    answers = pd.DataFrame(rng.integers(1, 6, (n, 10)).astype(float), columns=built.responses.columns)
    marks = pd.Series(rng.integers(1, 2**63, n).astype(np.uint64))
    return replace(built, responses=answers, id_marks=marks if ids else None)


def without(whole: Survey, rows: list[int]) -> Survey:
    """The survey after these respondents withdrew."""
    kept = whole.responses.index.difference(rows)
    return replace(
        whole,
        responses=whole.responses.loc[kept],
        background=whole.background.loc[kept],
        design=whole.design.subset(kept),
        id_marks=None if whole.id_marks is None else whole.id_marks.loc[kept],
    )


def variables_of(kept: Mapping[tuple[str, str], str]) -> set[str]:
    """Variables and crossings that keep earlier numbers, each of them whole."""
    return {variable for variable, _ in kept}


def with_threshold(whole: Survey, minimum: int) -> Survey:
    """The same survey, published with another `minimum_respondents`."""
    raised = whole.codebook.disclosure.model_copy(update={"minimum_respondents": minimum})
    return replace(whole, codebook=whole.codebook.model_copy(update={"disclosure": raised}))


def rows_of(whole: Survey, n: int, **levels: str) -> list[int]:
    """The first respondents of a group."""
    inside = np.logical_and.reduce([whole.background[name] == level for name, level in levels.items()])
    return list(whole.background.index[inside][:n])


def answered_anew(whole: Survey, rows: list[int]) -> Survey:
    """The survey after these respondents' first answers were corrected."""
    answers = whole.responses.copy()
    answers.loc[rows, answers.columns[0]] = 6 - answers.loc[rows, answers.columns[0]]
    answers.loc[rows, answers.columns[0]] = answers.loc[rows, answers.columns[0]].replace({3.0: 4.0})
    return replace(whole, responses=answers)


def relabelled(whole: Survey, variable: str, levels: dict[str, str]) -> Survey:
    """The survey with other names of levels; levels of one name become one. Other variables than sex and this go."""
    column = whole.background[variable].astype(str).map(levels)
    background = whole.background[["sex"]].assign(**{variable: pd.Categorical(column, sorted(set(levels.values())))})
    codebook = whole.codebook.model_copy(update={"crossings": ()})
    return replace(whole, background=background, codebook=codebook)


def weighted(whole: Survey, weights: np.ndarray) -> Survey:
    """The survey with these weights."""
    return replace(whole, design=SurveyDesign(sampling_weights=pd.Series(weights, index=whole.responses.index)))
