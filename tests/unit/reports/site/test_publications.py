"""Publications of a folder: whole reports alone, and what a list says of them."""

from __future__ import annotations

import pytest

from tests.unit.reports.site.shelves import add_language, write_batch, write_run
from workbench.reports.site.publications import publications
from workbench.wording import speaking


def test_the_last_publication_comes_first_and_what_is_not_whole_is_left_out(tmp_path):
    write_run(tmp_path / "old", ended="2025-01-01T10:00:00+00:00")
    write_run(tmp_path / "new", ended="2026-06-01T10:00:00+02:00")
    write_run(tmp_path / "same", ended="2026-06-01T08:00:00+00:00")
    write_run(tmp_path / "bad.failed", status="failed")
    write_run(tmp_path / "begun.partial")  # whole, and without its name still
    write_run(tmp_path / "damaged", ended="yesterday")
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "batch.json").write_text('{"reports":', encoding="utf-8")
    (tmp_path / "pictures").mkdir()
    found, without = publications(tmp_path)
    assert [publication.folder.name for publication in found] == ["new", "same", "old"]
    assert [run.folder.name for run in without] == ["bad.failed", "begun.partial", "damaged", "torn"]


@pytest.mark.parametrize("status", ["whole", "failed", "interrupted"])
def test_a_batch_lists_its_whole_reports_and_those_alone(tmp_path, status):
    write_batch(tmp_path / "towns", status=status)
    [batch], without = publications(tmp_path)
    assert [report.name for report in batch.reports] == ["towns/all", "towns/a", "towns/b"] and not without
    assert (batch.title, batch.by, batch.page) == ("Towns", "municipality × sex", "towns/index.html")


def test_area_group_and_year_are_those_of_the_group_else_of_the_survey(tmp_path):
    write_batch(tmp_path / "towns")
    write_run(tmp_path / "alone", fieldwork={"place": "Kainuu", "year": "2023"})
    said = {
        report.name: (report.area, report.group, report.year)
        for publication in publications(tmp_path)[0]
        for report in publication.reports
    }
    assert said == {
        "alone": ("Kainuu", "Everyone", "2023"),
        "towns/all": ("", "Everyone", "2024"),
        "towns/a": ("Åbo", "Women", "2024"),
        "towns/b": ("=Oulu", "Men", "2024"),
    }


def test_a_variable_can_be_the_year(tmp_path):
    years = {"town": {"label": "municipality", "kind": "area"}, "sex": {"label": "year", "kind": "year"}}
    write_batch(tmp_path / "towns", variables=years)
    [batch], _ = publications(tmp_path)
    assert [(report.area, report.group, report.year) for report in batch.reports][1] == ("Åbo", "Everyone", "Women")


def test_a_batch_that_does_not_say_what_its_variables_are_has_groups(tmp_path):
    write_batch(tmp_path / "towns", variables=None, notation=None)
    [batch], _ = publications(tmp_path)
    assert (batch.by, batch.reports[1].group, batch.numbers().heads) == ("town × sex", "Åbo × Women", ())


def test_the_page_in_the_language_that_is_spoken_is_linked_else_the_first(tmp_path):
    add_language(write_run(tmp_path / "a run", language="fi"), "sv")
    [[report]] = [own.reports for own in publications(tmp_path)[0]]
    with speaking("sv"):
        assert (report.language, report.page) == ("sv", "a%20run/sv/index.html")
    assert (report.language, report.page) == ("fi", "a%20run/index.html")


def test_numbers_of_groups_are_those_that_the_overview_published(tmp_path):
    write_batch(tmp_path / "towns")
    [batch], _ = publications(tmp_path)
    numbers = batch.numbers()
    assert numbers.heads == ("Respondents", "Mean score", "95 % interval", "Share below 50", "95 % interval")
    assert [cell.text for cell in numbers.rows["Åbo × Women"]] == ["102", "75.2", "74.0–76.5", "9.9 %", "7.0–13.0 %"]
    assert [cell.text for cell in numbers.rows["=Oulu × Men"]] == ["–"] * 5
    with speaking("fi"):
        assert [cell.text for cell in batch.numbers().rows["Åbo × Women"]][1] == "75,2"


def test_the_overview_of_a_batch_is_linked_in_the_language_that_is_spoken_if_it_has_one(tmp_path):
    add_language(write_batch(tmp_path / "towns"), "sv")
    write_run(tmp_path / "towns" / "fi")  # a report of a group of that name
    [batch], _ = publications(tmp_path)
    with speaking("sv"):
        assert (batch.language, batch.page) == ("sv", "towns/sv/index.html")
    with speaking("fi"):
        assert (batch.language, batch.page) == ("en", "towns/index.html")


def test_titles_areas_and_groups_are_said_in_the_language_of_the_list(tmp_path):
    words = {"title": {"fi": "Kaupungit", "sv": "Städer", "en": "Towns"}}
    town = {"label": "municipality", "kind": "area", "words": {"fi": "kunta", "en": "municipality"}}
    town["levels"] = {"Åbo": {"fi": "Turku", "sv": "Åbo"}, "=Oulu": {"fi": "Oulu"}}  # the last has not the data's words
    write_batch(tmp_path / "towns", words=words, variables={"town": town, "sex": {"label": "sex", "kind": "group"}})
    spring = {"title": {"fi": "Kevätkysely", "en": "Spring survey"}, "place": {"fi": "Kainuu", "en": "Kajanaland"}}
    write_run(tmp_path / "alone", fieldwork={"place": "Kajanaland"}, words=spring)
    found = {publication.folder.name: publication for publication in publications(tmp_path)[0]}
    batch, (alone,) = found["towns"], found["alone"].reports
    with speaking("fi"):
        assert (batch.name, found["alone"].name) == ("Kaupungit, ryhmittely: kunta × sex", "Kevätkysely")
        assert [report.area for report in batch.reports[1:]] == ["Turku", "=Oulu"]
        assert (batch.reports[1].shown_label, batch.reports[1].label) == ("Turku × Women", "Åbo × Women")
        assert alone.area == "Kainuu"
    with speaking("sv"):
        assert (batch.name.split(",")[0], found["alone"].name) == ("Städer", "Spring survey")
    assert (batch.name, alone.area) == ("Towns, by municipality × sex", "Kajanaland")
