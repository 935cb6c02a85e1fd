"""A group that is all alike does not tell what each of its members said."""

import pandas as pd

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.intake import SurveyDesign, score


def published(values: list[float]) -> pd.Series:
    level, below = groups_of({"North": (100, 20), "South": (len(values), 0)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    points = score(survey.responses, instrument=survey.instrument)
    points.iloc[0], points.iloc[-len(values) :] = 50.0, values
    shown = population.protect(population.mean(points, design=SurveyDesign(), by=level.rename("area")), plan=plan)
    return shown.frame.set_index("level").loc["South"]


def test_one_value_for_all_looks_like_a_little_spread():
    alike, nearly = published([75.0] * 36), published([75.0] * 35 + [70.0])
    assert alike["std_dev"] == nearly["std_dev"] > 0
    assert alike["std_error"] > 0


def test_a_usual_spread_is_published_to_a_digit():
    assert published([60.0, 100.0] * 18)["std_dev"] == 20
