"""Reporting guidelines: each place that is named is a section of a page."""

import re
from pathlib import Path

from tests.unit.reports.formats.outcomes import outcome
from workbench.reports.notebooks import find_notebooks, load_notebook, parts_of
from workbench.reports.pages import guidelines
from workbench.reports.pages.guidelines import cosmin, strobe
from workbench.reports.pages.links import Links
from workbench.reports.publishing.edition import Edition

NOTEBOOKS = Path(__file__).parents[4] / "notebooks"


def test_every_section_that_is_named_stands_in_a_notebook(monkeypatch):
    named = []
    monkeypatch.setattr(guidelines, "_answered", lambda _, items, __: named.extend(h for *_, own in items for h in own))
    strobe([], Links(edition=Edition()))
    cosmin([], Links(edition=Edition()))
    headings = {
        part.heading for path in find_notebooks(NOTEBOOKS) for part in parts_of(load_notebook(path, position=1).node)
    }
    assert len(named) > 20
    assert set(named) - {guidelines._FIRST_PAGE} <= headings


def test_an_item_leads_to_the_section_of_the_report_or_says_that_it_is_not_there(monkeypatch):
    monkeypatch.setattr(guidelines, "_GROUPS", "Shares")
    items = {item.number: item for item in cosmin([outcome()], Links(edition=Edition()))}
    assert [place.link for place in items["9"].places] == ["01_toy-appendix.html#shares"]
    assert items["6"].places == ()


def test_numbers_of_items_rise():
    numbers = [int(re.match(r"\d+", item.number)[0]) for item in strobe([], Links(edition=Edition()))]
    assert numbers == sorted(set(numbers))
