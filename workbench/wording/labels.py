"""Texts with labels of users: as a reader compares them, and so that neither a spreadsheet nor a browser runs them."""

from __future__ import annotations

import re
import unicodedata
from html import escape

# OWASP, "CSV Injection": a cell that starts with one of these can be run as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NAME = re.compile(r"`([^`]+)`")


def folded(label: str) -> str:
    """Return the label without what the eye passes over: capitals, spaces, and the unicode form of accents.

    ``Jyväskylä`` is one letter less in composed form (NFC) than in decomposed form (NFD), and looks the same.
    """
    word = unicodedata.normalize("NFC", " ".join(label.split()))
    return unicodedata.normalize("NFC", word.casefold())


def inert_text(value: str) -> str:
    """Return the text with a single quote before it where a spreadsheet would take it for a formula.

    For labels and other text in exported csv files; numbers are not text and must not pass through here.
    """
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def without_quote(text: str) -> str:
    """Return what `inert_text` made this of."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


def as_html(sentence: str) -> str:
    """Return a sentence as HTML: all that a browser could take for a tag is escaped, names in backticks are code."""
    return _NAME.sub(r"<code>\1</code>", escape(sentence))
