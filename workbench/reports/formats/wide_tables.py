"""Which tables are wider than a page of paper."""

from __future__ import annotations

from workbench.reports.pages import GAP, column_letters

PAGE = 113  # letters of the type of tables that stand side by side on A4 between margins, by digits and small letters


def is_wide(table: str) -> bool:
    """Whether the columns of an HTML table need more than the width of a page, even with lines broken at each word."""
    letters = column_letters(table)
    return sum(letters) + GAP * len(letters) > PAGE
