"""Sentences with numbers of respondents: exact for the researcher, windows for the public."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from workbench.wording.numbers import about
from workbench.wording.said import Said, filled, spoken


class Counted(Said):
    """A sentence about so many people, its first count; as text it is exact, `published` has windows in their place."""

    message: str
    counts: tuple[int, ...]
    values: dict[str, object]

    def published(self, width: int) -> Counted | None:
        """Return the same sentence with windows of this width in place of the counts; once published, always so.

        There is none of fewer people than `width`, nobody included, and a list names no part of fewer than two windows:
        that something is said would tell that somebody did it.
        """
        if not self.counts:
            return self
        sentence = _of_many(self, width)
        return None if sentence is None or self.counts[0] < width else _published(sentence, width)


class Unpublished(Said):
    """A sentence for the researcher alone: that it is said would tell that nobody, or hardly anybody, did something."""

    def __new__(cls, text: str) -> Unpublished:
        """Keep how the sentence is said again."""
        sentence = super().__new__(cls, text)
        sentence.again = partial(_unpublished, text)
        return sentence


class WhereFew(Said):
    """A sentence that holds of few respondents, or few on the rarer side of an outcome; in public by windows of all."""

    fewer_than: int
    respondents: int
    events: int | None

    def __eq__(self, other: object) -> bool:
        """Tell sentences apart that hold below other numbers: only some of them may be published."""
        return self is other

    __hash__ = Said.__hash__

    def published(self, width: int) -> Said | None:
        """Return the sentence where windows of this width leave nothing else possible.

        Whom a model leaves out is not among those who decide: a window of everyone's events that starts where a model
        needs no more would tell beside the sentence that somebody left out is one of them.
        """
        most = self.respondents // width * width + width - 1
        if self.events is not None:
            start = self.events // width * width
            most = min(start + width - 1, most - start)
        if most >= self.fewer_than:
            return None
        sentence = Said(self)
        sentence.again = partial(_plain, self)
        return sentence


def where_few(text: str, *, fewer_than: int, respondents: int, events: int | None = None) -> WhereFew:
    """Say what holds of fewer respondents, or of fewer on the rarer side of an outcome, whose numbers tables show."""
    sentence = WhereFew(spoken(text))
    sentence.again = partial(where_few, text, fewer_than=fewer_than, respondents=respondents, events=events)
    sentence.fewer_than, sentence.respondents, sentence.events = fewer_than, respondents, events
    return sentence


def counted(message: str, /, *counts: int, **values: object) -> Counted:
    """Say a message with counts of respondents, at the places marked ``{0}``, ``{1}``, in the language that is spoken.

    Parameters
    ----------
    message : str
        A literal in English, so that the catalogues can be checked for it.
    *counts : int
    **values
        What stands in the named places; a tuple of sentences with counts is listed with commas.
    """
    sentence = Counted(filled(message, *counts, **_listed(values)))
    sentence.again = partial(counted, message, *counts, **values)
    sentence.message, sentence.counts, sentence.values = message, tuple(map(int, counts)), values
    return sentence


def in_windows(sentences: Iterable[str], width: int) -> tuple[str, ...]:
    """Return sentences as a report says them: with windows of this width in place of counts, none of few people."""
    said = (sentence for sentence in sentences if not isinstance(sentence, Unpublished))
    published = (own.published(width) if isinstance(own, Counted | WhereFew) else own for own in said)
    return tuple(dict.fromkeys(sentence for sentence in published if sentence is not None))


def window_words(n: int, width: int) -> str:
    """Write the window of a count: `fewer than 5`, `about 12` (10 to 14), `10 to 19` where it is wide."""
    return about(n // width * width + (width - 1) / 2, width)


def _of_many(exact: Counted, width: int) -> Counted | None:
    """Leave out the parts of lists that are of few; nothing is left of a sentence with an empty list."""
    lists = {name: value for name, value in exact.values.items() if isinstance(value, tuple)}
    kept: dict[str, object] = {
        name: tuple(part for part in parts if part.counts[0] >= 2 * width) for name, parts in lists.items()
    }
    return counted(exact.message, *exact.counts, **exact.values | kept) if all(kept.values()) else None


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


def _plain(text: str) -> Said:
    sentence = Said(spoken(text))
    sentence.again = partial(_plain, text)
    return sentence


def _unpublished(text: str) -> Unpublished:
    return Unpublished(spoken(text))
