"""How a report was made: files, methods and doubts."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.intake import score

SIZES = {"<b>North</b>": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


def test_how_made_names_every_file_method_and_doubt_and_no_date(survey):
    values = score(survey.responses, instrument=survey.instrument)
    mean = population.mean(values, design=survey.design)
    shown = tables.how_made(survey, mean).frame
    words = " ".join(shown["value"])
    assert mean.method in words
    assert survey.instrument.source in words
    assert not any(term.lower().startswith(("date", "time")) for term in shown["term"])
