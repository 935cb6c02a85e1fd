"""A report as accessible PDF (PDF/UA-1): its documents on paper, with a sheet and with fonts of their own."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.errors import RunError
from workbench.reports.formats.document import Document, document_of
from workbench.reports.pages import FONTS, RunFacts
from workbench.reports.publishing import Edition, Outcome
from workbench.wording import speaking

_SHEET = Path(__file__).parent / "templates" / "print.css"


def check_available() -> None:
    """Refuse to start without WeasyPrint, or without the library of the system that sets its lines.

    Raises
    ------
    RunError
        What is missing, and the command that installs it.
    """
    try:
        importlib.import_module("weasyprint")
    except ImportError as error:
        raise RunError(
            "PDF files need the package weasyprint, which is not installed. Install the extra `formats` in the project "
            "folder: .venv/bin/uv sync --frozen --extra formats."
        ) from error
    except OSError as error:
        raise RunError(
            "PDF files need Pango, a library of the system that sets lines of text, which is not installed. Install "
            "it: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
        ) from error


def write(folder: Path, *, outcomes: Sequence[Outcome], facts: RunFacts, edition: Edition) -> None:
    """Write a file for each language and depth."""
    for language in edition.languages:
        with speaking(language):
            for depth in edition.depths:
                document = document_of(outcomes, facts=facts, depth=depth)
                (folder / f"{depth}-{language}.pdf").write_bytes(printed(document))


def printed(document: Document) -> bytes:
    """Return a document as PDF; the same document gives the same bytes."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fonts = FontConfiguration()
    sheet = CSS(
        string=_SHEET.read_text(encoding="utf-8"),
        base_url=f"{FONTS.as_uri()}/",
        font_config=fonts,
        url_fetcher=URLFetcher(allowed_protocols=["file"]),
    )
    file = HTML(string=document.html, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1", finisher=_name_languages_of_cells
    )
    return bytes(file)


def _name_languages_of_cells(document: Any, pdf: Any) -> None:
    """Say which language cells are in that are not in the one of the document, e.g. the statements of a scale.

    WeasyPrint itself says only the language of the whole; it keeps the tag of each cell in ``mark``.
    """
    from pydyf import String

    for page in document.pages:
        for box in page._page_box.descendants():
            if hasattr(box, "mark") and (language := box.element.get("lang")):
                box.mark["Lang"] = String(language)
