"""All messages: of code, templates and errors, notebooks and their parameters, texts of shipped scales and values."""

from __future__ import annotations

import ast
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
from workbench.reports.pages.blocks import prose_blocks
from workbench.wording.heard import REFUSAL

PROJECT = Path(__file__).parents[2]
KEYWORDS = {"say": 1, "say_count": 2, "counted": 1}  # and how many of the first arguments are messages


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
        found = {".py": _of_code, ".j2": _of_template}.get(path.suffix)
        for message in found(path) if found else ():
            yield path.relative_to(PROJECT).as_posix(), message


def _of_code(path: Path) -> list[str | tuple[str, ...]]:
    """Messages in the order of the lines; those inside another, as its values, are among them."""
    calls = [
        (node.lineno, node.col_offset, tuple(part.value for part in node.args[:n] if isinstance(part, ast.Constant)))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (n := KEYWORDS.get(getattr(node.func, "id", "")))
    ]
    return [parts if len(parts) > 1 else parts[0] for _, _, parts in sorted(calls) if parts]


def _of_template(path: Path) -> list[str | tuple[str, ...]]:
    keywords = {name: tuple(range(1, n + 1)) for name, n in KEYWORDS.items()}
    text, options = io.BytesIO(path.read_bytes()), {"encoding": "utf-8"}
    return [
        message for _, message, _, _ in extract("jinja2.ext:babel_extract", text, keywords=keywords, options=options)
    ]


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
        for sentence in (
            *scale.get("permitted_use", ()),
            scale["missing"]["reason"],
            scale["source"],
            *filter(None, remarks),
        ):
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
