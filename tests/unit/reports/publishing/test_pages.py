"""What the first page says of a notebook that did not end, and what a page says once for all its tables."""

from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest

from workbench.reports.notebooks.exhibits import Exhibits, TableFile
from workbench.reports.notebooks.notebook import Notebook
from workbench.reports.publishing.outcome import Outcome
from workbench.reports.publishing.pages import RunFacts, write_pages
from workbench.reports.publishing.record import Source

NOTE = "Numbers of respondents are the middle of windows of 5: 12 stands for 10 to 14."
SOURCE = Source(
    title="Toy",
    synthetic=False,
    open_because=None,
    scale="The items were taken for ESIS: 10 of 10 by the wording of their statements.",
    permitted_use=(),
    **dict.fromkeys(("data", "codebook", "instrument"), "toy"),
    **dict.fromkeys(("data_sha256", "codebook_sha256", "instrument_sha256"), "0"),
    n_rows="about 12",
)


def table(name):
    return TableFile(name=name, payload={"caption": name, "n_withheld": 0, "headlines": [], "page_notes": [NOTE]})


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    notebook = Notebook(
        path=Path("01_toy.ipynb"),
        number="01",
        title="Toy",
        question="What?",
        requires=(),
        parameters=(),
        node=nbformat.v4.new_notebook(),
    )
    refused = Outcome(
        notebook=notebook,
        status="refused",
        reason="No outcome of `sex` <i> is shown. Choose another variable.",
        executed=nbformat.v4.new_notebook(),
        exhibits=Exhibits(tables=(table("01_a.csv"), table("01_b.csv"))),
    )
    facts = RunFacts(
        run="toy", source=SOURCE, parameters={}, code={"commit": None}, versions={}, ended=datetime.now(UTC), kept={}
    )
    write_pages(folder, facts=facts, outcomes=[refused])
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


@pytest.mark.parametrize("page", ["index", "01_toy"])
def test_names_in_a_reason_are_code_and_its_other_signs_are_text(pages, page):
    assert "No outcome of <code>sex</code> &lt;i&gt; is shown." in pages[page]
    assert "&lt;code&gt;" not in pages[page]


def test_a_refusal_is_not_put_down_to_the_survey_alone(pages):
    assert "without telling of single people" in pages["index"]


def test_what_numbers_of_respondents_are_stands_once_on_a_page(pages):
    assert pages["01_toy"].count(NOTE) == 1
