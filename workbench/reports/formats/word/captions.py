"""Numbers of tables and figures as fields that Word counts, and contents and lists that it fills from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.reports.formats.word.elements import (
    bookmark,
    field,
    field_end,
    field_start,
    link,
    paragraph,
    run,
    style_of,
    text_of,
)
from workbench.wording import say

_FIRST_BOOKMARK = 50_000  # above those of pandoc
_CAPTIONS = {"TableCaption": "table", "ImageCaption": "figure"}


def number_captions(word: Any) -> tuple[int, int]:
    """Put the word and a number that Word counts before each caption; return how many tables and figures there are.

    Until Word counts them itself (F9 on all) the numbers are those that it would give.
    """
    counts = {"table": 0, "figure": 0}
    for place, part in enumerate(list(word.element.body)):
        kind = _CAPTIONS.get(style_of(part))
        if kind is None:
            continue
        counts[kind] += 1
        word_of = _label(kind)
        begin, end = bookmark(_place(kind, counts[kind]), _FIRST_BOOKMARK + place)
        number = field(f"SEQ {word_of} \\* ARABIC", run(str(counts[kind])))
        at = 1  # after its properties
        for made in (begin, run(f"{word_of} "), *number, run(". "), end):
            part.insert(at, made)
            at += 1
    return counts["table"], counts["figure"]


def add_contents(word: Any) -> None:
    """Put a contents before the first question; its headings are links, and Word adds page numbers (F9)."""
    headings = [part for part in word.element.body if style_of(part) in ("Heading2", "Heading3")]
    entries = []
    for number, heading in enumerate(headings):
        name = f"_Toc{number:06d}"
        begin, end = bookmark(name, 2 * _FIRST_BOOKMARK + number)
        heading.insert(1, begin)
        heading.append(end)
        entries.append((f"toc{style_of(heading)[-1]}", name, text_of(heading)))
    made = _filled('TOC \\o "2-3" \\h \\z \\u', entries)
    for part in (paragraph("TOCHeading", run(say("Contents"))), *made):
        headings[0].addprevious(part)


def add_lists(word: Any, *, n_tables: int, n_figures: int) -> None:
    """Put lists of tables and figures at the end."""
    captions = {
        kind: [text_of(part) for part in word.element.body if _CAPTIONS.get(style_of(part)) == kind]
        for kind in ("table", "figure")
    }
    last = word.element.body.sectPr
    for kind, heading, n in (("table", say("Tables"), n_tables), ("figure", say("Figures"), n_figures)):
        if n:
            entries = [("tableoffigures", _place(kind, at), text) for at, text in enumerate(captions[kind], start=1)]
            parts = _filled(f'TOC \\h \\z \\c "{_label(kind)}"', entries)
            for part in (paragraph("Heading2", run(heading)), *parts):
                last.addprevious(part)


def _label(kind: str) -> str:
    """Return the word before a number, by which Word knows what to list."""
    return say("Table") if kind == "table" else say("Figure")


def _place(kind: str, number: int) -> str:
    return f"_Toc_{kind}_{number}"


def _filled(instruction: str, entries: Sequence[tuple[str, str, str]]) -> list[Any]:
    """Return the paragraphs of a contents or list, with what stands there until Word fills it anew."""
    made = [paragraph(style, link(name, text)) for style, name, text in entries]
    for at, start in enumerate(field_start(instruction), start=1):
        made[0].insert(at, start)
    made[-1].append(field_end())
    return made
