"""Where a refusal names items by their ids, first page and summary say what these items are."""

from dataclasses import replace

import pytest

from tests.unit.reports.formats.outcomes import facts, outcome
from workbench.reports.formats.document import document_of
from workbench.reports.notebooks import Exhibits
from workbench.reports.notebooks.exhibits import TableFile
from workbench.reports.pages.named_items import named_items
from workbench.wording import speaking, spoken

ROWS = [["q3", "I felt tense"], ["q4", "I felt calm"], ["q7", "I slept"]]


@pytest.fixture
def pages():
    found = outcome()
    payload = found.exhibits.tables[0].payload | {"columns": ["item", "statement"], "rows": ROWS}
    return [
        replace(found, exhibits=Exhibits(tables=(TableFile(name="01_items.csv", payload=payload),))),
        replace(outcome("02"), status="refused", reason="Some answers to `q7`, `q3` are too rare. Join `sex` or `q`."),
    ]


def test_each_item_that_is_named_has_its_statement_in_the_order_of_the_scale(pages):
    said = named_items(pages)
    assert said == "Items named here: q3 “I felt tense”; q7 “I slept”."
    with speaking("fi"):
        assert "q3 ”I felt tense”; q7 ”I slept”." in spoken(said)


def test_nothing_is_said_where_no_item_is_named(pages):
    assert named_items(pages[:1]) == ""


def test_a_summary_has_the_statements(pages):
    assert "q3 “I felt tense”" in document_of(pages, facts=facts(), depth="summary").html
