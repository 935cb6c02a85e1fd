"""Exact numbers of respondents in notes, captions, cells of text and headlines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction

import numpy as np

from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.exactness import is_rounded
from workbench.disclosure.audit.exported_tables import ExportedTable
from workbench.disclosure.audit.rounding import is_window, next_step
from workbench.intake.codebook import every_label

Finding = tuple[str, str, str, str]
_SEPARATED = re.compile(r"(?<=\d)[,\u202f\u00a0 ](?=\d{3}(?!\d))")
# Not inside a hash, no per cent, and none of the samples, splits and data sets that a method draws.
_NUMBER = re.compile(
    r"(?<![\w.,])\d+(?!\w|[.,]\d|\s?%|\s+(?:bootstrap|random|filled|imputed|data)?\s*(?:samples|sets|splits|replicates))"
)
# Numbers of books, articles, files and dates, which have three parts or more; and the years of sources.
_IDENTIFIER = re.compile(r"(?<![\w-])\w+(?:-\w+){2,}|(?<![\w/.])\w+(?:[./]\w+)+\.\w+")
_SOURCE = re.compile(r"([^\W\d_][\w'\u2019.-]*)\s\(?(?:1[89]|20)\d\d(?=\s*(?:[();,:.]|$))")
# What a test comes to, which grows with the respondents and may be as many.
_STATISTIC = re.compile(r"(?:chi-square|χ²|\bdf|\bF|\bAIC|\bBIC)\s*(?:\([^()]*\))?\s*=\s*-?\d+(?:[\s.,]\d+)*")
_PEOPLE = re.compile(
    r"(?<![\d.,–-])(\d+)(?:\s+of(?:\s+the|\s+all)?\s+(\d+))?\s+(?:respondents?|people|persons?|rows?|vastaaja\w*|svarande)\b"
)
# Words before a number that make it an end of a window, a threshold or a middle that stands for its window.
_NO_COUNT = re.compile(
    r"(?:than|least|most|about|to|under|below|over|from|every|per|minimum of|first|alle|noin|minst)\s*$"
)
_WINDOW = re.compile(r"(?<![\w.,–-])(\d+)(?:–|\s+to\s+)(\d+)(?!\w|[.,–-]\d)")
_LARGE = 100  # a bare number below may be anything


def sentences(table: ExportedTable, census: Census) -> list[Finding]:
    """Attack what a table says in words."""
    totals = census.once("spoken totals", lambda: _totals(census) - _given(census))
    cells = census.once("spoken cells", lambda: _cells(census))
    found = []
    for sentence in (_without_names(sentence, census) for sentence in table.sentences):
        for n in _spoken(sentence, totals, cells, width=census.width):
            if not is_window(n, census.width):
                found.append((table.name, "", "", f"says {n}, which is an exact number of respondents"))
    for value, text in table.headlines:
        told = [n for n in _spoken(text, totals, cells, width=census.width) if not is_window(n, census.width)]
        if told or _exact_headline(value, totals, census):
            found.append((table.name, "", "", "a headline is an exact number"))
    return found


def _without_names(sentence: str, census: Census) -> str:
    """Leave out the digits of names, which count nobody: of levels, of books and files, of sources."""
    names = census.once("names with numbers", lambda: _names_with_numbers(census))
    levels = census.once("words of levels", lambda: _words_of_levels(census))
    return without_sources(_STATISTIC.sub("", _IDENTIFIER.sub("", names.sub("", sentence))), levels)


def without_sources(sentence: str, levels: Collection[str]) -> str:
    """Leave out the years of sources: Holm 1979; Lee (2010). A number after a level or a plain word is none."""
    return _SOURCE.sub(
        lambda own: own[0] if own[1] in levels or (own[1][0].islower() and own[1] != "al.") else "", sentence
    )


def _names_with_numbers(census: Census) -> re.Pattern[str]:
    """Levels such as `area 229`, and labels: whoever reads them knows that they are names."""
    named = {level for levels in census.levels.values() for level in levels} | every_label(census.survey.codebook)
    names = sorted(name for name in named if re.search(r"\d{3}", name))
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in reversed(names)) or r"(?!)")


def _words_of_levels(census: Census) -> frozenset[str]:
    return frozenset(word for levels in census.levels.values() for level in levels for word in level.split())


def _given(census: Census) -> set[int]:
    """Return what codebook and instrument have as a number, such as an end of groups, a code or a cut-off.

    Not the people of populations, which may be those of the sample, and no number in words of the owner.
    """
    book = census.survey.codebook.model_dump(exclude={"design", "standard_population"})
    return {
        int(n) for n in _numbers([book, census.survey.instrument.model_dump()]) if np.isfinite(float(n)) and n % 1 == 0
    }


def _numbers(content: object) -> Iterator[int | float | Fraction]:
    """Numbers at any depth, keys too."""
    if isinstance(content, dict):
        content = [*content, *content.values()]
    if isinstance(content, list | tuple):
        for entry in content:
            yield from _numbers(entry)
    elif isinstance(content, int | float | Fraction) and not isinstance(content, bool):
        yield content


def _spoken(sentence: str, totals: set[int], cells: set[int], *, width: int) -> Iterator[int]:
    """Numbers of a sentence that are counts of this survey, but for the two ends of a window."""
    plain = _WINDOW.sub(lambda ends: _no_window(ends, width), _SEPARATED.sub("", sentence))
    for match in _PEOPLE.finditer(plain):
        if not _NO_COUNT.search(plain[: match.start()]):
            yield from (int(n) for n in match.groups() if n and int(n) in cells)
    for match in _NUMBER.finditer(plain):
        if int(match[0]) >= _LARGE and int(match[0]) in totals and not _NO_COUNT.search(plain[: match.start()]):
            yield int(match[0])


def _no_window(ends: re.Match[str], width: int) -> str:
    """Leave two ends as they are, unless they are those of a window of the survey or of one twice as wide."""
    low, high = int(ends[1]), int(ends[2])
    return "" if low % width == 0 and high - low + 1 in (width, 2 * width) else ends[0]


def _exact_headline(value: object, totals: set[int], census: Census) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        return False
    if value in totals and value >= _LARGE:
        return not is_window(float(value), census.width)
    overall = census.once("overall", lambda: list(_overall(census)))
    exact = [m for m in overall if abs(value - m) <= 1e-9 * abs(m)]
    if not exact or abs(float(f"{value:.2g}") - value) <= 1e-9 * abs(value):
        return False
    # of one survey in some dozens the true number lies on the very step that it is rounded to
    near = [t for t in census.truths(()) if abs(value - t.mean[0]) <= next_step(max(t.floor[0], t.error[0]))]
    return not any(is_rounded(float(value), truth, 0, census) for truth in near)


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
