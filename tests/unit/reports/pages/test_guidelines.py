"""Reporting guidelines: each place that is named is a section of a page."""

import copy
import re
from dataclasses import replace
from pathlib import Path

from tests.unit.reports.formats.outcomes import outcome
from tests.unit.reports.pages.test_report_pages import SOURCE
from workbench.reports.notebooks import Exhibits, find_notebooks, load_notebook, parts_of
from workbench.reports.pages import guidelines
from workbench.reports.pages.guidelines import cosmin, strobe
from workbench.reports.pages.links import Links
from workbench.reports.publishing.edition import Edition

LINKS = Links(edition=Edition())
NOTEBOOKS = Path(__file__).parents[4] / "notebooks"


def test_every_section_that_is_named_stands_in_a_notebook(monkeypatch):
    named = []
    monkeypatch.setattr(
        guidelines, "_answered", lambda _, __, items, ___: named.extend(h for *_, own in items for h in own)
    )
    strobe([], LINKS, SOURCE)
    cosmin([], LINKS, SOURCE)
    named = [each for each in named if isinstance(each, str)]
    headings = {
        part.heading for path in find_notebooks(NOTEBOOKS) for part in parts_of(load_notebook(path, position=1).node)
    }
    assert len(named) > 20
    assert set(named) - {guidelines._FIRST_PAGE} <= headings


def test_an_item_leads_to_the_section_of_the_report_or_says_that_it_is_not_there(monkeypatch):
    monkeypatch.setattr(guidelines, "_GROUPS", "Shares")
    items = {item.number: item for item in cosmin([outcome()], LINKS, SOURCE)}
    assert [place.link for place in items["9"].places] == ["01_toy-appendix.html#shares"]
    assert items["6"].places == ()


def test_numbers_of_items_rise():
    numbers = [int(re.match(r"\d+", item.number)[0]) for item in strobe([], LINKS, SOURCE)]
    assert numbers == sorted(set(numbers))


def with_tables(**changed):
    """Return the page that is made up, with other payloads of its tables and no figure of it."""
    found = outcome()
    tables = [replace(table, payload=table.payload | changed) for table in found.exhibits.tables]
    executed = copy.deepcopy(found.executed)
    executed.cells = [cell for cell in executed.cells if "image/png" not in str(cell.get("outputs", ""))]
    return replace(found, executed=executed, exhibits=Exhibits(tables=tuple(tables)))


ANSWER = {"findings": [{"topic": "share", "sentence": "Of the respondents, 10 % have it."}]}


def places(outcomes, fieldwork):
    found = strobe(outcomes, LINKS, replace(SOURCE, fieldwork=fieldwork))
    return {item.number: [place.heading for place in item.places] for item in found}


def test_setting_and_people_are_answered_by_the_facts_that_the_first_page_has():
    some = places([with_tables(**ANSWER)], {"place": "Oulu", "mode": "online"})
    assert some["5"] == ["First page: Place, How"]
    assert some["6"] == some["21"] == []
    assert some["18"] == ["First page"]
    asked = places([with_tables(**ANSWER)], {"population": "adults"})
    assert (asked["5"], asked["6"], asked["21"]) == ([], ["First page: Population"], ["First page: Population"])


def test_a_first_page_without_an_answer_answers_nothing():
    none = places([with_tables()], {"population": "adults", "year": "2024"})
    assert none["5"] == none["6"] == none["18"] == []


def test_a_section_that_holds_no_number_answers_nothing(monkeypatch):
    monkeypatch.setattr(guidelines, "_GROUPS", "Shares")

    def known_groups(page):
        return {item.number: item for item in cosmin([page], LINKS, SOURCE)}["9"].places

    assert known_groups(with_tables())
    assert known_groups(with_tables(rows=[])) == ()
    assert known_groups(with_tables(n_withheld=1)) == ()
