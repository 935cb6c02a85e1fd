"""The pages of a report: an index and one self-contained page per notebook, from what the notebooks published."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from workbench.media_types import FIGURE_MIME, TABLE_MIME
from workbench.reports.notebooks import Part, Value, file_name, refused, shows_nothing
from workbench.reports.publishing.first_page import fieldwork_words, first_page
from workbench.reports.publishing.outcome import Outcome
from workbench.reports.publishing.record import Source
from workbench.wording import as_html, numbers, say

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
    started = [outcome for outcome in outcomes if outcome.executed is not None]
    for place, outcome in enumerate(started):
        page = page_of(
            "notebook.html.j2",
            facts=facts,
            shown_parameters=outcome.parameters,
            outcome=outcome,
            blocks=_blocks(outcome),
            page_notes=_page_notes(outcome),
            previous=started[place - 1] if place else None,
            following=started[place + 1] if place + 1 < len(started) else None,
        )
        (folder / f"{outcome.notebook.name}.html").write_text(page, encoding="utf-8")
    index = page_of(
        "index.html.j2",
        facts=facts,
        shown_parameters=facts.parameters,
        outcomes=outcomes,
        first=first_page(outcomes),
        fieldwork=fieldwork_words(),
        n_withheld=_withheld(outcomes),
    )
    (folder / "index.html").write_text(index, encoding="utf-8")


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
    return _environment().get_template(template).render(style=style, **values)


def _page_notes(outcome: Outcome) -> list[str]:
    """Return what tables of a page have in common, each sentence once."""
    return list(dict.fromkeys(note for table in outcome.exhibits.tables for note in table.payload["page_notes"]))


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
    environment.filters["markdown"] = _markdown
    environment.filters["sentence"] = lambda text: Markup(as_html(text))
    environment.filters["count"] = numbers.count
    environment.globals["say"] = say
    environment.filters["whole"] = lambda text: text.replace(" %", "\N{NO-BREAK SPACE}%")
    environment.filters["shown"] = lambda value: "None" if value is None else str(value)
    return environment


def _markdown(source: str) -> Markup:
    """Render the prose of a notebook; raw HTML in it is shown as text."""
    renderer = IPythonRenderer(escape=True, exclude_anchor_links=True, allow_harmful_protocols=False)
    return Markup(MarkdownWithMath(renderer=renderer).render(source))


def _blocks(outcome: Outcome) -> list[dict[str, Any]]:
    """Return what a page holds, top to bottom: prose, tables, figures, refusals, the end of a stop, folded code."""
    blocks: list[dict[str, Any]] = []
    for place, part in enumerate(outcome.parts):
        if outcome.status == "refused" and shows_nothing(outcome.parts):
            blocks += _prose(part)[:1] if not place else []  # the reason stands in the head of the page
        elif part.shows or part.stopped or not place or not part.has_code:
            blocks += _whole(part, outcome)
        elif part.refusals:
            blocks.append({"kind": "prose", "html": _markdown(f"## {part.heading}")})
            blocks += [{"kind": "refusal", "message": sentence} for sentence in part.refusals]
    return blocks


def _whole(part: Part, outcome: Outcome) -> list[dict[str, Any]]:
    """Return all of a part; a refusal that several of its cells share stands once."""
    blocks: list[dict[str, Any]] = []
    said: set[str] = set()
    for cell in part.cells:
        if cell.cell_type == "markdown":
            blocks.append({"kind": "prose", "html": _markdown(_without_title(cell.source))})
        elif cell.cell_type == "code":
            for output in cell.outputs:
                sentence = refused(output)
                if not sentence or sentence not in said:
                    blocks.append(_exhibit(output, outcome))
                said.add(sentence)
            _add_code(blocks, cell.source)
    return blocks


def _prose(part: Part) -> list[dict[str, Any]]:
    texts = [cell.source for cell in part.cells if cell.cell_type == "markdown"]
    return [{"kind": "prose", "html": _markdown(_without_title(text))} for text in texts]


def _without_title(source: str) -> str:
    first, _, rest = source.partition("\n")
    return rest if first.startswith("# ") else source


def _exhibit(output: nbformat.NotebookNode, outcome: Outcome) -> dict[str, Any]:
    number = outcome.notebook.number
    if sentence := refused(output):
        return {"kind": "refusal", "message": sentence}
    if output.output_type == "error" and outcome.status == "refused":
        return {"kind": "refusal", "message": output.evalue}
    if output.output_type == "error":
        return {"kind": "stop", "message": output.evalue, "frames": output.traceback[1:]}
    if TABLE_MIME in output.data:
        name = file_name(number, output.data[TABLE_MIME]["name"])
        return {"kind": "table", "html": Markup("".join(output.data["text/html"])), "name": name}
    described = output.data[FIGURE_MIME]
    picture = base64.b64encode(base64.b64decode("".join(output.data["image/png"]))).decode("ascii")
    return {"kind": "figure", "name": file_name(number, described["name"]), "png": picture, **_words(described)}


def _words(described: Mapping[str, str]) -> dict[str, str]:
    return {"caption": described["caption"], "alt": described["alt"]}


def _add_code(blocks: list[dict[str, Any]], source: str) -> None:
    """Fold code away; cells without anything between them share one fold."""
    if blocks and blocks[-1]["kind"] == "code":
        blocks[-1]["source"] += "\n\n" + source
    else:
        blocks.append({"kind": "code", "source": source})
