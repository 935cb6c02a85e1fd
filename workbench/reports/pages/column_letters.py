"""How wide the columns of a table must be at least: told from their words, before anything is laid out."""

from __future__ import annotations

import html
import re
from collections import defaultdict

_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(th|td)([^>]*)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"[ \-–/]")
_WORDS = re.compile(r'class="(?:text|sentence|\w+ blank)\b')
GAP = 1.7  # between columns, in letters


def column_letters(table: str) -> list[int]:
    """Return for each column of an HTML table the letters that stay on one line: numbers whole, of words the longest.

    A line that is no row of cells, such as the heading of a block, makes no column wide.
    """
    columns: dict[int, int] = defaultdict(int)
    for row in _ROW.findall(table):
        if "colspan" not in row:
            for place, (kind, attributes, content) in enumerate(_CELL.findall(row)):
                columns[place] = max(columns[place], _letters(kind, attributes, content))
    return list(columns.values())


def _letters(kind: str, attributes: str, content: str) -> int:
    text = html.unescape(_TAG.sub("", content))
    if kind == "td" and not _WORDS.search(attributes):
        return len(text)
    return max(map(len, _BREAKS.split(text)), default=0)
