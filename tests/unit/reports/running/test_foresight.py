"""What check foresees is what the cells of a page refuse, with the words of the page."""

from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbench.reports.running.foresight import _lost

CELLS = {
    "Refused": "from workbench.page import Refusal\nlost = Refusal('Too few. Choose more.')\nlost",
    "Not there": "from workbench.page import Refusal\nRefusal('No year. Add it.', in_survey=False)",
    "Partly": "from workbench.page import PartlyRefused\nPartlyRefused('a table', (lost,))",
    "Joined": (
        "import pandas as pd\nfrom workbench.tables import ReportTable\n"
        "table = ReportTable(name='t', caption='T', columns=(), frame=pd.DataFrame(), left_out=('One group.',), "
        "repairs=('Use merge.',))\ntable"
    ),
    "Without": "from types import SimpleNamespace\nseen = SimpleNamespace(n=n_bootstrap)\nseen",
    "Fails": "from workbench.errors import DataError\nraise DataError('Wrong. Repair it.')",
    "Never": "lost",
}


@pytest.fixture(scope="module")
def lost():
    cells = [new_code_cell("n_bootstrap: int = 1000  # draws", metadata={"tags": ["parameters"]})]
    for heading, source in CELLS.items():
        cells += [new_markdown_cell(f"## {heading}"), new_code_cell(source)]
    return list(_lost(SimpleNamespace(node=new_notebook(cells=cells)), {"n_bootstrap": 100}))


def test_refusals_are_foreseen_under_their_headings_until_an_error_ends_the_page(lost):
    assert lost == [
        ("Refused", "Too few. Choose more."),
        ("Partly", "Too few. Choose more."),
        ("Joined", "One group."),
        ("Joined", "Use merge."),
        ("Fails", "Wrong. Repair it."),
    ]
