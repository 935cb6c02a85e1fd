"""Two yes/no predictors with one to four people in a combination: an adjusted number tells whether some are below."""

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey
from workbench import population
from workbench.intake import SurveyDesign

LEVELS = {"marital": ["Not married", "Married"], "alone": ["With others", "Alone"]}
BELOW = {(0, 0): 20, (0, 1): 41, (1, 0): 31}  # of 70, 100 and 120


def published(few: int, few_below: int) -> dict[str, pd.DataFrame]:
    """Publish a model of 290 people and the few who are married and live alone."""
    below_of = {**BELOW, (1, 1): few_below}
    rows = [
        (*cell, place < below_of[cell])
        for cell, n in {(0, 0): 70, (0, 1): 100, (1, 0): 120, (1, 1): few}.items()
        for place in range(n)
    ]
    frame = pd.DataFrame(rows, columns=[*LEVELS, "below"])
    background = {
        name: pd.Series(pd.Categorical.from_codes(frame[name], levels), name=name) for name, levels in LEVELS.items()
    }
    below = frame["below"].astype("boolean")
    survey = build_survey(background, below, predictors=tuple(LEVELS))
    plan = population.protection_plan(survey)
    model = population.fit_logistic(below, survey.predictors, design=SurveyDesign())
    result = population.protect(model, plan=plan).result
    shares = population.share(below, by=survey.background, design=SurveyDesign())
    return {
        "shares": population.protect(shares, plan=plan).frame,
        "table": result.table,
        "adjusted": result.adjusted_shares,
        "effects": result.marginal_effects,
    }


def told(few: int) -> bool:
    """Whether reports in which nobody and in which all of the few are below differ, though their windows are equal."""
    nobody, everybody = published(few, 0), published(few, few)
    pd.testing.assert_frame_equal(nobody["shares"], everybody["shares"])
    return any(
        not np.allclose(one.select_dtypes("number"), everybody[name].select_dtypes("number"), equal_nan=True)
        for name, one in nobody.items()
    )


def test_few_people_in_a_combination_leave_no_trace_in_adjusted_numbers():
    assert not any(told(few) for few in (1, 2))
    assert published(2, 1)["table"].query("model == 'crude'")["estimate"].notna().all()


def test_where_all_combinations_have_enough_respondents_adjusted_numbers_stand():
    assert published(20, 7)["table"]["estimate"].notna().all()
    assert published(20, 7)["adjusted"]["estimate"].notna().all()
    assert published(5, 2)["table"]["estimate"].notna().all()
    assert published(4, 2)["table"].query("model == 'adjusted'")["estimate"].isna().all()
    assert published(0, 0)["table"].query("model == 'adjusted'")["estimate"].isna().all()
