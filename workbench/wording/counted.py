"""Sentences with numbers of respondents: exact for the researcher, windows for the public."""

from __future__ import annotations

from functools import partial

from workbench.wording.numbers import about
from workbench.wording.said import Said, filled, spoken


class Counted(Said):
    """A sentence with counts; as text it is exact, `published` gives the windows that the counts lie in."""

    message: str
    counts: tuple[int, ...]
    values: dict[str, object]

    def published(self, width: int) -> Counted:
        """Return the same sentence with windows of this width in place of the counts; once published, always so."""
        return _published(self, width) if self.counts else self


class Unpublished(Said):
    """A sentence for the researcher alone: that it is said would tell that nobody, or hardly anybody, did something."""

    def __new__(cls, text: str) -> Unpublished:
        """Keep how the sentence is said again."""
        sentence = super().__new__(cls, text)
        sentence.again = partial(_unpublished, text)
        return sentence


def counted(message: str, /, *counts: int, **values: object) -> Counted:
    """Say a message with counts of respondents, at the places marked ``{0}``, ``{1}``, in the language that is spoken.

    Parameters
    ----------
    message : str
        A literal in English, so that the catalogues can be checked for it.
    *counts : int
    **values
        What stands in the named places; a tuple of texts with counts is listed with commas.
    """
    sentence = Counted(filled(message, *counts, **_listed(values)))
    sentence.again = partial(counted, message, *counts, **values)
    sentence.message, sentence.counts, sentence.values = message, tuple(map(int, counts)), values
    return sentence


def window_words(n: int, width: int) -> str:
    """Write the window of a count: `fewer than 5`, `about 12` (10 to 14), `10 to 19` where it is wide."""
    return about(n // width * width + (width - 1) / 2, width)


def _published(exact: Counted, width: int) -> Counted:
    text = str(_in_windows(exact, width))
    sentence = Counted(text[:1].upper() + text[1:])
    sentence.again = partial(_published, exact, width)
    sentence.message, sentence.counts, sentence.values = exact.message, (), {}
    return sentence


def _in_windows(text: object, width: int) -> object:
    """Fill the windows of its counts into a text, and into those that stand in its places."""
    if isinstance(text, tuple):
        return tuple(_in_windows(each, width) for each in text)
    if not isinstance(text, Counted) or not text.counts:
        return text
    values = {name: _in_windows(value, width) for name, value in text.values.items()}
    return filled(text.message, *(window_words(n, width) for n in text.counts), **_listed(values))


def _listed(values: dict[str, object]) -> dict[str, object]:
    return {name: ", ".join(map(spoken, v)) if isinstance(v, tuple) else v for name, v in values.items()}


def _unpublished(text: str) -> Unpublished:
    return Unpublished(spoken(text))
