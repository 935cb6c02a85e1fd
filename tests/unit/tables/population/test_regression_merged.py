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
    assert (
        "Other levels stand for those too small to be shown apart and any joined to them – area: first, second."
        in notes
    )
    assert (
        "Compared with another level than that of the codebook, which is among the other levels – area: third in place "
        "of first." in notes
    )


def test_levels_that_are_compared_as_one_are_counted_and_named_and_keys_are_for_the_analyst(report):
    assert report["area"].left_out[-1] == (
        "Compared as one group, “other levels”, because at least one of them is too small to be told apart – area: "
        "2 levels, first, second (compared with third in place of first). The result is that of all of them together, "
        "and of none by itself."
    )
    joined, lost = report["area"].repairs
    assert (
        "`merge` of `area` in the codebook, or let the answer of few be none (`missing`, or `others: missing`" in joined
    )
    assert lost.startswith("Join levels by `merge` of `age`")
    for table in report.values():
        assert not any(f"<code>{key}" in table.html() for key in ("merge", "missing", "others", "predictors"))
    assert not any("Compared as one group" in said for said in report["age"].left_out)


def test_a_reference_that_stays_is_not_said_to_be_replaced_where_a_tiny_level_takes_another_with_it():
    level, below = groups_of({"Man": (300, 42), "Woman": (290, 61), "Other": (2, 0)})
    survey = build_survey({"gender": level, "half": pd.Series(pd.Categorical(["a", "b"] * 347 + ["a"]))}, below)
    plan = population.protection_plan(survey)
    merged = population.merged_levels(survey.predictors, below, plan=plan)
    model = population.fit_logistic(below, merged, design=SurveyDesign())
    shown = tables.odds_ratios(population.protect(model, plan=plan), survey=survey)
    assert (
        "Other levels stand for those too small to be shown apart and any joined to them – gender: Woman, Other."
        in shown.notes
    )
    assert not any("in place of" in note for note in (*shown.notes, *shown.left_out))


def test_neighbours_are_named_together_and_the_reference_is_still_in_it(report):
    notes = report["age"].notes
    assert "Neighbours joined, because one of them is too small to be shown apart – age: first + second." in notes
    assert not any("Compared with another level" in note for note in notes)
    assert report["age"].frame["level_label"].tolist()[0] == "first + second (reference)"


def test_predictors_that_are_in_no_model_are_named_with_their_levels_and_how_many_are_modelled(report):
    (said,) = report["age"].left_out
    named = "area (first, second, third, fourth); same (most, few)"
    assert report["age"].repairs[0].startswith("Join levels by `merge` of `area` and `same` in the codebook")
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
