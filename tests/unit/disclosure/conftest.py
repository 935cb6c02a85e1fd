"""Surveys of one background variable."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.plan import protection_plan


@pytest.fixture
def one_variable():
    def make(sizes, **keywords):
        level, below = groups_of(sizes, **keywords)
        return build_survey({"group": level}, below)

    return make


@pytest.fixture
def small_level(one_variable):
    survey = one_variable({"reference": (40, 9), "x": (1, 2), "y": (20, 7), "z": (30, 8)})
    return survey, protection_plan(survey)
