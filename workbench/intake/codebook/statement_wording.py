"""Whether words of a file are a statement of an instrument, but for capitals, signs, blanks and slips of a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SHORTEST_WITH_SLIP = 4  # letters; "en", "not" and their like turn a statement round
_MOST_SLIPS = 2  # words of one statement
_SHORTEST_CUT = 20  # characters of a label that a program cut short
_LEAST_OF_CUT = 2 / 3  # of the statement
# Where a question ends and the statement begins, as form services and people join the two.
_JOINT = re.compile(r"[?:|/\[\](){}]|\.\s|\.{2,}|…|\s[-–—]\s|[\"“”„»«]")
_LETTER_NUMBERING = re.compile(r"^\s*[a-zåäö]\)\s*", re.IGNORECASE)
# "12 1 ", "q12_1 ", "väite 3 " before a statement.
_NUMBERING = re.compile(r"^(?:[^\W\d_]{0,3}\d+(?:_\d+)*[a-z]?\s)+")


def plain(text: str) -> str:
    """Casefold; drop numbering, punctuation, accents and repeated blanks."""
    letters = unicodedata.normalize("NFKD", _LETTER_NUMBERING.sub("", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NUMBERING.sub("", " ".join(re.sub(r"\W+", " ", bare).split()))


def candidates(text: str, stems: Iterable[str]) -> list[str]:
    """Plain texts that may be the statement in a label or header: all of it, its parts, and what follows a question."""
    whole = plain(text)
    found = [whole, *(whole.removeprefix(stem).strip() for stem in stems)]
    joints = list(_JOINT.finditer(text))
    starts = [0, *(joint.end() for joint in joints)]
    ends = [len(text), *(joint.start() for joint in joints)]
    for start in starts[-6:]:  # the statement stands last or in the last brackets
        found += [plain(text[start:end]) for end in ends if end > start]
    return [candidate for candidate in dict.fromkeys(found) if candidate]


def same_wording(words: str, statement: str) -> bool:
    """Tell whether two plain texts are one statement: at most a letter apart in each of at most two words.

    Short words must agree, and so must the number of words, because a negation is one short word more. A text that
    breaks off counts if it has at least two thirds of the statement.
    """
    if words.replace(" ", "") == statement.replace(" ", ""):
        return True
    if len(words) >= max(_SHORTEST_CUT, _LEAST_OF_CUT * len(statement)) and statement.startswith(words):
        return True
    own, official = words.split(), statement.split()
    if len(own) != len(official):
        return False
    differing = [(a, b) for a, b in zip(own, official, strict=True) if a != b]
    return len(differing) <= _MOST_SLIPS and all(_one_slip(a, b) for a, b in differing)


def _one_slip(word: str, official: str) -> bool:
    """One letter left out, added, changed or swapped with its neighbour, behind the first letter."""
    if min(len(word), len(official)) < _SHORTEST_WITH_SLIP or word[0] != official[0]:
        return False
    place = next((i for i, (a, b) in enumerate(zip(word, official, strict=False)) if a != b), None)
    if place is None:
        return abs(len(word) - len(official)) == 1
    rest, other = word[place:], official[place:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
