"""Paragraphs for authors: each sentence once, in the order of the pages."""

from dataclasses import replace

import pytest

from tests.unit.reports.formats.outcomes import outcome
from tests.unit.reports.pages.test_report_pages import SOURCE
from workbench.reports.notebooks import Exhibits
from workbench.reports.notebooks.exhibits import TableFile
from workbench.reports.pages.citing import citing_of
from workbench.wording import speaking


def page(*sentences):
    citable = [{"paragraph": paragraph, "sentence": sentence} for paragraph, sentence in sentences]
    tables = (TableFile(name="01_a.csv", payload={"citable": citable}),)
    return replace(outcome(), exhibits=Exhibits(tables=tables))


def test_each_sentence_stands_once_in_its_paragraph():
    share = ("results", "An estimated 9.9 % had it.")
    found = citing_of(
        [page(("methods", "Summed."), share), page(share)],
        source=SOURCE,
        run="toy",
        year=2026,
        version="1",
    )
    assert found.results == "An estimated 9.9 % had it."
    assert "Summed." in found.methods


def test_the_sources_of_data_and_scale_are_cited_where_they_are_stated():
    source = replace(SOURCE, data_source="Archive 12", scale_source="Leemann et al. 2022")
    found = citing_of([], source=source, run="toy", year=2026, version="1")
    assert found.citations[1:] == ("Archive 12", "Leemann et al. 2022")
    assert "(2026): report toy" in found.citations[0]


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Social Inclusion"), ("fi", "osallisuus"), ("sv", "delaktighet")]
)
@pytest.mark.parametrize("instrument", ["esis", "worry"])
def test_a_report_on_another_scale_does_not_name_the_scale_of_the_workbench(language, name, instrument):
    with speaking(language):
        found = citing_of([], source=replace(SOURCE, instrument=instrument), run="toy", year=2026, version="1")
    assert (name in found.citations[0]) == (instrument == "esis")
    assert ("inclusion-workbench" in found.citations[0]) == (instrument != "esis")
