"""What the first page says of a notebook that did not end, and what a page says once for all its tables."""

import re
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

from workbench.media_types import REFUSAL_MIME, TABLE_MIME
from workbench.reports.notebooks.exhibits import Exhibits, TableFile
from workbench.reports.notebooks.notebook import Notebook
from workbench.reports.pages.report_pages import RunFacts, write_pages
from workbench.reports.publishing.edition import Edition
from workbench.reports.publishing.outcome import Outcome
from workbench.reports.publishing.record import Source

NOTE = "Numbers of respondents are the middle of windows of 5: 12 stands for 10 to 14."
SOURCE = Source(
    title="Toy",
    synthetic=False,
    open_because=None,
    scale="The items were taken for ESIS: 10 of 10 by the wording of their statements.",
    fieldwork={"population": "adults", "year": "2024"},
    permitted_use=(),
    data_source=None,
    scale_source=None,
    **dict.fromkeys(("data", "codebook", "instrument"), "toy"),
    **dict.fromkeys(("data_sha256", "codebook_sha256", "instrument_sha256"), "0"),
    n_rows="about 12",
)


def table(name):
    return TableFile(
        name=name,
        payload={
            "caption": name,
            "columns": [],
            "rows": [],
            "n_withheld": 0,
            "findings": [],
            "citable": [],
            "page_notes": [NOTE],
        },
    )


