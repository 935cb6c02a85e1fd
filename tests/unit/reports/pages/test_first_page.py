"""The first page: sentences in their order, each once, each leading to the table that says it."""

from pathlib import Path

import nbformat

from workbench.reports.notebooks import Exhibits, FigureFile, Notebook
from workbench.reports.notebooks.exhibits import TableFile
from workbench.reports.pages.first_page import findings_of, first_page
from workbench.reports.pages.links import Links
from workbench.reports.publishing.edition import Edition
from workbench.reports.publishing.outcome import Outcome

ALL = Links(edition=Edition())


def outcome(number, *findings, figures=()):
    notebook = Notebook(
        path=Path(f"{number}_toy.ipynb"), number=number, title="Toy", question="", requires=(), parameters=(),
        node=nbformat.v4.new_notebook(),
    )  # fmt: skip
    payload = {"findings": [{"topic": topic, "sentence": sentence} for topic, sentence in findings]}
    exhibits = Exhibits(tables=(TableFile(name=f"{number}_table.csv", payload=payload),), figures=figures)
    return Outcome(notebook=notebook, status="done", exhibits=exhibits)


def test_the_share_comes_first_and_how_far_to_trust_it_last_whatever_the_order_of_the_pages():
    page = first_page(
        [outcome("01", ("answers", "All answered.")), outcome("04", ("share", "Ten."), ("groups", "Men."))], ALL
    )
    assert [told.sentence for told in page.answer] == ["Ten."]
    assert [section.heading for section in page.sections] == ["Who", "How far to trust it"]


def test_what_two_pages_say_stands_once_and_leads_to_the_later_one():
    page = first_page([outcome("01", ("share", "Ten.")), outcome("04", ("share", "Ten."))], ALL)
    assert [told.link for told in page.answer] == ["04_toy.html#04_table"]


def test_what_two_tables_of_a_page_say_stands_once_at_its_head():
    page = outcome("03", ("reliability", "High."), ("reliability", "High."), ("precision", "Fine."))
    assert [told.sentence for told in findings_of(page, ALL)] == ["High.", "Fine."]


def test_the_picture_of_all_groups_stands_below_the_sentence_about_them():
    figure = FigureFile(name="05_groups_in_order", caption="All", alt="Largest: Men.", png=b"1", svg=b"")
    page = first_page([outcome("05", ("groups", "Men."), figures=(figure,))], ALL)
    assert page.sections[0].picture.figure is figure
    assert page.sections[0].picture.link == "05_toy.html#05_groups_in_order-figure"


def test_a_report_without_findings_has_an_empty_first_page():
    page = first_page([outcome("01")], ALL)
    assert (page.answer, page.sections) == ([], [])


def test_a_summary_leads_to_files_since_it_has_no_pages():
    page = first_page([outcome("04", ("share", "Ten."))], Links(edition=Edition(depth="summary"), root="../"))
    assert [told.link for told in page.answer] == ["../tables/04_table.csv"]
