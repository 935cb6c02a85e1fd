"""Answers stored as words of the options: `Täysin samaa mieltä`, `5 – täysin samaa mieltä`, `strongly agree (5)`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from workbench.instruments import Instrument
from workbench.intake.files import Code

_LONGEST = 300  # characters of an option and what stands beside it
_NUMBER_FIRST = re.compile(r"\(?(?P<number>-?\d{1,3})\)?(\s*[-–—:.=)]+\s*|\s+)(?P<words>\D.*)", re.DOTALL)
_NUMBER_LAST = re.compile(r"(?P<words>.*\D)(\s*[(=–—:]\s*|\s+-\s*)(?P<number>-?\d{1,3})\)?", re.DOTALL)


def same_words(text: str) -> str:
    """Casefold; drop punctuation, accents and repeated blanks, but no word and no number."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def official_options(wordings: Sequence[Instrument]) -> dict[str, int]:
    """Words of each answer option in all languages of a scale, and its points; none that are the words of two."""
    pairs = {(same_words(option.label), option.points) for wording in wordings for option in wording.options}
    texts = Counter(text for text, _ in pairs)
    return {text: points for text, points in pairs if texts[text] == 1 and not text.replace(" ", "").isdecimal()}


def option_of_text(text: str, official: dict[str, int]) -> tuple[int, int | None] | None:
    """Points of the option that a text names, and the number beside its words; None if it is no official option."""
    if len(text) > _LONGEST:
        return None
    if (points := official.get(same_words(text))) is not None:
        return points, None
    for pattern in (_NUMBER_FIRST, _NUMBER_LAST):
        found = pattern.fullmatch(text.strip())
        if found and (points := official.get(same_words(found["words"]))) is not None:
            return points, int(found["number"])
    return None


def numbers_beside_options(codes: Iterable[Code], official: dict[str, int]) -> list[tuple[int, int]]:
    """Return number and points of the texts that have both."""
    options = [option_of_text(code, official) for code in codes if isinstance(code, str)]
    return [(number, points) for points, number in filter(None, options) if number is not None]
