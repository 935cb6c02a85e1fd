"""Facts with their names in one line, as people write them; pandoc makes two paragraphs of each."""

from __future__ import annotations

from typing import Any

from workbench.reports.formats.word.elements import element, run, style_of


def join_facts(word: Any) -> None:
    """Put the name of each fact before it, in bold letters."""
    for name in [part for part in word.element.body if style_of(part) == "DefinitionTerm"]:
        fact = name.getnext()
        if style_of(fact) != "Definition":
            continue
        runs = name.xpath("./w:r")
        for own in runs:
            own.get_or_add_rPr().append(element("b"))
        place = 1 if fact.pPr is not None else 0
        for at, part in enumerate([*runs, run(": ")], start=place):
            fact.insert(at, part)
        name.getparent().remove(name)
