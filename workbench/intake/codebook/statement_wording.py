"""Whether words of a file are a statement of an instrument, but for capitals, signs, blanks and slips of a letter."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

_SHORTEST_WITH_SLIP = 4  # letters; "en", "not" and their like turn a statement round
_MOST_SLIPS = 2  # words of one statement
_SHORTEST_CUT = 20  # characters of a label that a program cut short
_LEAST_OF_CUT = 2 / 3  # of the statement
# Where a question ends and the statement begins, as form services and people join the two.
_JOINT = re.compile(r"[?:|/\[\](){}]|\.\s|\.{2,}|…|\s[-–—]\s|[\"“”„»«]")
# Where a question that several texts share ends: at these only, since a full stop or a stroke may be within statements.
_QUESTION_END = re.compile(r"[?:|\[({]|\.{2,}|…|\s[-–—]\s|[\"“”„»«]")
_CLOSING = {"[": "]", "(": ")", "{": "}", '"': '"', "“": "”", "„": "“", "”": "”", "«": "»", "»": "»"}
_SHORTEST_QUESTION = 2  # words; `Item:` is none
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
    found = [whole, *(whole.removeprefix(stem).strip() for stem in stems), *_parts(text)]
    return [candidate for candidate in dict.fromkeys(found) if candidate]


def _parts(text: str) -> dict[str, str]:
    """Plain parts of a text between its joints, and what of it follows each."""
    joints = list(_JOINT.finditer(text))
    starts = [0, *(joint.end() for joint in joints)]
    ends = [len(text), *(joint.start() for joint in joints)]
    parts: dict[str, str] = {}
    for start in starts[-6:]:  # the statement stands last or in the last brackets
        for end in ends:
            if end > start:
                parts.setdefault(plain(text[start:end]), plain(text[end:]))
    return parts


def questions(texts: Iterable[str]) -> frozenset[str]:
    """Plain parts that begin several of the texts and go on otherwise in each: a question, and never a statement."""
    following = defaultdict(set)
    for text in set(texts):
        for part, rest in _parts(text).items():
            if part and rest:
                following[part].add(rest)
    return frozenset(part for part, rests in following.items() if len(rests) > 1)


def after_question(texts: Sequence[str]) -> tuple[str, list[str]] | None:
    """Return the question that all of several texts begin with and what follows it in each, out of its brackets.

    None if they share no question, or if the rest does not tell them apart as the texts do: two may be the same.
    """
    first, last = min(texts), max(texts)
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    for joint in reversed([found for found in _QUESTION_END.finditer(texts[0]) if found.end() <= shared]):
        rests = [text[joint.end() :].strip() for text in texts]
        if (closing := _CLOSING.get(joint[0])) and all(rest.endswith(closing) for rest in rests):
            rests = [rest.removesuffix(closing).strip() for rest in rests]
        elif closing:
            continue
        question = texts[0][: joint.end()].strip().rstrip('[({|:-–—"“”„»« ')
        different = len({plain(text) for text in texts})
        told_apart = different > 1 and len({plain(rest) for rest in rests} - {""}) == different
        if told_apart and len(re.findall(r"[^\W\d_]{2,}", question)) >= _SHORTEST_QUESTION:
            return question, rests
    return None


def worded(texts: Iterable[str], statements: Iterable[tuple[str, str]]) -> set[str]:
    """Items whose plain statement is one of the plain texts of a column.

    A text that breaks off counts if it has at least two thirds of a statement and no statement of another item begins
    with it.
    """
    statements = list(statements)
    found = set()
    for text in texts:
        found |= {item for item, statement in statements if same_wording(text, statement)}
        begun = {item for item, statement in statements if statement.startswith(text)}
        whole = min((len(statement) for _, statement in statements if statement.startswith(text)), default=0)
        if len(begun) == 1 and len(text) >= max(_SHORTEST_CUT, _LEAST_OF_CUT * whole):
            found |= begun
    return found


def same_wording(words: str, statement: str) -> bool:
    """Tell whether two plain texts are one statement: at most a letter apart in each of at most two words.

    Short words must agree, and so must the number of words, because a negation is one short word more.
    """
    if words.replace(" ", "") == statement.replace(" ", ""):
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
