"""How a report was made: files, methods and doubts."""

from dataclasses import replace

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.errors import PublicationError
from workbench.intake import score

SIZES = {"<b>North</b>": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


def test_how_made_names_every_file_method_and_doubt_and_no_date(survey):
    values = score(survey.responses, instrument=survey.instrument)
    plan = population.protection_plan(survey)
    mean = population.protect(population.mean(values.mask(values.index < 7), design=survey.design), plan=plan)
    shown = tables.how_made(survey, mean).frame
    words = " ".join(shown["value"])
    assert mean.method in words
    assert survey.instrument.source in words
    assert "Outside the estimate: about 7 of about 137 respondents" in words
    assert not any(term.lower().startswith(("date", "time")) for term in shown["term"])


def test_a_result_without_rows_is_on_no_page_and_so_is_its_method(survey):
    values = score(survey.responses, instrument=survey.instrument)
    plan = population.protection_plan(survey)
    mean = population.protect(population.mean(values, design=survey.design), plan=plan)
    none = population.shown_levels(survey.ordered_groups, plan=plan)
    trend = population.protect(population.trend(values, none, design=survey.design), plan=plan)
    assert trend.frame.empty
    assert trend.method
    shown = tables.how_made(survey, mean, trend).frame
    assert shown.query("term == 'Method'")["value"].tolist() == [mean.method]


def test_what_nobody_has_said_of_the_scale_is_left_out(survey):
    unsaid = {"source": "Not stated yet; name it.", "permitted_use": ("Not stated yet; ask the owner.",)}
    shown = tables.how_made(replace(survey, instrument=survey.instrument.model_copy(update=unsaid))).frame
    assert shown["term"].tolist()[:3] == ["Survey", "Instrument", "Survey file"]
    assert shown["value"][1] == survey.instrument.name
    partly = survey.instrument.model_copy(update={"permitted_use": ("Free of charge.", "Not stated yet; ask.")})
    shown = tables.how_made(replace(survey, instrument=partly)).frame.set_index("term")["value"]
    assert shown["Permitted use"] == "Free of charge."


def test_how_made_takes_only_what_passed_the_gate(survey):
    values = score(survey.responses, instrument=survey.instrument)
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.how_made(survey, population.mean(values, design=survey.design))
