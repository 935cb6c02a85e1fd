"""Elements of a Word file that python-docx has no names for."""

from __future__ import annotations

from typing import Any


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """Return an element of WordprocessingML, e.g. ``element("jc", val="right")``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def run(text: str) -> Any:
    """Return a run of text."""
    return _run(_text("t", text))


def field(instruction: str, *shown: Any) -> list[Any]:
    """Return the runs of a field: what Word computes, and what is shown until it does."""
    return [*field_start(instruction), *shown, field_end()]


def field_start(instruction: str) -> list[Any]:
    """Return the runs that begin a field, which may end in a later paragraph."""
    begin, separate = (_run(element("fldChar", fldCharType=kind)) for kind in ("begin", "separate"))
    return [begin, _run(_text("instrText", f" {instruction} ")), separate]


def field_end() -> Any:
    """Return the run that ends a field."""
    return _run(element("fldChar", fldCharType="end"))


def style_of(paragraph: Any) -> str:
    """Return the id of the style of a paragraph; empty for what is no paragraph or has none."""
    found = paragraph.xpath("./w:pPr/w:pStyle/@w:val") if is_paragraph(paragraph) else []
    return str(found[0]) if found else ""


def is_paragraph(part: Any) -> bool:
    """Whether a part of the body is a paragraph."""
    return bool(part.tag.endswith("}p"))


def text_of(part: Any) -> str:
    """Return the text of a part."""
    return "".join(part.xpath(".//w:t/text()"))


def paragraph(style: str, *children: Any) -> Any:
    """Return a paragraph of a style, by the id of the style."""
    return element("p", element("pPr", element("pStyle", val=style)), *children)


def bookmark(name: str, number: int) -> tuple[Any, Any]:
    """Return begin and end of a place that links lead to."""
    return element("bookmarkStart", id=str(number), name=name), element("bookmarkEnd", id=str(number))


def link(name: str, text: str) -> Any:
    """Return a link to a bookmark."""
    return element("hyperlink", run(text), anchor=name, history="1")


def _run(*children: Any) -> Any:
    return element("r", *children)


def _text(tag: str, text: str) -> Any:
    made = element(tag)
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
