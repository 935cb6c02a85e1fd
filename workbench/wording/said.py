"""Texts that know how they were made, so that they can be said in another language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import ParamSpec

from workbench.wording.catalogue import translated, translated_count

_Parameters = ParamSpec("_Parameters")


class Said(str):
    """A text in the language that was spoken when it was said; `spoken` says it in another.

    Attributes
    ----------
    again : callable
        Says it in the language that is spoken then.
    """

    again: Callable[[], Said]


def say(message: str, /, **values: object) -> Said:
    """Say a message in the language that is spoken.

    Parameters
    ----------
    message : str
        A literal in English, so that the catalogues can be checked for it: a whole sentence, heading or label, with
        named places in braces.
    **values
        What stands in the places, ready for people.
    """
    return _said(filled(message, **values), partial(say, message, **values))


def say_count(one: str, many: str, /, *, n: int, **values: object) -> Said:
    """Say a message whose words follow a number: `one` for the number 1, `many` for others.

    Parameters
    ----------
    one, many : str
        Literals with the same named places; the number itself needs a place too if it is to be seen.
    n : int
    **values
        What stands in the places.
    """
    text = translated_count(one, many, n).format(**_spoken_values({"n": n, **values}))
    return _said(text, partial(say_count, one, many, n=n, **values))


def retold(function: Callable[_Parameters, str]) -> Callable[_Parameters, Said]:
    """Let a function that writes in the language that is spoken return what can be said again."""

    @wraps(function)
    def called(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> Said:
        return _said(function(*args, **kwargs), partial(called, *args, **kwargs))

    return called


def spoken(text: str) -> str:
    """Return a text in the language that is spoken; what the workbench did not say stays as it is."""
    return text.again() if isinstance(text, Said) else text


def filled(message: str, /, *counts: object, **values: object) -> str:
    """Write a message in the language that is spoken, with its numbered and named places filled."""
    return translated(message).format(*counts, **_spoken_values(values))


def _said(text: str, again: Callable[[], Said]) -> Said:
    said = Said(text)
    said.again = again
    return said


def _spoken_values(values: dict[str, object]) -> dict[str, object]:
    return {name: spoken(value) if isinstance(value, str) else value for name, value in values.items()}


@retold
def joined(texts: Sequence[str], between: str = " ", end: str = "") -> str:
    """Join whole sentences, or clauses between which every language puts the same sign."""
    return between.join(map(spoken, texts)) + end


def listed(texts: Sequence[str]) -> str:
    """Join texts as a sentence lists them: `a, b and c`."""
    *first, last = texts
    return say("{some} and {last}", some=joined(first, ", "), last=last) if first else last