NOTEBOOK = Notebook(
    path=Path("01_toy.ipynb"),
    number="01",
    title="Toy",
    question="What?",
    requires=(),
    parameters=(),
    node=nbformat.v4.new_notebook(),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    refused = Outcome(
        notebook=NOTEBOOK,
        status="refused",
        reason="No outcome of `sex` <i> is shown. Choose another variable.",
        executed=nbformat.v4.new_notebook(),
        exhibits=Exhibits(tables=(table("01_a.csv"), table("01_b.csv"))),
    )
    facts = RunFacts(
        run="toy", source=SOURCE, parameters={}, code={"commit": None}, versions={}, ended=datetime.now(UTC), kept={}
    )
    write_pages(folder, facts=facts, outcomes=[refused], edition=Edition())
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


@pytest.mark.parametrize("page", ["index", "01_toy"])
def test_names_in_a_reason_are_code_and_its_other_signs_are_text(pages, page):
    assert "No outcome of <code>sex</code> &lt;i&gt; is shown." in pages[page]
    assert "&lt;code&gt;" not in pages[page]


def test_a_refusal_is_not_put_down_to_the_survey_alone(pages):
    assert "without telling of single people" in pages["index"]


def test_what_is_refused_or_not_run_leads_to_its_reason_on_the_index(pages, tmp_path):
    _, index = page_of(tmp_path, "not run")
    for page in (pages["index"], index):
        assert page.count('<a href="#01_toy">why</a>') == 1
        assert page.count('<li id="01_toy">') == 1


def test_what_numbers_of_respondents_are_stands_once_on_a_page(pages):
    assert pages["01_toy"].count(NOTE) == 1


@pytest.mark.parametrize(("found", "told"), [(False, 1), (True, 0), (None, 0)])
def test_the_index_tells_the_person_who_clears_that_nothing_is_known_of_earlier_publications(found, told, tmp_path):
    facts = RunFacts(
        run="toy",
        source=SOURCE,
        parameters={},
        code={"commit": None},
        versions={},
        ended=datetime.now(UTC),
        kept={},
        ledger_found=found,
    )
    write_pages(tmp_path, facts=facts, outcomes=[], edition=Edition())
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert index.count("For the person who clears this report: no other one stands in its ledger") == told


ALL = Edition(languages=("en",))


def page_of(folder, status, *cells, edition=ALL):
    executed = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Toy\n\nWhat?"), *cells])
    outcome = Outcome(notebook=NOTEBOOK, status=status, reason="Too few. Choose more.", executed=executed)
    facts = RunFacts(
        run="toy", source=SOURCE, parameters={}, code={"commit": None}, versions={}, ended=datetime.now(UTC), kept={}
    )
    write_pages(folder, facts=facts, outcomes=[outcome], edition=edition)
    return (folder / "01_toy.html").read_text(encoding="utf-8"), (folder / "index.html").read_text(encoding="utf-8")


def part(heading, *outputs):
    told = nbformat.v4.new_markdown_cell(f"## {heading}\n\nProse of {heading}.")
    return told, nbformat.v4.new_code_cell(f"code_of_{heading}", outputs=list(outputs))


def shown(mime, content):
    return nbformat.v4.new_output("display_data", data={"text/html": "<table>numbers</table>", mime: content})


REFUSED = shown(REFUSAL_MIME, {"sentence": "Too few of `sex`. Choose more.", "in_survey": True})
NUMBERS = shown(TABLE_MIME, {"name": "shares", "rows": [[1]]})
STOP = nbformat.v4.new_output(
    "error", ename="NotEstimable", evalue="Too few. Choose more.", traceback=["Too few.", "workbench/x.py:3 in y"]
)


def test_a_refused_part_keeps_heading_and_sentence_and_one_without_content_nothing(tmp_path):
    page, index = page_of(tmp_path, "done", *part("A", REFUSED, REFUSED), *part("B", NUMBERS, REFUSED), *part("C"))
    assert "Prose of A" not in page
    assert "code_of_A" not in page
    assert page.count("Too few of <code>sex</code>.") == 2
    assert "Prose of B" in page
    assert ">C</h2>" not in page
    assert "<strong>Part refused</strong> (A; B): Too few of <code>sex</code>." in index


@pytest.mark.parametrize("why", [REFUSED, STOP])
def test_a_page_that_is_refused_as_a_whole_has_its_reason_and_neither_headings_nor_code(tmp_path, why):
    page, _ = page_of(tmp_path, "refused", *part("A", why), *part("B"))
    assert "Too few. Choose more." in page
    assert not any(text in page for text in (">A</h2>", ">B</h2>", "Prose of", "code_of", "x.py:3"))


def test_a_page_that_stopped_says_so_in_its_place_without_lines_of_code(tmp_path):
    page, _ = page_of(tmp_path, "refused", *part("A", NUMBERS), *part("B", STOP), *part("C"))
    assert page.index("numbers") < page.index('<p class="refused">Too few. Choose more.</p>')
    assert "x.py:3" not in page
    assert ">C</h2>" not in page


def tagged(*cells):
    cells[1].metadata["tags"] = ["report"]
    return cells


def test_a_report_has_no_appendix_and_its_pages_do_not_lead_to_one(tmp_path):
    cells = [*tagged(*part("A", NUMBERS)), *part("B", NUMBERS)]
    page, index = page_of(tmp_path, "done", *cells, edition=Edition(depth="report"))
    assert {path.name for path in tmp_path.glob("*.html")} == {
        "01_toy.html",
        "citing.html",
        "glossary.html",
        "index.html",
    }
    assert "appendix" not in page + index
    page, _ = page_of(tmp_path, "done", *cells)
    assert 'href="01_toy-appendix.html#a"' in page


def test_a_summary_is_one_page_in_each_language_without_ways_to_pages(tmp_path):
    edition, cells = Edition(languages=("fi", "en"), depth="summary"), part("A", NUMBERS)
    with pytest.raises(FileNotFoundError):
        page_of(tmp_path, "done", *cells, edition=edition)
    pages = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*.html")}
    assert set(pages) == {"index.html", "en/index.html"}
    assert '<html lang="fi">' in pages["index.html"]
    assert "01_toy.html" not in "".join(pages.values())


def test_the_index_lists_other_formats_and_says_how_accessible_the_report_is(tmp_path):
    (tmp_path / "documents").mkdir()
    for language in ("en", "fi"):
        (tmp_path / "documents" / f"summary-{language}.pdf").write_bytes(b"%PDF")
    facts = RunFacts(
        run="toy", source=SOURCE, parameters={}, code={"commit": None}, versions={}, ended=datetime.now(UTC), kept={}
    )
    write_pages(tmp_path, facts=facts, outcomes=[], edition=Edition(languages=("en", "fi"), formats=("pdf",)))
    first, second = (tmp_path / "index.html").read_text(), (tmp_path / "fi" / "index.html").read_text()
    assert '<a href="documents/summary-en.pdf">Summary, PDF</a> (1 kB)' in first
    assert '<a href="../documents/summary-fi.pdf">Tiivistelmä, PDF</a> (1 kt)' in second
    assert "summary-fi" not in first
    assert '<h2 id="accessibility">Saavutettavuus</h2>' in second


def test_a_page_shows_the_parameters_that_were_given_and_not_what_it_does_by_itself(tmp_path):
    outcome = Outcome(
        notebook=NOTEBOOK,
        status="done",
        executed=nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Toy")]),
        parameters={"survey": "s", "codebook": "c", "cutoff": None, "conf_level": 0.9, "seed": 1},
    )
    given = {"survey": "s", "codebook": "c", "conf_level": 0.9, "n_bootstrap": 100}
    facts = RunFacts(
        run="toy", source=SOURCE, parameters=given, code={"commit": None}, versions={}, ended=datetime.now(UTC), kept={}
    )
    write_pages(tmp_path, facts=facts, outcomes=[outcome], edition=ALL)
    shown = re.findall(r'"parameter">(.*?)</span>', (tmp_path / "01_toy.html").read_text(encoding="utf-8"))
    assert shown == ["conf_level = 0.9"]
