"""Exact numbers of respondents in notes, captions, cells of text and headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.exported_tables import ExportedTable
from workbench.disclosure.audit.rounding import is_window

Finding = tuple[str, str, str, str]
_SEPARATED = re.compile(r"(?<=\d)[,\u202f\u00a0 ](?=\d{3}(?!\d))")
# Not inside a hash, no per cent, and none of the samples, splits and data sets that a method draws.
_NUMBER = re.compile(
    r"(?<![\w.,])\d+(?!\w|[.,]\d|\s?%|\s+(?:bootstrap|random|filled|imputed|data)?\s*(?:samples|sets|splits|replicates))"
)
# Numbers of books, articles, files and dates, which have three parts or more; and the year of a source in brackets.
_IDENTIFIER = re.compile(r"(?<![\w-])\w+(?:-\w+){2,}|(?<![\w/.])\w+(?:[./]\w+)+\.\w+")
_SOURCE = re.compile(r"(\w+)\s(?:1[89]|20)\d\d(?=\))")
_PEOPLE = re.compile(
    r"(?<![\d.,–-])(\d+)(?:\s+of(?:\s+the|\s+all)?\s+(\d+))?\s+(?:respondents?|people|persons?|rows?|vastaaja\w*|svarande)\b"
)
# Words before a number that make it an end of a window, a threshold or a middle that stands for its window.
_NO_COUNT = re.compile(
    r"(?:than|least|most|about|to|under|below|over|from|every|per|minimum of|first|alle|noin|minst)\s*$"
)
_LARGE = 100  # a bare number below may be anything


def sentences(table: ExportedTable, census: Census) -> list[Finding]:
    """Attack what a table says in words."""
    totals, cells = _totals(census), _cells(census)
    found = []
    for sentence in (_without_names(sentence, census) for sentence in table.sentences):
        for n in _spoken(sentence, totals, cells):
            if not is_window(n, census.width):
                found.append((table.name, "", "", f"says {n}, which is an exact number of respondents"))
    for value, text in table.headlines:
        told = [n for n in _spoken(text, totals, cells) if not is_window(n, census.width)]
        if told or _exact_headline(value, totals, census):
            found.append((table.name, "", "", "a headline is an exact number"))
    return found


def _without_names(sentence: str, census: Census) -> str:
    """Leave out the digits of names, which count nobody: of levels, of books and files, of sources."""
    names = census.once("names with numbers", lambda: _names_with_numbers(census))
    levels = {word for levels in census.levels.values() for level in levels for word in level.split()}
    plain = _IDENTIFIER.sub("", names.sub("", sentence))
    return _SOURCE.sub(lambda source: source[0] if source[1] in levels or source[1].islower() else "", plain)


def _names_with_numbers(census: Census) -> re.Pattern[str]:
    """Levels such as `area 229`: whoever reads them knows that they are names."""
    names = sorted({level for levels in census.levels.values() for level in levels if re.search(r"\d{3}", level)})
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in reversed(names)) or r"(?!)")


def _spoken(sentence: str, totals: set[int], cells: set[int]) -> Iterator[int]:
    """Numbers of a sentence that are counts of this survey."""
    plain = _SEPARATED.sub("", sentence)
    for match in _PEOPLE.finditer(plain):
        if not _NO_COUNT.search(plain[: match.start()]):
            yield from (int(n) for n in match.groups() if n and int(n) in cells)
    for match in _NUMBER.finditer(plain):
        if int(match[0]) >= _LARGE and int(match[0]) in totals and not _NO_COUNT.search(plain[: match.start()]):
            yield int(match[0])


def _exact_headline(value: object, totals: set[int], census: Census) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        return False
    if value in totals and value >= _LARGE:
        return not is_window(float(value), census.width)
    exact = [m for m in _overall(census) if abs(value - m) <= 1e-9 * abs(m)]
    return bool(exact) and abs(float(f"{value:.2g}") - value) > 1e-9 * abs(value)


def _overall(census: Census) -> Iterator[float]:
    """Exact mean and shares of everyone, with and without the weights."""
    who = census.bases["scored"]
    for weights in (np.ones(len(who)), census.weights):
        if weights is not None and who.any():
            yield float(np.average(census.points[who], weights=weights[who]))
            yield from (float(np.average(below[who], weights=weights[who])) for below in census.below.values())


def _totals(census: Census) -> set[int]:
    """Count everyone on each base, outside it, below each cut-off, and without an answer to a variable or item."""
    size = len(census.points)
    found = {int(who.sum()) for who in (*census.bases.values(), *census.below.values())}
    found |= {size - n for n in found} | {int((census.bases["scored"] & ~census.bases["modelled"]).sum())}
    found |= {int(n) for n in census.survey.responses.notna().sum()} | {
        int(n) for n in census.survey.responses.isna().sum()
    }
    found |= {int(n) for v in census.levels for n in [(census.codes[v] == len(census.levels[v]) - 1).sum()]}
    return found | {size - n for n in found}


def _cells(census: Census) -> set[int]:
    """Count every level and declared crossing, on every base."""
    groups = [(v,) for v in census.levels] + [tuple(names) for names in census.survey.codebook.crossings]
    who = [*census.bases.values(), *census.below.values()]
    counts = [census.count(names, rows) for names in groups for rows in who]
    return _totals(census) | {int(n) for n in np.unique(np.concatenate([np.zeros(1, dtype=np.int64), *counts]))}
