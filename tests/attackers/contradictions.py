"""Surveys in which a few people contradict what one variable says of another, and what models say of these few."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tests.attackers.surveys import Truth, answers, truth_of
from workbench import population
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import NotEstimable
from workbench.intake import Survey, SurveyDesign

HOMES = ("Alone", "Couple", "Couple with children", "Single parent")
TOWNS = ("Town 1", "Town 2", "Town 3", "Town 4")
KINDS = {"children": ("household", "children", "No"), "towns": ("town", "region", "South")}
"""Of each kind of survey the variable that says nearly all, the other one, and its level that contradicts."""


@dataclass(frozen=True)
class Few:
    """People of one level of `says`, who alone of it have `level` of `contradicts`."""

    truth: Truth
    places: np.ndarray
    says: str
    own: str
    contradicts: str
    level: str

    @property
    def mean(self) -> float:
        """What nobody may learn where they are fewer than five."""
        return float(self.truth.people["score"].iloc[self.places].mean())

    @property
    def below(self) -> int:
        """How many of them are below the cut-off."""
        return int(self.truth.people["below"].iloc[self.places].sum())


def draw_few(kind: str, seed: int, n: int, few: int, *, weighted: bool = False) -> Few:
    """Draw a survey with `few` people of one level who contradict it."""
    rng = np.random.default_rng([seed, n, few])
    says, other, level = KINDS[kind]
    names = HOMES if kind == "children" else TOWNS
    first = rng.choice(4, n, p=[0.3, 0.38, 0.22, 0.1] if kind == "children" else [0.3, 0.28, 0.24, 0.18])
    second = np.where(first >= 2, 0, 1) if kind == "children" else first // 2
    own = 2 if kind == "children" else 1
    places = rng.choice(np.flatnonzero(first == own), few, replace=False)
    second[places] = 1
    values = ("Yes", "No") if kind == "children" else ("North", "South")
    background = {
        "sex": (np.where(rng.random(n) < 0.5, "Men", "Women"), ("Men", "Women")),
        says: (np.array(names)[first], names),
        other: (np.array(values)[second], values),
    }
    weight = pd.Series(np.exp(rng.normal(0, 0.4, n))) if weighted else None
    given = answers(rng, -6.0 * (first == 0) - 6.0 * (first == 3))
    truth = truth_of(background, given, design=SurveyDesign(sampling_weights=weight), crossings=(("sex", says),))
    return Few(truth, places, says, names[own], other, level)


def coefficient(drawn: Few, *, exact: bool = False) -> float:
    """Adjusted difference of those who contradict; NaN where there is none.

    As published; `exact`: at full precision, with predictors as they are.
    """
    survey, points = drawn.truth.survey, drawn.truth.score
    plan, given = population.protection_plan(survey), {"design": survey.design}
    predictors = survey.predictors if exact else _merged(survey, points, plan)
    if drawn.contradicts not in predictors:
        return float("nan")
    found = population.fit_linear(points, predictors, **given)
    table = found.table if exact else population.protect(found, plan=plan).frame
    own = table[(table["variable"] == drawn.contradicts) & (table["level"] == drawn.level)]
    return float(own["estimate"].iloc[-1])


def _merged(survey: Survey, points: pd.Series, plan: ProtectionPlan) -> pd.DataFrame:
    """Predictors as a page takes them; none where no model is possible."""
    try:
        return population.merged_levels(survey.predictors, points, plan=plan, design=survey.design)
    except NotEstimable:
        return pd.DataFrame(index=survey.background.index)


def guess(drawn: Few, *, exact: bool = False) -> float:
    """Mean of the level plus the adjusted difference of those who contradict it."""
    survey = drawn.truth.survey
    found = population.mean(drawn.truth.score, by=survey.background, design=survey.design)
    table = found.table if exact else population.protect(found, plan=population.protection_plan(survey)).frame
    level = table[(table["variable"] == drawn.says) & (table["level"] == drawn.own)]
    return float(level["estimate"].iloc[0]) + coefficient(drawn, exact=exact)


def moved_by_the_few(drawn: Few) -> float:
    """How far the guess moves if all of the few answer lowest, and then highest; 0 where there is none.

    The mean of the few moves by 100: half of that must stay open of it.
    """
    low, high = (guess(with_answers(drawn, below)) for below in (len(drawn.places), 0))
    return float(np.nan_to_num(abs(high - low)))


def models_that_exist(drawn: Few, *, exact: bool = False) -> tuple[bool, ...]:
    """Whether there is a logistic model of everybody, one of each sex, and one with the interaction of the crossing.

    `exact`: only the first, with predictors as they are.
    """
    survey, plan, below = drawn.truth.survey, population.protection_plan(drawn.truth.survey), drawn.truth.below
    given = {"design": survey.design}
    predictors = survey.predictors if exact else population.merged_levels(survey.predictors, below, plan=plan, **given)
    try:
        population.fit_logistic(below, predictors, **given)
        everybody = True
    except NotEstimable:
        everybody = False
    if exact:
        return (everybody,)
    given |= {"crossings": survey.codebook.crossings, "plan": plan}
    try:
        within = population.fit_logistic_by(below, survey.predictors, survey.background["sex"], **given)
        apart = (True, within.without.empty)
    except NotEstimable:
        apart = (False, False)
    return everybody, *apart, not population.fit_interactions(below, survey.predictors, **given).table.empty


def with_answers(drawn: Few, below: int) -> Few:
    """Return the same people, of whom so many of the few answer lowest and the others highest."""
    survey, people = drawn.truth.survey, drawn.truth.people.copy()
    responses, is_below = survey.responses.copy(), np.arange(len(drawn.places)) < below
    responses.iloc[drawn.places] = np.where(is_below, 1.0, 5.0)[:, None]
    people.iloc[drawn.places, list(people).index("score")] = np.where(is_below, 0.0, 100.0)
    people.iloc[drawn.places, list(people).index("below")] = is_below
    return replace(drawn, truth=Truth(survey=replace(survey, responses=responses), people=people))
