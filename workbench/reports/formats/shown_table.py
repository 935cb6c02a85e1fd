"""A table as people see it, in the language that is spoken, with the published numbers behind what its cells say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from workbench.reports.notebooks import TableFile
from workbench.wording import numbers

_DECIMALS = re.compile(r"\d[.,](\d+)(?: %|\))?$")
_TEXTS = frozenset({"text", "sentence"})  # kinds of columns that stand to the left


@dataclass(frozen=True, kw_only=True)
class Number:
    """A published number, and how the table writes it."""

    value: float
    decimals: int
    percent: bool


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a cell says, and the number or the two ends of the interval that it writes; a word or a bound has none."""

    text: str
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Head:
    """Heading of a column; `ends` is how many numbers stand in a cell of it, `kind` what they are."""

    label: str
    is_text: bool
    ends: int
    kind: str = "text"


@dataclass(frozen=True, kw_only=True)
class Row:
    """Cells of a row, and the heading that it stands below, empty if there is none."""

    section: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """One table.

    Attributes
    ----------
    name : str
        That of its csv file, without ending.
    caption : str
    heads : tuple of Head
    rows : tuple of Row
    notes : tuple of str
        What stands below it.
    """

    name: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def has_sections(self) -> bool:
        """Whether headings stand between its rows."""
        return any(row.section for row in self.rows)


def shown_table(table: TableFile) -> ShownTable:
    """Read a table of a report as its page shows it.

    A cell that writes a published number, or the ends of an interval, has it; what is withheld, a bound or a window
    of a number of respondents is a text and stays one.
    """
    seen = _Seen()
    seen.feed(table.said("html"))
    places = {name: place for place, name in enumerate(table.payload["columns"])}
    behind = [[places[name] for name in names if name in places] for names in table.payload["shown"]]
    published: Sequence[Sequence[Any]] = table.payload["rows"]
    if len(published) != len(seen.rows):  # a sentence stands in the place of rows
        published = [[]] * len(seen.rows)
        behind = [[]] * len(seen.heads)
    rows = tuple(
        Row(
            section=section,
            cells=tuple(_cell(text, own, columns) for text, columns in zip(texts, behind, strict=False)),
        )
        for (section, texts), own in zip(seen.rows, published, strict=True)
    )
    return ShownTable(
        name=table.name.removesuffix(".csv"),
        caption=table.said("caption"),
        heads=tuple(_head(label, kind, place, rows) for place, (label, kind) in enumerate(seen.heads)),
        rows=rows,
        notes=tuple(seen.notes),
    )


def _head(label: str, kind: str, place: int, rows: Sequence[Row]) -> Head:
    cells = [row.cells[place] for row in rows if place < len(row.cells)]
    ends = max([1, *(len(cell.numbers) for cell in cells)])
    is_text = kind in _TEXTS and not any(cell.numbers for cell in cells)
    return Head(label=label, is_text=is_text, ends=ends, kind=kind)


def _cell(text: str, row: Sequence[Any], columns: Sequence[int]) -> Cell:
    values = [row[place] for place in columns]
    while len(values) > 1 and values[-1] is None:  # a reference level has an estimate and no interval
        values.pop()
    if not values or not all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return Cell(text=text)
    percent, found = text.endswith("%"), _DECIMALS.search(text)
    decimals = len(found[1]) if found else 0
    if _said(values, decimals, percent=percent, in_brackets=text.endswith(")")) != text:
        return Cell(text=text)
    return Cell(text=text, numbers=tuple(Number(value=v, decimals=decimals, percent=percent) for v in values))


def _said(values: Sequence[float], decimals: int, *, percent: bool, in_brackets: bool) -> str:
    """Write numbers as a table does that holds them in one cell."""
    match values:
        case [value]:
            return numbers.percent(value, decimals) if percent else numbers.number(value, decimals)
        case [statistic, df] if in_brackets:
            return numbers.with_df(statistic, df)
        case [low, high]:
            return numbers.interval(low, high, decimals, as_percent=percent)
        case [value, low, high]:
            return numbers.with_interval(value, low, high, decimals)
    return ""


@dataclass
class _Seen(HTMLParser):
    """Headings with their kinds, rows below their section, and notes of a table's HTML."""

    heads: list[tuple[str, str]] = field(default_factory=list)
    rows: list[tuple[str, list[str]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._section, self._kind, self._scope, self._text = "", "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row, or the text of a cell or note."""
        given = dict(attrs)
        if tag == "tr":
            self.rows.append((self._section, []))
        elif tag in ("th", "td", "li"):
            self._kind, self._scope, self._text = given.get("class") or "", given.get("scope") or "", ""

    def handle_data(self, data: str) -> None:
        """Gather text."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Take the text of a cell or note; drop the rows of headings."""
        if tag == "li":
            self.notes.append(self._text)
        elif tag == "th" and self._scope == "col":
            self.heads.append((self._text, self._kind))
        elif tag == "th" and self._scope == "rowgroup":
            self._section = self._text
        elif tag in ("th", "td"):
            self.rows[-1][1].append(self._text)
        elif tag == "tr" and not self.rows[-1][1]:
            self.rows.pop()
