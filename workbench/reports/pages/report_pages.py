"""The pages of a report: an index and one self-contained page per notebook, from what the notebooks published."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from workbench.reports.notebooks import Value
from workbench.reports.pages.blocks import anchor, appendix_blocks, has_appendix, report_blocks
from workbench.reports.pages.changes import Change
from workbench.reports.pages.citing import citing_of
from workbench.reports.pages.environment import environment
from workbench.reports.pages.first_page import fieldwork_words, findings_of, first_page
from workbench.reports.pages.guidelines import COSMIN_SOURCE, STROBE_SOURCE, cosmin, strobe
from workbench.reports.pages.links import APPENDIX, Links
from workbench.reports.pages.marked_terms import marked
from workbench.reports.pages.named_items import named_items
from workbench.reports.pages.other_formats import DOCUMENTS, other_formats
from workbench.reports.publishing import Edition, Outcome, Source, status_words
from workbench.wording import LANGUAGES, glossary, say, speaking, spoken_language

_GLOSSARY = "glossary.html.j2"
_TEMPLATES = Path(__file__).parent / "templates"
STYLE_SHEET = _TEMPLATES / "style.css"
SORTING, FILTERING = _TEMPLATES / "sort.js", _TEMPLATES / "filter.js"
FONTS = Path(__file__).parent / "fonts"
_WEIGHTS = {"Regular": 400, "SemiBold": 600}


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """What pages say about their run, how many groups it keeps from which earlier run, and what changed since one.

    `ledger_found` is False where nothing is known of what was published before.
    """

    run: str
    source: Source
    parameters: Mapping[str, Value]
    code: Mapping[str, Any]
    versions: Mapping[str, str]
    ended: datetime
    kept: Mapping[str, int]
    ledger_found: bool | None = None
    follows: str = ""
    changes: Sequence[Change] = ()

    @property
    def for_clearance(self) -> str:
        """Say what the person who clears the outputs cannot see from them; empty where there is nothing."""
        if self.ledger_found is not False:
            return ""
        return say(
            "For the person who clears this report: no other one stands in its ledger of publications, so it cannot "
            "take into account what may have been published of these people before, elsewhere or with another ledger."
        )


def write_pages(folder: Path, *, facts: RunFacts, outcomes: Sequence[Outcome], edition: Edition) -> None:
    """Write ``index.html`` and, as deep as asked for, a page for every notebook that was started and its appendix.

    Parameters
    ----------
    folder : Path
        Folder of the run; tables, figures, executed notebooks and documents, which stand there by now, are linked by
        relative paths.
    facts : RunFacts
    outcomes : sequence of Outcome
        In reading order.
    edition : Edition
    """
    for place, language in enumerate(edition.languages):
        own = folder / language if place else folder
        own.mkdir(exist_ok=True)
        with speaking(language):
            _write_language(own, facts=facts, outcomes=outcomes, edition=edition)


def _write_language(folder: Path, *, facts: RunFacts, outcomes: Sequence[Outcome], edition: Edition) -> None:
    """Write the pages in the language that is spoken; those of the first language stand in the folder of the run."""
    root = "" if spoken_language() == edition.languages[0] else "../"
    links = Links(edition=edition, root=root)

    def write(template: str, file: str, **shown: Any) -> None:
        others = in_other_languages(file, edition.languages, root=root)
        page = page_of(template, facts=facts, root=root, others=others, edition=edition, status=status_words(), **shown)
        if edition.has_pages and template != _GLOSSARY:
            page = _with_terms(page)
        (folder / file).write_text(page, encoding="utf-8")

    started = [outcome for outcome in outcomes if outcome.executed is not None]
    for place, outcome in enumerate(started if edition.has_pages else []):
        appendix = has_appendix(outcome) and edition.has_appendices
        shown: dict[str, Any] = {
            "shown_parameters": {
                name: outcome.parameters[name] for name in facts.parameters if name in outcome.parameters
            },
            "outcome": outcome,
            "page_notes": page_notes(outcome),
            "findings": findings_of(outcome, links),
            "pages": [own.notebook for own in started],
            "previous": started[place - 1] if place else None,
            "following": started[place + 1] if place + 1 < len(started) else None,
            "appendix": appendix,
        }
        name = outcome.notebook.name
        write("notebook.html.j2", f"{name}.html", **_depth(outcome, deep=False), **shown)
        if appendix:
            write("notebook.html.j2", f"{name}{APPENDIX}.html", **_depth(outcome, deep=True), **shown)
    if edition.has_pages:
        cited = _cited(outcomes, facts=facts, links=links)
        write("citing.html.j2", "citing.html", shown_parameters=facts.parameters, **cited)
        write(_GLOSSARY, "glossary.html", shown_parameters=facts.parameters, terms=glossary())
    write(
        "index.html.j2",
        "index.html",
        shown_parameters=facts.parameters,
        outcomes=outcomes,
        first=first_page(outcomes, links, follows=facts.follows, changes=facts.changes),
        fieldwork=fieldwork_words(),
        n_withheld=withheld(outcomes),
        other_formats=other_formats(folder / root),
        documents=f"{root}{DOCUMENTS}/",
        accessibility=accessibility_words(),
        named_items=named_items(outcomes),
    )


def _depth(outcome: Outcome, *, deep: bool) -> dict[str, Any]:
    """Return what a page, or its appendix, shows, with the ids and headings of its sections."""
    if not deep and has_appendix(outcome):
        blocks = report_blocks(outcome)
        headings = [block["text"] for block in blocks if block["kind"] == "heading"]
    else:
        blocks = appendix_blocks(outcome)
        headings = [p.heading for p in outcome.parts if p.heading and (p.shows or p.stopped or p.refusals)]
    return {"blocks": blocks, "deep": deep, "sections": [(anchor(heading), heading) for heading in headings]}


def _cited(outcomes: Sequence[Outcome], *, facts: RunFacts, links: Links) -> dict[str, Any]:
    """Return what the page for authors shows."""
    version = facts.versions.get("inclusion-workbench", "")
    citing = citing_of(outcomes, source=facts.source, run=facts.run, year=facts.ended.year, version=version)
    return {
        "citing": citing,
        "sources": {"strobe": STROBE_SOURCE, "cosmin": COSMIN_SOURCE},
        "strobe": strobe(outcomes, links, facts.source),
        "cosmin": cosmin(outcomes, links, facts.source),
    }


def in_other_languages(file: str, languages: Sequence[str], *, root: str) -> list[dict[str, str]]:
    """Say where a page finds itself in the other languages; those of the first one stand in the folder of the run."""
    return [
        {"key": language, "name": LANGUAGES[language], "link": f"{root}{f'{language}/' if place else ''}{quote(file)}"}
        for place, language in enumerate(languages)
        if language != spoken_language()
    ]


def page_of(template: str, **values: Any) -> str:
    """Return a page of a report or a batch, with its style inside.

    Parameters
    ----------
    template : str
        Name of a file in ``templates/``.
    **values
        What it shows; that of a run or batch has ``facts`` and ``shown_parameters``.
    """
    style = Markup(_font_faces() + STYLE_SHEET.read_text(encoding="utf-8"))
    shown = {"root": "", "others": [], "language": spoken_language(), **values}
    return environment(_TEMPLATES).get_template(template).render(style=style, **shown)


def scripts_of(*files: Path) -> dict[str, str]:
    """Return what a page needs to run these scripts alone: their text, and its hash for the page's policy."""
    script = "".join(file.read_text(encoding="utf-8") for file in files)
    digest = hashlib.sha256(script.encode()).digest()
    return {"script": Markup(script), "script_hash": base64.b64encode(digest).decode()}


