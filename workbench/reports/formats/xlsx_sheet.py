"""Sheets of a workbook as readers see them: titles, paragraphs, tables with headings, links, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from workbench.reports.formats.shown_table import Number

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_LINE = 15.0  # height of a row, in points
_PARAGRAPH = 100  # characters that a paragraph is at least wide
_USUAL_WIDTH = 9
_LETTERS = 1.1  # of a text, beside one digit: widths of columns are those of digits
_SIGNS = ("=", "+", "-", "@", "'")  # with which a formula, or a text that is marked as one, begins
_LINK = {"font_color": "#0b5394", "underline": 1, "valign": "top"}


class Book:
    """One workbook; it is written when the ``with`` block ends.

    Attributes
    ----------
    title : str
    """

    def __init__(self, path: Path, *, title: str, made: datetime) -> None:
        import xlsxwriter

        # Texts stay texts: no formula, link or number is read out of what somebody called a level.
        reading = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
        self._book = xlsxwriter.Workbook(path, dict.fromkeys(reading, False))
        made = made.replace(tzinfo=None, microsecond=0)
        self._book.set_properties({"title": title, "created": made, "modified": made})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.title = title

    def __enter__(self) -> Self:
        """Begin the workbook."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write the file, unless something went wrong."""
        if error is None:
            self._book.close()

    def sheet(self, name: str) -> Sheet:
        """Add a sheet."""
        return Sheet(self, self._book.add_worksheet(name))

    def look(self, **wanted: Any) -> Any:
        """Return the format of a cell, each once."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(wanted)
        return self._formats[key]


class Sheet:
    """One sheet of a workbook, on A4 across, as wide as one page."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self._book, self._sheet, self._widths = book, sheet, [_USUAL_WIDTH]
        self._lines: dict[int, int] = {}
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # codes and windows are words
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self._sheet.get_name())

    def widths(self, widths: Sequence[int]) -> None:
        """Set the widths of columns, in characters."""
        self._widths = list(widths)
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)

    def title(self, row: int, text: str) -> None:
        """Write a line in bold letters, as long as it is."""
        self._write(row, 0, text, bold=True, font_size=13)

    def paragraph(self, row: int, text: str) -> int:
        """Write a text over several columns, with room for its lines; return the next row."""
        last = self._last_of_paragraph()
        if last:
            self._sheet.merge_range(row, 0, row, last, "", self._book.look(text_wrap=True, valign="top"))
        self._write(row, 0, text, text_wrap=True)
        self._make_room(row, text, self._width_to(last))
        return row + 1

    def _make_room(self, row: int, text: str, width: int) -> None:
        """Make a row as high as the lines of its longest text: not every program does so by itself."""
        lines = max(len(wrap(text, round(width * _LETTERS))), self._lines.get(row, 1))
        if lines > 1:
            self._lines[row] = lines
            self._sheet.set_row(row, _LINE * lines)

    def _last_of_paragraph(self) -> int:
        last = 0
        while self._width_to(last) < _PARAGRAPH:
            last += 1
        return last

    def _width_to(self, last: int) -> int:
        own = self._widths[: last + 1]
        return sum(own) + _USUAL_WIDTH * (last + 1 - len(own))

    def headings(
        self,
        row: int,
        labels: Sequence[str],
        *,
        n_rows: int,
        name: str,
        about: str,
        to_the_right: Sequence[bool] = (),
        n_fixed: int = 0,
    ) -> int:
        """Write the headings of a table and mark its cells as one; return the row of its first cells.

        Programs that read a sheet aloud say the headings of a table that is marked, and it can be filtered. Its name
        begins with a word, since a table that is named like a cell (`T1`) would be dropped without an error.
        """
        sides = [_side(column, right) for column, right in enumerate(to_the_right or [False] * len(labels))]
        for label, width in zip(labels, self._widths, strict=True):
            self._make_room(row, label, width - 2)  # beside the arrow of the filter
        columns = [
            {
                "header": label,
                "header_format": self._text_look(label, bold=True, text_wrap=True, top=1, bottom=1, **side),
            }
            for label, side in zip(labels, sides, strict=True)
        ]
        look = {"name": re.sub(r"\W", "_", name), "style": None, "columns": columns, "description": about}
        self._sheet.add_table(row, 0, row + max(n_rows, 1), len(labels) - 1, look)
        if n_fixed:
            self._sheet.freeze_panes(row + 1, n_fixed if n_fixed < len(labels) else 0)
            self._sheet.repeat_rows(row)
        return row + 1

    def text(self, row: int, column: int, text: str, *, to_the_right: bool = False) -> None:
        """Write a text into a cell."""
        self._write(row, column, text, text_wrap=True, **_side(column, to_the_right))
        self._make_room(row, text, self._widths[column])

    def number(self, row: int, column: int, number: Number) -> None:
        """Write a number with all its digits, shown with those of the page."""
        look = self._book.look(num_format=number_format(number), valign="top")
        self._sheet.write_number(row, column, number.value, look)

    def link(self, row: int, column: int, sheet: str, text: str) -> None:
        """Write a link to another sheet."""
        self._sheet.write_url(row, column, f"internal:'{sheet}'!A1", self._book.look(**_LINK), text)

    def _write(self, row: int, column: int, text: str, **look: Any) -> None:
        self._sheet.write_string(row, column, text, self._text_look(text, **look))

    def _text_look(self, text: str, **look: Any) -> Any:
        """Return the format of a text, which stays one also where somebody edits the cell."""
        if text.startswith(_SIGNS):
            look["quote_prefix"] = True
        return self._book.look(valign="top", **look)


def _side(column: int, right: bool) -> dict[str, Any]:
    """Return how a cell is aligned; a text does not touch the number left of it."""
    return {"align": "right"} if right else {"align": "left", "indent": min(column, 1)}


def number_format(number: Number) -> str:
    """Return the pattern by which Excel shows a number, in the signs of its user."""
    decimals = "." + "0" * number.decimals if number.decimals else ""
    return f"0{decimals} %" if number.percent else f"#,##0{decimals}"
