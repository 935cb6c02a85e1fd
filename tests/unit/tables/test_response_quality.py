"""Tables about the answers themselves: their numbers are those of the result, withheld groups have none."""

import numpy as np
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.errors import PublicationError
from workbench.intake import complete, response_quality

SIZES = {"North": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture(scope="module")
def survey():
    """Thirteen of the North left the first item unanswered."""
    level, below = groups_of(SIZES)
    made = build_survey({"area": level}, below)
    made.responses.iloc[:13, 0] = np.nan
    return made


@pytest.fixture(scope="module")
def quality(survey):
    return response_quality(survey)


@pytest.fixture(scope="module")
def plan(survey):
    return population.protection_plan(survey)


def test_the_headline_of_those_dropped_counts_whoever_has_a_score(survey, quality, plan):
    table = tables.dropped_by_group(population.protect(quality.by_group, plan=plan), survey=survey)
    (headline,) = table.headlines
    assert (headline.value, headline.text) == (122, "122 of 135")
    assert table.frame.loc[table.frame["withheld"], ["n_respondents", "n_complete"]].isna().all(axis=None)
    assert {"Island"} < set(table.frame.loc[table.frame["withheld"], "level"])


def test_unanswered_items_stand_in_the_column_of_their_item(survey, quality, plan):
    table = tables.item_nonresponse_by_group(population.protect(quality.item_by_group, plan=plan), survey=survey)
    assert [c.label for c in table.columns] == ["Group", *survey.instrument.item_ids]
    north = table.frame.set_index("level").loc["North"]
    assert north["esis1"] == pytest.approx(13 / 52)
    assert north["esis2"] == 0


def test_the_analysed_are_those_who_answered_everything(survey):
    shown = tables.analysed(complete(survey), survey=survey).frame.set_index("term")["value"]
    assert shown["Rows of the survey file"] == "135"
    assert shown["Respondents who answered every item"] == "122"
    assert shown["Sampling weight"].startswith("none")


def test_answers_that_skipped_the_gate_are_refused(survey, quality):
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.item_nonresponse(quality.table, survey=survey)
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.missing_answers(quality.n_missing)
