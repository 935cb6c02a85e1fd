"""Words of users: one text for all languages, or one text for each of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import WrapValidator

from workbench.wording.labels import ShownText
from workbench.wording.languages import LANGUAGES, speaking, spoken_language
from workbench.wording.said import Said, spoken


class Worded(Said):
    """A text that its author gave in several languages; as text it is the first of them, `spoken` gives another.

    Attributes
    ----------
    words : mapping of str to str
        The text by language; the first stands in for languages without one.
    """

    words: Mapping[str, str]

    def __repr__(self) -> str:
        """Show all of it: digests of codebooks are made of this."""
        return repr(self.words)


def worded(words: Mapping[str, str]) -> Worded:
    """Return texts by language as one text."""
    return _in(next(iter(words)), dict(words))


def _in(language: str, words: Mapping[str, str]) -> Worded:
    text = Worded(words[language])
    text.words, text.again = words, partial(_in_spoken, words)
    return text


def _in_spoken(words: Mapping[str, str]) -> Worded:
    own = spoken_language()
    return _in(own if own in words else next(iter(words)), words)


def wordings(text: str) -> Mapping[str, str]:
    """Return a text by language; none where one text stands for all."""
    return text.words if isinstance(text, Worded) else {}


def by_language(text: str) -> dict[str, str]:
    """Return a text in each language of pages, for readers without a codebook; none if it has one wording."""
    if not isinstance(text, Said):
        return {}
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = str(spoken(text))
    return found


def in_language(text: str, language: str) -> str:
    """Return a text in a language, or the one that stands in for it."""
    return str(wordings(text).get(language, text))


def text_by_language(value: Any, check: Callable[[Any], str]) -> str:
    """Read a text, or a mapping of languages to texts, as a file has it; what can be said again stays so.

    Raises
    ------
    ValueError
        A language that pages do not have, or no language at all.
    """
    if isinstance(value, Said):
        return value
    if not isinstance(value, Mapping):
        return check(value)
    known = ", ".join(f"`{language}`" for language in LANGUAGES)
    if not value:
        raise ValueError(f"it names no language; write a text, or one for each of {known}")
    if unknown := [language for language in value if language not in LANGUAGES]:
        raise ValueError(f"it is given in the language `{unknown[0]}`, and pages have {known} only")
    for language, text in value.items():
        if not isinstance(text, str):
            raise ValueError(f"its text in `{language}` is read as {text!r}; put it in quotes")
    return worded({language: check(text) for language, text in value.items()})


WordedText = Annotated[ShownText, WrapValidator(text_by_language)]
"""A text of a codebook that pages show, as one wording or by language."""

WordedRemark = Annotated[str, WrapValidator(text_by_language)]
"""The same where it may be empty."""
