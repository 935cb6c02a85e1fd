"""Curves as tables: what they name, and what stands there without a number."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import population, tables


@pytest.fixture
def shown():
    rng = np.random.default_rng(4)
    age = pd.Series(rng.integers(18, 90, 500).astype(float))
    sex = pd.Series(pd.Categorical(rng.choice(["men", "women"], 500), ["men", "women"]))
    below = pd.Series(rng.random(500) < 0.1 + 0.004 * age, dtype="boolean")
    survey = build_survey({"sex": sex}, below, numeric={"age": age})

    def make(numeric):
        found = population.fit_curves(below, survey.predictors, numeric, in_place_of={}, design=survey.design)
        plan = population.protection_plan(survey)
        return population.protect(found, plan=plan), population.protect(found.tests, plan=plan)

    return survey, make


def test_the_table_names_number_unit_and_reference(shown):
    survey, make = shown
    odds, tests = make(survey.numeric)
    table = tables.curves(odds, survey=survey)
    html = table.html()
    assert "age, years" in html
    assert f"Compared with {odds.frame['reference_value'].iloc[0]:g}." in html
    assert '<th scope="row">50</th>' in html  # whole years without decimals
    assert "Departure from a straight line" in tables.curve_tests(tests, survey=survey).html()


def test_without_a_number_the_tables_say_so(shown):
    survey, make = shown
    odds, tests = make(survey.numeric[[]])
    assert "no number of the codebook" in tables.curves(odds, survey=survey).html()
    assert "no number of the codebook" in tables.curve_tests(tests, survey=survey).html()
