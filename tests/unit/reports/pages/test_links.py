"""Addresses: on the page where a table stands, else in its appendix, else its file."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

import workbench.reports.publishing.outcome
from workbench.media_types import TABLE_MIME
from workbench.reports.notebooks import Notebook
from workbench.reports.pages.links import Links
from workbench.reports.publishing.edition import Edition
from workbench.reports.publishing.outcome import Outcome


def cell(name, *tags):
    data = {"text/html": "<table></table>", TABLE_MIME: {"name": name}}
    output = nbformat.v4.new_output("display_data", data=data)
    return nbformat.v4.new_code_cell("shown()", outputs=[output], metadata={"tags": list(tags)})


@pytest.fixture
def outcome():
    executed = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Toy\n\nWhat?"), cell("short", "report"), cell("long")]
    )
    notebook = Notebook(
        path=Path("01_toy.ipynb"), number="01", title="Toy", question="", requires=(), parameters=(), node=executed
    )
    return Outcome(notebook=notebook, status="done", executed=executed)


@pytest.mark.parametrize(
    ("depth", "short", "long"),
    [
        ("appendix", "01_toy.html#01_short", "01_toy-appendix.html#01_long"),
        ("report", "01_toy.html#01_short", "../tables/01_long.csv"),
        ("summary", "../tables/01_short.csv", "../tables/01_long.csv"),
    ],
)
def test_a_table_is_one_step_deeper_at_every_depth(outcome, depth, short, long):
    links = Links(edition=Edition(depth=depth), root="../")
    assert (links.table(outcome, "01_short"), links.table(outcome, "01_long")) == (short, long)


def test_a_notebook_is_cut_into_parts_once_however_many_links_lead_to_it(outcome, monkeypatch):
    cut, calls = workbench.reports.publishing.outcome.parts_of, []
    monkeypatch.setattr(workbench.reports.publishing.outcome, "parts_of", lambda node: calls.append(node) or cut(node))
    for _ in range(3):
        links = Links(edition=Edition())
        links.table(outcome, "01_short"), links.section(outcome, "Toy"), links.table(outcome, "01_long")
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("name", "address"),
    [("a # b?", "a%20%23%20b%3F"), ("..%2fx", "..%252fx"), ("javascript:alert(1)", None), ("é", None)],
)
def test_no_sign_of_a_name_means_something_else_in_an_address(outcome, name, address):
    named = replace(outcome, notebook=replace(outcome.notebook, path=Path(f"{name}.ipynb")))
    place = urlsplit(Links(edition=Edition()).table(named, "01_short"))
    assert (place.scheme, unquote(place.path), place.fragment) == ("", f"{name}.html", "01_short")
    assert address is None or place.path == f"{address}.html"
