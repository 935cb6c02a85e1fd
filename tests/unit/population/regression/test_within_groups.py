"""Models within groups: a group too small for a model is named, and no number of its people is."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.errors import NotEstimable
from workbench.intake import SurveyDesign


def within(sizes):
    """Models of one variable within groups of these sizes, and the plan."""
    level, below = groups_of(sizes)
    half = pd.Categorical(np.where(np.arange(len(level)) % 2, "x", "y"))
    survey = build_survey({"group": level, "half": half}, below, crossings=(("group", "half"),))
    plan = population.protection_plan(survey)
    found = population.fit_logistic_by(
        pd.Series(below, index=survey.background.index, dtype="boolean"),
        survey.background[["half"]],
        survey.background["group"],
        design=SurveyDesign(),
        plan=plan,
    )
    return found, plan


def test_where_no_group_is_large_enough_it_is_refused():
    with pytest.raises(NotEstimable, match=r"^No group of `group` has enough respondents on both sides"):
        within({"a": (30, 4), "b": (30, 5)})


def test_a_group_without_a_model_is_named_without_its_numbers():
    found, plan = within({"a": (30, 4), "b": (200, 90)})
    assert set(found.table["level"]) == {"b × x", "b × y"}
    assert found.without.to_numpy().tolist() == [["group", "a", "half"]]
    shown = population.protect(found, plan=plan).result
    assert shown.without[["variable", "level", "term"]].to_numpy().tolist() == [["group", "a", "half"]]
    assert not any("`a`" in note for note in found.notes)


def test_without_a_declared_crossing_nothing_is_fitted():
    level, below = groups_of({"a": (60, 20), "b": (60, 25)})
    outcome = pd.Series(below, dtype="boolean")
    group = pd.Series(level, name="group")
    found = population.fit_logistic_by(outcome, group.to_frame(), group, design=SurveyDesign(), crossings=())
    assert found.table.empty
    assert found.without.empty
