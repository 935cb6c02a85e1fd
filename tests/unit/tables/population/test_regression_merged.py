"""Notes on merged levels name levels and no numbers."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.intake import SurveyDesign
from workbench.tables.population.regression_merged import merged_notes
from workbench.wording import as_html


@pytest.fixture(scope="module")
def report():
    level, below = groups_of({"first": (40, 6), "second": (40, 9), "third": (90, 30), "fourth": (60, 40)})
    half = np.arange(len(level)) % 2
    same = pd.Series(pd.Categorical.from_codes(np.where(np.arange(len(level)) < 3, 1, 0), ["most", "few"]))
    background = {
        "area": level,
        "age": pd.Series(level.cat.as_ordered()),
        "half": pd.Series(pd.Categorical.from_codes(half, ["odd", "even"])),
        "same": same,
    }
    survey = build_survey(background, below)
    plan = population.protection_plan(survey)
    chosen = (survey.predictors[[name, "half", "same"]] for name in ("area", "age"))  # the same people: never together
    both = [population.merged_levels(frame, below, plan=plan) for frame in chosen]
    model, single = (population.fit_logistic(below, merged, design=SurveyDesign()) for merged in both)
    return {
        name: tables.odds_ratios(population.protect(found, plan=plan), survey=survey)
        for name, found in {"area": model, "age": single}.items()
    }


def test_other_levels_and_a_moved_reference_are_named(report):
    notes = report["area"].notes
    assert "Other levels are those too small to be shown apart – area: first, second." in notes
    assert (
        "Compared with another level than that of the codebook, which is too small to be shown apart – area: third in "
        "place of first." in notes
    )


def test_levels_that_are_compared_as_one_are_named_with_what_keeps_them_apart(report):
    said = report["area"].left_out[-1]
    assert said.startswith(
        "Compared as one group, “other levels”, because of one too small to be told apart – area: first, second."
    )
    assert "`merge` of `area` in the codebook" in said and "`missing`" in said
    assert not any("Compared as one group" in said for said in report["age"].left_out)


def test_neighbours_are_named_together_and_the_reference_is_still_in_it(report):
    notes = report["age"].notes
    assert "Joined with a neighbour, because too small to be shown apart – age: first + second." in notes
    assert not any("Compared with another level" in note for note in notes)
    assert report["age"].frame["level_label"].tolist()[0] == "first + second (reference)"


def test_predictors_that_are_in_no_model_are_named_with_their_levels_and_how_many_are_modelled(report):
    (said,) = report["age"].left_out
    named = "area (first, second, third, fourth); same (most, few)"
    assert said.startswith(
        f"Not in the models, which rest on about 317 respondents – {named}. Either fewer than two levels"
    )
    assert as_html(said) in report["age"].html()
    assert said in report["age"].payload()["notes"]


def test_a_table_without_rows_has_no_notes(report):
    frame = report["age"].frame.head(0)
    assert frame.empty
    level, below = groups_of({"a": (40, 20), "b": (40, 20)})
    assert merged_notes(frame, build_survey({"area": level}, below)) == ()
