"""All messages: of code, templates and errors, notebooks and their parameters, texts of shipped scales and values."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract

from tests.catalogues.refusals import refusals
from workbench.reports.notebooks import find_notebooks, load_notebook
from workbench.reports.publishing.blocks import prose_blocks
from workbench.wording.heard import REFUSAL

PROJECT = Path(__file__).parents[2]
KEYWORDS = {"say": None, "say_count": (1, 2), "counted": None}


def catalogue() -> Catalog:
    """Every message with the files that say it."""
    found = Catalog(fuzzy=False)
    for place, message in [*_said(), *_prose(), *_parameters(), *_scales(), *_published()]:
        found.add(message, locations=[(place, 0)])
    for path, message in refusals(PROJECT / "workbench"):
        found.add(message, locations=[(path.relative_to(PROJECT).as_posix(), 0)], context=REFUSAL)
    return found


def _said() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for path in sorted((PROJECT / "workbench").rglob("*")):
        method = {".py": "python", ".j2": "jinja2.ext:babel_extract"}.get(path.suffix)
        if method is None:
            continue
        text = io.BytesIO(path.read_bytes())
        options = {"encoding": "utf-8"}
        for _, message, _, _ in extract(method, text, keywords=KEYWORDS, options=options):
            yield path.relative_to(PROJECT).as_posix(), message


def _prose() -> Iterator[tuple[str, str]]:
    """Headings and paragraphs of notebooks; a title and headings without the signs that make them so."""
    for path in sorted((PROJECT / "notebooks").rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for block in prose_blocks(cell.source) if cell.cell_type == "markdown" else []:
                yield path.relative_to(PROJECT).as_posix(), block.lstrip("# ")


def _parameters() -> Iterator[tuple[str, str]]:
    """What the parameters of notebooks mean, which forms show."""
    for path in find_notebooks(PROJECT / "notebooks"):
        for parameter in load_notebook(path, position=1).parameters:
            yield path.relative_to(PROJECT).as_posix(), parameter.meaning


def _scales() -> Iterator[tuple[str, str]]:
    for path in sorted((PROJECT / "workbench" / "instruments").glob("*.yaml")):
        scale = yaml.safe_load(path.read_text(encoding="utf-8"))
        remarks = [cutoff.get("remark") for cutoff in scale.get("cutoffs", {}).values()]
        for sentence in (*scale.get("permitted_use", ()), scale["missing"]["reason"], *filter(None, remarks)):
            yield path.relative_to(PROJECT).as_posix(), str(sentence)


def _published() -> Iterator[tuple[str, str]]:
    """Populations of the published values that pages can be compared with; their quantities are those of scores."""
    path = PROJECT / "data" / "published" / "benchmarks.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if re.fullmatch(r"mean_score|share_(below|at_or_above)_.*", row["quantity"])
        ]
    for population in dict.fromkeys(row["population"] for row in rows):
        yield path.relative_to(PROJECT).as_posix(), population
