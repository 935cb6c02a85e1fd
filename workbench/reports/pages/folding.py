"""Tables on a narrow screen: what is too wide folds to cards, one for each row, and is heard as a table."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from workbench.reports.pages.column_letters import GAP, column_letters

_WINDOW = 45  # letters side by side in a window of 375 pixels
_ROW_HEAD, _WORDS = 15, 19  # letters that style.css gives the heading of a row, and a cell of words, at least
_MATRIX = 5  # columns of one kind of number: they are compared side by side, as the items of a table of items
_MOST_CARDS = 40  # a longer table is read down its columns
_TEXTS = ("", "text", "sentence")

_TABLE = re.compile(r'<div class="workbench-table"(.*?</table>)', re.DOTALL)
_HEAD = re.compile(r'<th scope="col"(?: class="([^"]*)")?[^>]*>(.*?)</th>', re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(th|td)\b([^>]*)>")
_BLOCK = re.compile(r'(<th scope="rowgroup"[^>]*>)(.*?)(?=</th>)', re.DOTALL)
_SPAN = re.compile(r'colspan="(\d+)"')
_TAG = re.compile(r"<[^>]*>")
_PARTS = (("table", "table"), ("thead", "rowgroup"), ("tbody", "rowgroup"), ("tr", "row"))


def folding(page: str) -> Markup:
    """Let tables of HTML fold on a narrow screen, by what their columns hold.

    A table folds that is too wide for a telephone, unless it is a matrix or long: these scroll. What folds names each
    cell by its column (`data-label`, for the style), and says its roles, since no program takes for a table what is
    laid out as none.
    """
    return Markup(_TABLE.sub(lambda found: _folding(found[0]), page))


def _folding(table: str) -> str:
    heads = _HEAD.findall(table)
    if not _folds(table, [kind for kind, _ in heads]):
        return _BLOCK.sub(r"\1<span>\2</span>", table)  # the style keeps its words in view
    labels = [
        html.escape(html.unescape(_TAG.sub("", label))).replace(" %", "\N{NO-BREAK SPACE}%") for _, label in heads
    ]
    named = _ROW.sub(lambda row: _named(row[0], labels), table)
    for tag, role in _PARTS:
        named = re.sub(rf"<{tag}\b", f'<{tag} role="{role}"', named)
    return named.replace('class="workbench-table"', 'class="workbench-table cards"', 1)


def _folds(table: str, kinds: Sequence[str]) -> bool:
    of_numbers = Counter(kind for kind in kinds if kind not in _TEXTS)
    if max(of_numbers.values(), default=0) >= _MATRIX or table.count("<tr") - 1 > _MOST_CARDS:
        return False
    least = [_ROW_HEAD, *(_WORDS if kind in _TEXTS else 0 for kind in kinds[1:])]
    letters = map(max, column_letters(table), least)
    return sum(letters) + GAP * len(kinds) > _WINDOW


def _named(row: str, labels: Sequence[str]) -> str:
    """Name the cells of a row by their columns."""
    places = _places(row)
    return _CELL.sub(lambda cell: _cell(cell[1], cell[2], labels[next(places)]), row)


def _places(row: str) -> Iterator[int]:
    place = 0
    for _, attributes in _CELL.findall(row):
        yield place
        span = _SPAN.search(attributes)
        place += int(span[1]) if span else 1


def _cell(tag: str, attributes: str, label: str) -> str:
    if tag == "td":
        named = "" if "colspan" in attributes else f' data-label="{label}"'
        return f'<td role="cell"{named}{attributes}>'
    role = "columnheader" if 'scope="col"' in attributes else "rowheader"
    return f'<th role="{role}"{attributes}>'
