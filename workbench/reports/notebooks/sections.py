"""Sections that a codebook puts on the pages of a report, or leaves out of them: the tags of their cells."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import replace

import nbformat

from workbench.errors import DataError, did_you_mean
from workbench.intake import Survey
from workbench.reports.notebooks.notebook import Notebook

AT_REPORT = "report"  # tag of the cells whose table or figure stands in the report, and not in the appendix alone
VALIDATION = "validation"  # tag of cells that only a validation of the scale has: simulations that cost minutes
LEFT_OUT = "left out"  # tag of those that a codebook takes from there


def check_sections(survey: Survey, notebooks: Sequence[Notebook]) -> None:
    """Refuse sections that none of the notebooks has.

    Raises
    ------
    DataError
        A heading or title that there is not.
    """
    sections = survey.codebook.sections
    headings = {heading for notebook in notebooks for heading in _headings(notebook.node) if heading}
    titles = {notebook.title for notebook in notebooks}
    for key, named, known in (
        ("add", sections.add, headings),
        ("leave_out", sections.leave_out, headings | titles),
    ):
        for name in named:
            if name not in known:
                shown = "; ".join(f"“{heading}”" for heading in sorted(known))
                raise DataError(
                    f"`sections.{key}` of the codebook names “{name}”, which is no section of a page."
                    f"{did_you_mean(name, known)} Choose of: {shown}."
                )


def with_sections(notebook: Notebook, survey: Survey) -> Notebook:
    """Return a notebook with the cells, and these with the tags, that a codebook asks for."""
    sections = survey.codebook.sections
    node = copy.deepcopy((notebook if sections.validation else without_validation(notebook)).node)
    for cell, heading in zip(node.cells, _headings(node), strict=True):
        tags = set(cell.metadata.get("tags", []))
        if cell.cell_type == "code" and heading in sections.add and "parameters" not in tags:
            tags |= {AT_REPORT}
        elif heading in sections.leave_out and AT_REPORT in tags:
            tags = tags - {AT_REPORT} | {LEFT_OUT}
        if tags:
            cell.metadata["tags"] = sorted(tags)
    return replace(notebook, node=node)


def without_validation(notebook: Notebook) -> Notebook:
    """Return a notebook without the cells that only a validation of the scale has."""
    node = copy.copy(notebook.node)
    node.cells = [cell for cell in node.cells if VALIDATION not in cell.metadata.get("tags", [])]
    return replace(notebook, node=node)


def _headings(node: nbformat.NotebookNode) -> Iterable[str]:
    """Yield for each cell the second-level heading that it stands under; empty above the first."""
    heading = ""
    for cell in node.cells:
        if cell.cell_type == "markdown":
            lines = [line for line in str(cell.source).split("\n") if line.startswith("## ")]
            heading = lines[-1].removeprefix("## ").strip() if lines else heading
        yield heading
