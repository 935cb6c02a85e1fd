"""Surveys with someone to find: a small cell in a small group, and a respondent alone in leaving an answer blank."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey
from workbench.intake import Survey, SurveyDesign, below_cutoff, score

MEN, WOMEN = "Men", "Women"
HOUSEHOLDS = ("Couple", "Alone", "Family", "Single parent", "Other")
SMALL, ALONE = "Other", "Single parent"  # levels of the small cell, and of the respondent alone
CUTOFF, POINT, RANGE = 50.0, 2.5, 100.0  # of the ESIS: below this, steps of a score, range of a score


@dataclass(frozen=True, eq=False, kw_only=True)
class Truth:
    """A survey and what nobody may learn of it.

    Attributes
    ----------
    survey : Survey
    people : DataFrame
        sex, household, further variables, score and below of every respondent.
    """

    survey: Survey
    people: pd.DataFrame

    def count(self, **levels: str | None) -> tuple[int, int, float]:
        """Respondents of a cell, those below the cut-off and the sum of their scores; None: not answered."""
        inside = np.ones(len(self.people), dtype=bool)
        for name, level in levels.items():
            column = self.people[name]
            inside &= (column.isna() if level is None else column.eq(level)).to_numpy(dtype=bool, na_value=False)
        chosen = self.people[inside]
        return len(chosen), int(chosen["below"].sum()), float(chosen["score"].sum())

    @property
    def score(self) -> pd.Series:
        """Score of each respondent."""
        return score(self.survey.responses, instrument=self.survey.instrument)

    @property
    def below(self) -> pd.Series:
        """Whether each respondent is below the cut-off."""
        return below_cutoff(self.score, instrument=self.survey.instrument)


def draw(seed: int, n: int, *, weighted: bool = False, small: int | None = None, others: int = 0) -> Truth:
    """Draw a survey.

    Parameters
    ----------
    seed : int
    n : int
        Respondents, all with a score.
    weighted : bool
        Whether weights are post-stratified by sex.
    small : int, optional
        Men in the small cell; default 1 to 4 at random.
    others : int
        Further predictors: `education` of three levels, then `urban` of two.
    """
    rng = np.random.default_rng([seed, n])
    sex = np.where(rng.random(n) < 0.5, MEN, WOMEN).astype(object)
    household = rng.choice(HOUSEHOLDS[:4], n, p=[0.4, 0.3, 0.2, 0.1]).astype(object)
    level, few = int(rng.integers(12, 37)), small or int(rng.integers(1, 5))
    household[:level], sex[:level] = SMALL, WOMEN
    sex[:few] = MEN
    blank, rest = (2 if seed % 2 else 6), np.arange(level, n)
    alone = rest[household[rest] == ALONE][:1]
    elsewhere = rng.choice(rest[household[rest] != ALONE], blank - 1, replace=False)
    sex[np.concatenate([alone, elsewhere])] = None
    background = {"sex": (sex, (WOMEN, MEN)), "household": (household, HOUSEHOLDS)}
    if others:
        background["education"] = (rng.choice(["Basic", "Secondary", "Higher"], n), ("Basic", "Secondary", "Higher"))
    if others > 1:
        background["urban"] = (rng.choice(["City", "Country"], n), ("City", "Country"))
    effect = 8 * (sex == MEN) + np.select([household == h for h in HOUSEHOLDS], [0, -6, 4, -12, -8])
    return truth_of(background, answers(rng, effect), sex if weighted else None, crossings=(("sex", "household"),))


def draw_two_small(seed: int, n: int) -> Truth:
    """Draw a survey with two household types of one to four people each, one of whom alone left sex blank."""
    rng = np.random.default_rng([seed, n, 2])
    sex = np.where(rng.random(n) < 0.5, MEN, WOMEN).astype(object)
    household = rng.choice(HOUSEHOLDS[:3], n, p=[0.5, 0.3, 0.2]).astype(object)
    few, other = rng.integers(2, 5, 2)
    household[:few], household[few : few + other] = SMALL, ALONE
    sex[few] = None
    sex[rng.choice(np.arange(few + other, n), 5, replace=False)] = None
    background = {"sex": (sex, (WOMEN, MEN)), "household": (household, HOUSEHOLDS)}
    effect = 8 * (sex == MEN) + np.select([household == h for h in HOUSEHOLDS], [0, -6, 4, -12, -8])
    return truth_of(background, answers(rng, effect), crossings=(("sex", "household"),))


def draw_regional(seed: int, n: int = 2000, *, crossed: bool = True) -> Truth:
    """Ten municipalities of very different size in two counties, crossed with sex and age; the smallest has few men."""
    rng = np.random.default_rng([seed, n, 10])
    names = tuple(f"Municipality {i}" for i in range(1, 11))
    place = rng.choice(10, n, p=np.array([30, 20, 14, 10, 8, 6, 5, 4, 2.4, 0.6]) / 100)
    place[:12] = 9
    place[12:][place[12:] == 9] = 0
    sex = np.where(rng.random(n) < 0.5, MEN, WOMEN).astype(object)
    few = int(rng.integers(1, 5))
    sex[:12], sex[:few] = WOMEN, MEN
    age = rng.choice(["20–39", "40–64", "65–"], n, p=[0.3, 0.4, 0.3])
    background = {
        "sex": (sex, (WOMEN, MEN)),
        "age": (age, ("20–39", "40–64", "65–")),
        "county": (np.where(place < 5, "North", "South"), ("North", "South")),
        "municipality": (np.array(names)[place], names),
    }
    crossings = (("municipality", "sex"), ("municipality", "age")) if crossed else ()
    given = answers(rng, 6 * (sex == MEN) - 1.5 * place)
    return truth_of(background, given, crossings=crossings, area=("county", "municipality"))


def answers(rng: np.random.Generator, effect: np.ndarray, middle: float = 66) -> np.ndarray:
    """Answers to the ten items, of respondents whose expected scores differ by `effect`."""
    person = middle + effect + rng.normal(0, 16, len(effect))
    return np.clip(np.round(1 + (person[:, None] + rng.normal(0, 24, (len(effect), 10))) / 25), 1, 5)


def truth_of(
    background: dict[str, tuple[np.ndarray, tuple[str, ...]]],
    given: np.ndarray,
    sex: np.ndarray | None = None,
    *,
    crossings: tuple[tuple[str, ...], ...] = (),
    area: tuple[str, ...] = (),
    design: SurveyDesign | None = None,
) -> Truth:
    """Make a survey of answers; `sex`: post-stratify by it."""
    columns = {name: pd.Series(pd.Categorical(values, levels)) for name, (values, levels) in background.items()}
    index = pd.RangeIndex(len(given))
    weights = None if sex is None else post_stratified(sex)
    built = build_survey(
        columns, pd.Series(False, index, dtype="boolean"), crossings=crossings, area=area, weights=weights
    )
    responses = pd.DataFrame(given, index=index, columns=built.responses.columns)
    survey = replace(built, responses=responses, design=design or built.design)
    points = score(responses, instrument=survey.instrument)
    people = pd.DataFrame({name: values for name, (values, _) in background.items()})
    return Truth(survey=survey, people=people.assign(score=points, below=points < CUTOFF))


def post_stratified(sex: np.ndarray) -> pd.Series:
    """Weights that count 60,000 women and 40,000 men; who left sex blank counts 50."""
    known = {WOMEN: 60_000 / (sex == WOMEN).sum(), MEN: 40_000 / (sex == MEN).sum()}
    return pd.Series([known.get(s, 50.0) for s in sex])
