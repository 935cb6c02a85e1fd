"""A report as Word files, one for each depth and language: pandoc converts the document, and what it lacks is added."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from workbench.reports.formats.document import Document, document_of
from workbench.reports.formats.libraries import check_installed
from workbench.reports.formats.word import (
    ANSWER,
    add_contents,
    add_lists,
    fit_figures,
    join_facts,
    lay_out_tables,
    number_captions,
    set_styles,
)
from workbench.reports.pages import RunFacts
from workbench.reports.publishing import SUMMARY, Edition, Outcome
from workbench.wording import speaking

if TYPE_CHECKING:
    from datetime import datetime

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows: the same report gives the same bytes
_PICTURE = re.compile(r'src="data:image/png;base64,([^"]*)"')
_NAV = re.compile(r"<nav\b.*?</nav>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_CELL_OF_A_LANGUAGE = re.compile(r'<(t[dh])\b([^>]*) lang="([^"]*)"([^>]*)>(.*?)</\1>', re.DOTALL)
_ANSWER = re.compile(r'<p class="answer">(.*?)</p>', re.DOTALL)
_LANDMARK = re.compile(r"<(/?)(?:header|main|footer)\b[^>]*>")


def check_available() -> None:
    """Refuse the format where its libraries are not installed."""
    check_installed("Word files", ("pypandoc", "pypandoc-binary"), ("docx", "python-docx"))


def write(folder: Path, *, outcomes: Sequence[Outcome], facts: RunFacts, edition: Edition) -> None:
    """Write a file for each depth down to the one that is asked for, in each language."""
    for language in edition.languages:
        with speaking(language):
            for depth in edition.depths:
                document = document_of(outcomes, facts=facts, depth=depth)
                (folder / f"{depth}-{language}.docx").write_bytes(word_file(document, made=facts.ended))


def word_file(document: Document, *, made: datetime) -> bytes:
    """Return a document as a Word file, in the language that is spoken."""
    word = _converted(document)
    in_summary = document.depth == SUMMARY
    set_styles(word, language=document.language, title=document.title, in_summary=in_summary)
    n_tables, n_figures = number_captions(word)
    lay_out_tables(word, document.html)
    fit_figures(word, in_summary=in_summary)
    join_facts(word)
    if not in_summary:
        add_contents(word)
        add_lists(word, n_tables=n_tables, n_figures=n_figures)
    about = word.core_properties
    about.title, about.language, about.author, about.last_modified_by = document.title, document.language, "", ""
    about.created = about.modified = made.replace(tzinfo=None, microsecond=0)
    written = io.BytesIO()
    word.save(written)
    return _without_dates(written)


def _converted(document: Document) -> Any:
    """Let pandoc make a Word file, and open it; pictures go there as files, which takes a third of the time."""
    import pypandoc
    from docx import Document as open_word

    with TemporaryDirectory() as scratch:
        pictures = iter(range(len(document.html)))

        def as_file(found: re.Match[str]) -> str:
            name = f"figure{next(pictures)}.png"
            Path(scratch, name).write_bytes(base64.b64decode(found[1]))
            return f'src="{name}"'

        html = _PICTURE.sub(as_file, _for_pandoc(document.html))
        target = Path(scratch, "report.docx")
        resources = [f"--resource-path={scratch}"]
        pypandoc.convert_text(html, "docx", format="html", outputfile=str(target), extra_args=resources)
        return open_word(str(target))


def _for_pandoc(html: str) -> str:
    """Keep what pandoc would drop (all outside ``main``, languages of cells, the look of the answer), and no more."""
    kept = _CELL_OF_A_LANGUAGE.sub(r'<\1\2\4><span lang="\3">\5</span></\1>', html)
    kept = _ANSWER.sub(rf'<div data-custom-style="{ANSWER}"><p>\1</p></div>', kept)
    return _LANDMARK.sub(r"<\1div>", _TITLE.sub("", _NAV.sub("", kept)))


def _without_dates(written: io.BytesIO) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(written) as dated, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as undated:
        for entry in dated.infolist():
            copy = zipfile.ZipInfo(entry.filename, _DATE)
            copy.compress_type = zipfile.ZIP_DEFLATED
            undated.writestr(copy, dated.read(entry))
    return target.getvalue()