def _with_terms(page: str) -> str:
    """Mark in the main part of a page each term where it stands first."""
    head, start, rest = page.partition("<main")
    main, end, foot = rest.partition("</main>")
    return head + start + marked(main, glossary()) + end + foot


@cache
def _font_faces() -> str:
    """Return the fonts that each page holds, so that it looks the same everywhere."""
    faces = []
    for name, weight in _WEIGHTS.items():
        font = base64.b64encode((FONTS / f"WorkbenchSans-{name}.woff2").read_bytes()).decode("ascii")
        source = f'url("data:font/woff2;base64,{font}")'
        faces.append(f'@font-face {{ font-family: "Workbench Sans"; font-weight: {weight}; src: {source}; }}\n')
    return "".join(faces)


def accessibility_words() -> list[str]:
    """Return what the foot of a report says of its accessibility; docs/explanation/accessibility.md says it in full."""
    return [
        say(
            "Headings, lists, tables and links are marked for assistive technology; a text tells what a picture shows."
        ),
        say(
            "Labels and names that the codebook does not give in the language of this page stand in another one, and "
            "are not marked as such."
        ),
        say(
            "If something here is hard to read or to use, tell those who gave you this report, and ask for it in "
            "another form: web page, PDF, Word and Excel files hold the same numbers."
        ),
    ]


def page_notes(outcome: Outcome) -> list[str]:
    """Return what tables of a page have in common, each sentence once."""
    return list(dict.fromkeys(note for table in outcome.exhibits.tables for note in table.said("page_notes")))


def withheld(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Return how many rows of how many tables show no outcome."""
    tables = [table for outcome in outcomes for table in outcome.exhibits.tables]
    hidden = [int(table.payload["n_withheld"]) for table in tables]
    return {"rows": sum(hidden), "tables": sum(n > 0 for n in hidden)}
