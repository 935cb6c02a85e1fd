"""Pages of a report that is made up: a table and a figure that stand in the report, a table in the appendix."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import nbformat

from tests.unit.reports.pages.test_report_pages import SOURCE
from workbench.media_types import FIGURE_MIME, TABLE_MIME
from workbench.reports.notebooks import Notebook, extract_exhibits
from workbench.reports.pages import RunFacts
from workbench.reports.publishing import Outcome

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TABLE = (
    '<div class="workbench-table" tabindex="0" role="region" aria-label="{name}">'
    "<table><caption>{name}</caption><thead><tr>"
    '<th scope="col" class="text">Group</th><th scope="col" class="percent">Share</th></tr></thead><tbody><tr>'
    '<th scope="row">Women</th><td class="percent">9.9 %</td></tr></tbody></table><ul class="table-notes"></ul></div>'
)


def _cell(output, *tags):
    return nbformat.v4.new_code_cell("shown()", outputs=[output], metadata={"tags": list(tags)})


def _table(name):
    payload = {
        "name": name,
        "caption": f"Shares of {name}",
        "columns": ["level", "share"],
        "shown": [["level"], ["share"]],
        "rows": [["Women", 0.099]],
        "n_withheld": 0,
        "notes": ["A note on `sex`."],
        "headlines": [],
        "findings": [],
        "citable": [],
        "page_notes": [],
    }
    html = TABLE.format(name=payload["caption"])
    return nbformat.v4.new_output("display_data", data={"text/html": html, TABLE_MIME: payload})


def _figure(name):
    described = {"name": name, "caption": f"Picture of {name}", "alt": f"Largest of {name}: Women, 9.9 %."}
    picture = base64.b64encode(PNG).decode("ascii")
    data = {"image/png": picture, "image/svg+xml": "<svg></svg>", FIGURE_MIME: described}
    return nbformat.v4.new_output("display_data", data=data)


def outcome(number="01"):
    """One page that was run."""
    executed = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(f"# Page {number}\n\nHow many?"),
            nbformat.v4.new_markdown_cell("## Shares\n\nSee [the other page](02_other.ipynb)."),
            _cell(_table("short"), "report"),
            _cell(_figure("drawn"), "report"),
            nbformat.v4.new_markdown_cell("## More"),
            _cell(_table("long")),
        ]
    )
    notebook = Notebook(
        path=Path(f"{number}_toy.ipynb"),
        number=number,
        title=f"Page {number}",
        question="How many?",
        requires=(),
        parameters=(),
        node=executed,
    )
    return Outcome(
        notebook=notebook, status="done", executed=executed, exhibits=extract_exhibits(executed, number=number)
    )


def facts():
    """Facts of a run that is made up."""
    return RunFacts(
        run="toy",
        source=SOURCE,
        parameters={},
        code={"commit": None},
        versions={},
        ended=datetime(2026, 1, 2, tzinfo=UTC),
        kept={},
    )
