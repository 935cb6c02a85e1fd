"""Finding the items of an instrument among the columns of a file: by wording, by name, by a numbered series."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from workbench.instruments import Instrument, instrument_path, load_instrument
from workbench.intake.files import Code, FileContent, coded

_SAME_WORDING = 0.85
_SAME_OPTION = 0.92
_TRUNCATED_LENGTH = 20
_SHARE_IN_OPTIONS = 0.9
# "12.1 ", "Q12_1: ", "a) " before a statement.
_NUMBERING = re.compile(r"^\s*(?:[a-zåäö]{0,3}\d+(?:[._-]\d+)?[a-z]?[.):]?|[a-z]\))\s+")
# A stem, a number without leading zeros, and what follows it: q12_1, "Q 12.01 statement".
_SERIES = re.compile(r"^(.*?)0*(\d+)(\D*)$")


@dataclass(frozen=True, kw_only=True)
class ItemMatch:
    """Columns found for an instrument, and how each was found."""

    instrument: Instrument
    columns: dict[str, str]
    how: dict[str, str]


def match_items(content: FileContent) -> ItemMatch | None:
    """Return the shipped instrument with most items found (at least half), None if there is none."""
    found = [match for name in _shipped() if (match := _match(content, name))]
    return max(found, key=lambda match: len(match.columns) / len(match.instrument.items), default=None)


def code_rule(labels: dict[Code, str], instrument: Instrument) -> tuple[bool, int] | None:
    """Infer (reversed, shift) of an item's codes from its value labels; None if the labels do not tell.

    Points = code + shift, turned if reversed; every label that is an official option must agree.
    """
    official = {_plain(option.label): option.points for option in instrument.options}
    pairs = []
    for code, label in labels.items():
        near = difflib.get_close_matches(_plain(label), list(official), n=1, cutoff=_SAME_OPTION)
        if near and isinstance(code, int):
            pairs.append((code, official[near[0]]))
    ends = instrument.points[0] + instrument.points[-1]
    for turned in (False, True):
        shifts = {(ends - points if turned else points) - code for code, points in pairs}
        if len(pairs) > 1 and len(shifts) == 1:
            return turned, shifts.pop()
    return None


def _shipped() -> list[str]:
    folder = instrument_path("esis").parent
    return [path.stem for path in sorted(folder.glob("*.yaml")) if "." not in path.stem]


def _wordings(name: str) -> list[Instrument]:
    """Load the instrument and its further languages."""
    files = instrument_path(name).parent.glob(f"{name}.*.yaml")
    languages = sorted(path.stem.removeprefix(f"{name}.") for path in files)
    return [load_instrument(name), *(load_instrument(name, language=language) for language in languages)]


def _match(content: FileContent, name: str) -> ItemMatch | None:
    wordings = _wordings(name)
    instrument = wordings[0]
    columns = _by_wording(content, wordings)
    how = dict.fromkeys(columns, "wording found in the variable label")
    for item, column in _by_name(content, instrument, taken=set(columns.values())).items():
        if item not in columns:
            columns[item], how[item] = column, "found by the column's name: check the wording"
    if not columns:
        columns = _by_series(content, instrument)
        how = dict.fromkeys(columns, "found by its place in a numbered series only: check the wording")
    if 2 * len(columns) < len(instrument.items):
        return None
    return ItemMatch(instrument=instrument, columns=columns, how=how)


def _by_wording(content: FileContent, wordings: list[Instrument]) -> dict[str, str]:
    """One column for each item, the most similar pairs first."""
    stems = [_plain(text) for wording in wordings for text in (wording.question, wording.instruction)]
    likeness = []
    for column, label in content.labels.items():
        text = _plain(label)
        for stem in stems:
            text = text.replace(stem, "").strip()
        for wording in wordings:
            likeness += [(_likeness(text, _plain(i.statement)), i.id, column) for i in wording.items]
    columns: dict[str, str] = {}
    for value, item, column in sorted(likeness, key=lambda found: -found[0]):
        if value >= _SAME_WORDING and item not in columns and column not in columns.values():
            columns[item] = column
    return columns


def _likeness(label: str, statement: str) -> float:
    if statement in label or (len(label) >= _TRUNCATED_LENGTH and statement.startswith(label)):
        return 1.0
    return difflib.SequenceMatcher(None, label, statement).ratio()


def _by_name(content: FileContent, instrument: Instrument, *, taken: set[str]) -> dict[str, str]:
    by_name = {_bare(name): name for name in content.names if name not in taken}
    return {item: by_name[_bare(item)] for item in instrument.item_ids if _bare(item) in by_name}


def _bare(name: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[^a-z0-9]", "", name.casefold()))


def _by_series(content: FileContent, instrument: Instrument) -> dict[str, str]:
    """Match k columns with one stem, numbered in a row, that hold the scale's options; only one series may fit."""
    series: dict[str, dict[int, str]] = defaultdict(dict)
    for name in content.names:
        if found := _SERIES.match(name):
            series[found[1] + "#" + found[3]][int(found[2])] = name
    k = len(instrument.items)
    fitting = [
        [numbered[number] for number in sorted(numbered)]
        for numbered in series.values()
        if len(numbered) == k and max(numbered) - min(numbered) == k - 1
    ]
    fitting = [columns for columns in fitting if all(_holds_options(content, c, instrument) for c in columns)]
    return dict(zip(instrument.item_ids, fitting[0], strict=True)) if len(fitting) == 1 else {}


def _holds_options(content: FileContent, column: str, instrument: Instrument) -> bool:
    if content.frame[column].nunique() > 3 * len(instrument.points):
        return False
    values = coded(content.frame[column], numeric=True)
    known = np.array([code in instrument.points for code in values.codes], dtype=bool)
    return bool(values.counts[known].sum() > _SHARE_IN_OPTIONS * max(values.counts.sum(), 1))


def _plain(text: str) -> str:
    """Casefold and drop numbering, punctuation and repeated blanks."""
    folded = _NUMBERING.sub("", unicodedata.normalize("NFC", text).casefold())
    return " ".join(re.sub(r"\W+", " ", folded).split())
