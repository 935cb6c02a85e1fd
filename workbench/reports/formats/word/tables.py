"""Tables and figures that fit a page of Word: widths, type, wide tables across the page, rows that do not break."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.reports.formats.word.elements import element, is_paragraph, style_of, text_of
from workbench.reports.formats.word.styles import TEXT_WIDTH, TEXT_WIDTH_ACROSS, set_page

_UPRIGHT, _ACROSS = (9.5, 9.0, 8.5, 8.0, 7.5), (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # sizes of type to try, in points
_LETTER = 11.5  # width of a letter in twips, for each point of its size: somewhat more than the mean of Calibri
_WIDE, _NARROW, _NARROW_SIGNS = 1.25, 0.6, " .,()–\N{NO-BREAK SPACE}"  # capitals, and signs, beside a letter
_KEPT_TOGETHER = 16  # rows of a table that does not break over pages
_PADDING = 150  # twips
_LONGEST_LINE = 42  # letters of a cell that need not be broken
_KINDS_OF_TEXT = ("text", "sentence")
_KINDS_OF_NUMBERS = ("count", "people", "number", "percent", "p_value", "p_band", "size", "with_interval", "with_df")
_HEAD = re.compile(r'<th scope="col" class="(\w+)"')
_NOTES = re.compile(r'</table>\s*<ul class="table-notes">(.*?)</ul>', re.DOTALL)
_TWIP, _POINT = 635, 12_700  # in EMU
_WIDEST_FIGURE, _HIGHEST_FIGURE = 13 * 360_000, 15 * 360_000  # EMU: 13 × 15 cm
_HIGHEST_IN_SUMMARY = 12 * 360_000  # so that two pages hold all words


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """Widths of columns in twips, size of type, and whether it needs a page across."""

    widths: list[int]
    size: float
    across: bool


def lay_out_tables(word: Any, html: str) -> None:
    """Lay out each table of a Word file, by the kinds of its columns in the document that it was made of."""
    tables = word.element.body.xpath("./w:tbl")
    for table, (kinds, n_notes) in zip(tables, _described(html), strict=True):
        _join_numbers(table, kinds)
        layout = _layout(_texts(table))
        _set_columns(table, layout)
        _set_rows(table, kinds, layout.size)
        notes = _notes_below(table, n_notes)
        for note in notes:
            _as_note(note)
        _space_below(table)
        if layout.across:
            _turn(table, notes)


def fit_figures(word: Any, *, in_summary: bool) -> None:
    """Make figures so large that their letters are as the text, and so high that a page holds text beside them."""
    highest = _HIGHEST_IN_SUMMARY if in_summary else _HIGHEST_FIGURE
    for shape in word.inline_shapes:
        factor = min(_WIDEST_FIGURE / shape.width, highest / shape.height)
        shape.width, shape.height = round(shape.width * factor), round(shape.height * factor)
        properties = shape._inline
        about = properties.docPr.get("descr")
        for picture in properties.xpath(".//pic:cNvPr"):
            picture.set("descr", about)


def _described(html: str) -> Iterator[tuple[list[str], int]]:
    """Kinds of the columns of each table of a document, and how many notes stand below it."""
    for part in html.split("<table>")[1:]:
        found = _NOTES.search(part)
        yield _HEAD.findall(part), found[1].count("<li") if found else 0


def _join_numbers(table: Any, kinds: Sequence[str]) -> None:
    """Keep the parts of a number in one line, such as ``< 0.001``; the headings of its column may break."""
    for row in table.xpath("./w:tr")[1:]:
        cells = row.xpath("./w:tc")
        for kind, cell in zip(_kinds_of(cells, kinds), cells, strict=True):
            if kind in _KINDS_OF_NUMBERS:
                for text in _numbers_in(cell):
                    text.text = text.text.replace(" ", "\N{NO-BREAK SPACE}")


def _numbers_in(cell: Any) -> list[Any]:
    """Return the texts of a cell if it holds a number: words that stand in place of one break as others do."""
    texts = cell.xpath(".//w:t")
    return texts if any(sign.isdigit() for text in texts for sign in text.text) else []


def _kinds_of(cells: Sequence[Any], kinds: Sequence[str]) -> list[str]:
    """Return the kinds of the cells of a row; a cell over all columns holds words."""
    return list(kinds) if len(cells) == len(kinds) else ["text"] * len(cells)


def _texts(table: Any) -> list[list[str]]:
    """Return the texts of the rows that have a cell in every column."""
    n = len(table.xpath("./w:tblGrid/w:gridCol"))
    rows = [[text_of(cell) for cell in row.xpath("./w:tc")] for row in table.xpath("./w:tr")]
    return [row for row in rows if len(row) == n]


def _layout(rows: Sequence[Sequence[str]]) -> _Layout:
    columns = list(zip(*rows, strict=True))
    words = [max((_letters(word) for text in column for word in text.split(" ")), default=1) for column in columns]
    lines = [min(max(map(_letters, column)), _LONGEST_LINE) for column in columns]
    tries = [(size, False) for size in _UPRIGHT] + [(size, True) for size in _ACROSS]
    for size, across in tries:
        room = TEXT_WIDTH_ACROSS if across else TEXT_WIDTH
        least = [_width(n, size) for n in words]
        if sum(least) <= room:
            break
    most = [max(_width(n, size), low) for n, low in zip(lines, least, strict=True)]
    return _Layout(widths=_shared(least, most, room), size=size, across=across)


def _letters(text: str) -> float:
    """Return how many letters of usual width a text takes."""
    return sum(_WIDE if sign.isupper() else _NARROW if sign in _NARROW_SIGNS else 1 for sign in text)


def _width(letters: float, size: float) -> int:
    return round(max(letters, 3) * _LETTER * size + _PADDING)


def _shared(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Give each column what it needs at least, and share the rest among those that could use more."""
    if sum(most) <= room:
        return list(most)
    if sum(least) > room:  # even the smallest type does not fit: words break
        return [width * room // sum(least) for width in least]
    part = (room - sum(least)) / (sum(most) - sum(least))
    return [low + int(part * (high - low)) for low, high in zip(least, most, strict=True)]


def _set_columns(table: Any, layout: _Layout) -> None:
    properties = table.tblPr
    for old in properties.xpath("./w:tblW | ./w:tblLayout"):
        properties.remove(old)
    (style,) = properties.xpath("./w:tblStyle")
    style.addnext(element("tblW", w=str(sum(layout.widths)), type="dxa"))
    (look,) = properties.xpath("./w:tblLook")
    look.addprevious(element("tblLayout", type="fixed"))
    for name in [name for name in look.attrib if name.endswith("}firstColumn")]:
        look.set(name, "1")  # its cells are headings of their rows
    for column, width in zip(table.xpath("./w:tblGrid/w:gridCol"), layout.widths, strict=True):
        column.w = width * _TWIP


def _set_rows(table: Any, kinds: Sequence[str], size: float) -> None:
    rows = table.xpath("./w:tr")
    n_kept = len(rows) - 1 if len(rows) <= _KEPT_TOGETHER else 1
    for number, row in enumerate(rows):
        row.get_or_add_trPr().insert(0, element("cantSplit"))
        cells = row.xpath("./w:tc")
        is_head = number == 0 or len(cells) != len(kinds)
        for place, (cell, kind) in enumerate(zip(cells, _kinds_of(cells, kinds), strict=True)):
            right, bold = place > 0 and kind not in _KINDS_OF_TEXT, number == 0 or (is_head and place == 0)
            for paragraph in cell.xpath("./w:p"):
                _set_cell(paragraph, size, right=right, head=bold, keep=is_head or number < n_kept)


def _set_cell(paragraph: Any, size: float, *, right: bool, head: bool, keep: bool) -> None:
    properties = paragraph.get_or_add_pPr()
    if keep:
        properties.keepNext_val = True
    properties.spacing_before = properties.spacing_after = 15 * _TWIP
    if right:
        properties.append(element("jc", val="right"))
    if not paragraph.xpath(".//w:r"):  # an empty cell is no higher than the others of its row
        properties.append(element("rPr", element("sz", val=str(round(2 * size)))))
    for run in paragraph.xpath(".//w:r"):
        look = run.get_or_add_rPr()
        if head:
            look.get_or_add_b()
        look.sz_val = round(size * _POINT)


def _notes_below(table: Any, n: int) -> list[Any]:
    found: list[Any] = []
    following = table.itersiblings()
    while len(found) < n:
        part = next(following)
        if is_paragraph(part):
            found.append(part)
    return found


def _space_below(table: Any) -> None:
    """Let what follows a table stand apart from its last line."""
    following = next((part for part in table.itersiblings() if is_paragraph(part)), None)
    if following is not None:
        following.get_or_add_pPr().spacing_before = 6 * _POINT


def _as_note(paragraph: Any) -> None:
    properties = paragraph.get_or_add_pPr()
    for old in properties.xpath("./w:numPr"):
        properties.remove(old)
    properties.style = "TableNote"


def _turn(table: Any, notes: Sequence[Any]) -> None:
    """Put a table with its caption, the headings above it and its notes on pages across."""
    first = table
    for part in table.itersiblings(preceding=True):
        if style_of(part) != "TableCaption" and not style_of(part).startswith("Heading") and is_paragraph(part):
            break
        if part.tag.endswith(("}tbl", "}sectPr")):
            break
        first = part
    last = notes[-1] if notes else table
    _end_section(first.getprevious(), before=first, across=False)
    _end_section(last, after=last, across=True)


def _end_section(part: Any, *, across: bool, before: Any = None, after: Any = None) -> None:
    """End a section with a paragraph: that before the place, or an empty one of its own."""
    body = (before if before is not None else after).getparent()
    section = copy.deepcopy(body.sectPr)
    set_page(section, across=across)
    while part is not None and part.tag.endswith(("}bookmarkStart", "}bookmarkEnd")):
        part = part.getprevious()
    if part is None or not is_paragraph(part):
        part = element("p", element("pPr", element("pStyle", val="Compact")))
        before.addprevious(part) if before is not None else after.addnext(part)
    elif part.xpath("./w:pPr/w:sectPr"):
        return  # what is across goes on
    part.get_or_add_pPr().append(section)
