"""The publication gate of a small survey; it takes the results of any responses."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population


@pytest.fixture(scope="session")
def protect():
    level, below = groups_of({"all": (30, 30)})
    plan = population.protection_plan(build_survey({"area": level}, below))
    return lambda result: population.protect(result, plan=plan)
