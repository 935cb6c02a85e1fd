"""Which tables are wider than a page of paper: told from their words, before anything is laid out."""

from __future__ import annotations

import html
import re
from collections import defaultdict

PAGE = 113  # letters of the type of tables that stand side by side on A4 between margins, by digits and small letters
_GAP = 1.7  # between columns, in letters
_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(th|td)([^>]*)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"[ \-–/]")
_WORDS = ('class="text"', 'class="sentence"')


def is_wide(table: str) -> bool:
    """Whether the columns of an HTML table need more than the width of a page, even with lines broken at each word."""
    columns: dict[int, int] = defaultdict(int)
    for row in _ROW.findall(table):
        for place, (kind, attributes, content) in enumerate(_CELL.findall(row)):
            if "colspan" not in attributes:
                columns[place] = max(columns[place], _letters(kind, attributes, content))
    return sum(columns.values()) + _GAP * len(columns) > PAGE


def _letters(kind: str, attributes: str, content: str) -> int:
    """Return the letters of a cell that stay on one line: numbers as a whole, of words the longest."""
    text = html.unescape(_TAG.sub("", content))
    if kind == "td" and not any(words in attributes for words in _WORDS):
        return len(text)
    return max(map(len, _BREAKS.split(text)), default=0)
