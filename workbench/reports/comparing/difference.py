"""What changed between two finished reports, by their published files alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from workbench.reports.comparing.cells import TableChange, compare_tables
from workbench.reports.comparing.headlines import HeadlinePair, People, pair_headlines, people_of
from workbench.reports.comparing.kept_report import KeptReport, one_report
from workbench.reports.comparing.rounding import without_numbers

_RESULT = re.compile(r", (headline .*|text for the blind)$")  # sentences that tell numbers, and no method
_LAST_NUMBER = re.compile(r" \d+$")
_NONE = "none"
_HOW_MADE = "_how_made.csv"  # says what the record says


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What changed from one report to another.

    Attributes
    ----------
    before, after : str
        Names of the reports.
    headlines : tuple of HeadlinePair
    people : str
        Whether both are about the same respondents, about others, or share some.
    tables : tuple of TableChange
        Of all that both have, those that are the same too.
    tables_gone, tables_new : tuple of str
        What only one of them has.
    sentences : dict of str to (str, str)
        Methods, notes and captions whose words differ, by their place.
    n_numbers : int
        Sentences that differ by numbers alone.
    made_from : dict of str to (str, str)
        Data, codebook, instrument, notebooks, parameters, program, versions and machine, where they differ.
    """

    before: str
    after: str
    headlines: tuple[HeadlinePair, ...]
    people: People
    tables: tuple[TableChange, ...]
    tables_gone: tuple[str, ...]
    tables_new: tuple[str, ...]
    sentences: Mapping[str, tuple[str, str]]
    n_numbers: int
    made_from: Mapping[str, tuple[str, str]]


def compare_runs(before: Path, after: Path) -> Difference:
    """Compare two finished reports; of a batch the report of everyone.

    Parameters
    ----------
    before, after : Path
        Folders of the earlier and the later run, e.g. of two waves.

    Returns
    -------
    Difference

    Raises
    ------
    RunError
        One of them is no finished report.
    """
    own, other = one_report(before), one_report(after)
    shared = [name for name in own.tables if name in other.tables and not name.endswith(_HOW_MADE)]
    sentences, n_numbers = compare_sentences(own.words, other.words)
    return Difference(
        before=own.name,
        after=other.name,
        headlines=pair_headlines(own, other),
        people=people_of(own, other),
        tables=tuple(compare_tables(name, own.tables[name], other.tables[name]) for name in shared),
        tables_gone=tuple(name for name in own.tables if name not in other.tables),
        tables_new=tuple(name for name in other.tables if name not in own.tables),
        sentences=sentences,
        n_numbers=n_numbers,
        made_from=dict(_made_from(own, other)),
    )


def compare_sentences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[dict[str, tuple[str, str]], int]:
    """Pair the sentences of methods, notes and captions whose words differ, and count those with other numbers alone.

    Parameters
    ----------
    before, after : mapping of str to str
        Sentences by their place. Which of several notes of a table one is makes no difference.
    """
    own, other = _by_place(before), _by_place(after)
    found: dict[str, tuple[str, str]] = {}
    n_numbers = 0
    for place in (place for place in own if place in other):
        gone, new = _without(own[place], other[place]), _without(other[place], own[place])
        for number, pair in enumerate(zip_longest(gone, new, fillvalue=_NONE), start=1):
            found[place if max(len(gone), len(new)) == 1 else f"{place} ({number})"] = pair
        n_numbers += sum(said not in other[place] for said in own[place]) - len(gone)
    return found, n_numbers


def _by_place(words: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, said in words.items():
        if not _RESULT.search(place):
            found.setdefault(_LAST_NUMBER.sub("", place), []).append(said)
    return found


def _without(sentences: list[str], others: list[str]) -> list[str]:
    """Leave out what the others say too, be it with other numbers."""
    said = {without_numbers(sentence) for sentence in others}
    return [sentence for sentence in sentences if without_numbers(sentence) not in said]


def _made_from(before: KeptReport, after: KeptReport) -> Iterator[tuple[str, tuple[str, str]]]:
    own, other = _parts(before.record), _parts(after.record)
    for part in dict.fromkeys([*own, *other]):
        pair = own.get(part, _NONE), other.get(part, _NONE)
        if pair[0] != pair[1]:
            yield part, pair


def _parts(record: Mapping[str, Any]) -> dict[str, str]:
    """Say what a report was made from, by part."""
    source, code = record["source"], record["code"]
    found = {
        "title": source["title"],
        "data": f"{source['data']}, {source['n_rows']} rows, sha256 {_short(source['data_sha256'])}",
        "codebook": f"{source['codebook']}, sha256 {_short(source['codebook_sha256'])}",
        "instrument": f"{source['instrument']}, sha256 {_short(source['instrument_sha256'])}",
        "protection plan": f"sha256 {_short(record['protection_plan'])}",
        "program": f"commit {_short(code['commit'])}{' with changed files' if code['changed_files'] else ''}",
        "lock": f"sha256 {_short(code.get('lock_sha256'))}",
    }
    files = ("survey", "codebook")
    found |= {f"parameter {name}": str(value) for name, value in record["parameters"].items() if name not in files}
    for noted in record["notebooks"]:
        found[f"notebook {noted['notebook']}"] = f"sha256 {_short(noted.get('sha256'))}"
    found |= {f"version of {name}": version for name, version in record["versions"].items()}
    return found | {f"machine: {name}": value for name, value in record["platform"].items() if name != "release"}


def _short(digest: str | None) -> str:
    return digest[:12] if digest else "unknown"
