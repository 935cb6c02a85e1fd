"""What the pages of a report are made of, top to bottom: prose, tables, figures, refusals, folded code."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from workbench.media_types import FIGURE_MIME, LANGUAGES_MIME, TABLE_MIME
from workbench.reports.notebooks import AT_REPORT, LEFT_OUT, Part, file_name, refused, shown_name, shows_nothing
from workbench.reports.publishing import Outcome
from workbench.wording import spoken_language, translated

Block = dict[str, Any]

FIGURE = "-figure"  # after the name of a figure, for its place: a table may have the same name
_LIMITS = "**What it does not say.**"
_METHOD_NOTE = re.compile(r'<li class="method">.*?</li>')
_NO_NOTES = '<ul class="table-notes"></ul>'


def markdown(source: str) -> Markup:
    """Render the prose of a notebook in the language that is spoken; raw HTML in it is shown as text.

    Headings have ids, to jump to, which are the same in all languages.
    """
    return Markup("").join(map(_rendered, prose_blocks(source)))


def _rendered(block: str) -> Markup:
    level = len(block) - len(block.lstrip("#"))
    if level and "\n" not in block:
        heading = block[level:].strip()
        return Markup('<h{level} id="{place}">{text}</h{level}>\n').format(
            level=level, place=anchor(heading), text=translated(heading)
        )
    return Markup(_markdown_reader().render(translated(block)))


@cache
def _markdown_reader() -> MarkdownWithMath:
    """Return what reads every block: to make one, and compile its patterns, takes longer than to read one."""
    return MarkdownWithMath(
        renderer=IPythonRenderer(escape=True, exclude_anchor_links=True, allow_harmful_protocols=False)
    )


def prose_blocks(source: str) -> list[str]:
    """Cut prose at empty lines: headings and paragraphs are messages of the catalogues as they are."""
    return [block.strip() for block in re.split(r"\n\s*\n", source) if block.strip()]


def anchor(heading: str) -> str:
    """Return the id of a heading."""
    return re.sub(r"\W+", "-", heading.casefold()).strip("-")


def report_blocks(outcome: Outcome) -> list[Block]:
    """Return what a page holds at the depth of the report: what tagged cells show, and what it does not say.

    A notebook that tags no cell, or did not end, has all of it there.
    """
    if not has_appendix(outcome):
        return appendix_blocks(outcome)
    parts = [(part, list(_tagged(part))) for part in outcome.parts]
    blocks = _question(outcome.parts[0])
    for part, outputs in parts:
        if not outputs:
            continue
        blocks += [{"kind": "heading", "text": part.heading, "id": anchor(part.heading)}] if part.heading else []
        for output in _each_refusal_once(outputs):
            blocks.append(_short(_exhibit(output, outcome)))
        blocks += [{"kind": "prose", "html": markdown(text)} for text in _limits(part)]
        blocks.append({"kind": "deeper", "id": anchor(part.heading), "heading": part.heading})
    return blocks


def has_appendix(outcome: Outcome) -> bool:
    """Whether a page says less than the notebook shows."""
    tags = {tag for part in outcome.parts for cell in part.cells for tag in cell.metadata.get("tags", [])}
    return outcome.status == "done" and bool(tags & {AT_REPORT, LEFT_OUT})


def at_report(outcome: Outcome) -> set[str]:
    """Return the places of the tables and figures that stand in the report of a page that has an appendix."""
    tagged = (output for part in outcome.parts for output in _tagged(part) if shown_name(output))
    return {_place(output, outcome.notebook.number) for output in tagged}


def _place(output: nbformat.NotebookNode, number: str) -> str:
    """Return the id of a table or figure."""
    return file_name(number, shown_name(output)) + ("" if TABLE_MIME in output.data else FIGURE)


def _question(part: Part) -> list[Block]:
    """Return the question of a page, which stands above its first heading."""
    sources = [_without_title(str(cell.source)).strip() for cell in part.cells if cell.cell_type == "markdown"]
    return [{"kind": "prose", "html": markdown(source.split("\n\n")[0])} for source in sources[:1] if source]


def _tagged(part: Part) -> Iterator[nbformat.NotebookNode]:
    for cell in part.cells:
        if cell.cell_type == "code" and AT_REPORT in cell.metadata.get("tags", []):
            yield from cell.outputs


def _limits(part: Part) -> Iterator[str]:
    for cell in part.cells:
        if cell.cell_type == "markdown":
            yield from (text for text in re.split(r"\n\s*\n", cell.source) if text.startswith(_LIMITS))


def _short(block: Block) -> Block:
    """Leave out how a table was made; what its signs mean, and what it could not show, stays."""
    if block["kind"] != "table":
        return block
    return block | {"html": Markup(_METHOD_NOTE.sub("", block["html"]).replace(_NO_NOTES, ""))}


def appendix_blocks(outcome: Outcome) -> list[Block]:
    """Return all that a notebook says and shows, the end of a stop and its folded code included."""
    blocks: list[Block] = []
    for place, part in enumerate(outcome.parts):
        if outcome.status == "refused" and shows_nothing(outcome.parts):
            blocks += _prose(part)[:1] if not place else []  # the reason stands in the head of the page
        elif part.shows or part.stopped or not place or not part.has_code:
            blocks += _whole(part, outcome)
        elif part.refusals:
            blocks.append({"kind": "prose", "html": markdown(f"## {part.heading}")})
            blocks += [{"kind": "refusal", "message": sentence} for sentence in part.refusals]
    return blocks


def _whole(part: Part, outcome: Outcome) -> list[Block]:
    """Return all of a part; a refusal that several of its cells share stands once."""
    blocks: list[Block] = []
    said: set[str] = set()
    for cell in part.cells:
        if cell.cell_type == "markdown":
            blocks.append({"kind": "prose", "html": markdown(_without_title(cell.source))})
        elif cell.cell_type == "code":
            blocks += [_exhibit(output, outcome) for output in _each_refusal_once(cell.outputs, said)]
            _add_code(blocks, cell.source)
    return blocks


def _each_refusal_once(
    outputs: Iterable[nbformat.NotebookNode], said: set[str] | None = None
) -> Iterator[nbformat.NotebookNode]:
    known = set() if said is None else said
    for output in outputs:
        sentence = refused(output)
        if not sentence or sentence not in known:
            yield output
        known.add(sentence)


def _prose(part: Part) -> list[Block]:
    texts = [cell.source for cell in part.cells if cell.cell_type == "markdown"]
    return [{"kind": "prose", "html": markdown(_without_title(text))} for text in texts]


def _without_title(source: str) -> str:
    first, _, rest = source.partition("\n")
    return rest if first.startswith("# ") else source


def _exhibit(output: nbformat.NotebookNode, outcome: Outcome) -> Block:
    number = outcome.notebook.number
    if sentence := refused(output):
        return {"kind": "refusal", "message": sentence}
    if output.output_type == "error" and outcome.status == "refused":
        return {"kind": "refusal", "message": output.evalue}
    if output.output_type == "error":
        return {"kind": "stop", "message": output.evalue, "frames": output.traceback[1:]}
    words = output.data.get(LANGUAGES_MIME, {}).get(spoken_language(), {})
    if TABLE_MIME in output.data:
        html = Markup(words.get("html") or "".join(output.data["text/html"]))
        return {"kind": "table", "html": html, "id": _place(output, number)}
    described = {"png": "".join(output.data["image/png"]), **output.data[FIGURE_MIME], **words}
    name = file_name(number, described["name"])
    picture = base64.b64encode(base64.b64decode(described["png"])).decode("ascii")  # no letters but its own in a page
    shown = {"caption": described["caption"], "alt": described["alt"], "png": picture}
    return {"kind": "figure", "id": _place(output, number), "name": name, **shown}


def _add_code(blocks: list[Block], source: str) -> None:
    """Fold code away; cells without anything between them share one fold."""
    if blocks and blocks[-1]["kind"] == "code":
        blocks[-1]["source"] += "\n\n" + source
    else:
        blocks.append({"kind": "code", "source": source})
