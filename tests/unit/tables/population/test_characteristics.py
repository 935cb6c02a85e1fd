"""Who the respondents are: published numbers and their shares, and no number that is published nowhere else."""

from dataclasses import replace
from importlib import import_module

import pytest

from workbench import population, tables
from workbench.intake import SurveyDesign, beyond_cutoff, score


def protected(survey):
    plan = population.protection_plan(survey)
    points = score(survey.responses, instrument=survey.instrument)
    below = beyond_cutoff(points, instrument=survey.instrument)
    results = (
        population.mean(points, design=survey.design),
        population.mean(points, design=survey.design, by=survey.groups),
        population.composition(below, survey.groups, design=survey.design),
    )
    return [population.protect(result, plan=plan) for result in results]


@pytest.fixture(scope="module")
def shown(subgroups):
    return protected(subgroups)


def test_everyone_stands_first_and_each_level_below_its_variable(shown, subgroups):
    table = tables.characteristics(*shown, survey=subgroups)
    assert [column.label for column in table.columns] == [
        *("Characteristic", "Respondents", "Share of respondents", "Share of the population"),
    ]
    assert table.frame["level_label"].tolist()[:2] == ["Everyone", "North"]
    assert table.html().count('scope="rowgroup"') == table.frame["variable"].nunique() - 1


def test_numbers_are_those_of_the_tables_of_groups_and_shares_follow_from_them(shown, subgroups):
    _, means, parts = shown
    frame = tables.characteristics(*shown, survey=subgroups).frame.set_index(["variable", "level"])
    published = tables.means_and_shares(means, None, survey=subgroups).frame.set_index(["variable", "level"])
    rows = published.index
    assert frame.loc[rows, "n_respondents"].equals(published["n_respondents"])
    composition = tables.composition(parts, survey=subgroups).frame.set_index(["variable", "level"])
    assert frame.loc[rows, "share_of_population"].equals(composition.loc[rows, "share_of_population"])
    of_area, numbers = frame.loc["area", "share_of_respondents"], published.loc["area", "n_respondents"]
    assert of_area.drop("Island").tolist() == pytest.approx((numbers / numbers.sum()).drop("Island").tolist())
    assert of_area.isna()["Island"]


def test_a_group_that_is_too_small_has_no_share_of_the_population(shown, subgroups):
    html = tables.characteristics(*shown, survey=subgroups).html()
    row = html.partition('<th scope="row">Island</th>')[2].partition("</tr>")[0]
    assert "&lt;5" in row and row.endswith('<td class="percent">–</td>')


def test_without_weights_or_a_cut_off_the_share_of_respondents_stands_alone(areas, shown, subgroups):
    for result in (
        tables.characteristics(*protected(areas), survey=areas),
        tables.characteristics(shown[0], shown[1], None, survey=replace(subgroups, design=SurveyDesign())),
    ):
        assert [column.names[0] for column in result.columns][2:] == ["share_of_respondents"]


def test_a_variable_of_many_levels_is_named_and_left_out(shown, subgroups, monkeypatch):
    monkeypatch.setattr(import_module("workbench.tables.population.characteristics"), "_MOST_LEVELS", 4)
    table = tables.characteristics(*shown, survey=subgroups)
    assert set(table.frame["variable"]) == {"all", "half", "third"}
    (note,) = table.left_out
    assert note.startswith("Left to the tables of groups, because of more than 4 levels:") and "area" in note.casefold()
