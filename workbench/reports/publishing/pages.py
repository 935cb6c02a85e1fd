"""The pages of a report: an index and one self-contained page per notebook, from what the notebooks published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from workbench.reports.notebooks import Value
from workbench.reports.publishing.blocks import appendix_blocks, has_appendix, markdown, report_blocks
from workbench.reports.publishing.first_page import APPENDIX, fieldwork_words, findings_of, first_page
from workbench.reports.publishing.outcome import Outcome, status_words
from workbench.reports.publishing.record import Source
from workbench.wording import (
    LANGUAGES,
    as_html,
    asked_languages,
    numbers,
    say,
    say_count,
    speaking,
    spoken,
    spoken_language,
    translated,
)

_TEMPLATES = Path(__file__).parent / "templates"
STYLE_SHEET = _TEMPLATES / "style.css"
SORTING = _TEMPLATES / "sort.js"


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """What the foot of every page says about its run, and how many groups the index keeps from which earlier run."""

    run: str
    source: Source
    parameters: Mapping[str, Value]
    code: Mapping[str, Any]
    versions: Mapping[str, str]
    ended: datetime
    kept: Mapping[str, int]


def write_pages(folder: Path, *, facts: RunFacts, outcomes: Sequence[Outcome]) -> None:
    """Write ``index.html`` and a page for every notebook that was started.

    Parameters
    ----------
    folder : Path
        Folder of the run; tables, figures and executed notebooks are linked by relative paths.
    facts : RunFacts
    outcomes : sequence of Outcome
        In reading order.
    """
    languages = asked_languages()
    for place, language in enumerate(languages):
        own = folder / language if place else folder
        own.mkdir(exist_ok=True)
        with speaking(language):
            _write_language(own, facts=facts, outcomes=outcomes, languages=languages)


def _write_language(folder: Path, *, facts: RunFacts, outcomes: Sequence[Outcome], languages: tuple[str, ...]) -> None:
    """Write the pages in the language that is spoken; those of the first language stand in the folder of the run."""

    def write(template: str, file: str, **shown: Any) -> None:
        page = page_of(template, facts=facts, **_places(file, languages), **shown)
        (folder / file).write_text(page, encoding="utf-8")

    started = [outcome for outcome in outcomes if outcome.executed is not None]
    for place, outcome in enumerate(started):
        shown: dict[str, Any] = {
            "shown_parameters": outcome.parameters,
            "outcome": outcome,
            "status": status_words(),
            "page_notes": _page_notes(outcome),
            "findings": findings_of(outcome),
            "previous": started[place - 1] if place else None,
            "following": started[place + 1] if place + 1 < len(started) else None,
            "appendix": has_appendix(outcome),
        }
        name = outcome.notebook.name
        write("notebook.html.j2", f"{name}.html", blocks=report_blocks(outcome), deep=False, **shown)
        if shown["appendix"]:
            write("notebook.html.j2", f"{name}{APPENDIX}.html", blocks=appendix_blocks(outcome), deep=True, **shown)
    write(
        "index.html.j2",
        "index.html",
        shown_parameters=facts.parameters,
        outcomes=outcomes,
        status=status_words(),
        first=first_page(outcomes),
        fieldwork=fieldwork_words(),
        n_withheld=_withheld(outcomes),
    )


def _places(file: str, languages: tuple[str, ...]) -> dict[str, Any]:
    """Say where a page finds the files of the run, and itself in the other languages."""
    root = "" if spoken_language() == languages[0] else "../"
    others = [
        {
            "key": language,
            "name": LANGUAGES[language],
            "link": f"{root}{f'{language}/' if place else ''}{file}",
        }
        for place, language in enumerate(languages)
        if language != spoken_language()
    ]
    return {"root": root, "others": others}


def page_of(template: str, **values: Any) -> str:
    """Return a page of a report or a batch, with its style inside.

    Parameters
    ----------
    template : str
        Name of a file in ``templates/``.
    **values
        What it shows; each has ``facts`` and ``shown_parameters``.
    """
    style = Markup(STYLE_SHEET.read_text(encoding="utf-8"))
    shown = {"root": "", "others": [], "language": spoken_language(), **values}
    return _environment().get_template(template).render(style=style, **shown)


def _page_notes(outcome: Outcome) -> list[str]:
    """Return what tables of a page have in common, each sentence once."""
    return list(dict.fromkeys(note for table in outcome.exhibits.tables for note in table.said("page_notes")))


def _withheld(outcomes: Sequence[Outcome]) -> dict[str, int]:
    tables = [table for outcome in outcomes for table in outcome.exhibits.tables]
    hidden = [int(table.payload["n_withheld"]) for table in tables]
    return {"rows": sum(hidden), "tables": sum(n > 0 for n in hidden)}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = markdown
    environment.filters["sentence"] = lambda text: Markup(as_html(spoken(text)))
    environment.filters["count"] = numbers.count
    environment.globals |= {"say": say, "say_count": say_count}
    environment.filters |= {"translated": translated, "spoken": spoken}
    environment.filters["whole"] = lambda text: text.replace(" %", "\N{NO-BREAK SPACE}%")
    environment.filters["shown"] = lambda value: "None" if value is None else str(value)
    return environment
