"""Surveys whose regressions and subgroups the tests of this folder show."""

from tests.unit.regression_survey import below, model, plan, survey, third
from tests.unit.subgroups_page import page, subgroups

__all__ = ["below", "model", "page", "plan", "subgroups", "survey", "third"]
