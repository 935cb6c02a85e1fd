"""The files of the formats that are asked for, in ``documents/`` of a run."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from workbench.reports.pages import DOCUMENTS, RunFacts
from workbench.reports.publishing import Edition, Outcome

_WRITERS = {
    "pdf": "workbench.reports.formats.pdf",
    "docx": "workbench.reports.formats.docx",
    "xlsx": "workbench.reports.formats.xlsx",
    "csv": "workbench.reports.formats.local_csv",
    "json": "workbench.reports.formats.key_figures",
    "figures": "workbench.reports.formats.figures",
}


def check_formats(edition: Edition) -> None:
    """Refuse formats whose libraries are not there, before anything runs.

    Raises
    ------
    RunError
        What is missing, and the command that installs it.
    """
    for name in edition.formats:
        importlib.import_module(_WRITERS[name]).check_available()


def write_formats(folder: Path, *, outcomes: Sequence[Outcome], facts: RunFacts, edition: Edition) -> None:
    """Write the formats that are asked for, each in all languages and, if it is a document, depths."""
    if edition.formats:
        (folder / DOCUMENTS).mkdir()
    for name in edition.formats:
        importlib.import_module(_WRITERS[name]).write(
            folder / DOCUMENTS, outcomes=outcomes, facts=facts, edition=edition
        )
