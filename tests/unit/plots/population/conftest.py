"""Surveys whose regressions and subgroups the tests of this folder show."""

from tests.unit.fitted_curves import curves
from tests.unit.regression_survey import below, model, plan, survey, third
from tests.unit.subgroups_page import page, subgroups

__all__ = ["below", "curves", "model", "page", "plan", "subgroups", "survey", "third"]
