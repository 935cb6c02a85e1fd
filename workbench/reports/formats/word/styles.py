"""How a report looks in Word: A4, one type, headings, captions and notes, tables ruled as journals print them."""

from __future__ import annotations

from typing import Any

from workbench.reports.formats.word.elements import element, field, run

TEXT_WIDTH, TEXT_WIDTH_ACROSS = 9638, 14572  # twips inside the margins of A4, upright and across
ANSWER = "Answer"  # the sentence that a report begins with
_MARGIN, _LONG, _SHORT = 1134, 16840, 11906  # twips
_TYPE = "Calibri"
_INK, _ACCENT, _GREY = "1A1A1A", "1F3B57", "555555"
_REGIONS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}  # Word proofs by region
_SIZES = {  # style: size in points, space before and after, bold, colour
    "Normal": (10.5, 0, 6, False, _INK),
    "Body Text": (10.5, 0, 6, False, _INK),
    "First Paragraph": (10.5, 0, 6, False, _INK),
    "Compact": (10.5, 0, 2, False, _INK),
    ANSWER: (14, 0, 6, True, _INK),
    "Heading 1": (20, 0, 8, True, _ACCENT),
    "Heading 2": (15, 18, 6, True, _ACCENT),
    "Heading 3": (12, 12, 4, True, _ACCENT),
    "Heading 4": (11, 10, 4, True, _INK),
    "Table Caption": (10, 12, 4, True, _INK),
    "Image Caption": (10, 4, 12, True, _INK),
    "Definition Term": (10.5, 2, 0, True, _INK),
    "Definition": (10.5, 0, 2, False, _INK),
    "Table Note": (8.5, 0, 2, False, _GREY),
    "TOC Heading": (15, 18, 6, True, _ACCENT),
    "toc 2": (10.5, 4, 0, False, _INK),
    "toc 3": (10, 0, 0, False, _INK),
    "table of figures": (10, 0, 2, False, _INK),
}
_CLOSE = {  # of a summary, which has two pages
    "Normal": (10, 0, 4, False, _INK),
    "Body Text": (10, 0, 4, False, _INK),
    "First Paragraph": (10, 0, 4, False, _INK),
    "Definition": (10, 0, 1, False, _INK),
    ANSWER: (13, 0, 4, True, _INK),
    "Heading 2": (14, 12, 4, True, _ACCENT),
    "Heading 3": (11.5, 8, 3, True, _ACCENT),
}
_KEEP_WITH_NEXT = ("Table Caption", "Captioned Figure", "Definition Term")
_RULE = {"val": "single", "sz": "8", "space": "0", "color": _INK}
_THIN = _RULE | {"sz": "4"}


def set_styles(word: Any, *, language: str, title: str, in_summary: bool) -> None:
    """Give a Word file of pandoc our page, styles and foot, and its language; a summary is set more closely."""
    _set_type(word, _REGIONS[language])
    for name, look in (_SIZES | (_CLOSE if in_summary else {})).items():
        _set_style(word, name, *look)
    for name in _KEEP_WITH_NEXT:
        word.styles[name].paragraph_format.keep_with_next = True
    word.styles["toc 3"].paragraph_format.left_indent = 180_000
    _set_runs(word)
    _rule_tables(word)
    set_page(word.element.body.sectPr, across=False)
    _set_foot(word, title)


def set_page(section: Any, *, across: bool) -> None:
    """Set size and margins of the pages of a section, upright or across."""
    for old in section.xpath("./w:pgSz | ./w:pgMar | ./w:type"):
        section.remove(old)
    width, height = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    turned = {"orient": "landscape"} if across else {}
    edges = dict.fromkeys(("top", "right", "bottom", "left"), str(_MARGIN))
    before = section.xpath("./w:headerReference | ./w:footerReference | ./w:footnotePr | ./w:endnotePr")
    new = (
        element("type", val="nextPage"),
        element("pgSz", w=str(width), h=str(height), **turned),
        element("pgMar", **edges, header="567", footer="567", gutter="0"),
    )
    for place, part in enumerate(new, start=len(before)):
        section.insert(place, part)


def _set_type(word: Any, region: str) -> None:
    (defaults,) = word.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")
    for old in defaults.xpath("./w:rFonts | ./w:lang"):
        defaults.remove(old)
    defaults.insert(0, element("rFonts", ascii=_TYPE, hAnsi=_TYPE, cs=_TYPE, eastAsia=_TYPE))
    defaults.append(element("lang", val=region, eastAsia="en-US", bidi="ar-SA"))
    for fonts in word.styles.element.xpath("./w:style//w:rFonts"):
        fonts.getparent().remove(fonts)
    for theme in word.settings.element.xpath("./w:themeFontLang"):
        theme.getparent().remove(theme)


def _set_style(word: Any, name: str, size: float, before: float, after: float, bold: bool, colour: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    known = {style.name for style in word.styles}
    style = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in known:
        style.base_style = word.styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.left_indent = style.paragraph_format.first_line_indent = None


def _set_runs(word: Any) -> None:
    """Names in a sentence are as high as it is, and sentences that lead to their tables as dark as the others."""
    word.styles["Verbatim Char"].font.size = None
    (colour,) = word.styles["Hyperlink"].element.xpath("./w:rPr/w:color")
    colour.getparent().remove(colour)


def _rule_tables(word: Any) -> None:
    """Draw lines above, below and under the headings of tables, and no others."""
    (style,) = word.styles.element.xpath('./w:style[@w:type="table"][@w:styleId="Table"]')
    for old in style.xpath("./w:tblPr | ./w:tblStylePr"):
        style.remove(old)
    cells = element("tblCellMar", *(element(side, w="70", type="dxa") for side in ("left", "right")))
    lines = element("tblBorders", element("top", **_RULE), element("bottom", **_RULE))
    style.append(element("tblPr", lines, cells))
    under = element("tcBorders", element("top", **_RULE), element("bottom", **_THIN))
    heading = element("tblStylePr", element("rPr", element("b")), element("tcPr", under), type="firstRow")
    style.append(heading)


def _set_foot(word: Any, title: str) -> None:
    """Put title and page number below each page."""
    (section,) = word.sections
    section.footer.is_linked_to_previous = False
    line = section.footer.paragraphs[0]
    line.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH * 635, alignment=_right())
    line.add_run(f"{title}\t")
    for part in (*field("PAGE", run("1")), run(" / "), *field("NUMPAGES", run("1"))):
        line._p.append(part)


def _right() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT
