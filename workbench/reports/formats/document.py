"""A report as one document: first page, then one question after the other, in plain HTML for other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from markupsafe import Markup

from workbench.reports.formats.wide_tables import is_wide
from workbench.reports.pages import (
    FIGURE,
    Block,
    Links,
    RunFacts,
    accessibility_words,
    appendix_blocks,
    environment,
    fieldwork_words,
    findings_of,
    first_page,
    named_items,
    page_notes,
    report_blocks,
    withheld,
)
from workbench.reports.publishing import SUMMARY, Edition, Outcome, status_words
from workbench.wording import say, spoken, spoken_language

_TEMPLATES = Path(__file__).parent / "templates"
_HEADING = re.compile(r'<h(\d) id="([^"]*)">(.*?)</h\d>', re.DOTALL)
_LAST_HEADING = re.compile(r'<h(\d)( id="[^"]*">[^<]*</h\d>\s*)$')
_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_LEFT_OUT = frozenset({"code", "deeper"})  # what only a reader at a screen can open


@dataclass(frozen=True, kw_only=True)
class Document:
    """One depth of a report in one language.

    Attributes
    ----------
    title : str
    language : str
    depth : {"summary", "report", "appendix"}
    html : str
        Headings from h1 without gaps; tables with caption and row headers; figures as ``<img alt>`` with a
        ``<figcaption>``; links to places of the document alone. It has no style; tables too wide for a page are of
        the class ``wide``.
    """

    title: str
    language: str
    depth: str
    html: str


@dataclass(frozen=True, kw_only=True)
class _Inside(Links):
    """Addresses inside the document; what it does not hold has none."""

    held: set[str] = field(default_factory=set)

    def table(self, outcome: Outcome, name: str) -> str:
        """Return the address of a table, empty if the document does not hold it."""
        return f"#{name}" if name in self.held else ""

    def figure(self, outcome: Outcome, name: str) -> str:
        """Return the address of a figure, empty if the document does not hold it."""
        return self.table(outcome, name + FIGURE)


def document_of(outcomes: Sequence[Outcome], *, facts: RunFacts, depth: str) -> Document:
    """Make the document of a depth in the language that is spoken.

    Parameters
    ----------
    outcomes : sequence of Outcome
        In reading order.
    facts : RunFacts
    depth : {"summary", "report", "appendix"}
    """
    started = [outcome for outcome in outcomes if outcome.executed is not None]
    pages = [] if depth == SUMMARY else [_page(outcome, depth) for outcome in started]
    held = {block["id"] for page in pages for block in page["blocks"] if block["kind"] in ("table", "figure")}
    links = _Inside(edition=Edition(), held=held)
    for page in pages:
        page["findings"] = findings_of(page["outcome"], links)
    html = (
        environment(_TEMPLATES)
        .get_template("document.html.j2")
        .render(
            facts=facts,
            accessibility=accessibility_words(),
            language=spoken_language(),
            depth=depth,
            depth_name=_depth_name(depth),
            first=first_page(outcomes, links, follows=facts.follows, changes=facts.changes),
            fieldwork=fieldwork_words(),
            named_items=named_items(outcomes),
            outcomes=outcomes,
            status=status_words(),
            n_withheld=withheld(outcomes),
            pages=pages,
        )
    )
    return Document(title=spoken(facts.source.title), language=spoken_language(), depth=depth, html=html)


def _depth_name(depth: str) -> str:
    return {"summary": say("Summary"), "report": say("Report"), "appendix": say("Report with all that was computed")}[
        depth
    ]


def _page(outcome: Outcome, depth: str) -> dict[str, Any]:
    blocks = report_blocks(outcome) if depth == "report" else appendix_blocks(outcome)
    plain = list(_plain(blocks, outcome))
    for block, following in pairwise(plain):
        if not following.get("wide"):
            continue
        if block["kind"] == "heading":  # it goes to the page across with its table
            block["wide"] = True
        elif block["kind"] == "prose":
            block["html"] = Markup(_LAST_HEADING.sub(r'<h\1 class="wide"\2', str(block["html"])))
    return {"outcome": outcome, "notes": page_notes(outcome), "blocks": plain}


def _plain(blocks: list[Block], outcome: Outcome) -> Iterator[Block]:
    """Leave out what only a reader at a screen can open; headings stand one level deeper, with ids of their page."""
    for block in blocks:
        if block["kind"] in _LEFT_OUT:
            continue
        if block["kind"] == "heading":
            yield block | {"id": f"{outcome.notebook.number}-{block['id']}", "wide": False}
        elif block["kind"] == "prose":
            yield block | {"html": _deeper(block["html"], outcome.notebook.number)}
        elif block["kind"] == "table":
            yield block | {"wide": is_wide(block["html"])}
        else:
            yield block


def _deeper(html: str, page: str) -> Markup:
    moved = _HEADING.sub(lambda m: f'<h{int(m[1]) + 1} id="{page}-{m[2]}">{m[3]}</h{int(m[1]) + 1}>', html)
    return Markup(_LINK.sub(r"\1", moved))  # what prose leads to are files of the project
