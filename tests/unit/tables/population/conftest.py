"""Surveys whose regressions and subgroups the tests of this folder show."""

import pytest

from tests.unit.fitted_curves import curves
from tests.unit.regression_survey import below, model, plan, survey, third
from tests.unit.subgroups_page import page, subgroups
from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.intake import below_cutoff, score

__all__ = ["below", "curves", "model", "page", "plan", "subgroups", "survey", "third"]

SIZES = {"<b>North</b>": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture
def areas():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


@pytest.fixture
def estimates(areas):
    plan = population.protection_plan(areas)
    values = score(areas.responses, instrument=areas.instrument)
    below = below_cutoff(values, instrument=areas.instrument)

    def both(by):
        results = (
            population.mean(values, design=areas.design, by=by),
            population.share(below, design=areas.design, by=by),
        )
        return [population.protect(result, plan=plan) for result in results]

    return both
