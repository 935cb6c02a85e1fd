"""What a page holds at each depth: tagged cells and what they do not say in the report, everything in the appendix."""

from pathlib import Path

import nbformat

from workbench.media_types import REFUSAL_MIME, TABLE_MIME
from workbench.reports.notebooks import Notebook
from workbench.reports.pages.blocks import appendix_blocks, at_report, has_appendix, report_blocks
from workbench.reports.publishing.outcome import Outcome

NOTES = '<ul class="table-notes"><li>– withheld</li><li class="method">Weighted.</li></ul>'


def shown(name, notes=""):
    data = {"text/html": f"<table>{name}</table>{notes}", TABLE_MIME: {"name": name, "rows": [[1]]}}
    return nbformat.v4.new_output("display_data", data=data)


def cell(*outputs, report=True):
    return nbformat.v4.new_code_cell("code()", outputs=list(outputs), metadata={"tags": ["report"] if report else []})


def prose(text):
    return nbformat.v4.new_markdown_cell(text)


def outcome(*cells, status="done"):
    executed = nbformat.v4.new_notebook(cells=[prose("# Toy\n\nWhat?\n\nMore."), *cells])
    notebook = Notebook(
        path=Path("01_toy.ipynb"), number="01", title="Toy", question="", requires=(), parameters=(), node=executed
    )
    return Outcome(notebook=notebook, status=status, executed=executed)


def texts(blocks):
    return [str(block.get("html") or block.get("text") or block["kind"]) for block in blocks]


PAGE = (
    prose("## Shares\n\n**Method.** Long."),
    cell(shown("first", NOTES)),
    cell(shown("second"), report=False),
    prose("**How to read it.** So.\n\n**What it does not say.** Nothing of a person.\n\n## Rest\n\n**Method.** Other."),
    cell(shown("third"), report=False),
)


def test_the_report_has_what_is_tagged_with_its_limits_and_leads_to_the_rest():
    found = texts(report_blocks(outcome(*PAGE)))
    assert found == [
        "<p>What?</p>\n",
        "Shares",
        '<table>first</table><ul class="table-notes"><li>– withheld</li></ul>',
        "<p><strong>What it does not say.</strong> Nothing of a person.</p>\n",
        "deeper",
    ]
    assert at_report(outcome(*PAGE)) == {"01_first"}


def test_the_appendix_loses_nothing():
    whole = "".join(texts(appendix_blocks(outcome(*PAGE))))
    for part in ("More.", "Long.", "first", "Weighted.", "second", "So.", "Nothing of a person.", "third", "code"):
        assert part in whole


def test_the_report_leads_to_headings_that_the_appendix_has():
    deeper = [block["id"] for block in report_blocks(outcome(*PAGE)) if block["kind"] == "deeper"]
    appendix = "".join(texts(appendix_blocks(outcome(*PAGE))))
    assert deeper == ["shares"]
    assert all(f'id="{place}"' in appendix for place in deeper)


def test_a_refusal_stands_where_the_table_would_and_once():
    why = nbformat.v4.new_output("display_data", data={REFUSAL_MIME: {"sentence": "Too few.", "in_survey": True}})
    kinds = [block["kind"] for block in report_blocks(outcome(prose("## A"), cell(why), cell(why), cell(shown("x"))))]
    assert kinds.count("refusal") == 1


def test_a_notebook_that_tags_nothing_or_did_not_end_has_one_page_with_all():
    untagged = outcome(prose("## A"), cell(shown("x"), report=False))
    failed = outcome(*PAGE, status="failed")
    for found in (untagged, failed):
        assert not has_appendix(found)
        assert texts(report_blocks(found)) == texts(appendix_blocks(found))
