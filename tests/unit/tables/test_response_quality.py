"""Tables about the answers themselves: their numbers are those that passed the gate."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.intake import example
from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.errors import PublicationError
from workbench.intake import complete, read_survey, response_quality
from workbench.intake.codebook import MatchedItem
from workbench.wording import speaking

SIZES = {"North": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture(scope="module")
def survey():
    """Thirteen of the North left the first item unanswered."""
    level, below = groups_of(SIZES)
    made = build_survey({"area": level}, below)
    made.responses.iloc[:13, 0] = np.nan
    return made


@pytest.fixture(scope="module")
def plan(survey):
    return population.protection_plan(survey)


@pytest.fixture(scope="module")
def quality(survey, plan):
    return population.protect(response_quality(survey), plan=plan)


def test_the_headline_of_those_dropped_counts_whoever_has_a_score(survey, quality):
    table = tables.dropped_by_group(quality, survey=survey)
    (headline,) = table.headlines
    assert (headline.value, headline.text) == (122, "about 122 of about 137")  # of 135
    island = table.frame.set_index("level").loc["Island"]
    assert island[["n_respondents", "n_complete"]].tolist() == [2, 2]
    assert island[["share_dropped", "share_unit_missing"]].isna().all()


def test_what_was_read_is_said_in_the_language_of_the_page_with_the_codes_of_the_file(tmp_path):
    example.frame().assign(q2=lambda frame: 6 - frame["q2"]).to_csv(tmp_path / "survey.csv", index=False)
    book = example.codebook()
    book["items"]["esis2"] = {"column": "q2", "reversed": True, "missing": [9]}
    survey = read_survey(tmp_path / "survey.csv", codebook=example.save_codebook(tmp_path, book))
    read = population.protect(pickle.loads(pickle.dumps(survey.report)), plan=population.protection_plan(survey))
    assert '<td class="sentence">turned: 6 − points, as the codebook says</td>' in tables.survey_file(read).html()
    with speaking("fi"):
        html = tables.survey_file(read).html()
    assert "⟦turned: ⟧6⟦ − points, as the codebook says⟧" in html
    assert "⟦separator comma⟧" in html
    assert '<th scope="row">q2</th>' in html


def test_unanswered_items_stand_in_the_column_of_their_item(survey, quality):
    table = tables.item_nonresponse_by_group(quality, survey=survey)
    assert [c.label for c in table.columns] == ["Group", "Respondents", *survey.instrument.item_ids]
    north = table.frame.set_index("level").loc["North"]
    assert north["esis1"] == pytest.approx(14.5 / 52, rel=1e-3)  # 13 of 52
    assert np.isnan(north["esis2"])
    assert "&lt;10 of 52" in table.html()


def test_a_share_of_few_is_written_as_its_counts(survey, quality):
    html = tables.missing_answers(quality).html()
    assert "&lt;10 of 137" in html
    assert tables.item_nonresponse(quality, survey=survey).html().count("nan") == 0


def test_the_table_of_runs_says_in_which_order_they_are_counted(survey, plan, quality):
    assert "Runs are counted in the order of the scale, in which" in tables.longest_runs(quality).html()
    places = {
        item: MatchedItem(column=item, place=-i, words=item, by_wording=True) for i, item in enumerate(survey.responses)
    }
    backwards = population.protect(response_quality(replace(survey, matched=places)), plan=plan)
    assert "not in that of the scale" in tables.longest_runs(backwards).html()


def test_the_analysed_are_those_who_answered_everything(survey, plan):
    shown = tables.analysed(complete(survey), survey=survey, plan=plan).frame.set_index("term")["value"]
    assert shown["Rows of the survey file"] == "about 137"  # 135
    assert shown["Respondents who answered every item"] == "about 122"
    assert shown["Sampling weight"].startswith("none")


def test_answers_that_skipped_the_gate_are_refused(survey):
    raw = response_quality(survey)
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.item_nonresponse(raw, survey=survey)
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.missing_answers(raw)


def test_items_worded_against_the_scale_are_named_with_what_their_points_say(survey):
    plan = population.protection_plan(survey)
    first, *others = survey.instrument.items
    items = (first.model_copy(update={"reversed": True}), *others)
    turned = replace(survey, instrument=survey.instrument.model_copy(update={"items": items}))
    (note,) = tables.analysed(complete(survey), survey=turned, plan=plan).notes
    assert note == (
        "Turned, because worded against the scale: esis1. Their points are those after turning: 5 stands for the "
        "answer “täysin eri mieltä” and 1 for “täysin samaa mieltä”."
    )
    assert tables.analysed(complete(survey), survey=survey, plan=plan).notes == ()


def test_patterns_of_answers_are_named(quality):
    frame = tables.answer_patterns(quality).frame
    assert frame["term"].tolist() == [
        "answered every item",
        "answered some items",
        "answered no item (unit nonresponse)",
        "same answer to every item (straightlining)",
    ]
