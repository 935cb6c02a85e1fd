"""Text that a spreadsheet must not take for a formula."""

from __future__ import annotations

# OWASP, "CSV Injection": a cell that starts with one of these can be run as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def inert_text(value: str) -> str:
    """Return the text with a single quote before it where a spreadsheet would take it for a formula.

    For labels and other text in exported csv files; numbers are not text and must not pass through here.
    """
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def without_quote(text: str) -> str:
    """Return what `inert_text` made this of."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
