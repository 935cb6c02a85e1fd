"""A quantile never says on which side of a cut-off it lies where the windows leave it open."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import intake, population
from workbench.intake import SurveyDesign


def with_scores(n_below, *, n=102, side="below", weights=None):
    """A survey with one group beside the rest, of which so many are at 47.5 and all others at 50 or 90."""
    scores = np.r_[
        np.full(n_below, 47.5), np.full(n // 2 - n_below, 50.0), np.full(n - n // 2, 90.0), np.full(80, 70.0)
    ]
    level = pd.Series(pd.Categorical(np.where(np.arange(len(scores)) < n, "a", "b")))
    survey = build_survey({"group": level}, pd.Series(scores < 50, dtype="boolean"))
    sums = scores / 2.5 + 10
    answers = np.array([np.full(10, s // 10) + (np.arange(10) < s % 10) for s in sums])
    survey = replace(survey, responses=pd.DataFrame(answers, columns=survey.responses.columns))
    if weights is not None:
        survey = replace(survey, design=SurveyDesign(sampling_weights=pd.Series(weights)))
    return survey, intake.score(survey.responses, instrument=survey.instrument)


def quartiles(survey, score):
    plan = population.protection_plan(survey)
    found = population.quantiles(score, by=survey.background[["group"]], design=survey.design)
    shown = population.protect(found, plan=plan)
    rows = shown.frame[shown.frame["level"] == "a"].set_index("quantile")["estimate"]
    return rows, population.audit({"quartiles": found.table.assign(withheld=False)}, survey=survey), shown


@pytest.mark.parametrize("n_below", [25, 26, 27, 29])
def test_a_quartile_inside_the_window_of_those_below_is_not_told(n_below):
    rows, raw, shown = quartiles(*with_scores(n_below))
    assert np.isnan(rows[0.25])
    assert rows[0.75] == 90
    assert raw.table["reason"].str.contains("on which side of a cut-off").any()
    assert "distribution" not in shown.frame


@pytest.mark.parametrize(("n_below", "side"), [(14, "above"), (40, "below")])
def test_a_quartile_that_the_windows_place_is_told(n_below, side):
    rows, _, _ = quartiles(*with_scores(n_below))
    assert abs(rows[0.25] - (47.5 if side == "below" else 50)) <= 2.5


def test_weights_move_what_the_windows_place():
    """Of 14 below by number a quarter by weight: the quartile would tell of their weights' sum what no share does."""
    survey, score = with_scores(14, weights=np.r_[np.full(14, 2.1), np.full(168, 1.0)])
    rows, _, _ = quartiles(survey, score)
    assert np.isnan(rows[0.25])


@pytest.mark.parametrize("n", [93, 95, 98, 104])
def test_whether_a_quartile_is_told_says_no_more_than_the_windows(n):
    """Of all numbers below in one window the quartile is told, or of none."""
    for start in range(5, 45, 5):
        told = {bool(np.isfinite(quartiles(*with_scores(below, n=n))[0][0.25])) for below in range(start, start + 5)}
        assert len(told) == 1, start
