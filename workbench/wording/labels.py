"""Texts with labels of users: as a reader compares them, and so that neither a spreadsheet nor a browser runs them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from typing import Annotated

from pydantic import AfterValidator

# OWASP, "CSV Injection": a cell that starts with one of these can be run as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# Signs of other Unicode categories than Cf that show nothing, and selectors of the look of the sign before them.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(map(chr, range(0xFE00, 0xFE10)))
_SHORTEST_NAME = 4  # letters that a word is added to; `Not` or `Low` begin other things
_NAME = re.compile(r"`([^`]+)`")
_LONGEST_SENTENCE = 1000  # characters


def folded(label: str) -> str:
    """Return the label without what the eye passes over: capitals, spaces, unseen signs, the unicode form of accents.

    ``Jyväskylä`` is one letter less in composed form (NFC) than in decomposed form (NFD), and looks the same.
    Nothing is left of a label of zero-width signs alone.
    """
    seen = "".join(letter for letter in label if not _is_unseen(letter))
    word = unicodedata.normalize("NFC", " ".join(seen.split()))
    return unicodedata.normalize("NFC", word.casefold())


def spelled_alike(labels: Iterable[str]) -> list[list[str]]:
    """Return labels that differ in accents, capitals and blanks alone, or by one word that is added to one of them.

    ``Jyväskylä`` and ``jyvaskyla`` are alike, and so are ``Lycksele`` and ``Lycksele kommun``; labels that several
    others add a word to are names of their parts, such as ``Married`` beside ``Married once`` and ``Married again``.
    """
    groups: dict[str, list[str]] = {}
    longer: dict[str, set[str]] = {}
    for label in labels:
        words = [_bare(word) for word in folded(label).split()]
        groups.setdefault("".join(words), []).append(label)
        if len(words) > 1 and words[-1].isalpha():
            longer.setdefault("".join(words[:-1]), set()).add("".join(words))
    for shorter, added in longer.items():
        if shorter in groups and len(shorter) >= _SHORTEST_NAME and len(added) == 1 and (own := added.pop()) in groups:
            groups[shorter] += groups.pop(own)
    return [group for group in groups.values() if len(group) > 1]


def _bare(word: str) -> str:
    """Return a word without its accents."""
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_unseen(letter: str) -> bool:
    return letter in _UNSEEN or unicodedata.category(letter) == "Cf"


def _shown(text: str) -> str:
    if not folded(text):
        raise ValueError("it shows nothing, being empty or of unseen signs alone; write what readers are to see")
    if control := next(
        (letter for letter in text if unicodedata.category(letter) == "Cc" and letter not in "\n\t"), ""
    ):
        raise ValueError(
            f"it holds the control character U+{ord(control):04X}, which breaks tables and pictures; remove it"
        )
    return text


ShownText = Annotated[str, AfterValidator(_shown)]
"""A text of a codebook or scale that tables, figures and pages show: something to see, no control characters."""


def inert_text(value: str) -> str:
    """Return the text with a single quote before it where a spreadsheet would take it for a formula.

    Spreadsheets pass over blanks and unseen signs before the formula, and some take a full-width equals sign for one.
    For labels and other text in exported csv files; numbers are not text and must not pass through here.
    """
    return f"'{value}" if _could_run(value) else value


def _could_run(value: str) -> bool:
    if value.startswith(_FORMULA_SIGNS):
        return True
    begin = next((letter for letter in value if not letter.isspace() and not _is_unseen(letter)), "")
    return unicodedata.normalize("NFKC", begin).startswith(_FORMULA_SIGNS)


def without_quote(text: str) -> str:
    """Return what `inert_text` made this of."""
    return text[1:] if text.startswith("'") and _could_run(text[1:]) else text


def as_html(sentence: str) -> str:
    """Return a sentence as HTML: all that a browser could take for a tag is escaped, names in backticks are code."""
    return _NAME.sub(r"<code>\1</code>", escape(sentence))


def is_sentence(text: str) -> bool:
    """Whether a message reads as a sentence: one with line breaks, or very long, carries the repr of an object."""
    return "\n" not in text and len(text) <= _LONGEST_SENTENCE
