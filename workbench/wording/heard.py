"""English sentences of errors and other processes: found among the messages, and said in another language."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from workbench.wording.catalogue import translations
from workbench.wording.languages import ENGLISH, spoken_language

REFUSAL = "refusal"  # context of messages that are sentences of errors, whose places have numbers
_PLACE = re.compile(r"{(\w+)}")


class _Message(NamedTuple):
    """What a sentence must look like to be this message, its translation, and how much of it is told.

    `fixed` counts the signs that do not stand in a place, and each place for two: of two that fit, the one that tells
    the parts of a sentence apart goes first.
    """

    pattern: re.Pattern[str]
    translation: str
    longest: str
    fixed: int
    is_part: bool
    is_sentence: bool


def heard(sentence: str) -> str:
    """Say an English sentence in the language that is spoken, if it is one of the messages; else return it as it is.

    Parameters
    ----------
    sentence : str
        Of an error, as it was raised, or of a process that speaks English. What stands in its places is said too,
        where that is a part of a sentence itself.
    """
    language = spoken_language()
    if language == ENGLISH:
        return sentence
    return "\n".join(_heard(line, language, whole=True) for line in sentence.split("\n"))


def _heard(text: str, language: str, *, whole: bool) -> str:
    """Take the message with the most fixed signs; in a place, only parts of errors are messages and not labels.

    A clause of an error may have got its full stop later.
    """
    found = [
        (message, match, end)
        for words, end in ((text, ""), *([(text[:-1], ".")] if text.endswith(".") else []))
        for message in _messages(language)
        if (message.is_part or (whole and not end and message.is_sentence))
        and message.longest in words
        and (match := message.pattern.fullmatch(words))
    ]
    if not found:
        return text
    message, match, end = max(found, key=lambda one: one[0].fixed)
    values = {name: _part(value, language) for name, value in match.groupdict().items()}
    return _filled(message.translation, {name.removeprefix("_"): value for name, value in values.items()}) + end


def _part(text: str, language: str) -> str:
    """Say what stands in a place: a part of a sentence, or a list of such parts."""
    listed = [(one, _heard(one, language, whole=False)) for one in text.split(", ")]
    if all(said != one for one, said in listed):
        return ", ".join(said for _, said in listed)
    return _heard(text, language, whole=False)


def _filled(translation: str, values: dict[str, str]) -> str:
    text = _PLACE.sub(lambda place: values.get(place[1], place[0]), translation)
    return text.replace("{{", "{").replace("}}", "}")


@cache
def _messages(language: str) -> tuple[_Message, ...]:
    return tuple(
        _message(own, translation, is_part=context == REFUSAL)
        for context, own, translation in translations(language)
        if re.search(r"[^\W\d_]", _PLACE.sub("", own))
    )


def _message(own: str, translation: str, *, is_part: bool) -> _Message:
    parts = re.split(r"(?<!{){(\w+)}", own)
    fixed, names, pattern = parts[::2], set[str](), ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            pattern += re.escape(part.replace("{{", "{").replace("}}", "}"))
        else:
            pattern += f"(?P=_{part})" if part in names else f"(?P<_{part}>.*?)"
            names.add(part)
    longest = max(fixed, key=len).replace("{{", "{").replace("}}", "}")
    return _Message(
        re.compile(pattern),
        translation,
        longest,
        sum(map(len, fixed)) + 2 * len(names),
        is_part,
        own.endswith((".", "?")),
    )
