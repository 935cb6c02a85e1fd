"""The table of sampling weights: what it shows, and that no single weight is in it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.intake import SurveyDesign


def test_the_largest_weight_of_one_respondent_is_not_shown():
    weights = pd.Series(np.r_[np.linspace(1, 2, 199), 37.123])
    score = pd.Series(50.0, index=weights.index)
    level, below = groups_of({"North": (30, 9), "South": (40, 12)})
    plan = population.protection_plan(build_survey({"area": level}, below))
    found = population.weight_diagnostics(score, design=SurveyDesign(sampling_weights=weights))
    diagnostics = population.protect(found, plan=plan)
    table = tables.sampling_weights(diagnostics)
    shown = table.frame.set_index("term")["value"]
    relative = weights / weights.mean()
    assert f"{relative.max():.2f}" not in " ".join(shown)
    assert shown["Half weigh at most"] == "about 1 mean weights"
    assert shown["Design effect of unequal weights"] == "at most 4.0"
    assert 3 < (relative**2).mean() < 4
    assert "sum_of_weights" not in diagnostics.frame
    assert "99 % weigh at most" not in shown
    assert "not where fewer than 10 respondents lie beyond" in table.notes[0]


def test_the_largest_weights_are_those_of_the_minimum_of_respondents():
    level, below = groups_of({"North": (30, 9), "South": (40, 12)})
    survey = build_survey({"area": level}, below)
    thresholds = survey.codebook.disclosure.model_copy(update={"minimum_respondents": 15})
    raised = replace(survey, codebook=survey.codebook.model_copy(update={"disclosure": thresholds}))
    plan = population.protection_plan(raised)
    weights = pd.Series(np.linspace(1, 3, 91))
    score, design = pd.Series(50.0, index=weights.index), SurveyDesign(sampling_weights=weights)
    found = population.weight_diagnostics(score, design=design, thresholds=plan.thresholds)
    assert found.table["share_of_largest"][0] == pytest.approx(weights[-15:].sum() / weights.sum())
    table = tables.sampling_weights(population.protect(found, plan=plan))
    assert "not where fewer than 30 respondents lie beyond" in table.notes[0]
