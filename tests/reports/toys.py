"""A toy project: a small survey, its codebook, and notebooks of a few lines that end in every way a notebook can."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbench.columns import EVERYONE
from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.media_types import FIGURE_MIME, TABLE_MIME

ITEMS = [f"esis{i}" for i in range(1, 11)]

# For reports of which no number that is compared rests on random draws: half of their time would go into those.
FEWER_DRAWS = ("-p", "n_bootstrap=100", "-p", "n_imputations=2", "-p", "n_replicates=20")

PARAMETERS = """\
survey: str = "data/toy.csv"  # survey file; a = b
codebook: str = "data/toy.yaml"  # codebook
conf_level: float = 0.95  # coverage of intervals, 0–1
group: str | None = None  # background variable, None = the codebook's first
"""

# What ReportTable and ReportFigure put out, without the seconds that importing them takes.
_SHOW = "from IPython.display import display\ndisplay({bundle!r}, raw=True)"
_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def shown_table(name: str, columns: list[str], rows: list[list[object]], *, n_withheld: int = 0, headlines=()) -> str:
    """Code that shows a table as `ReportTable` does."""
    payload = {"name": name, "caption": name, "columns": columns, "rows": rows, "notes": []}
    payload |= {"n_withheld": n_withheld, "headlines": list(headlines), "page_notes": []}
    payload["citable"] = []
    payload["findings"] = [{"topic": "share", "sentence": f"{head['text']}: {head['label']}."} for head in headlines]
    return _SHOW.format(bundle={"text/plain": name, "text/html": f"<table>{name}</table>", TABLE_MIME: payload})


TABLE = shown_table(
    "shares",
    ["term", "estimate", "withheld"],
    [["=2+3", 0.1 + 0.2, False], ["Ääkkönen", None, True]],
    n_withheld=1,
    headlines=[{"name": "share", "label": "share below 50", "value": 0.25, "text": "25.0 %", "detail": ""}],
)
LEAK = shown_table(
    "leak",
    ["variable", "level", "n_respondents"],
    [[EVERYONE, EVERYONE, 60], ["area", "Large", 58], ["area", "Small", 2]],
)
FIGURE = _SHOW.format(
    bundle={
        "text/plain": "A line",
        "image/png": _PIXEL,
        "image/svg+xml": "<svg/>",
        FIGURE_MIME: {"name": "line", "caption": "A line", "alt": "A rising line"},
    }
)

REFUSED = "from workbench.errors import NotEstimable\nraise NotEstimable('Only 3 answers. Choose a larger group.')"
FOREIGN = "raise ValueError('{secret}')"
OTHER_DATA_ERROR = "from pandas.errors import DataError\nraise DataError('{secret}')"
OURS = "from workbench.options import check_fraction\ncheck_fraction('conf_level', 95)"
REPR_IN_OURS = "from workbench.errors import DataError\nraise DataError('Wrong: ' + chr(10).join(['{secret}'] * 3))"
DIES = "import os\nos._exit(0)"
EXITS = "import sys\nsys.exit(0)"
SLEEPS = "import time\ntime.sleep(60)"
TALKS = """\
import os, sys
print('{secret}')
print('{secret}', file=sys.stderr)
written = os.write(2, '{secret}'.encode())
'{secret}'"""


def write_notebook(folder: Path, name: str, *cells: str, requires: tuple[str, ...] = (), parameters: str = PARAMETERS):
    """Write a notebook with title, question, parameters cell and these code cells; return its path."""
    declared = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    opening = new_markdown_cell(f"# Title of {name}\n\nWhat is the *question*?\n\nHow it is answered.")
    node = new_notebook(cells=[opening, declared, *map(new_code_cell, cells)])
    node.metadata["workbench"] = {"requires": list(requires)}
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(node, path)
    return path


def write_project(folder: Path, *, n: int = 60) -> Path:
    """Write pyproject.toml, data/toy.csv and data/toy.yaml; `area` has a group of two respondents."""
    rng = np.random.default_rng(1)
    common = rng.normal(size=(n, 1))
    answers = np.clip(np.round(3.5 + common + rng.normal(size=(n, 10))), 1, 5).astype(int)
    frame = pd.DataFrame(answers, columns=ITEMS)
    frame["area"] = np.where(np.arange(n) < 2, 2, 1)
    frame["sex"] = np.arange(n) % 2 + 1
    (folder / "data").mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    frame.to_csv(folder / "data" / "toy.csv", index=False)
    (folder / "data" / "toy.yaml").write_text(CODEBOOK, encoding="utf-8")
    return folder


CODEBOOK = """\
schema_version: 1
title: Toy survey of Äänekoski
instrument: esis
synthetic: true
confirmed: true
items: {esis1: esis1, esis2: esis2, esis3: esis3, esis4: esis4, esis5: esis5,
        esis6: esis6, esis7: esis7, esis8: esis8, esis9: esis9, esis10: esis10}
background:
  area: {column: area, label: Area, labels: {1: Large, 2: Small}}
  sex: {column: sex, label: Sex, labels: {1: Women, 2: Men}}
"""


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work inside a folder, as a person in a terminal would, with a ledger of its own."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(FOLDER_VARIABLE, str(folder / "data" / "private" / "ledger"))
            yield
    finally:
        os.chdir(before)
