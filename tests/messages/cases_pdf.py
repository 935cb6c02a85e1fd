"""Refusals of PDF files, before anything is read."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from tests.messages.case import Case
from workbench.errors import RunError
from workbench.reports.publishing import Edition
from workbench.reports.running.preparation import prepare


def _import_raises(error: Exception) -> Callable[[Path], object]:
    found = importlib.import_module

    def import_module(name: str) -> object:
        if name == "weasyprint":
            raise error
        return found(name)

    def provoke(folder: Path) -> object:
        edition = Edition(formats=("pdf",))
        with patch("importlib.import_module", import_module):
            return prepare(
                notebooks=[folder / "01_not_there.ipynb"],
                parameters={},
                assignments={},
                name=None,
                output_folder=None,
                scratch=folder,
                edition=edition,
            )

    return provoke


CASES = [
    Case(
        "PDF without the package for it",
        _import_raises(ModuleNotFoundError("No module named 'weasyprint'")),
        RunError,
        "PDF files need the package weasyprint, which is not installed. Install the extra `formats` in the project folder: .venv/bin/uv sync --frozen --extra formats.",
    ),
    Case(
        "PDF without the library of the system for it",
        _import_raises(OSError("cannot load library 'libpango-1.0-0'")),
        RunError,
        "PDF files need Pango, a library of the system that sets lines of text, which is not installed. Install it: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0.",
    ),
]
