"""Somebody who knows how many people each group has in the population, and reads what is told of the weights.

A post-stratified weight is that number divided by the respondents of the group: told exactly, it tells these.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import population
from workbench.intake import SurveyDesign, calibrate
from workbench.wording import Unpublished

LEVELS = ("a", "b", "c", "few")


def survey_of(sizes, people):
    """Respondents of each level, weighted to the people of the population."""
    level = pd.Series(pd.Categorical(np.repeat(LEVELS, sizes), LEVELS), name="level")
    below = pd.Series(np.arange(len(level)) % 4 == 0, dtype="boolean")
    design = calibrate(SurveyDesign(), level.to_frame(), margins={"level": dict(zip(LEVELS, people, strict=True))})
    return replace(build_survey({"level": level}, below), design=design), level


def told(sizes, people):
    """What tables show of the weights."""
    survey, level = survey_of(sizes, people)
    plan = population.protection_plan(survey)
    found = population.weight_diagnostics(pd.Series(50.0, index=level.index), design=survey.design)
    shown = population.protect(found, plan=plan).result
    words = shown.table[["design_effect", "effective_n"]].to_numpy().ravel()
    return tuple(np.round(np.nan_to_num([*words, *shown.quantiles["relative_weight"]], nan=-1.0), 9))


def possible(sizes, people, rng, *, tell):
    """Numbers of few that some respondents within all windows can have, so that the same is told."""
    published, found = tell(sizes, people), set()
    for few in range(1, 5):
        for _ in range(60):
            others = [n // 5 * 5 + int(rng.integers(5)) for n in sizes[:3]]
            if tell((*others, few), people) == published:
                found.add(few)
                break
    return found | {sizes[-1]}


@pytest.mark.slow
@pytest.mark.parametrize("n", [60, 150, 520])
def test_weights_leave_open_how_many_few_are(n):
    rng, left = np.random.default_rng(n), []
    for _ in range(6):
        sizes = (*(int(size) for size in n * rng.dirichlet([6, 6, 6])), int(rng.integers(1, 5)))
        people = [round(100 * size * float(np.exp(rng.normal(0, 0.15 if size > 4 else 0.5)))) for size in sizes]
        left.append(len(possible(sizes, people, rng, tell=told)))
    assert min(left) >= 3, left


def test_by_how_much_weighting_changed_weights_is_told_to_the_researcher_alone():
    survey, _ = survey_of((40, 50, 60, 3), (4000, 5000, 6000, 1500))
    public = [note for note in survey.design.notes if not isinstance(note, Unpublished)]
    assert public == ["Weights were post-stratified to the population by level."]
    assert any("500.00-fold" in note for note in survey.design.notes)
