"""Coefficients of models: merged levels are a sum of which no window is published."""

import numpy as np

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.intake import SurveyDesign


def test_merged_levels_have_a_coefficient_and_no_counts():
    level, below = groups_of({"North": (300, 60), "South": (200, 50), "East": (40, 8), "West": (30, 7)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    merged = population.merged_levels(survey.background, below, plan=plan)
    model = population.protect(population.fit_logistic(below, merged, design=SurveyDesign()), plan=plan).result
    rows = model.table[model.table["model"] == "crude"].set_index("level")
    assert np.isfinite(rows.loc["other levels", "estimate"])
    assert np.isnan(rows.loc["other levels", "n_respondents"])
    assert rows.loc["South", "n_respondents"] == 252
    assert "n_events" not in rows  # beside the groups' own it would tell of those whom the model leaves out
