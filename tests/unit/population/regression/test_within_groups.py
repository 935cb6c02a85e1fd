"""Models within groups: a group too small for a model is left out with a sentence that does not name it."""

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.intake import SurveyDesign


def test_where_no_group_is_large_enough_there_are_notes_and_no_rows():
    level, below = groups_of({"a": (30, 4), "b": (30, 5)})
    half = pd.Categorical(np.where(np.arange(len(level)) % 2, "x", "y"))
    survey = build_survey({"group": level, "half": half}, below)
    found = population.fit_logistic_by(
        pd.Series(below, index=survey.background.index, dtype="boolean"),
        survey.background[["half"]],
        survey.background["group"],
        design=SurveyDesign(),
        plan=population.protection_plan(survey),
    )
    assert found.table.empty
    assert found.notes[0].startswith("No model within one of the groups: ")
    assert not any(f"`{name}`" in note for note in found.notes for name in ("a", "b"))
    assert population.protect(found, plan=population.protection_plan(survey)).frame.empty
