"""The language that is spoken: English, or the one of a page that is being made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

ENGLISH = "en"
# Names of languages as their speakers write them, in the order of a list of links.
LANGUAGES = {"fi": "suomi", "sv": "svenska", ENGLISH: "English"}
LANGUAGES_VARIABLE = "WORKBENCH_LANGUAGES"  # of the environment: `fi,sv,en`
_SPOKEN = ContextVar("spoken_language", default=ENGLISH)


def asked_languages() -> tuple[str, ...]:
    """Return the languages in which pages are asked for, the one of the first pages first; English if none is."""
    asked = os.environ.get(LANGUAGES_VARIABLE, "").replace(" ", "").split(",")
    return tuple(dict.fromkeys(language for language in asked if language in LANGUAGES)) or (ENGLISH,)


def spoken_language() -> str:
    """Return the key of the language that is spoken."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language of `LANGUAGES` inside a ``with`` block."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def speak(language: str) -> None:
    """Speak a language of `LANGUAGES` to the end of the task, such as the answer to a request."""
    _SPOKEN.set(language)


def signs_of_numbers() -> tuple[str, str]:
    """Return the decimal mark of the language that is spoken, and its mark between thousands."""
    return _signs(spoken_language())


@cache
def _signs(language: str) -> tuple[str, str]:
    if language == ENGLISH:
        return ".", "\u202f"  # not the comma of CLDR, which readers of the other languages take for a decimal mark
    from babel import Locale  # a tenth of a second that English does not take

    symbols = Locale(language).number_symbols["latn"]
    return str(symbols["decimal"]), str(symbols["group"])
