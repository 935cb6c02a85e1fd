"""What a model says of a level does not cut the window of its number with the outcome."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate.estimates import reference_rows
from workbench.intake import SurveyDesign


def published(events: int, others: int = 40) -> dict[str, pd.DataFrame]:
    """Tables of a logistic regression on a level of which so many respondents are below."""
    level, below = groups_of({"North": (300, 60), "South": (others, events)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    model = population.fit_logistic(below, survey.background, design=SurveyDesign())
    shown = population.protect(model, plan=plan).result
    return {"table": shown.table, "adjusted": shown.adjusted_shares, "effects": shown.marginal_effects}


@pytest.mark.parametrize("name", ["table", "adjusted", "effects"])
def test_nothing_moves_while_the_counts_keep_their_windows(name):
    first = published(20)[name].drop(columns=["withheld"])
    for events, others in ((21, 39), (22, 42), (24, 40)):
        pd.testing.assert_frame_equal(published(events, others)[name].drop(columns=["withheld"]), first)


def test_a_crude_log_odds_is_that_of_the_middles_to_a_step():
    row = published(23)["table"].iloc[1]
    of_middles = np.log(22 / (62 - 22)) - np.log(62 / (362 - 62))
    assert abs(row["estimate"] - of_middles) <= 0.5 * row["std_error"] * 5 / np.sqrt(22) * 1.5


def left_out(n_below: int) -> pd.DataFrame:
    """Crude rows of a level of 60, 22 of them below, where some of those below left the other predictor unanswered."""
    level, below = groups_of({"North": (240, 60), "South": (38, 22)})
    other = pd.Series(pd.Categorical.from_codes(np.arange(360) % 2, ["Town", "Country"]))
    other[np.flatnonzero((level == "South") & below)[:n_below]] = np.nan
    survey = build_survey({"area": level, "home": other}, below)
    model = population.fit_logistic(below, survey.background, design=SurveyDesign())
    shown = population.protect(model, plan=population.protection_plan(survey)).result.table
    return shown.query("model == 'crude' and variable == 'area'")


def test_few_whom_a_model_leaves_out_are_not_told_by_a_second_window():
    """18 to 22 of the level are below and in the model: two windows; what is published is that of all of the level."""
    everyone = left_out(0)
    for n_below in (1, 2, 3, 4):
        pd.testing.assert_series_equal(left_out(n_below)["estimate"], everyone["estimate"])
        pd.testing.assert_series_equal(left_out(n_below)["std_error"], everyone["std_error"])
    assert not left_out(5)["estimate"].equals(everyone["estimate"])


def test_the_reference_is_the_first_row_of_its_level_in_the_same_model_and_variable():
    frame = pd.DataFrame(
        {
            "model": ["a", "a", "a", "b", "b", "b"],
            "variable": ["x", "x", "x", "x", "x", "y"],
            "level": ["low", "high", "low", "low", "high", None],
            "reference": ["low", "low", "none", "low", "low", None],
        }
    )
    assert reference_rows(frame).tolist() == [0, 0, -1, 3, 3, 5]
