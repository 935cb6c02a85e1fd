"""The catalogues of messages: English is the source, the other languages stand in files for translators (gettext)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from workbench.wording.languages import ENGLISH, spoken_language

CATALOGUES = Path(__file__).parent / "catalogues"


def translated(message: str) -> str:
    """Return a message in the language that is spoken, with its places open; in English where it lacks."""
    return _catalogue(spoken_language()).gettext(message)


def translated_count(one: str, many: str, n: int) -> str:
    """Return a message in the plural form of a number, with its places open."""
    return _catalogue(spoken_language()).ngettext(one, many, n)


def translations(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield context, message and translation of what a catalogue knows, each plural form by itself."""
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open(encoding="utf-8") as file:
        known = read_po(file, locale=language)
    for message in known:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for own, string in zip(ids, strings, strict=True):
            if own and string:
                yield message.context or "", str(own), str(string)


@cache
def _catalogue(language: str) -> NullTranslations:
    """Read the file of a language once; it is compiled in memory, so that no second file can be older than it."""
    if language == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # half a second that English does not take
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (CATALOGUES / f"{language}.po").open(encoding="utf-8") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
